/** What a file becomes when somebody does what the advice of a problem says, word by word, and what is then said about the same key. */
import { parse } from "yaml";
import { RELATIONS, SUMS } from "../../../config/checks";
import { jsonSchema } from "../../../config/json-schema";
import type { Loaded } from "../../../config/load";
import type { Problem } from "../../../config/problems";
import { dotted, isTree, type Path, type Tree } from "../../../config/tree";

export interface Followed {
    /** The words that were followed. */
    readonly advice: string;
    readonly tree: Tree;
    /** Key path of what was written; undefined where something was taken away. */
    readonly written?: string;
    /** Whether it only shows what the value looks like. */
    readonly isForm?: boolean;
}

/** Keys have dots in them (principals, domains): the longest one that the file has is meant. */
function pathIn(tree: unknown, text: string): Path | undefined {
    if (text === "") return [];
    const item = /^\[(\d+)\]\.?/.exec(text);
    if (item !== null) {
        const index = Number(item[1]);
        const inner = Array.isArray(tree) ? pathIn((tree as unknown[])[index], text.slice(item[0].length)) : undefined;
        return inner && [index, ...inner];
    }
    const keys = isTree(tree) ? Object.keys(tree) : [];
    const key = keys
        .filter((name) => text === name || text.startsWith(`${name}.`) || text.startsWith(`${name}[`))
        .sort((a, b) => b.length - a.length)[0];
    if (key !== undefined && isTree(tree)) {
        const inner = pathIn(tree[key], text.slice(key.length).replace(/^\./, ""));
        return inner && [key, ...inner];
    }
    // Not there: what is missing is written.
    return /^[\w-]+(\.[\w-]+)*$/.test(text) && (tree === undefined || isTree(tree)) ? text.split(".") : undefined;
}

const REMOVED = Symbol("removed");

function put(holder: unknown, [key, ...rest]: Path, value: unknown): unknown {
    if (key === undefined) return value;
    if (typeof key === "number") {
        const list: readonly unknown[] = Array.isArray(holder) ? holder : [];
        if (rest.length === 0 && value === REMOVED) return list.filter((_, index) => index !== key);
        return list.map((each, index) => (index === key ? put(each, rest, value) : each));
    }
    const tree = isTree(holder) ? holder : {};
    const others = Object.entries(tree).filter(([name]) => name !== key);
    if (rest.length === 0 && value === REMOVED) return Object.fromEntries(others);
    return { ...Object.fromEntries(others), [String(key)]: put(tree[String(key)], rest, value) };
}

const at = (tree: unknown, path: Path): unknown =>
    path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], tree);

/** What stands in the place of a value: as YAML reads it. */
function valueOf(words: string): unknown {
    try {
        return parse(words) as unknown;
    } catch {
        return undefined;
    }
}

const isKey = (name: string): boolean => Object.hasOwn(jsonSchema().properties ?? {}, name.split(".")[0] ?? "");
const WORD = String.raw`[^\s,;<>]+`;

/** Values that a sentence offers for the place it is about. */
function values(words: string): unknown[] {
    const range = /^(?:write )(-?\d+) to (\d+)$/.exec(words);
    if (range !== null) return [Number(range[1]), Number(range[2])];
    const bound = /^(?:write |raise it to at least |lower it to at most )(-?\d+)(?: or (?:more|less))?$/.exec(words);
    if (bound !== null) return [Number(bound[1])];
    const either = /^(?:write|choose) ([\w.-]+) or ([\w.-]+)$/.exec(words);
    if (either !== null) return either.slice(1).map(valueOf);
    const quoted = /^write it in quotes: "(.*)"$/.exec(words);
    if (quoted !== null) return [quoted[1]];
    if (words.startsWith("write a list; for each item")) return [];
    const example = /(?:^| )for example (\[.*\]|\{.*\}|[^,;]+)$/.exec(words)?.[1];
    if (example !== undefined) return [valueOf(example)];
    const list = /^choose (?:one of )?((?:[\w.-]+, )+[\w.-]+)$/.exec(words);
    if (list !== null) return (list[1] ?? "").split(", ").map(valueOf);
    const plain = new RegExp(`^(?:write|choose|did you mean) (\\[.*\\]|${WORD}?)\\??$`).exec(words);
    return plain === null ? [] : [valueOf(plain[1] ?? "")];
}

/** Each way out that a fix names: "write a, or b; or c". */
const waysOf = (fix: string): string[] =>
    fix
        .split(
            /(?:, or |; or |; | and )(?=write |choose |remove |leave |list |raise |lower |enable |disable |name |turn |build |add |\[\]|a |existing)|, or (?=[a-z]+\.[\w.]+: )/,
        )
        .map((way) => way.trim());

/** A place, and what is put there. */
type Step = readonly [place: Path, value: unknown];

