import assert from "node:assert/strict";
import { measure, type Run } from "../../bench/measure";
import { isOver, median, tableOf } from "../../bench/table";

const run = (seconds: number, mebibytes: number): Run => ({ seconds, mebibytes, cpuSeconds: seconds, status: 0 });

describe("the bench", () => {
    it("counts medians against the bar, not the slowest run", () => {
        const runs = [run(1, 100), run(2, 110), run(9, 400)];
        assert.equal(isOver({ name: "a", runs, bar: { seconds: 2.5, mebibytes: 300 } }), false);
        assert.equal(isOver({ name: "a", runs, bar: { seconds: 1.5 } }), true);
        assert.equal(isOver({ name: "a", runs, bar: { mebibytes: 105 } }), true);
        assert.equal(median([4, 1, 3, 2]), 2.5);
    });

    it("prints one aligned line per measure", () => {
        const [head, line, ...rest] = tableOf([
            { name: "plan prod", runs: [run(3, 200)], bar: { seconds: 2.5 } },
        ]).split("\n");
        assert.match(head ?? "", /seconds min +median +max +bar/);
        assert.match(line ?? "", /^plan prod +3\.00 +3\.00 +3\.00 +2\.5 +3\.00 +200 +200 +- +over$/);
        assert.deepEqual(rest, [""]);
    });

    it("measures a whole command: its time, and the memory of its processes", async () => {
        const begun = performance.now();
        const { seconds, mebibytes, status } = await measure(
            [process.execPath, "-e", "Buffer.alloc(2 ** 27, 1); setTimeout(() => 0, 100)"],
            __dirname,
        );
        assert.ok(seconds > 0.1 && seconds * 1000 <= performance.now() - begun, String(seconds));
        assert.ok(mebibytes > 128 && mebibytes < 400, String(mebibytes));
        assert.equal(status, 0);
    });

    it("refuses to measure a command that fails", async () => {
        await assert.rejects(
            measure([process.execPath, "-e", "console.error('no'); process.exit(2)"], __dirname),
            /status 2: no/,
        );
        await assert.rejects(measure(["no-such-command-anywhere"], __dirname), /ENOENT/);
    });
});
