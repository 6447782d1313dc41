import assert from "node:assert/strict";
import type { Environment } from "../../config/environment";
import { transitionProblems, type TransitionProblem } from "../../config/transition";
import { between, environment, said } from "./transition-fixture";

const keysOf = (problems: readonly TransitionProblem[]) =>
    problems.flatMap(({ steps }) => steps.flatMap((step) => (step.does === "up" ? [step.keys] : [])));

describe("a change of `rotation`", () => {
    it("goes by one in one step, and by no more: it would make anew what everybody uses", () => {
        assert.deepEqual(said(between("rotation: 3", "rotation: 4")), []);
        const two = between("", "rotation: 2");
        assert.deepEqual(said(two), ["rotation 0 -> 2: up, up"]);
        assert.deepEqual(keysOf(two), [{ rotation: 1 }, {}]);
    });

    it("goes by one only where the file skips many: nobody meant each of them", () => {
        assert.deepEqual(keysOf(between("rotation: 1", "rotation: 11")).at(-1), {});
        assert.deepEqual(keysOf(between("rotation: 1", "rotation: 12")), [{ rotation: 2 }]);
        const { rotation: _none, ...before } = environment("");
        const problems = transitionProblems({ from: before as Environment, to: environment("rotation: 90") });
        assert.deepEqual(keysOf(problems), [{ rotation: 0 }, { rotation: 1 }]);
    });

    it("never goes back, but one further", () => {
        const back = between("rotation: 3", "rotation: 2");
        assert.deepEqual(said(back), ["rotation 3 -> 2: up"]);
        assert.deepEqual(keysOf(back), [{ rotation: 4 }]);
    });

    it("comes after the first `up` of a release that can: readers of one before do not wait for their turn yet", () => {
        const { rotation: _none, ...before } = environment("");
        const from = before as Environment;
        assert.deepEqual(said(transitionProblems({ from, to: environment("rotation: 1") })), [
            "rotation nothing -> 1: up, up",
        ]);
        assert.deepEqual(transitionProblems({ from, to: environment("") }), []);
    });
});
