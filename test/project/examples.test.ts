/** Stack files that README and pages show are stack files: each is read, and the README's are planned. examples.check.ts plans them all. */
import assert from "node:assert/strict";
import { fallsShort, planOf } from "../../plan/plan";
import { deploy } from "../../program";
import { TODAY } from "../support/recordings";
import { EXAMPLES, examplesIn, loadedFrom } from "./stack-examples";

const problemsOf = (...words: Parameters<typeof loadedFrom>): readonly string[] => {
    const loaded = loadedFrom(...words);
    return loaded.ok ? [] : loaded.problems.map(({ path: key, rule }) => `${key} ${rule}`);
};

describe("stack files that README and pages show", () => {
    it("are found, indented or on a file of their own, and say all that they need", () => {
        assert.ok(EXAMPLES.length >= 20, String(EXAMPLES.length));
        const open = EXAMPLES.filter(({ text }) => text.includes("..."));
        assert.deepEqual(
            open.map(({ where }) => where),
            [],
            "`...` leaves to its reader what no test can try",
        );
    });

    it("are read from a page as a renderer would, and fall short where a key is wrong", () => {
        const page =
            "1. So:\n\n   ```yaml Pulumi.dev.yaml\n   mindcloud:budjet: { monthlyUsd: 1 }\n   ```\n\n```yaml\nkind: Pod\n```\n";
        const [only, ...more] = examplesIn("page.md", page);
        assert.ok(only !== undefined && more.length === 0);
        assert.equal(only.base, "Pulumi.dev.yaml");
        assert.match(problemsOf(only).join(), /budjet/);
    });

    for (const example of EXAMPLES)
        it(`${example.where} is read without a problem`, () => {
            assert.deepEqual(problemsOf(example), []);
        });

    for (const example of EXAMPLES.filter(({ where }) => where.startsWith("README")))
        it(`${example.where} is planned: no rule finds anything, it fits and is within its budget`, async () => {
            const result = loadedFrom(example);
            assert.ok(result.ok);
            const plan = await planOf(deploy, result.environment, result.secrets, TODAY);
            assert.deepEqual(plan.policy.findings, []);
            assert.equal(fallsShort(plan), false);
        });
});
