import { isMap } from "../values";
import type { Arguments, Change, Condition } from "./row";

/** What stands at a dotted path, undefined where nothing does. */
export function at(value: unknown, path: string): unknown {
    return path.split(".").reduce((inner: unknown, key) => (isMap(inner) ? inner[key] : undefined), value);
}

/** A list's first element stands for the list where the provider has a block at most once. */
const isSet = (value: unknown): boolean => value !== undefined && value !== null && value !== "";

export const unlessSet = (path: string): Condition => ({
    when: `unless ${path} is set`,
    holds: ({ news }) => !isSet(at(news, path)),
});

export const whenRemoved = (path: string): Condition => ({
    when: `only when all of ${path} is removed`,
    holds: ({ olds, news }) => isSet(at(olds, path)) && !isSet(at(news, path)),
});

export const unlessFromTo = (path: string, from: string, to: string): Condition => ({
    when: `unless it goes from ${from} to ${to}`,
    holds: ({ olds, news }) => !(at(olds, path) === from && at(news, path) === to),
});

export const unlessEquals = (path: string, value: string): Condition => ({
    when: `unless ${path} is ${value}`,
    holds: ({ news }) => at(news, path) !== value,
});

export const whenLower = (path: string): Condition => ({
    when: "only downwards",
    holds: ({ olds, news }) => compareVersions(at(news, path), at(olds, path)) < 0,
});

export const whenBelow = (path: string, version: string): Condition => ({
    when: `only while ${path} is below ${version}`,
    holds: ({ olds }) => compareVersions(at(olds, path), version) < 0,
});

/** Of these arguments one is set: another value of the same one is an update, another one is another object. */
export const whenKindChanges = (...kinds: readonly string[]): Condition => ({
    when: `only when the kind changes: ${kinds.join(", ")}`,
    holds: ({ olds, news }) => kindIn(kinds, olds) !== kindIn(kinds, news),
});

export const whenLowerThan = (path: string, limit: string): Condition => ({
    when: `downwards, while ${limit} is above it`,
    holds: ({ olds, news }) => {
        const [before, after, most] = [at(olds, path), at(news, path), at(news, limit)].map(Number);
        if (before === undefined || after === undefined || most === undefined) return false;
        return after < before && most > after;
    },
});

function kindIn(kinds: readonly string[], said: Arguments): string {
    return kinds.filter((kind) => isSet(said[kind])).join(" ");
}

/** Part by part as numbers; what is unknown or missing is neither above nor below. */
function compareVersions(one: unknown, other: unknown): number {
    const [a, b] = [one, other].map((version) => String(version).split(".").map(Number));
    if (a === undefined || b === undefined) return 0;
    for (let index = 0; index < Math.max(a.length, b.length); index++) {
        const [left, right] = [a[index] ?? 0, b[index] ?? 0];
        if (Number.isNaN(left) || Number.isNaN(right)) return 0;
        if (left !== right) return left - right;
    }
    return 0;
}

export type { Change };
