/** What the morning asks of an environment: plain, whoever looks and wherever. */
import type { Named, Seen, Source } from "../accept/facts";

/** What was seen, or why nobody could say. */
export type Answer<Each> = readonly Each[] | string;

export interface Restarted extends Named {
    readonly container: string;
    readonly times: number;
    /** When the last one before ended, and why. */
    readonly at: string;
    readonly because: string;
}

export interface Fired {
    readonly name: string;
    readonly severity: string;
    readonly namespace?: string;
}

export interface Spoken {
    readonly namespace: string;
    readonly container: string;
    readonly lines: number;
}

export interface Spend {
    readonly budget: string;
    /** Of this month until now, and what it comes to at its end, in USD. */
    readonly actual: number;
    readonly forecast: number;
    readonly limit: number;
}

/** Of one kind of thing that is restored once a month. */
export interface RestoreTest {
    /** In AWS Backup's words: EBS, EFS. */
    readonly of: string;
    /** When the plan was made, and when a restore ended well last, if one did lately. */
    readonly since: string;
    readonly last?: string;
    /** What did not come back the last time, and why. */
    readonly failed: readonly string[];
}

export interface Vitals {
    readonly restarts: Answer<Restarted>;
    readonly alerts: Answer<Fired>;
    readonly errors: Answer<Spoken>;
    /** Claims that will be full. */
    readonly filling: Answer<Named>;
    readonly backups: Answer<Seen["backups"][number]>;
    readonly restores: Answer<RestoreTest>;
    readonly spend: Answer<Spend>;
}

export type VitalSources = Readonly<Record<keyof Vitals, Source>>;
