/** Plain trees of settings: merging layers, walking leaves, reading and removing by path. */

export type Tree = { readonly [key: string]: unknown };
export type Path = readonly PropertyKey[];

export const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);

/** Later layers win; trees merge, everything else (lists too) is replaced whole. */
export function merge(...layers: readonly Tree[]): Tree {
    const merged: Record<string, unknown> = {};
    for (const layer of layers)
        for (const [key, value] of Object.entries(layer)) {
            const below = merged[key];
            merged[key] = isTree(value) ? merge(isTree(below) ? below : {}, value) : value;
        }
    return merged;
}

/** Every leaf with its dotted path; an empty tree is a leaf of its own. */
export function leaves(tree: Tree, prefix = ""): [path: string, value: unknown][] {
    return Object.entries(tree).flatMap(([key, value]): [string, unknown][] => {
        const path = prefix === "" ? key : `${prefix}.${key}`;
        return isTree(value) && Object.keys(value).length > 0 ? leaves(value, path) : [[path, value]];
    });
}

export function at(tree: unknown, path: Path): unknown {
    return path.reduce<unknown>((value, key) => (isTree(value) ? value[String(key)] : Array.isArray(value) ? (value as unknown[])[Number(key)] : undefined), tree);
}

/** A copy without what stands at `path`; a place inside a list removes the list. */
export function without(tree: Tree, path: Path): Tree {
    const [key, ...rest] = path.map(String);
    if (key === undefined || !(key in tree)) return tree;
    const below = tree[key];
    const { [key]: _removed, ...others } = tree;
    return isTree(below) && rest.length > 0 ? { ...others, [key]: without(below, rest) } : others;
}
