import assert from "node:assert/strict";
import { Clock } from "../../../rehearsal/provider/clock";
import { inTime } from "../../../rehearsal/rehearse/checks/makespan";

describe("the time of a first deployment", () => {
    it("may be 5 % longer than the longest chain, not shorter, and in production below 18 minutes", () => {
        assert.deepEqual(inTime(1020, 1000, true), []);
        assert.match(
            inTime(1051, 1000, true).join(),
            /took 17\.52 min, 5\.1 % more than the longest chain \(16\.67 min\)/,
        );
        assert.match(inTime(980, 1000, true).join(), /less than the longest chain/);
        assert.match(inTime(1080, 1060, true).join(), /may take 18 min/);
        assert.deepEqual(inTime(1080, 1060, false), []);
    });

    it("jumps over waits, adds up those that follow each other, and not those beside each other", async () => {
        let inFlight = 0;
        let passed = 0;
        const clock = new Clock(
            { inFlight: () => inFlight, compute: () => false },
            (milliseconds) => (passed = milliseconds),
        );
        const request = async (seconds: number): Promise<void> => {
            inFlight++;
            await clock.pause(seconds * 1000);
            inFlight--;
        };
        const started = Date.now();
        await Promise.all([request(540).then(() => request(120)), request(600)]);
        assert.ok(Date.now() - started < 330_000, "nobody waits eleven minutes for this");
        assert.equal(passed, 660_000);
    });

    it("stands still while a request is worked on, and while whoever asks next computes", async () => {
        let inFlight = 2; // the wait, and a request that computes
        let computing = true;
        let passed = 0;
        const clock = new Clock(
            { inFlight: () => inFlight, compute: () => computing },
            (milliseconds) => (passed = milliseconds),
        );
        const started = Date.now();
        const waited = clock.pause(60_000);
        setTimeout(() => (inFlight = 1), 300);
        setTimeout(() => (computing = false), 1000);
        await waited;
        assert.ok(Date.now() - started >= 1000);
        assert.equal(passed, 60_000);
    });
});
