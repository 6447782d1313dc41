/** The charts themselves on a real control plane, where they are at hand: `make up CHARTS=DIR`, again, `drift` and `down` of the tests' dev. */
import assert from "node:assert/strict";
import * as path from "node:path";
import { chartsAtHand } from "../../charts/archives";
import { mindcloud } from "../../rehearsal/session/mindcloud";
import { skipWithoutGo } from "./cluster/support";
import { Bench } from "./support/bench";

/** Of the tests: what people write into theirs must not turn a check red. */
const STACKS = path.join(__dirname, "../stacks");

describe("charts that are installed themselves", function () {
    this.timeout(3_600_000);

    it("deploy with dev, are there the same again, do not drift, and are gone with it", async function () {
        skipWithoutGo(this);
        const at = chartsAtHand();
        if ("none" in at) {
            process.stderr.write(`  skipped: ${at.none}\n`);
            this.skip();
        }
        const rehearsed = mindcloud(STACKS)("dev");
        if ("problems" in rehearsed) assert.fail(rehearsed.problems);
        assert.ok(rehearsed.controlPlanes);
        const bench = new Bench("dev").writingOnce().onRealKubernetes(rehearsed.controlPlanes);
        const does = async (command: "up" | "drift" | "down", ...options: readonly string[]): Promise<string> => {
            const { status, text } = await bench.rehearse(command, rehearsed, ...options);
            assert.equal(status, 0, `${command}: ${text}`);
            return text;
        };
        const lived = async (): Promise<void> => {
            const up = await does("up", "--charts", at.folder);
            assert.match(up, /\d charts of .* are installed by Helm/);
            assert.match(up, /not kept.*: .*APIService v1beta1\.external\.metrics\.k8s\.io/);
            assert.match(await does("up"), /dev is up to date: .*, no changes/);
            assert.match(await does("drift"), /dev is as Pulumi left it/);
        };
        const [life] = await Promise.allSettled([lived()]);
        const { status, text } = await bench.rehearse("down", rehearsed);
        bench.remove();
        // What went wrong first: what is left to take down is no news then.
        if (life.status === "rejected") throw life.reason;
        assert.equal(status, 0, text);
        assert.match(text, /nothing on the Kubernetes API server/);
        assert.match(text, /Helm leaves \d+ kinds of charts, .*: .*scaledobjects\.keda\.sh/);
    });
});
