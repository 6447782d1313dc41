/** For which releases every value is tried: the fewest that have them all, because a trial renders the chart again for each. */
import type { Release } from "./releases";
import { isMap } from "./rendered";

export function tried<Each extends Release>(releases: readonly Each[]): ReadonlySet<Each> {
    const chosen = new Set<Each>();
    const untried = new Map<Each, ReadonlySet<string>>(releases.map((release) => [release, pathsOf(release)]));
    const seen = new Set<string>();
    for (;;) {
        const [best] = [...untried]
            .map(([release, paths]) => ({ release, added: [...paths].filter((at) => !seen.has(at)) }))
            .sort((a, b) => b.added.length - a.added.length);
        if (best === undefined || best.added.length === 0) return chosen;
        chosen.add(best.release);
        untried.delete(best.release);
        for (const at of best.added) seen.add(at);
    }
}

/** With the value of a switch, on which it depends what else is read; whatever else is said, only where it stands. */
const pathsOf = ({ chart, name, values }: Release): ReadonlySet<string> =>
    new Set(leaves(values).map((at) => `${chart} ${name} ${at}`));

function leaves(value: unknown, at = ""): readonly string[] {
    if (Array.isArray(value)) return value.length === 0 ? [at] : value.flatMap((each) => leaves(each, `${at}[]`));
    if (isMap(value)) return Object.entries(value).flatMap(([key, each]) => leaves(each, `${at}.${key}`));
    return [typeof value === "boolean" ? `${at}=${String(value)}` : at];
}
