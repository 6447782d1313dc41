/** The known word nearest to a mistyped one: optimal string alignment distance (insert, delete, replace, swap of neighbours). */

function distance(a: string, b: string): number {
    let before: number[] = [];
    let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
    for (let row = 1; row <= a.length; row++) {
        const current = [row];
        for (let column = 1; column <= b.length; column++) {
            const replace = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
            let best = Math.min(replace, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1);
            if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
                best = Math.min(best, (before[column - 2] ?? 0) + 1);
            current.push(best);
        }
        [before, previous] = [previous, current];
    }
    return previous[b.length] ?? 0;
}

/** Without case, dashes and underscores: ON_DEMAND and on-demand are onDemand. */
export const sound = (word: string): string => word.toLowerCase().replaceAll(/[\s_-]/g, "");

/** Undefined when nothing is near enough to be meant: more than a third of the letters differ. */
export function nearest(word: string, known: readonly string[]): string | undefined {
    const scored = known.map((candidate) => ({
        candidate,
        score: distance(word.toLowerCase(), candidate.toLowerCase()),
    }));
    scored.sort((a, b) => a.score - b.score || a.candidate.localeCompare(b.candidate));
    const [best] = scored;
    return best !== undefined && best.score <= Math.max(1, Math.floor(word.length / 3)) ? best.candidate : undefined;
}
