/** Plain trees of settings: merging layers, walking leaves, reading and removing by path. */

export type Tree = Readonly<Record<string, unknown>>;
export type Path = readonly PropertyKey[];

export const isTree = (value: unknown): value is Tree =>
    typeof value === "object" && value !== null && !Array.isArray(value);

/** Later layers win; trees merge, everything else (lists too) is replaced whole. */
export function merge(...layers: readonly Tree[]): Tree {
    const merged = new Map<string, unknown>();
    for (const layer of layers)
        for (const [key, value] of Object.entries(layer)) {
            const below = merged.get(key);
            merged.set(key, isTree(value) && isTree(below) ? merge(below, value) : value);
        }
    return Object.fromEntries(merged);
}

/** The same with keys in alphabetical order, so that the order of a stack file changes nothing. */
export function sorted(tree: Tree): Tree {
    const entries = Object.entries(tree).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries.map(([key, value]) => [key, isTree(value) ? sorted(value) : value]));
}

/** Path as text, as `pulumi config set --path` wants it: network.zones, alerts.emails[0]. */
export function dotted(path: Path): string {
    return path.reduce<string>((text, key) => {
        if (typeof key === "number") return `${text}[${key}]`;
        return text === "" ? String(key) : `${text}.${String(key)}`;
    }, "");
}

/** Whether one of two dotted paths lies in the other. */
export function related(a: string, b: string): boolean {
    const [short, long] = a.length < b.length ? [a, b] : [b, a];
    return long.startsWith(short) && (long.length === short.length || ".[".includes(long.charAt(short.length)));
}

/** Every leaf with its dotted path; an empty tree is a leaf of its own. */
export function leaves(tree: Tree, prefix = ""): [path: string, value: unknown][] {
    return Object.entries(tree).flatMap(([key, value]): [string, unknown][] => {
        const path = prefix === "" ? key : `${prefix}.${key}`;
        return isTree(value) && Object.keys(value).length > 0 ? leaves(value, path) : [[path, value]];
    });
}

export function at(tree: unknown, path: Path): unknown {
    return path.reduce<unknown>((value, key) => {
        if (Array.isArray(value)) return (value as unknown[])[Number(key)];
        return isTree(value) && Object.hasOwn(value, key) ? value[String(key)] : undefined;
    }, tree);
}

/** A copy without what stands at `path`; a place inside a list removes the list. */
export function without(tree: Tree, path: Path): Tree {
    const [key, ...rest] = path.map(String);
    if (key === undefined || !Object.hasOwn(tree, key)) return tree;
    const below = tree[key];
    const { [key]: _removed, ...others } = tree;
    return isTree(below) && rest.length > 0 ? { ...others, [key]: without(below, rest) } : others;
}

/** A copy with `value` at `path`: what is missing on the way is made, in maps; a place in a list must be there. */
export function withAt(holder: unknown, [key, ...rest]: Path, value: unknown): unknown {
    if (key === undefined) return value;
    if (Array.isArray(holder))
        return (holder as readonly unknown[]).map((each, index) => (index === key ? withAt(each, rest, value) : each));
    const tree = isTree(holder) ? holder : {};
    return { ...tree, [key]: withAt(at(tree, [key]), rest, value) };
}
