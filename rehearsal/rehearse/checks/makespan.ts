import type { Findings } from "../rehearsal";

/** Of the longest chain: what the engine's own work and its order may add. */
const TOLERANCE = 0.05;
export const LONGEST_FIRST_DEPLOYMENT_MINUTES = 18;

/** The engine must not make a chain longer than the graph makes it, and a chain not longer than people wait for. Seconds. */
export function inTime(makespan: number, chain: number, first: boolean): Findings {
    const allowed = chain * (1 + TOLERANCE);
    return [
        ...(makespan > allowed
            ? [
                  `took ${minutes(makespan)}, ${percent(makespan / chain - 1)} more than the longest chain (${minutes(chain)}); 5 % are allowed`,
              ]
            : []),
        // Faster than what it waits for: then what ran is not what was planned.
        ...(makespan < chain * 0.99
            ? [`took ${minutes(makespan)}, less than the longest chain (${minutes(chain)})`]
            : []),
        ...(first && makespan >= LONGEST_FIRST_DEPLOYMENT_MINUTES * 60
            ? [
                  `took ${minutes(makespan)}; a first production deployment may take ${String(LONGEST_FIRST_DEPLOYMENT_MINUTES)} min`,
              ]
            : []),
    ];
}

export function minutes(seconds: number): string {
    return `${(seconds / 60).toFixed(2)} min`;
}

function percent(share: number): string {
    return `${(share * 100).toFixed(1)} %`;
}
