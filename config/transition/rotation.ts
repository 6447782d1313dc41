/** Generated passwords: two of each, of which a rotation makes the one anew that nobody uses. */
import { problem, up, WANTED, type Rule } from "./transition";

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
                    ...upTo(0, after),
                ]),
            ];
        if (after < before)
            return [
                problem(KEY, [before, after], "goes back to passwords that are no more", [
                    up("wanted", { [KEY]: before + 1 }, "a new one is the way back"),
                ]),
            ];
        return [problem(KEY, [before, after], "makes passwords anew that are in use", upTo(before, after))];
    },
};

const upTo = (before: number, after: number) => [
    ...Array.from({ length: Math.min(after - before - 1, 9) }, (_, index) =>
        up("wanted", { [KEY]: before + index + 1 }, "everybody reads the new ones"),
    ),
    WANTED,
];

export const rotation: readonly Rule[] = [oneByOne];
