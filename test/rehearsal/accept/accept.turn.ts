/** `make accept` and `make health` of the committed stacks, on a real control plane: what is deployed is accepted, and what is wrong is found. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { findControlPlane } from "../../../rehearsal/cluster/control-plane";
import { run } from "../../../rehearsal/cluster/run";
import { Store } from "../../../rehearsal/cloud/store";
import { mindcloud } from "../../../rehearsal/session/mindcloud";
import { skipWithoutGo } from "../cluster/support";
import { Bench, type Command } from "../support/bench";
import { FAULTS, VOLUME } from "./faults";

const ROOT = path.join(__dirname, "../../..");
const SYSTEMS = "    mindcloud:systems:\n        akosha: { enabled: true, size: phase1 }\n";
/** Akosha behind the login of the load balancer: the door that the committed stack does not open. */
const BEHIND_LOGIN = `    mindcloud:systems:
        akosha:
            enabled: true
            size: phase1
            authentication: { serviceUrl: https://auth.example.com/verify, jwksUrl: https://auth.example.com/keys.json }
            endpoint:
                login:
                    issuer: https://login.example.com
                    clientId: akosha
                    authUrl: https://login.example.com/authorize
                    tokenUrl: https://login.example.com/token
                    userUrl: https://login.example.com/userinfo
`;

/** A committed stack in an embedded cloud of its own. */
class Deployed {
    readonly #bench: Bench;
    readonly #stack: string;

    constructor(stack: string) {
        this.#stack = stack;
        this.#bench = new Bench(stack).writingOnce();
        fs.copyFileSync(path.join(ROOT, this.#name), this.#file);
    }

    get #name(): string {
        return `Pulumi.${this.#stack}.yaml`;
    }

    get #file(): string {
        return path.join(this.#bench.root, this.#name);
    }

    edit(from: string, to: string): void {
        const text = fs.readFileSync(this.#file, "utf8");
        assert.ok(text.includes(from), `${this.#name} does not say ${from}`);
        fs.writeFileSync(this.#file, text.replace(from, to));
    }

    async does(command: Command, status = 0): Promise<string> {
        const rehearsed = mindcloud(this.#bench.root)(this.#stack);
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

    /** What the account has of a type becomes something else, or goes. */
    async inAccount(type: string, change: (facts: Readonly<Record<string, unknown>>) => unknown): Promise<void> {
        const store = Store.open(this.#bench.paths().work, "own");
        for (const object of store.live(type)) {
            const outputs = change({ ...object.inputs, ...object.outputs });
            if (outputs === undefined) await store.remove(object);
            else await store.put({ ...object, outputs: outputs as typeof object.outputs });
        }
    }

    async remove(): Promise<void> {
        const rehearsed = mindcloud(this.#bench.root)(this.#stack);
        if (!("problems" in rehearsed)) await this.#bench.rehearse("down", rehearsed);
        this.#bench.remove();
    }
}

describe("acceptance and health on the embedded cloud", function () {
    this.timeout(1_800_000);
    const deployed: Deployed[] = [];
    const deploy = async (stack: string): Promise<Deployed> => {
        const made = new Deployed(stack);
        deployed.push(made);
        await made.does("up");
        return made;
    };
    afterEach(async () => {
        for (const each of deployed.splice(0)) await each.remove();
    });

    it("dev is accepted, and well", async function () {
        skipWithoutGo(this);
        const dev = await deploy("dev");
        assert.match(await dev.does("accept"), /dev is accepted/);
        assert.match(await dev.does("health"), /dev is well/);
    });

    it("prod is accepted; with twelve things wrong in it, each of the twelve checks names its own", async function () {
        skipWithoutGo(this);
        const prod = await deploy("prod");
        assert.match(await prod.does("accept"), /prod is accepted: 12 checks hold/);

        prod.edit(SYSTEMS, BEHIND_LOGIN);
        await prod.does("up");
        const volume = await prod.kubectl([
            ...["-n", "akosha", "get", "pvc", "akosha-hot-store-data"],
            "-o=jsonpath={.spec.volumeName}",
        ]);
        for (const { put, kubectl = [] } of FAULTS) {
            for (const words of kubectl) await prod.kubectl(words.map((word) => word.replace(VOLUME, volume)));
            if ("account" in put) await prod.inAccount(put.type, put.account);
            if ("preview" in put) prod.edit("monthlyUsd: 12000", "monthlyUsd: 12001");
        }
        for (const { until } of FAULTS) if (until !== undefined) await noticed(() => prod.kubectl(until));
        const table = await prod.does("accept", 1);
        assert.match(table, /prod is not accepted: 12 of 12 checks fall short/);
        for (const { fault, says } of FAULTS) assert.match(table, says, fault);
    });
});

/** A controller has its own time: what has to come has five minutes. */
async function noticed(ask: () => Promise<string>): Promise<void> {
    for (const deadline = Date.now() + 300_000; Date.now() < deadline;) {
        if ((await ask()) !== "") return;
        await new Promise((resolve) => setTimeout(resolve, 500));
    }
    assert.fail("no controller has noticed");
}
