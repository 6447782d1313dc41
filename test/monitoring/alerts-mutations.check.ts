/** Errors that a person makes in a rule: a named test of the rule must see it, as promtool runs it. */
import assert from "node:assert/strict";
import { testsOf } from "./alerts/all";
import { MUTATIONS } from "./alerts/mutations";
import { run } from "./alerts/promtool";

describe("an error in a rule", function () {
    this.timeout(300_000); // the first run builds promtool
    const tests = new Map(testsOf().map((test) => [test.name, test] as const));

    for (const { what, of, change, seenBy } of MUTATIONS)
        it(`is seen: ${what}`, () => {
            const test = tests.get(of);
            assert.ok(test !== undefined, `there is no rule test ${of}`);
            assert.deepEqual(run([test]).failed, [], "it fails by itself");
            const { failed, said } = run([change(test)]);
            assert.ok(failed.includes(seenBy(test)), `${seenBy(test)} does not see it\n${said}`);
        });
});
