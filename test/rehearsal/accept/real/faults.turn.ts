/** `make accept` of prod on a real control plane: accepted as it is, and with one fault more each time, each found by its own check. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { findControlPlane } from "../../../../rehearsal/cluster/control-plane";
import { run } from "../../../../rehearsal/cluster/run";
import { factsOf, Store } from "../../../../rehearsal/cloud/store";
import { mindcloud } from "../../../../rehearsal/session/mindcloud";
import { skipWithoutGo } from "../../cluster/support";
import { Bench, type Command } from "../../support/bench";
import { FAULTS, VOLUME, type Fault } from "../faults";

const NAME = "Pulumi.prod.yaml";
const SYSTEMS = "akosha: { enabled: true, size: phase1 }";
/** Akosha behind the login of the load balancer: the door that the stack does not open. */
const BEHIND_LOGIN = `akosha:
            enabled: true
            size: phase1
            authentication: { serviceUrl: https://auth.example.com/verify, jwksUrl: https://auth.example.com/keys.json }
            endpoint:
                login:
                    issuer: https://login.example.com
                    clientId: akosha
                    authUrl: https://login.example.com/authorize
                    tokenUrl: https://login.example.com/token
                    userUrl: https://login.example.com/userinfo`;

/** The prod stack of the tests in an embedded cloud of its own. */
class Prod {
    readonly #bench = new Bench("prod").writingOnce();
    readonly #file = path.join(this.#bench.root, NAME);

    constructor() {
        fs.copyFileSync(path.join(__dirname, "../../../stacks", NAME), this.#file);
    }

    edit(from: string, to: string): void {
        const text = fs.readFileSync(this.#file, "utf8");
        assert.ok(text.includes(from), `${NAME} does not say ${from}`);
        fs.writeFileSync(this.#file, text.replace(from, to));
    }

    async does(command: Command, status = 0): Promise<string> {
        const rehearsed = mindcloud(this.#bench.root)("prod");
        if ("problems" in rehearsed) assert.fail(rehearsed.problems);
        if (rehearsed.controlPlanes !== undefined) this.#bench.onRealKubernetes(rehearsed.controlPlanes);
        const result = await this.#bench.rehearse(command, rehearsed);
        assert.equal(result.status, status, `${command}: ${result.text}`);
        return result.text;
    }

    async kubectl(words: readonly string[]): Promise<string> {
        const plane = await findControlPlane(this.#bench.paths().cluster);
        assert.ok(plane, "the control plane does not answer");
        const { code, output } = await run(plane.kubectl, ["--kubeconfig", plane.kubeconfig, ...words]);
        assert.equal(code, 0, `kubectl ${words.join(" ")}: ${output}`);
        return output.trim();
    }

    async put({ put, kubectl = [], until }: Fault, volume: string): Promise<void> {
        for (const words of kubectl) await this.kubectl(words.map((word) => word.replace(VOLUME, volume)));
        if ("account" in put) await this.#inAccount(put.type, put.account);
        if ("preview" in put) this.edit("monthlyUsd: 12000", "monthlyUsd: 12001");
        // A controller has its own time; ten minutes are for what hangs.
        for (const end = Date.now() + 600_000; until !== undefined && (await this.kubectl(until)) === "";) {
            assert.ok(Date.now() < end, `no controller has noticed: kubectl ${until.join(" ")}`);
            await new Promise((resolve) => setTimeout(resolve, 500));
        }
    }

    /** What the account has of a type becomes something else, or goes. */
    async #inAccount(type: string, change: (facts: ReturnType<typeof factsOf>) => unknown): Promise<void> {
        const store = Store.open(this.#bench.paths().work, "own");
        for (const object of store.live(type)) {
            const outputs = change(factsOf(object));
            if (outputs === undefined) await store.remove(object);
            else await store.put({ ...object, outputs: outputs as typeof object.outputs });
        }
    }

    async remove(): Promise<void> {
        const rehearsed = mindcloud(this.#bench.root)("prod");
        if (!("problems" in rehearsed)) await this.#bench.rehearse("down", rehearsed);
        this.#bench.remove();
    }
}

describe("acceptance of prod on the embedded cloud", function () {
    this.timeout(3_600_000);

    it("accepts it, and falls short of one check more with each of the twelve faults", async function () {
        skipWithoutGo(this);
        const prod = new Prod();
        try {
            prod.edit(SYSTEMS, BEHIND_LOGIN);
            await prod.does("up");
            assert.match(await prod.does("accept"), /prod is accepted: 12 checks hold/);
            const volume = await prod.kubectl([
                ...["-n", "akosha", "get", "pvc", "akosha-hot-store-data"],
                "-o=jsonpath={.spec.volumeName}",
            ]);
            for (const [index, fault] of FAULTS.entries()) {
                await prod.put(fault, volume);
                const table = await prod.does("accept", 1);
                const fallen = `prod is not accepted: ${String(index + 1)} of 12 checks fall short`;
                assert.ok(table.includes(fallen), `${fault.fault}: ${table}`);
                assert.match(table, fault.says, fault.fault);
            }
        } finally {
            await prod.remove();
        }
    });
});
