import assert from "node:assert/strict";
import * as fs from "node:fs";
import { parts } from "../../scripts/parts";
import { chosen, someOf } from "../../scripts/turns";

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
        assert.deepEqual(
            chosen([], { TURN: "four" }, () => 0).now,
            [],
            "make test has none, and .ci/run names it for make check",
        );
    });

    it("leave out what comes with FULL=1 only, and do not count it", () => {
        const full = [{ name: "load" }];
        for (const commits of [6, 7, 8]) {
            const { now, later } = chosen(steps, {}, () => commits, full);
            assert.deepEqual([names(now).length, names(now).includes("load"), names(later).at(-1)], [1, false, "load"]);
            assert.deepEqual(names(now), names(chosen(steps, {}, () => commits).now));
        }
        assert.deepEqual(names(chosen(steps, { FULL: "1" }, () => 0, full).now), ["one", "two", "three", "load"]);
        assert.deepEqual(names(chosen(steps, { TURN: "load" }, () => 0, full).now), ["load"]);
        assert.deepEqual(names(chosen([], {}, () => 0, full).now), []);
    });

    it("are some of a list, each of it once in a round of commits, or all with FULL=1", () => {
        const letters = ["a", "b", "c", "d", "e"];
        const rounds = [0, 1, 2, 3, 4].map((commits) => someOf(letters, 2, {}, () => commits));
        assert.deepEqual(
            rounds.map((round) => round.join("")),
            ["ab", "cd", "ea", "bc", "de"],
        );
        assert.deepEqual(
            someOf(letters, 2, { FULL: "1" }, () => 3),
            letters,
        );
        assert.deepEqual(
            someOf(letters, 9, {}, () => 3),
            letters,
        );
    });

    it("leave no file of checks out, and run none twice: what sets leaves to texts is what texts runs", () => {
        const { scripts } = JSON.parse(fs.readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
        const left = /--ignore "(\S+)\/\*\*" "test\/\*\*\/\*\.check\.ts"$/.exec(scripts["test:sets"] ?? "")?.[1];
        assert.ok(left !== undefined);
        assert.ok(scripts["test:texts"]?.endsWith(` "${left}/**/*.check.ts"`));
    });

    it("are none where a part has none", () => {
        assert.deepEqual(
            chosen([], {}, () => 5),
            { now: [], later: [] },
        );
    });

    it("have a name of their own in their part", () => {
        for (const { first, steps, short = [], inTurn = [], whenFull = [] } of Object.values(parts)) {
            const all = names([...(first === undefined ? [] : [first]), ...steps, ...short, ...inTurn, ...whenFull]);
            assert.equal(new Set(all).size, all.length);
        }
    });
});
