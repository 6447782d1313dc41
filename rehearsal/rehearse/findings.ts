/** What one check found. Empty: it holds. Each problem is a line for a person: what, and what was expected. */
export type Findings = readonly string[];

export interface Line {
    readonly what: string;
    readonly seconds: number;
    readonly findings: Findings;
    /** A figure worth keeping, such as "556 created". */
    readonly fact?: string;
}

export class Interrupted extends Error {}

/** Of the rehearsal of transitions: one pair of stack files given by hand, or where its choice begins and which part of all it is. */
export interface Asked {
    readonly from?: string;
    readonly to?: string;
    /** A commit, whose program makes the environment first. */
    readonly base?: string;
    readonly seed?: number;
    /** `2/7`. */
    readonly part?: string;
    /** Folder of other stack files than those of the checkout. */
    readonly stackFiles?: string;
}
