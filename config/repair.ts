/** Takes out what cannot be parsed, so that the checks across keys can go on with the rest. */
import type { z } from "zod";
import type { Layer } from "./layers";
import { settings, type Settings } from "./schema";
import { at, merge, sorted, without, type Path, type Tree } from "./tree";

/** Values for keys that have no default, where they are missing or wrong; never part of a result. */
const SPECIMEN: Tree = {
    account: "111111111111",
    cluster: {
        access: { "arn:aws:iam::111111111111:role/specimen": "admin" },
        endpoint: { publicCidrs: ["192.0.2.0/24"] },
    },
    budget: { monthlyUsd: 10_000_000 },
    alerts: { emails: ["specimen@example.com"] },
};

/** Deeper than any key lies: each round goes at least one level up. */
const ROUNDS = 8;

/** Where an issue points: its own place, or each key that nobody knows. */
export function brokenPaths(issue: z.core.$ZodIssue): Path[] {
    return issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
}

/** Undefined when nothing that can be taken out helps; then there is only the parse to report. */
export function repair(layers: readonly Layer[], issues: readonly z.core.$ZodIssue[]): Settings | undefined {
    let file = layers.at(-1)?.tree ?? {};
    let broken = issues.flatMap(brokenPaths);
    for (let round = 0; round < ROUNDS; round++) {
        for (const path of broken) file = without(file, standing(file, path));
        const lower = layers.slice(0, -1).map(({ tree }) => tree);
        const parsed = settings.safeParse(sorted(merge(...lower, SPECIMEN, file)));
        if (parsed.success) return parsed.data;
        // Still broken without it: a default of the file's own choosing (size, companies) is in the way; go one level up.
        broken = parsed.error.issues.flatMap(brokenPaths).map((path) => (path.length > 1 ? path.slice(0, -1) : path));
    }
    return undefined;
}

/** The longest part of a path that the file says: where a key is missing, what it is missing from. */
function standing(file: Tree, path: Path): Path {
    for (let length = path.length; length > 0; length--)
        if (at(file, path.slice(0, length)) !== undefined) return path.slice(0, length);
    return [];
}
