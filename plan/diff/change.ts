import type { RecordedResource } from "../graph";
import type { PropertyChange } from "./properties";

/** `rename`: the same object under another name, by an alias. */
export type ChangeOperation = "create" | "update" | "replace" | "delete" | "rename";

/** What would be lost. */
export interface DataAtRisk {
    readonly what: string;
    /** From which copy it could come back, if from any. */
    readonly from?: string;
    /** Until when, YYYY-MM-DD, or in words. */
    readonly until?: string;
}

export interface Interruption {
    readonly who: string;
    readonly how: string;
    /** About how long somebody notices it; 0 where a rolling change is served by others meanwhile. */
    readonly seconds: number;
}

/** One resource that the next `up` would touch. */
export interface Change {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    /** Whose it is: a system, `monitoring` or `platform`. */
    readonly system: string;
    readonly operation: ChangeOperation;
    readonly deleteBeforeReplace: boolean;
    readonly properties: readonly PropertyChange[];
    /** URNs of those whose replacement brings this about. */
    readonly because: readonly string[];
    /** Marked in the state: the engine refuses to delete or replace it. */
    readonly protected: boolean;
    /** The state forgets it, and the cloud keeps it. */
    readonly kept: boolean;
    /** Why the step will fail, when in the run, and what to do instead. */
    readonly refusal?: string;
    readonly dataAtRisk?: DataAtRisk;
    readonly interruption?: Interruption;
    readonly when: "now" | "window";
    readonly renamedFrom?: string;
    /** For the rules that read it; not part of any output. */
    readonly old?: RecordedResource;
    readonly now?: RecordedResource;
}
