/** The same files with a mistake in them, as people make them: a key mistyped, misplaced or left out, a value that is nearly right or of another kind. */
import fc from "fast-check";
import { isTree, merge, type Tree } from "../../../config/tree";

const JUNK: fc.Arbitrary<unknown> = fc.oneof(
    fc.constantFrom<unknown[]>(null, "", "yes", -1, 0, 1e9, 0.5, true, [], {}, [null], { a: 1 }, "10.0.0.0/33", "${x}"),
    fc.constantFrom("10.30.7.0", "{{ x }}", "<your-value>", "us-east-1", "TODO", "*", "latest", "none", "100Gi"),
    fc.string({ maxLength: 40 }),
);

const pathsOf = (tree: Tree): string[][] =>
    Object.entries(tree).flatMap(([key, value]) => [
        [key],
        ...(isTree(value) ? pathsOf(value).map((path) => [key, ...path]) : []),
    ]);

/** What becomes of the whole file: `path` leads to `holder`, and `key` is one of its own. */
interface Place {
    readonly holder: Tree;
    readonly key: string;
    readonly value: unknown;
}
type Change = (place: Place) => Tree;

function changedAt(tree: Tree, [key = "", ...rest]: readonly string[], change: Change): Tree {
    const inner = tree[key];
    if (rest.length > 0) return isTree(inner) ? { ...tree, [key]: changedAt(inner, rest, change) } : tree;
    return Object.hasOwn(tree, key) ? change({ holder: tree, key, value: inner }) : tree;
}

const removed: Change = ({ holder, key }) =>
    Object.fromEntries(Object.entries(holder).filter(([name]) => name !== key));
const renamed =
    (other: (key: string) => string): Change =>
    (place) => ({ ...removed(place), [other(place.key)]: place.value });
const revalued =
    (other: (value: unknown) => unknown): Change =>
    ({ holder, key, value }) => ({ ...holder, [key]: other(value) });

/** Two neighbours swapped, as fingers do it. */
const swapped = (text: string, at: number): string => {
    const index = text.length < 2 ? 0 : at % (text.length - 1);
    return text.slice(0, index) + text.charAt(index + 1) + text.charAt(index) + text.slice(index + 2);
};
/** A value that is nearly right. */
function slipped(value: unknown, at: number): unknown {
    if (typeof value === "number") {
        const units = [`${String(value)}Gi`, `${String(value)} days`, `$${String(value)}`, `${String(value)}%`];
        return [value + 1, value - 1, value * 10, value * 1000, -value, value + 0.5, String(value), ...units][at % 11];
    }
    if (typeof value === "boolean") return [String(value), value ? "yes" : "off", value ? 1 : 0][at % 3];
    if (typeof value === "string") {
        const ways = [
            swapped(value, at),
            value.toUpperCase(),
            value.slice(0, -1),
            `${value} `,
            `${value}${value}`,
            [value],
            `${value}/`,
            value.replace(/\/\d+$/, ""),
            `https://${value}`,
            value.replace(/\d{12}/, "${ACCOUNT}"),
            value.replace(/^\w+\./, ""),
        ];
        return ways[at % ways.length];
    }
    if (Array.isArray(value)) {
        const list: readonly unknown[] = value;
        return [[...list, ...list], [], list[0], list.slice(1), Object.fromEntries(list.entries()), [...list, null]][
            at % 6
        ];
    }
    if (!isTree(value)) return value;
    const named = Object.entries(value).map(([name, each]) => (isTree(each) ? { name, ...each } : { name }));
    return [Object.keys(value), Object.values(value)[0], {}, named][at % 4];
}

const change: fc.Arbitrary<Change> = fc.oneof(
    fc.constant(removed),
    fc.constant(renamed((key) => `${key}s`)),
    fc.constant(renamed((key) => key.slice(1))),
    fc.constant(renamed((key) => key.toLowerCase())),
    fc.constant(renamed((key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))),
    fc.nat(12).map((at) => renamed((key) => swapped(key, at))),
    { weight: 6, arbitrary: fc.nat(41).map((at) => revalued((value) => slipped(value, at))) },
    { weight: 2, arbitrary: JUNK.map((value) => revalued(() => value)) },
);

/** A key that stands one level too high, as a wrong indent has it. */
function lifted(tree: Tree, path: readonly string[]): Tree {
    const key = path.at(-1) ?? "";
    if (path.length < 2) return tree;
    let value: unknown;
    const rest = changedAt(tree, path, (place) => {
        ({ value } = place);
        return removed(place);
    });
    const above = path.slice(0, -2);
    return merge(
        rest,
        above.reduceRight<Tree>((inner, name) => ({ [name]: inner }), { [key]: value }),
    );
}

export function mutated(files: fc.Arbitrary<Tree>): fc.Arbitrary<Tree> {
    return files.chain((tree) => {
        const path = fc.constantFrom(...pathsOf(tree));
        const mistake = fc.oneof(
            {
                weight: 9,
                arbitrary: fc.tuple(path, change).map(
                    ([at, made]) =>
                        (file: Tree) =>
                            changedAt(file, at, made),
                ),
            },
            { weight: 1, arbitrary: path.map((at) => (file: Tree) => lifted(file, at)) },
        );
        return fc
            .array(mistake, { minLength: 1, maxLength: 3 })
            .map((all) => all.reduce((file, make) => make(file), tree));
    });
}
