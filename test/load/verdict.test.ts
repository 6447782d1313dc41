/** What was seen of a run against what was asked, from summaries that k6 1.8.1 has written (test/load/recorded). */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { tableOf, unsentOf, verdictsOf } from "../../rehearsal/load/verdict";

const recorded = (name: string): string => fs.readFileSync(path.join(__dirname, "recorded", `${name}.json`), "utf8");

interface Summary {
    readonly documented: unknown;
    readonly metrics: Record<string, { values: Record<string, number>; thresholds?: Record<string, { ok: boolean }> }>;
}
const changed = (name: string, change: (summary: Summary) => void): string => {
    const summary = JSON.parse(recorded(name)) as Summary;
    change(summary);
    return JSON.stringify(summary);
};

describe("the verdict on a load", () => {
    it("holds where k6 says so, and shows what was seen in its unit", () => {
        const verdicts = verdictsOf(recorded("holds"));
        assert.ok(verdicts.every(({ holds }) => holds));
        assert.deepEqual(
            verdicts.map(({ row, seen }) => `${row} ${seen}`),
            [
                ...["MYR-6 133 a second", "MYR-47 100 %", "MYR-47 100 %", "MYR-47 100 %", "MYR-48 33 ms"],
                ...["MYR-70 4.8 ms", "MYR-77 8.5 ms", "MYR-77 6.1 ms", "MYR-78 0 %"],
            ],
        );
        assert.equal(tableOf("myriad", verdicts).at(-1), "myriad carries the load: 9 numbers hold");
    });

    it("does not hold number by number where it falls short", () => {
        const verdicts = verdictsOf(recorded("falls-short"));
        const [short, well] = [verdicts.filter(({ holds }) => !holds), verdicts.filter(({ holds }) => holds)];
        assert.deepEqual(
            short.map(({ row, seen }) => `${row} ${seen}`),
            [
                ...["MYR-47 98.05 %", "MYR-47 98.05 %", "MYR-47 95.07 %", "MYR-48 3.2 s", "MYR-77 611 ms"],
                "MYR-78 1.94 %",
            ],
        );
        assert.deepEqual(
            well.map(({ row }) => row),
            ["MYR-6", "MYR-70", "MYR-77"],
        );
        const lines = tableOf("myriad", verdicts);
        assert.match(lines[2] ?? "", /^does not hold {2}MYR-47 +status 200 +98\.05 %$/);
        assert.equal(lines.at(-1), "myriad does not carry the load: 6 of 9 numbers do not hold");
    });

    it("takes a connection that was refused at once for no fast answer", () => {
        const verdicts = verdictsOf(recorded("refused"));
        assert.ok(verdicts.every(({ holds, seen }) => !holds && seen === "nothing was answered"));
    });

    it("holds nothing that was not asked, not measured, or not judged", () => {
        const nothing = verdictsOf(changed("holds", ({ metrics }) => delete metrics.http_reqs));
        assert.ok(nothing.every(({ holds, seen }) => !holds && seen === "nothing was asked"));
        const gone = verdictsOf(changed("holds", ({ metrics }) => delete metrics["checks{check:has answer}"]));
        assert.deepEqual(
            gone.filter(({ holds }) => !holds).map(({ asks, seen }) => [asks, seen]),
            [["body has an answer", "not measured"]],
        );
        const unjudged = verdictsOf(
            changed("holds", ({ metrics }) => delete metrics.http_req_failed?.thresholds?.["rate<0.001"]),
        );
        assert.deepEqual(
            unjudged.filter(({ holds }) => !holds).map(({ row }) => row),
            ["MYR-78"],
        );
    });

    it("cuts what is nearly everything, so that it does not look like all", () => {
        const nearly = changed("holds", ({ metrics }) => {
            const { values } = metrics["checks{check:status is 200}"] ?? assert.fail();
            values.rate = 0.99999;
        });
        assert.equal(verdictsOf(nearly)[1]?.seen, "99.99 %");
    });

    it("tells how many requests k6 could not send", () => {
        assert.equal(unsentOf(recorded("holds")), 0);
        const values = { count: 6240, rate: 567 };
        const dropped = changed("holds", ({ metrics }) => (metrics.dropped_iterations = { values }));
        assert.equal(unsentOf(dropped), 6240);
    });

    it("says what is wrong with a summary that is none", () => {
        assert.throws(() => verdictsOf("{"), /the summary of k6 is no JSON/);
        assert.throws(() => verdictsOf("[]"), /has no documented numbers/);
        assert.throws(() => verdictsOf('{"documented":[]}'), /or no metrics/);
    });
});
