import type { Lab } from "./lab";

/** One thing that people will do or suffer, done beforehand. */
export interface Rehearsal {
    readonly name: string;
    /** For the report: what is shown when it holds. */
    readonly shows: string;
    /** `short`: part of `make check`. `full`: only with FULL=1. */
    readonly form: "short" | "full";
    run(lab: Lab): Promise<void>;
}

/** What one check found. Empty: it holds. Each problem is a line for a person: what, and what was expected. */
export type Findings = readonly string[];

export interface Line {
    readonly what: string;
    readonly seconds: number;
    readonly findings: Findings;
    /** A figure worth keeping, such as "556 created". */
    readonly fact?: string;
}

export interface Result {
    readonly rehearsal: string;
    readonly stack: string;
    readonly shows: string;
    readonly lines: readonly Line[];
    readonly seconds: number;
    readonly peakBytes: number;
}

export class Interrupted extends Error {}
