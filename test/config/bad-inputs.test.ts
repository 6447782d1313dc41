import assert from "node:assert/strict";
import { RELATIONS, shadowed, SUMS, VALUES } from "../../config/checks";
import { badInputs, printed, textOf } from "./bad-inputs";

/** Printed lines without the two blanks that all of them begin with. */
const flush = (text: string): string => text.replaceAll(/^ {2}/gm, "").trimEnd();

describe("bad inputs", () => {
    it("are many and distinct, half of them across keys", () => {
        const texts = new Set(badInputs.map((bad) => `${bad.stack ?? ""}${textOf(bad)}`));
        assert.equal(texts.size, badInputs.length, "two bad inputs are the same");
        assert.ok(badInputs.length >= 60);
        assert.ok(badInputs.filter(({ check }) => check !== undefined).length >= 30);
    });

    it("exercise every check", () => {
        const checks = [shadowed, ...VALUES, ...RELATIONS, ...SUMS].map(({ id }) => id);
        assert.equal(new Set(checks).size, checks.length, "two checks have one id");
        assert.deepEqual([...new Set(badInputs.flatMap(({ check }) => check ?? []))].sort(), checks.sort());
    });

    for (const bad of badInputs)
        it(`says what is wrong with ${bad.title}`, () => {
            const { text, problems } = printed(bad);
            assert.equal(flush(text), bad.prints.trimEnd());
            for (const problem of problems) assert.equal(problem.check, bad.check);
        });
});
