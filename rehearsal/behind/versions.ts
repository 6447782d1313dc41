/** Versions as AWS writes them, compared by their numbers: v1.23.2-eksbuild.1, 17.6, 8.2. */

const numbers = (version: string): readonly number[] => (version.match(/\d+/g) ?? []).map(Number);

function compare(one: string, other: string): number {
    const [a, b] = [numbers(one), numbers(other)];
    for (let at = 0; at < Math.max(a.length, b.length); at++) {
        const difference = (a[at] ?? 0) - (b[at] ?? 0);
        if (difference !== 0) return difference;
    }
    return 0;
}

/** Whether the first is newer. */
export const newest = (one: string, other: string): boolean => compare(one, other) > 0;
export const newestOf = (versions: readonly string[]): string => [...versions].sort(compare).at(-1) ?? "?";
export const withoutBuild = (version: string): string => version.split("-")[0] ?? version;
export const sameMajor = (one: string, other: string): boolean => numbers(one)[0] === numbers(other)[0];
