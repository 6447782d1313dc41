/** The guide's second dashboard (AKO-56): what is asked. */
import { KUBERNETES } from "../../../monitoring/catalogues/kubernetes";
import { loadBalancerRow } from "../../../monitoring/dashboards/load-balancer";
import { logsRow } from "../../../monitoring/dashboards/logs";
import { podsRow, podVariable } from "../../../monitoring/dashboards/pods";
import { redisPanels } from "../../../monitoring/dashboards/redis";
import { alertsOn, type DashboardSpec, type Panel } from "../../../monitoring/dashboards/spec";
import { averageOf, maxBy, orZero, over, quantile, rate, sum, sumBy, value } from "../../../monitoring/promql";
import { metrics } from "../metrics";
import { usesRedis } from "../schema";
import type { AkoshaPage } from "./page";

const NAMESPACE = "akosha";
const alerts = alertsOn("components/systems/akosha/runbooks.md");

export const QUERY = { uid: "mindcloud-akosha-query", title: "Akosha Query Dashboard" } as const;

export const query = ({ config, shown }: AkoshaPage): DashboardSpec => ({
    ...QUERY,
    tag: "akosha",
    description: "Whether queries are answered, how fast, and out of which cache.",
    variables: [podVariable(NAMESPACE, "akosha-query-.*")],
    rows: [
        { title: "Queries", panels: [perSecond, latency, hitRate, results, shards, failed] },
        ...(usesRedis(config)
            ? [{ title: "Second level of the cache", panels: redisPanels({ namespace: NAMESPACE }) }]
            : []),
        ...(shown.loadBalanced ? [loadBalancerRow({ namespace: NAMESPACE })] : []),
        podsRow({
            ...{ namespace: NAMESPACE, pod: { matches: "$pod" } },
            scales: config.query.max > config.query.min,
        }),
        ...(shown.logs ? [logsRow({ namespace: NAMESPACE, pod: "$pod" })] : []),
    ],
});

const perSecond: Panel = {
    ...{ title: "Queries per second", show: "stack", unit: "reqps" },
    description: "Queries answered per second over 5 minutes, by kind.",
    series: [{ query: sumBy(["query_type"], rate(metrics.queryRequests, "5m")), legend: "{{query_type}}" }],
};

const latency: Panel = {
    ...{ title: "Latency distribution", show: "lines", unit: "s" },
    description:
        "Time within which 50, 95 and 99 of 100 queries are answered. P99 above 1 s is a degradation, above 2 s an incident.",
    series: [
        { query: quantile(0.5, metrics.queryDuration, "5m"), legend: "P50" },
        { query: quantile(0.95, metrics.queryDuration, "5m"), legend: "P95" },
        { query: quantile(0.99, metrics.queryDuration, "5m"), legend: "P99" },
    ],
    // AKO-62 and AKO-60.
    limits: { worse: "above", warning: 1, critical: 2 },
    alerts: alerts("HighQueryLatency", "QueryLatencyDegradation", "QueryMedianSlow"),
};

const hitRate: Panel = {
    ...{ title: "Cache hit rate", show: "lines", unit: "percentunit", most: 1 },
    description:
        "Share of queries that each level of the cache answers: l1 in the memory of a pod, l2 in Valkey. Below 30 % of l1, pods restart too often or the cache is too small for the questions.",
    series: [
        {
            query: over(
                sumBy(["cache_level"], rate(metrics.queryCacheHits, "5m", { cache_level: ["l1", "l2"] })),
                sum(rate(metrics.queryCacheHits, "5m")),
                { on: [], take: [] },
            ),
            legend: "{{cache_level}}",
        },
    ],
    limits: { worse: "below", warning: 0.3 },
    alerts: alerts("LowCacheHitRate"),
};

const results: Panel = {
    ...{ title: "Average result count", show: "lines", unit: "short" },
    description: "Results that a query returns, on average over 5 minutes.",
    series: [{ query: averageOf(metrics.queryResultsSize, "5m"), legend: "results" }],
};

/** No metric tells of shards; each store is one, with one writer. */
const shards: Panel = {
    ...{ title: "Shard health", show: "bars", unit: "percentunit", most: 1 },
    description:
        "Whether the hot and the warm store, each a single writer with a volume of its own, are there. 0 means that its records are not found.",
    series: [
        {
            query: over(
                maxBy(["statefulset"], value(KUBERNETES.statefulSetReady, { namespace: NAMESPACE })),
                maxBy(["statefulset"], value(KUBERNETES.statefulSetReplicas, { namespace: NAMESPACE })),
            ),
            legend: "{{statefulset}}",
        },
    ],
    limits: { worse: "below", critical: 1 },
};

const failed: Panel = {
    ...{ title: "Failed queries", show: "lines", unit: "percentunit" },
    description: "Share of queries that end in an error.",
    series: [
        {
            query: over(
                orZero(sum(rate(metrics.queryRequests, "5m", { status: "error" }))),
                sum(rate(metrics.queryRequests, "5m")),
            ),
            legend: "errors",
        },
    ],
};
