import assert from "node:assert/strict";
import type { Autoscaler } from "../../rehearsal/rehearse/load/autoscaler";
import type { Look } from "../../rehearsal/rehearse/load/press";
import { isSettled, scaledVerdict, usageOf } from "../../rehearsal/load/scaled";
import { SCRIPTS } from "../../rehearsal/load/scripts";

const SCRIPT = SCRIPTS.find(({ name }) => name === "myriad") ?? assert.fail();
const AUTOSCALER: Autoscaler = {
    ...{ namespace: "myriad", name: "orchestrator-hpa", target: "orchestrator", selector: "app=orchestrator" },
    ...{ min: 3, max: 20, millicoresAtTarget: 350, requestMillicores: 500 },
    fall: { windowSeconds: 300, policies: [], select: "Max" },
};

const look = (seconds: number, desired: number, ready: number, utilization?: number): Look => ({
    ...{ seconds, desired, ready, utilization },
});

describe("an autoscaler under a load", () => {
    it("has its floor at no load and its most at the whole one", () => {
        const { none, whole } = usageOf(AUTOSCALER);
        assert.ok(none / 3 < 350);
        assert.equal(Math.ceil(whole / 350), 20);
        // So far below the target that no rounding asks for one more.
        assert.ok(whole / 20 < 350);
    });

    it("is settled when it has heard of the usage and wants no more", () => {
        const { whole } = usageOf(AUTOSCALER);
        const told = (ready: number): number => (whole / ready / 500) * 100;
        const settled = (...looks: Look[]): boolean => isSettled(looks, AUTOSCALER, whole);
        assert.equal(settled(look(60, 20, 20, told(20))), true);
        assert.equal(settled(), false);
        assert.equal(settled(look(60, 20, 12, told(12))), false);
        assert.equal(settled(look(60, 20, 20, 300)), false);
        assert.equal(settled(look(60, 20, 20)), false);
        assert.equal(settled(look(60, 6, 6, told(6))), false);
        assert.equal(settled(look(60, 18, 18, told(18))), true); // within a tenth
    });

    it("is shown by the pods that it came to, and held to the two minutes of the document (MYR-81)", () => {
        const seen = (...looks: Look[]) => scaledVerdict(SCRIPT, AUTOSCALER, looks);
        const well = seen(look(0, 3, 3), look(31, 6, 3), look(34, 6, 6), look(50, 12, 12), look(66, 20, 20));
        assert.deepEqual(
            [well.holds, well.seen, well.row],
            [true, "3 - 6 - 12 - 20, the first more after 34 s", "MYR-81"],
        );
        assert.equal(seen(look(0, 3, 3), look(119, 6, 3), look(121, 6, 6)).holds, false);
        assert.deepEqual(seen(look(0, 3, 3), look(130, 3, 3)), { ...well, holds: false, seen: "3, and no more" });
    });

    it("shows nothing where it has no room", () => {
        const fixed = scaledVerdict(SCRIPT, { ...AUTOSCALER, min: 4, max: 4 }, [look(0, 4, 4)]);
        assert.deepEqual([fixed.holds, fixed.seen], [undefined, "its number is fixed: 4"]);
        const full = scaledVerdict(SCRIPT, AUTOSCALER, [look(0, 20, 20)]);
        assert.deepEqual([full.holds, full.seen], [undefined, "was at its most before: 20"]);
    });
});
