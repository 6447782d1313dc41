import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { hasGo } from "../../../rehearsal/cluster";
import { startControlPlane, stopControlPlane } from "../../../rehearsal/cluster/control-plane";
import { run } from "../../../rehearsal/cluster/run";
import type { Shape } from "../../../rehearsal/cluster/shaped";
import type { ControlPlane } from "../../../rehearsal/kubernetes/plane";
import { SHAPE } from "./fixture";

/** A control plane of its own, in a directory of its own. */
export class TestPlane {
    readonly directory = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "control-plane-")), "cluster");
    #plane: ControlPlane | undefined;

    get plane(): ControlPlane {
        assert.ok(this.#plane, "start it first");
        return this.#plane;
    }

    async start(shape: Shape = SHAPE): Promise<readonly string[]> {
        const said: string[] = [];
        const say = (line: string): void => {
            said.push(line);
        };
        this.#plane = await startControlPlane({
            ...{ minor: "1.36", directory: this.directory, say, key: JSON.stringify(shape) },
            shape: () => Promise.resolve(shape),
        });
        return said;
    }

    async remove(): Promise<void> {
        await stopControlPlane(this.directory);
        fs.rmSync(path.dirname(this.directory), { recursive: true, force: true });
    }

    async kubectl(...words: readonly string[]): Promise<string> {
        const { code, output } = await this.try(words);
        assert.equal(code, 0, `kubectl ${words.join(" ")}: ${output}`);
        return output.trim();
    }

    /** What the API server says to these objects, refusal or not. */
    async apply(...objects: readonly unknown[]): Promise<string> {
        const input = objects.map((object) => stringify(object)).join("---\n");
        return (await this.try(["apply", "--server-side", "-f", "-"], input)).output.trim();
    }

    /** Until the answer fits; the last one is the failure. */
    async until(pattern: RegExp, ...words: readonly string[]): Promise<string> {
        let output = "";
        for (const deadline = Date.now() + 300_000; Date.now() < deadline;) {
            ({ output } = await this.try(words));
            if (pattern.test(output)) return output;
            await new Promise((resolve) => setTimeout(resolve, 250));
        }
        return assert.fail(`kubectl ${words.join(" ")} never fitted ${String(pattern)}: ${output}`);
    }

    private try(words: readonly string[], input?: string): ReturnType<typeof run> {
        const { kubectl, kubeconfig } = this.plane;
        return run(kubectl, ["--kubeconfig", kubeconfig, ...words], { input });
    }
}

/** Without Go there is nothing to test, and that is said. */
export function skipWithoutGo(test: Mocha.Context): void {
    if (hasGo()) return;
    process.stderr.write("  no Go on this machine: a real control plane is not tested\n");
    test.skip();
}
