/** `make accept` and `make health` of the tests' dev, on a real control plane: what is deployed is accepted, and well. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { mindcloud } from "../../../rehearsal/session/mindcloud";
import { skipWithoutGo } from "../cluster/support";
import { Bench } from "../support/bench";

/** Of the tests: what people write into theirs must not turn this red. */
const STACKS = path.join(__dirname, "../../stacks");

describe("acceptance and health on the embedded cloud", function () {
    this.timeout(1_800_000);

    it("dev is accepted, and well", async function () {
        skipWithoutGo(this);
        const bench = new Bench("dev").writingOnce();
        fs.copyFileSync(path.join(STACKS, "Pulumi.dev.yaml"), path.join(bench.root, "Pulumi.dev.yaml"));
        const rehearsed = mindcloud(bench.root)("dev");
        if ("problems" in rehearsed) assert.fail(rehearsed.problems);
        if (rehearsed.controlPlanes !== undefined) bench.onRealKubernetes(rehearsed.controlPlanes);
        const does = async (command: "up" | "accept" | "health"): Promise<string> => {
            const { status, text } = await bench.rehearse(command, rehearsed);
            assert.equal(status, 0, `${command}: ${text}`);
            return text;
        };
        try {
            await does("up");
            assert.match(await does("accept"), /dev is accepted/);
            assert.match(await does("health"), /dev is well/);
        } finally {
            await bench.rehearse("down", rehearsed);
            bench.remove();
        }
    });
});
