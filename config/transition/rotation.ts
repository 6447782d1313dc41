/** Generated passwords: two of each, of which a rotation makes the one anew that nobody uses. */
import { problem, up, WANTED, type Rule, type Step } from "./transition";

const KEY = "rotation";

/** A second rotation in the same `up`, or one back, makes the password anew that everybody uses, before anybody has the other. */
const oneByOne: Rule = {
    id: "passwords.rotation",
    source: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotation-strategy.html (alternating users)",
    find: ({ from, to }) => {
        // What a release before rotations wrote down has none; its own first `up` brings readers that wait for their turn.
        const before = (from as Partial<typeof from>).rotation ?? 0;
        const first = (from as Partial<typeof from>).rotation === undefined;
        const after = to.rotation;
        if (after === before || (after === before + 1 && !first)) return [];
        if (first)
            return [
                problem(KEY, [undefined, after], "comes with the first `up` of a release that can rotate", [
                    up("wanted", { [KEY]: 0 }, "readers come to wait for their turn"),
                    ...onwards(0, after),
                ]),
            ];
        if (after < before)
            return [
                problem(KEY, [before, after], "goes back to passwords that are no more", [
                    next(before, "a new one is the way back"),
                ]),
            ];
        return [problem(KEY, [before, after], "makes passwords anew that are in use", onwards(before, after))];
    },
};

const next = (before: number, why: string): Step => up("wanted", { [KEY]: before + 1 }, why);

/** Who writes a number further on than this means none of those between. */
const FAR = 10;

function onwards(before: number, after: number): readonly Step[] {
    if (after > before + FAR) return [next(before, "a rotation is one more")];
    const between = Array.from({ length: after - before - 1 }, (_, index) => before + index);
    return [...between.map((each) => next(each, "everybody reads the new ones")), WANTED];
}

export const rotation: readonly Rule[] = [oneByOne];
