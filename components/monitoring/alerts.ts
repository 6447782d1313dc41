/** An alert as data: what a person writes. The rules that Prometheus evaluates are made from it in rules.ts. */
import type { Duration } from "../workload/quantities";
import type { DashboardUid } from "./dashboards/uid";
import type { Query } from "./promql";

/**
 * What a person does about it: `critical` gets up at night, `warning` looks on the next working day, `info` is read when somebody looks
 * for it. Receivers and inhibition go by it.
 */
export type Severity = "critical" | "warning" | "info";

/** Whose signal it is; becomes the labels that routes go by. */
export interface Owner {
    /** As in app.kubernetes.io/part-of: `akosha`; `platform` for what all systems share. */
    readonly system: string;
    /** Who is told. */
    readonly team: string;
    /** Which page shows what its alerts are about, where an alert does not say it better. */
    readonly dashboard: DashboardUid;
}

/** File of the repository in which an alert has its section: `components/systems/akosha/runbooks.md`. */
export type RunbookPage = `components/systems/${string}/runbooks.md` | `docs/runbooks/${string}.md`;

export interface AlertArgs {
    /** Its section in the runbook is called the same; unique in one system, but for objectives' windows. */
    readonly name: string;
    readonly severity: Severity;
    /** What must not be: each series of its result is one alert. */
    readonly expr: Query;
    /** How long it must hold before anybody is told. 0 s: the next evaluation. */
    readonly for: Duration;
    /** How long it stays after it no longer holds, so that what comes and goes is one alert. Default not at all. */
    readonly keepFiringFor?: Duration;
    /** One line without values: the same for every alert of the name, so that a receiver can group by it. */
    readonly summary: string;
    /** With values, in the templates of Prometheus: `{{ $value }}`, `{{ $labels.pod }}`. */
    readonly description: string;
    /** Default the owner's. */
    readonly dashboard?: DashboardUid;
    /** Beside severity, system and team. */
    readonly labels?: Readonly<Record<string, string>>;
}

export interface Alert extends AlertArgs {
    readonly kind: "alert";
    readonly owner: Owner;
    readonly runbook: RunbookPage;
    readonly dashboard: DashboardUid;
}

/** A query that is evaluated once for all who ask: burn rates over days would be read again and again. */
export interface Recording {
    readonly kind: "recording";
    /** `level:what:how`, after Prometheus' naming of recording rules. */
    readonly name: string;
    readonly expr: Query;
}

export type Rule = Alert | Recording;

/** Evaluated together, in order: what is recorded above is there for what stands below. */
export interface AlertGroup {
    /** Default Prometheus' own, 30 s. */
    readonly every?: Duration;
    readonly rules: readonly Rule[];
}

const NAME = /^[A-Z][A-Za-z0-9]+$/;
const RECORDED = /^[a-z][a-z0-9_]*:[a-z0-9_]+:[a-z0-9_]+$/;
const RESERVED = ["alertname", "severity", "system", "team"];

/** Writes alerts of one owner and one page of runbooks. */
export const alertsOf =
    (owner: Owner, runbook: RunbookPage) =>
    (args: AlertArgs): Alert => {
        const problems = problemsOf(args);
        if (problems.length > 0) throw new Error(problems.map((problem) => `alert ${args.name} ${problem}`).join("\n"));
        return { kind: "alert", owner, runbook, ...args, dashboard: args.dashboard ?? owner.dashboard };
    };

export function recording(name: string, expr: Query): Recording {
    if (!RECORDED.test(name)) throw new Error(`${name} is no name of a recorded series: write level:what:how`);
    return { kind: "recording", name, expr };
}

export const alertsIn = (groups: readonly AlertGroup[]): readonly Alert[] =>
    groups.flatMap(({ rules }) => rules).filter((rule) => rule.kind === "alert");

function problemsOf({ name, summary, description, labels = {} }: AlertArgs): string[] {
    const reserved = Object.keys(labels).filter((label) => RESERVED.includes(label));
    return [
        ...(NAME.test(name) ? [] : ["is no name: write words in capitals without spaces, as QueueTooLong"]),
        ...(summary === "" || summary.includes("{{") ? ["needs a summary without values"] : []),
        ...(description.includes("{{") ? [] : ["describes nothing: say which and how much, with {{ $value }}"]),
        ...reserved.map((label) => `sets the label ${label}, which is its owner's or its own`),
    ];
}
