/** What differs between two sets of arguments, as structure: JSON inside of text included, lists by what names their items. */
import { isMap, Secret, UNKNOWN } from "../values";
import { sameValue } from "./graph/same-value";

export interface PropertyChange {
    readonly path: string;
    /** Undefined where there was nothing, and where nothing is left. */
    readonly old: unknown;
    readonly new: unknown;
    /** Whether this forces another object. */
    readonly replaces: boolean;
}

export const SECRET = "[secret]";
export const AFTER = "[known after]";

type Inputs = Readonly<Record<string, unknown>>;

export function propertyChanges(olds: Inputs, news: Inputs, replaces: readonly string[]): readonly PropertyChange[] {
    const changes: PropertyChange[] = [];
    const add = (path: string, old: unknown, now: unknown): void => {
        changes.push({ path, old: shown(old), new: shown(now), replaces: replaces.some((each) => within(path, each)) });
    };
    walk("", olds, news, add);
    return changes;
}

/** Whether a change at `path` is one of `whole`, or the other way round: `spec.selector` and `spec.selector.matchLabels.app`. */
function within(path: string, whole: string): boolean {
    const [a, b] = [path, whole].map((each) => each.replaceAll(/\[[^\]]*\]/g, ""));
    return a === b || `${a ?? ""}.`.startsWith(`${b ?? ""}.`) || `${b ?? ""}.`.startsWith(`${a ?? ""}.`);
}

type Add = (path: string, old: unknown, now: unknown) => void;

function walk(path: string, old: unknown, now: unknown, add: Add): void {
    if (sameValue(old, now)) return;
    if (isHidden(old) || isHidden(now)) {
        add(path, old, now);
        return;
    }
    const [one, other] = [opened(old), opened(now)];
    if (isMap(one) && isMap(other)) {
        const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
        for (const key of keys) walk(path === "" ? key : `${path}.${key}`, one[key], other[key], add);
    } else if (Array.isArray(one) && Array.isArray(other)) walkLists(path, one, other, add);
    else if (isText(old) && isText(now)) walkLines(path, old, now, add);
    else add(path, old, now);
}

/** What has no content to walk through: a secret, its digest, the word that stands for one, what nobody knows yet. */
const isHidden = (value: unknown): boolean =>
    value instanceof Secret || value === UNKNOWN || (isMap(value) && "toJSON" in value);

/** Documents travel as text. */
function opened(value: unknown): unknown {
    if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
    try {
        return JSON.parse(value) as unknown;
    } catch {
        return value;
    }
}

const NAMES = [
    "name",
    "Sid",
    "sid",
    "key",
    "id",
    "alert",
    "record",
    "path",
    "topologyKey",
    "mountPath",
    "serviceAccount",
];

function walkLists(path: string, olds: readonly unknown[], news: readonly unknown[], add: Add): void {
    const all = [...olds, ...news];
    const name = NAMES.find((key) => isNamedBy(key, olds) && isNamedBy(key, news));
    if (name !== undefined && all.length > 0) {
        const find = (list: readonly unknown[], value: unknown): unknown =>
            list.find((item) => isMap(item) && item[name] === value);
        const values = [...new Set(all.map((item) => (isMap(item) ? item[name] : undefined)))];
        for (const value of values) walk(`${path}[${String(value)}]`, find(olds, value), find(news, value), add);
        return;
    }
    // What is in both, wherever it stands, is no news; what is left is compared in its order where as much came as went.
    const rest = (list: readonly unknown[], other: readonly unknown[]): [number, unknown][] =>
        [...list.entries()].filter(([, item]) => !other.some((each) => sameValue(item, each)));
    const [gone, come] = [rest(olds, news), rest(news, olds)];
    if (gone.length === 0 && come.length === 0) {
        add(path, olds, news); // another order, or another number of the same
        return;
    }
    if (gone.length === come.length) {
        for (const [index, [position, item]] of gone.entries())
            walk(`${path}[${String(position)}]`, item, come[index]?.[1], add);
        return;
    }
    for (const [position, item] of gone) add(`${path}[${String(position)}]`, item, undefined);
    for (const [position, item] of come) add(`${path}[${String(position)}]`, undefined, item);
}

function isNamedBy(key: string, list: readonly unknown[]): boolean {
    const values = list.map((item) => (isMap(item) ? item[key] : undefined));
    return values.every((value) => typeof value === "string") && new Set(values).size === values.length;
}

const isText = (value: unknown): value is string => typeof value === "string" && value.includes("\n");

/** Of a file inside of an argument, the lines that differ. */
function walkLines(path: string, old: string, now: string, add: Add): void {
    const [before, after] = [old.split("\n"), now.split("\n")];
    const count = (lines: readonly string[]): Map<string, number> => {
        const counts = new Map<string, number>();
        for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
        return counts;
    };
    const left = (lines: readonly string[], others: Map<string, number>): readonly string[] =>
        lines.filter((line) => {
            const number = others.get(line) ?? 0;
            others.set(line, number - 1);
            return number <= 0;
        });
    const gone = left(before, count(after));
    const come = left(after, count(before));
    add(`${path} (${String(gone.length)} lines go, ${String(come.length)} come)`, gone.join("\n"), come.join("\n"));
}

/** Secrets and unknowns as words, however deep they lie. */
export function shown(value: unknown): unknown {
    if (value instanceof Secret) return SECRET;
    if (value === UNKNOWN) return AFTER;
    if (Array.isArray(value)) return value.map(shown);
    if (!isMap(value)) return value;
    if ("toJSON" in value && typeof value.toJSON === "function") return SECRET;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shown(item)]));
}
