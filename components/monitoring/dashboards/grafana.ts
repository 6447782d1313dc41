/** Grafana's own words, as plain data. Types alone come from its SDK: loading its code would cost every plan 120 ms (decision 0010). */
import type { DataSourceRef, GraphFieldConfig } from "@grafana/grafana-foundation-sdk/common";
import type * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";

type Method = (...args: never[]) => unknown;
type IsAny<T> = 0 extends 1 & T ? true : false;

/** A type of the SDK as JSON has it: enumerations by their text, and no methods. */
export type Plain<T> =
    IsAny<T> extends true
        ? unknown
        : T extends string
          ? `${T}`
          : T extends number
            ? number
            : T extends readonly (infer Item)[]
              ? readonly Plain<Item>[]
              : T extends object
                ? { readonly [Key in keyof T as T[Key] extends Method ? never : Key]: Plain<T[Key]> }
                : T;

export type GrafanaTarget = Readonly<Record<string, unknown>> & { readonly refId: string; readonly expr: string };
export type GrafanaPanel = Plain<Omit<dashboard.Panel, "targets">> & { readonly targets?: readonly GrafanaTarget[] };
export type GrafanaRow = Plain<Omit<dashboard.RowPanel, "panels">> & { readonly panels: readonly GrafanaPanel[] };
// Its successor is for Grafana's new API; files and sidecars are read in this one.
// eslint-disable-next-line @typescript-eslint/no-deprecated
export type GrafanaDashboard = Plain<Omit<dashboard.Dashboard, "panels">> & {
    readonly uid: string;
    readonly title: string;
    readonly panels: readonly (GrafanaPanel | GrafanaRow)[];
};
export type GrafanaLink = Plain<dashboard.DashboardLink>;
export type GrafanaVariable = Plain<dashboard.VariableModel>;
export type GrafanaThresholds = Plain<dashboard.ThresholdsConfig>;
export type GrafanaFields = Plain<dashboard.FieldConfig>;
export type GrafanaLines = Plain<GraphFieldConfig>;

/** Data sources that Grafana is given, by their fixed uids (components/monitoring/grafana). */
export const DATA_SOURCES = {
    prometheus: { type: "prometheus", uid: "prometheus" },
    loki: { type: "loki", uid: "loki" },
} as const satisfies Record<string, Plain<DataSourceRef>>;

/** What the SDK writes for Grafana 13. */
export const SCHEMA_VERSION = 42;

/** By what Grafana's themes call them: readable on dark and on light. */
export const COLORS = { good: "green", warning: "orange", critical: "red", note: "blue" } as const;
