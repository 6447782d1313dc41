import assert from "node:assert/strict";
import { parts } from "../../scripts/parts";
import { chosen } from "../../scripts/turns";

const steps = ["one", "two", "three"].map((name) => ({ name }));
const names = (list: readonly { readonly name: string }[]): string[] => list.map(({ name }) => name);

describe("steps that take turns", () => {
    it("come one at a time, each once in as many commits as there are", () => {
        const seen = [7, 8, 9].flatMap((commits) => names(chosen(steps, {}, () => commits).now));
        assert.deepEqual(seen.sort(), ["one", "three", "two"]);
        const { now, later } = chosen(steps, {}, () => 7);
        assert.deepEqual(names([...now, ...later]).sort(), ["one", "three", "two"]);
    });

    it("come all with FULL=1, and the named one with TURN", () => {
        assert.deepEqual(names(chosen(steps, { FULL: "1" }, () => 0).now), ["one", "two", "three"]);
        assert.deepEqual(names(chosen(steps, { TURN: "three", FULL: "" }, () => 0).now), ["three"]);
        assert.throws(() => chosen(steps, { TURN: "four" }, () => 0), /TURN=four is none of one, two, three/);
    });

    it("are none where a part has none", () => {
        assert.deepEqual(
            chosen([], {}, () => 5),
            { now: [], later: [] },
        );
    });

    it("have a name of their own in their part", () => {
        for (const { first, lanes, inTurn = [] } of Object.values(parts)) {
            const all = names([...(first === undefined ? [] : [first]), ...lanes.flat(), ...inTurn]);
            assert.equal(new Set(all).size, all.length);
        }
    });
});
