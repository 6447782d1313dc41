import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { EngineFailed } from "../../rehearsal/engine/command";
import { inSession } from "../../rehearsal/session/in-session";
import { Bench, onAws, type Program } from "./support/bench";

describe("a run that continues on error", () => {
    const bench = new Bench();
    after(() => {
        bench.remove();
    });

    it("goes on with everything else, where what stands has come to depend on what is refused", async () => {
        const program = (description: string): Program =>
            onAws((opts) => {
                const secret = (name: string) => new aws.secretsmanager.Secret(name, { name: "toy/same" }, opts);
                const first = secret("first");
                const others = description === "changed" ? [secret("second")] : [];
                new aws.kms.Key("behind", { description }, { ...opts, dependsOn: [first, ...others] });
                // One after the other, so that some come after what is refused.
                ["one", "two", "three", "four"].reduce<pulumi.Resource>(
                    (before, name) => new aws.kms.Key(name, { description }, { ...opts, dependsOn: [before] }),
                    first,
                );
            });
        assert.equal((await bench.run("up", program("first"))).status, 0);
        const options = { root: bench.root, output: { write: () => undefined }, minuteInMilliseconds: 0 };
        await inSession("up", bench.of(program("changed")), { ...options, kubernetes: "memory" }, async (session) => {
            const up = session.engine.up(
                () => session.rehearsed.deploy(),
                () => undefined,
                "last",
                { continueOnError: true },
            );
            await assert.rejects(up, EngineFailed);
            return 0;
        });
        const keys = bench.cloud().live("aws:kms/key:Key");
        assert.deepEqual(Object.fromEntries(keys.map(({ name, inputs }) => [name, inputs.description])), {
            behind: "first",
            ...{ one: "changed", two: "changed", three: "changed", four: "changed" },
        });
    });
});
