/** Myriad's system overview in Python: the six panels of INF-27 to INF-32, and what one asks next. */
import { logsRow } from "../../monitoring/dashboards/logs";
import { podsRow, podVariable } from "../../monitoring/dashboards/pods";
import { redisPanels } from "../../monitoring/dashboards/redis";
import { alertsOn, type DashboardSpec, type Panel, type Shown } from "../../monitoring/dashboards/spec";
import { averageOf, increase, max, over, plus, quantile, rate, sum, sumBy, value } from "../../monitoring/promql";
import { metrics } from "./metrics";

const NAMESPACE = "myriad-python";
const alerts = alertsOn("components/systems/myriad-python/runbooks.md");

/** The orchestrator alone has metrics; the others show by their pods. */
export interface MyriadPythonPage {
    readonly shown: Pick<Shown, "logs">;
}

export const dashboards = ({ shown: { logs } }: MyriadPythonPage): readonly DashboardSpec[] => [
    {
        uid: "mindcloud-myriad-overview",
        title: "Myriad Cognitive Architecture - System Overview",
        tag: "myriad-python",
        description: "Whether Myriad (Python) answers queries, how fast, and what its agents and its cache do.",
        variables: [podVariable(NAMESPACE)],
        rows: [
            {
                title: "Overview",
                panels: [queryRate, queryDuration, activeAgents, successRate, neurogenesis, totalQueries],
            },
            { title: "Queries", panels: [results, averageDuration, discovery] },
            { title: "Cache", panels: redisPanels({ namespace: NAMESPACE, memory: alerts("HighMemoryUsage") }) },
            podsRow({ namespace: NAMESPACE, pod: { matches: "$pod" }, scales: false }),
            ...(logs ? [logsRow({ namespace: NAMESPACE, pod: "$pod" })] : []),
        ],
    },
];

/** A query counts as attempted, and once more by its result. */
const ATTEMPTED = { status: "attempted" } as const;

const queryRate: Panel = {
    ...{ title: "Query Rate", show: "lines", unit: "reqps" },
    description: "Queries per second over 5 minutes, each counted once, when it is attempted.",
    series: [{ query: sum(rate(metrics.queries, "5m", ATTEMPTED)), legend: "queries" }],
};

const queryDuration: Panel = {
    ...{ title: "Query Duration (p95 and p50)", show: "lines", unit: "s" },
    description:
        "Time within which 95, and 50, of 100 queries are done. The largest bucket is 10 s: a p95 of 10 s means 10 s or longer.",
    series: [
        { query: quantile(0.95, metrics.queryDuration, "5m"), legend: "p95" },
        { query: quantile(0.5, metrics.queryDuration, "5m"), legend: "p50" },
    ],
    limits: { worse: "above", critical: 10 },
    alerts: alerts("SlowQueries"),
};

const activeAgents: Panel = {
    ...{ title: "Active Agents", show: "lines", unit: "none", decimals: 0 },
    description:
        "Agents in the graph, as each pod of the orchestrator reads them. 0 means that no knowledge is loaded.",
    series: [{ query: max(value(metrics.activeAgents)), legend: "agents" }],
};

const tasks = plus(sum(rate(metrics.taskSuccess, "5m")), sum(rate(metrics.taskFailure, "5m")));
const successRate: Panel = {
    ...{ title: "Task Success Rate", show: "lines", unit: "percentunit", most: 1 },
    description: "Share of tasks that succeed, over 5 minutes; those that succeed in part count as failed.",
    series: [{ query: over(sum(rate(metrics.taskSuccess, "5m")), tasks), legend: "succeeded" }],
    alerts: alerts("HighErrorRate"),
};

const neurogenesis: Panel = {
    ...{ title: "Neurogenesis Activity", show: "lines", unit: "cps" },
    description: "Agents created per second, over 5 minutes. Today's code never counts one: it stays 0.",
    series: [{ query: sum(rate(metrics.neurogenesis, "5m")), legend: "agents" }],
};

const totalQueries: Panel = {
    ...{ title: "Total Queries Processed", show: "number", unit: "short", width: 8, height: 8 },
    description: "Queries attempted since the pods started, and during the time that is shown.",
    series: [
        { query: sum(value(metrics.queries, ATTEMPTED)), legend: "since the start" },
        { query: sum(increase(metrics.queries, "$__range", ATTEMPTED)), legend: "in this time" },
    ],
};

const results: Panel = {
    ...{ title: "Queries by result", show: "stack", unit: "reqps" },
    description: "How queries end: success, error (ours) or invalid (the caller's).",
    series: [
        {
            query: sumBy(["status"], rate(metrics.queries, "5m", { status: ["success", "error", "invalid"] })),
            legend: "{{status}}",
        },
    ],
};

const averageDuration: Panel = {
    ...{ title: "Average duration", show: "lines", unit: "s" },
    description: "Mean time of a query, over 5 minutes. Unlike the p95 it also sees what takes longer than 10 s.",
    series: [{ query: averageOf(metrics.queryDuration, "5m"), legend: "average" }],
};

const discovery: Panel = {
    ...{ title: "Agents looked up", show: "stack", unit: "cps" },
    description: "Look-ups of an agent for a concept, by result. Many that find none: the knowledge base lacks them.",
    series: [{ query: sumBy(["status"], rate(metrics.agentDiscovery, "5m")), legend: "{{status}}" }],
};
