import type { Change } from "../change";
import type { Section } from "./section";

/** Above this many, lines of one kind become one. */
export const MANY = 6;

export function names(changes: readonly Change[]): string {
    const all = [...new Set(changes.map(({ name }) => name))];
    return all.length <= MANY
        ? all.join(", ")
        : `${all.slice(0, MANY - 1).join(", ")} and ${String(all.length - MANY + 1)} more`;
}

export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
    const groups = new Map<string, T[]>();
    for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
    return [...groups.values()];
}

export const rest = (number: number, what: string): readonly string[] =>
    number > 0 ? [`and ${String(number)} ${what}`] : [];

export function folded(title: string, lines: readonly string[]): Section {
    if (lines.length <= 2 * MANY) return { title, lines, details: [] };
    return { title, lines: [...lines.slice(0, MANY), `and ${String(lines.length - MANY)} more`], details: lines };
}
