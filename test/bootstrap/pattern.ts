/** Event patterns, as far as detection.yaml uses them (EventBridge user guide, "Comparison operators for use in event patterns"). */
type Tree = Readonly<Record<string, unknown>>;

export function fits(pattern: Tree, event: Tree): boolean {
    return Object.entries(pattern).every(([key, asked]) => {
        if (key === "$or") return (asked as readonly Tree[]).some((each) => fits(each, event));
        const found = event[key];
        if (Array.isArray(asked)) return asked.some((each) => one(each, found));
        return typeof found === "object" && found !== null && fits(asked as Tree, found as Tree);
    });
}

function one(asked: unknown, found: unknown): boolean {
    if (typeof asked === "string") return found === asked;
    const [operator, value] = Object.entries(asked as Tree)[0] ?? [];
    // A field that is not there fits neither.
    if (typeof found !== "string") return false;
    if (operator === "prefix") return found.startsWith(String(value));
    if (operator === "anything-but") return !one(value, found);
    throw new Error(`${String(operator)} is no operator that is known here`);
}
