/** A dashboard as data: what a person writes. Positions, ids and Grafana's own words come from render.ts. */
import type { Alert, RunbookPage } from "../alerts";
import type { Metric } from "../catalogue";
import type { Query } from "../promql";
import type { DashboardUid } from "./uid";

/** What there is to show in an environment, beside the systems themselves. */
export interface Shown {
    /** A load balancer stands in front, and CloudWatch is read (`monitoring.cloudWatch`). */
    readonly loadBalanced: boolean;
    /** Logs are kept (`monitoring.logs.enabled`). */
    readonly logs: boolean;
}

export interface DashboardName {
    readonly uid: DashboardUid;
    readonly title: string;
}

export interface DashboardSpec extends DashboardName {
    /** Whom it is for and what it answers. */
    readonly description: string;
    /** Beside `mindcloud`: the system, or `platform`. */
    readonly tag: string;
    readonly variables?: readonly Variable[];
    readonly rows: readonly Row[];
    /** Other dashboards that a reader goes on to. All have a link to the list of all. */
    readonly related?: readonly DashboardName[];
    /** How far back it looks when it is opened. Default 6 hours. */
    readonly from?: `now-${number}${"m" | "h" | "d"}`;
    /** Default 30 s, which is how often Prometheus scrapes: sooner there is nothing new. */
    readonly refresh?: "30s" | "1m" | "5m";
}

export interface Row {
    readonly title: string;
    readonly panels: readonly Panel[];
    /** Opened by a click: nothing in it is asked for before. Default false. */
    readonly collapsed?: boolean;
}

/** An alert by its name and the page that has its section. */
export type AlertName = Pick<Alert, "name" | "runbook">;
export const alertsOn =
    (runbook: RunbookPage) =>
    (...names: readonly string[]): readonly AlertName[] =>
        names.map((name) => ({ name, runbook }));

export type Panel = SeriesPanel | TablePanel | LogsPanel;

interface Described {
    readonly title: string;
    /** What is shown, where a limit comes from, and what it means to be beyond it. */
    readonly description: string;
    /** Columns of 24. Default by kind; what a line leaves over is shared among its panels. */
    readonly width?: number;
    /** Units of 30 pixels. Default by kind. */
    readonly height?: number;
    /** Alerts about what is shown: each becomes a link to its section in a runbook. */
    readonly alerts?: readonly AlertName[];
    /** Where to look further. */
    readonly dashboards?: readonly DashboardName[];
}

export interface SeriesPanel extends Described {
    readonly show: "lines" | "stack" | "number" | "bars" | "pie";
    readonly unit: PanelUnit;
    readonly series: readonly Series[];
    readonly limits?: Limits;
    /** Ends of the axis, where the unit has natural ones. Default what the data needs; shares begin at 0. */
    readonly least?: number;
    readonly most?: number;
    readonly decimals?: number;
    /** What to write while there is no series, such as a count of what never happened. Default "No data", as Grafana says it. */
    readonly whenEmpty?: string;
}

export interface TablePanel extends Described {
    readonly show: "table";
    readonly query: Query;
    /** Label -> heading, in order. */
    readonly columns: Readonly<Record<string, string>>;
    /** Heading and unit of the value. Default: the value says nothing and is left out. */
    readonly value?: { readonly heading: string; readonly unit: PanelUnit };
    readonly whenEmpty?: string;
}

export interface LogsPanel extends Described {
    readonly show: "logs";
    /** LogQL. */
    readonly logs: string;
}

export interface Series {
    readonly query: Query;
    /** With labels as `{{pod}}`. */
    readonly legend: string;
}

/** Where a value becomes bad: `worse: "above"` from `warning` on, or `worse: "below"` it. */
export interface Limits {
    readonly worse: "above" | "below";
    readonly warning?: number;
    readonly critical?: number;
}

/** Ids of Grafana's units (@grafana/data, valueFormats/categories). `suffix:` is its way to write one of our own. */
export type PanelUnit =
    | "short" // a number with K, Mil
    | "none" // a number as it is
    | "percentunit" // 0 to 1
    | "percent" // 0 to 100
    | "s"
    | "ms"
    | "bytes" // KiB, MiB
    | "decbytes" // kB, MB
    | "binBps"
    | "reqps"
    | "ops"
    | "iops"
    | "cps"
    | "cpm"
    | "opm"
    | "currencyUSD"
    | `suffix: ${string}`;

export type Variable = LabelVariable;

/** A choice among the values that a label has; several or all may be chosen, so queries match it with `=~`. */
export interface LabelVariable {
    readonly name: string;
    readonly label: string;
    readonly description: string;
    /** Whose label; of a histogram, its `_count`. */
    readonly of: Metric;
    readonly valuesOf: string;
    /** Matchers within the braces. Default none. */
    readonly where?: string;
    /** What "all" stands for, as a pattern. Default everything. */
    readonly all?: string;
    /** One value at a time, the first one when it is opened. Default false: several, and all when it is opened. */
    readonly single?: boolean;
}

/** Every panel, of whatever row. */
export const panelsOf = ({ rows }: DashboardSpec): readonly Panel[] => rows.flatMap(({ panels }) => panels);

/** What a panel asks Prometheus. */
export function queriesOf(panel: Panel): readonly Query[] {
    if (panel.show === "logs") return [];
    return panel.show === "table" ? [panel.query] : panel.series.map(({ query }) => query);
}

/** `mindcloud-myriad` as an address below Grafana's own. */
export const pathOf = ({ uid }: Pick<DashboardName, "uid">): string => `/d/${uid}`;
