/** Every alert on the series of its case. `alerts.check.ts` asks Prometheus the same, which also proves this evaluator. */
import assert from "node:assert/strict";
import { testsOf } from "./alerts/all";
import { wrongWith } from "./alerts/evaluated";
import { MUTATIONS } from "./alerts/mutations";

describe("every alert", () => {
    const tests = testsOf();

    it("fires just beyond its limit and after its time, says what is the case, and is silent just below", () => {
        assert.ok(tests.length > 100);
        assert.deepEqual(tests.flatMap(wrongWith), []);
    });

    it("is seen to be wrong with each error that a person makes", () => {
        for (const { what, of, change, seenBy } of MUTATIONS) {
            const test = tests.find(({ name }) => name === of);
            assert.ok(test !== undefined, `there is no case ${of}`);
            const found = wrongWith(change(test));
            assert.ok(
                found.some((each) => each.startsWith(`${seenBy(test)}:`)),
                `${what}: ${found.join("; ")}`,
            );
        }
    });
});
