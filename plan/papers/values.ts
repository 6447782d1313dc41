/** One value inside of some arguments, and where it stands. */
export interface Found {
    /** As a person writes it: `rules[0].status`. */
    readonly at: string;
    readonly value: unknown;
    /** Positions in lists, outermost first. */
    readonly indices: readonly number[];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
    typeof value === "object" && value !== null && !Array.isArray(value);

/** Every value that a path of plan/papers/arguments means: `rules[].status` is one for each rule. What is not said is left out. */
export function valuesAt(inputs: Readonly<Record<string, unknown>>, path: string): readonly Found[] {
    let found: Found[] = [{ at: "", value: inputs, indices: [] }];
    for (const part of path === "" ? [] : path.split(".")) {
        const key = part.replace(/\[\]$/, "");
        found = found.flatMap(({ at, value, indices }): Found[] => {
            const inner = isObject(value) ? value[key] : undefined;
            if (inner === undefined || inner === null) return [];
            const name = at === "" ? key : `${at}.${key}`;
            if (!part.endsWith("[]")) return [{ at: name, value: inner, indices }];
            if (!Array.isArray(inner)) return [];
            return inner.map((item: unknown, index) => ({
                at: `${name}[${index}]`,
                value: item,
                indices: [...indices, index],
            }));
        });
    }
    return found;
}

/** Paths of every value, in the same words: objects are walked through but for `maps`, whose keys are the user's. */
export function pathsIn(value: unknown, isLeaf: (path: string) => boolean, path = ""): readonly string[] {
    if (path !== "" && isLeaf(path)) return [path];
    if (Array.isArray(value)) return value.flatMap((item) => pathsIn(item, isLeaf, `${path}[]`));
    if (!isObject(value)) return [path];
    return Object.entries(value)
        .filter(([, inner]) => inner !== undefined)
        .flatMap(([key, inner]) => pathsIn(inner, isLeaf, path === "" ? key : `${path}.${key}`));
}
