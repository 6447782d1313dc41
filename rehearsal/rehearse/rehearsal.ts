import type { Line } from "./findings";
import type { Lab } from "./lab";

export { Interrupted, type Asked, type Findings, type Line } from "./findings";

/** One thing that people will do or suffer, done beforehand. */
export interface Rehearsal {
    readonly name: string;
    /** For the report: what is shown when it holds. */
    readonly shows: string;
    /** `short`: part of `make check`. `full`: only with FULL=1. */
    readonly form: "short" | "full";
    /** Of another one, whose second half it is: in the full form it comes with that one. In a process of its own, with a heap of its own. */
    readonly halfOf?: string;
    run(lab: Lab): Promise<void>;
}

export interface Result {
    readonly rehearsal: string;
    readonly stack: string;
    readonly shows: string;
    readonly lines: readonly Line[];
    readonly seconds: number;
    readonly peakBytes: number;
}
