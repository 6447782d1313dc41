/** Every stack file and fragment that a page shows is planned: no rule finds anything, it fits its nodes and its budget. */
import assert from "node:assert/strict";
import { fallsShort, planOf } from "../../plan/plan";
import { deploy } from "../../program";
import { TODAY } from "../support/recordings";
import { EXAMPLES, loadedFrom } from "./stack-examples";

describe("stack files that pages show, planned", function () {
    this.timeout(600_000);
    for (const example of EXAMPLES)
        it(example.where, async () => {
            const result = loadedFrom(example);
            assert.ok(result.ok);
            const plan = await planOf(deploy, result.environment, result.secrets, TODAY);
            assert.deepEqual(plan.policy.findings, []);
            assert.equal(fallsShort(plan), false);
        });
});
