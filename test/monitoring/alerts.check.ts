/** promtool evaluates every alert: it must fire just beyond its threshold, after its time and not before, saying what it should; and not on the other side. */
import assert from "node:assert/strict";
import { testsOf } from "./alerts/all";
import { fires, run, silent } from "./alerts/promtool";

describe("every alert", function () {
    this.timeout(300_000); // the first run builds promtool
    const tests = testsOf();
    let failed: readonly string[] = [];
    let said = "";
    before(() => {
        ({ failed, said } = run(tests));
    });

    for (const test of tests) {
        it(`${test.name} fires`, () => {
            assert.ok(!failed.includes(fires(test)), about(said, fires(test)));
        });
        for (const [index] of test.of.good.entries())
            it(`${test.name} stays silent ${index + 1}`, () => {
                assert.ok(!failed.includes(silent(test, index)), about(said, silent(test, index)));
            });
    }
});

/** What promtool says of one test. */
function about(said: string, name: string): string {
    const at = said.indexOf(name);
    return at < 0 ? said : said.slice(at, at + 2000);
}
