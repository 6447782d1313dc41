/**
 * Each script of load/ by the real k6, seconds in the place of minutes, against a stand-in: it runs, is answered, and is judged number by
 * number. How fast a machine is, no check here asks.
 */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { k6, k6MissingHere, run } from "../../rehearsal/load/k6";
import { SCRIPTS } from "../../rehearsal/load/scripts";
import { serve } from "../../rehearsal/load/served";
import { verdictsOf } from "../../rehearsal/load/verdict";

interface Summary {
    readonly documented: readonly { readonly metric: string }[];
    readonly metrics: Readonly<Record<string, { readonly values: Readonly<Record<string, number>> }>>;
}

/** Everything that is not about time: what was answered, and how. */
const ANSWERS = /^(http_req_failed|checks\{check:(?!response time))/;

describe("the documents' loads by k6", function () {
    this.timeout(1_200_000);
    let file = "";
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), "mindcloud-load-"));
    before(async function () {
        const missing = k6MissingHere();
        if (missing !== undefined) {
            process.stderr.write(`  the documents' loads are not run: ${missing}\n`);
            this.skip();
        }
        file = await k6((line) => process.stderr.write(`${line}\n`));
    });
    after(() => {
        fs.rmSync(directory, { recursive: true });
    });

    for (const script of SCRIPTS)
        it(`${script.name} is answered by a stand-in, and judged by each of its numbers`, async () => {
            const served = await serve(script.standsFor);
            try {
                const { summary, problem } = await run(file, script, {
                    ...{ target: served.url, token: "stand-in", full: false, directory },
                });
                assert.ok(summary !== undefined, problem);
                const { documented, metrics } = JSON.parse(summary) as Summary;
                const verdicts = verdictsOf(summary);
                assert.equal(verdicts.length, documented.length);
                for (const [index, { row, seen, holds }] of verdicts.entries()) {
                    assert.doesNotMatch(seen, /^(not|nothing)/, row);
                    if (ANSWERS.test(documented[index]?.metric ?? "")) assert.equal(holds, true, `${row}: ${seen}`);
                }
                assert.equal(await served.answered(), metrics.http_reqs?.values.count);
            } finally {
                served.close();
            }
        });

    it("nothing holds where nobody answers", async () => {
        const [script = assert.fail()] = SCRIPTS;
        const served = await serve(script.standsFor);
        served.close();
        const { summary } = await run(file, script, { target: served.url, full: false, directory });
        assert.ok(summary !== undefined && verdictsOf(summary).every(({ holds }) => holds === false));
    });

    it("a token that is missing is no answer", async () => {
        const script = SCRIPTS.find(({ name }) => name === "akosha-query") ?? assert.fail();
        const served = await serve(script.standsFor);
        try {
            const { summary } = await run(file, script, { target: served.url, full: false, directory });
            assert.ok(summary !== undefined && verdictsOf(summary).every(({ holds }) => holds === false));
            assert.equal(await served.answered(), 0);
        } finally {
            served.close();
        }
    });
});
