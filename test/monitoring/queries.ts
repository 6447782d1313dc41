/** Everything in a graph that Prometheus is asked: by rules, dashboards and scalers, as they stand in the objects. */
import type { Graph } from "../../plan/graph";
import { isMap, json, list, type Map } from "../../policy/inputs";
import { manifestsOf, maps, one, type Manifest } from "../../policy/kubernetes";

export type Asker = "alert" | "recording" | "dashboard" | "variable" | "scaler";

/** Who asks, and what it asks for. */
export const ASKERS: readonly (readonly [by: Asker, what: string])[] = [
    ["recording", "every recording rule"],
    ["alert", "what every alert is about"],
    ["dashboard", "every panel of every dashboard"],
    ["variable", "every variable of a dashboard"],
    ["scaler", "every scaler"],
];

export interface Asked {
    readonly by: Asker;
    /** For people: object, and rule, panel or trigger. */
    readonly where: string;
    readonly namespace: string;
    readonly expr: string;
}

export interface Rule {
    readonly where: string;
    readonly namespace: string;
    readonly group: string;
    readonly inputs: Map;
}

/** Label by which Grafana's sidecar finds dashboards. */
export const DASHBOARD_LABEL = "grafana_dashboard";

export interface Dashboard {
    readonly where: string;
    readonly namespace: string;
    readonly inputs: Map;
}

export function rulesOf(graph: Graph): readonly Rule[] {
    return manifestsOf(graph)
        .of("PrometheusRule")
        .flatMap(({ inputs, namespace, name }) =>
            maps(inputs, "spec.groups").flatMap((group) =>
                maps(group, "rules").map((rule) => ({
                    ...{ namespace, group: String(group.name), inputs: rule },
                    where: `PrometheusRule ${namespace}/${name}, ${String(rule.alert ?? rule.record)}`,
                })),
            ),
        );
}

export function dashboardsOf(graph: Graph): readonly Dashboard[] {
    return manifestsOf(graph).of("ConfigMap").filter(isDashboard).flatMap(dashboardsIn);
}

const isDashboard = ({ inputs }: Manifest): boolean => {
    const labels = one(inputs, "metadata.labels");
    return isMap(labels) && labels[DASHBOARD_LABEL] !== undefined;
};

function dashboardsIn({ inputs, namespace, name }: Manifest): readonly Dashboard[] {
    const data = one(inputs, "data");
    return Object.entries(isMap(data) ? data : {}).map(([file, text]) => {
        const value = json(text);
        if (!isMap(value)) throw new Error(`ConfigMap ${namespace}/${name}: ${file} is no dashboard`);
        return { where: `dashboard ${String(value.uid)}`, namespace, inputs: value };
    });
}

export function askedOf(graph: Graph): readonly Asked[] {
    return [
        ...rulesOf(graph).map(({ where, namespace, inputs }) => ({
            ...{ where, namespace, expr: String(inputs.expr) },
            by: inputs.alert === undefined ? ("recording" as const) : ("alert" as const),
        })),
        ...dashboardsOf(graph).flatMap((dashboard) => [...panelQueries(dashboard), ...variableQueries(dashboard)]),
        ...scalerQueries(graph),
    ];
}

/** Panels, those in collapsed rows too; what another data source is asked is no PromQL. */
function panelQueries({ where, namespace, inputs }: Dashboard): readonly Asked[] {
    return panelsIn(inputs).flatMap((panel) =>
        maps(panel, "targets")
            .filter((target) => sourceOf(target, panel) === "prometheus" && target.expr !== undefined)
            .map((target) => ({
                ...{ by: "dashboard" as const, namespace, expr: String(target.expr) },
                where: `${where}, ${String(panel.title)}`,
            })),
    );
}

export const panelsIn = (inputs: Map): readonly Map[] =>
    maps(inputs, "panels").flatMap((panel) => [panel, ...panelsIn(panel)]);

const sourceOf = (target: Map, panel: Map): unknown =>
    one(target, "datasource.type") ?? one(panel, "datasource.type") ?? "prometheus";

/** `label_values(series, label)`: the series are asked for. */
function variableQueries({ where, namespace, inputs }: Dashboard): readonly Asked[] {
    return maps(inputs, "templating.list")
        .filter(
            (variable) =>
                variable.type === "query" && (one(variable, "datasource.type") ?? "prometheus") === "prometheus",
        )
        .map((variable) => {
            const text = String(one(variable, "query.query") ?? variable.query);
            const series = /^label_values\((.+),\s*\w+\)$/.exec(text)?.[1];
            if (series === undefined)
                throw new Error(`${where}, $${String(variable.name)}: ${text} is no label_values`);
            return { by: "variable" as const, namespace, expr: series, where: `${where}, $${String(variable.name)}` };
        });
}

function scalerQueries(graph: Graph): readonly Asked[] {
    return manifestsOf(graph)
        .of("ScaledObject")
        .flatMap(({ inputs, namespace, name }) =>
            maps(inputs, "spec.triggers")
                .filter(({ type }) => type === "prometheus")
                .map((trigger) => ({
                    ...{ by: "scaler" as const, namespace, where: `ScaledObject ${namespace}/${name}` },
                    expr: list(one(trigger, "metadata.query")).join(""),
                })),
        );
}

/** Values that a reader of a dashboard has not chosen: everything, as wide as the panel. `$1` belongs to label_replace. */
export const withoutVariables = (expr: string): string =>
    expr
        .replace(/\$__rate_interval|\$__interval/g, "1m")
        .replace(/\$__range/g, "1h")
        .replace(/\$\{?[a-zA-Z_]\w*(:\w+)?\}?/g, ".+");
