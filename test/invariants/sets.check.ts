/** The rules over every set of systems. 32 recordings: `make check` runs them, beside the engine. */
import assert from "node:assert/strict";
import { SYSTEMS } from "../../components/systems";
import { evaluate } from "../../policy/evaluate";
import { recordStack, subsetsOf, TODAY } from "../support/recordings";

/** Of the tests: a stack of a user may bring what one of the sets has no use for, which is refused. */
const sets = [...subsetsOf(["test/stacks/Pulumi.dev.yaml", "test/stacks/Pulumi.prod.yaml"])];

describe("the program with a set of systems", () => {
    it("is tried with every set, from none to all: 32 of five systems", () => {
        const systems = Object.keys(SYSTEMS).length;
        assert.ok(systems >= 5);
        assert.equal(new Set(sets.map(({ name }) => name)).size, 2 ** systems);
    });

    for (const { name, stack } of sets)
        it(`breaks no rule with ${name}`, async () => {
            const { graph } = await recordStack(stack, "update");
            assert.ok(graph.resources.length > 20);
            const { findings } = evaluate(graph, stack.environment, { today: TODAY });
            assert.deepEqual(
                findings.map(({ rule, urn, message }) => `${rule}: ${graph.get(urn).name} ${message}`),
                [],
            );
        });
});