/** What one way out says about other keys than the one that is wrong, or of taking something away. */
function stepsOf(tree: Tree, path: Path, advice: string): readonly (readonly Step[])[] {
    // What stands there by a misspelt name goes by that name, which is another problem's advice.
    if (/^(remove it|leave it out|leave the key out|remove the key|remove the tag)$/.test(advice))
        return at(tree, path) === undefined ? [] : [[[path, REMOVED]]];
    const gone = /^(?:remove|leave out) ([a-z][\w.[\]-]*)$/.exec(advice)?.[1];
    const place = gone === undefined || !isKey(gone) ? undefined : pathIn(tree, gone);
    if (place !== undefined && at(tree, place) !== undefined) return [[[place, REMOVED]]];
    const added = /^add to ([\w.]+): (.*)$/.exec(advice);
    if (added !== null) {
        const list = pathIn(tree, added[1] ?? "");
        const old = list && at(tree, list);
        return list === undefined
            ? []
            : [[[list, [...(Array.isArray(old) ? (old as unknown[]) : []), ...(added[2] ?? "").split(", ")]]]];
    }
    const set = /^(?:write |choose )?([a-z]\w*(?:\.\w+)*): (\[.*\]|\{.*\}|\S+)(?: or (\w+))?$/.exec(advice);
    if (set === null) return [];
    const [, key = "", ...words] = set;
    const target = isKey(key) ? pathIn(tree, key) : [...path, key];
    if (target === undefined) return [];
    return words.flatMap((word?: string) => (word === undefined ? [] : [[[target, valueOf(word)] as const]]));
}

export function* following(tree: Tree, problem: Problem): Generator<Followed> {
    const path = pathIn(tree, problem.path);
    if (path === undefined) return;
    const isStranger = problem.rule.startsWith("is not a key");
    for (const advice of waysOf(problem.fix)) {
        const ways = stepsOf(tree, path, advice);
        for (const steps of ways) {
            const changed = steps.reduce((file, [place, value]) => put(file, place, value) as Tree, tree);
            const [first] = steps;
            const written = first === undefined || first[1] === REMOVED ? undefined : dotted(first[0]);
            yield { advice, tree: changed, ...(written !== undefined && { written }) };
        }
        if (ways.length > 0) continue;
        if (isStranger) {
            const moved = /^(write it as|did you mean) (.*?)\??$/.exec(advice);
            const names = moved?.[2]?.split(" or ") ?? [];
            // Its value is looked at with the rest where one place is meant; of several the person chooses first.
            for (const name of names.length > 1 ? [] : names) {
                const bare = put(tree, path, REMOVED) as Tree;
                const whole = moved?.[1] === "write it as" ? pathIn(bare, name) : [...path.slice(0, -1), name];
                if (whole === undefined || at(bare, whole) !== undefined) continue;
                yield { advice, tree: put(bare, whole, at(tree, path)) as Tree, written: dotted(whole), isForm: true };
            }
            continue;
        }
        const isForm = advice.includes("for example") || advice.startsWith("write [");
        for (const value of values(advice))
            if (value !== undefined)
                yield {
                    advice,
                    tree: put(tree, path, value) as Tree,
                    written: problem.path,
                    ...(isForm && { isForm }),
                };
    }
}

/** What adds up many keys speaks when nothing else is wrong; what a profile promises is a choice of its own. */
const APART: ReadonlySet<string> = new Set(
    [...SUMS, ...RELATIONS].map(({ id }) => id).filter((id, index) => index < SUMS.length || id.startsWith("profile.")),
);

/**
 * Advice that was followed and refused: something is wrong with the very key that was written, and was not said at once. Of several values that
 * one sentence offers (a range, a choice) one must do; of an example, and of a key by its right name, only the form is looked at.
 */
export function unheard(tree: Tree, problems: readonly Problem[], load: (tree: Tree) => Loaded): string[] {
    const known = new Set(problems.map(({ path, rule }) => `${path} ${rule}`));
    return problems.flatMap((problem) => {
        const refusals = new Map<string, string[]>();
        for (const { advice, tree: followed, written, isForm = false } of following(tree, problem)) {
            const result = load(followed);
            const again = (result.ok ? [] : result.problems).filter(({ path, rule, check = "" }) =>
                written === undefined
                    ? path === problem.path && rule === problem.rule && !path.endsWith("]")
                    : (path === written || path.startsWith(`${written}[`)) &&
                      !known.has(`${path} ${rule}`) &&
                      !(isForm && check !== "") &&
                      !APART.has(check),
            );
            const said = again.map(
                ({ path, rule, fix }) => `${problem.path} ${problem.rule}: ${advice} -> ${path} ${rule}: ${fix}`,
            );
            const before = refusals.get(advice);
            refusals.set(advice, before === undefined ? said : before.length === 0 || said.length === 0 ? [] : said);
        }
        return [...refusals.values()].flat();
    });
}
