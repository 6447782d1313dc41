/** Myriad's page: its document's "Myriad Metrics" (MYR-49 to MYR-52), and what one asks next. */
import { loadBalancerRow } from "../../monitoring/dashboards/load-balancer";
import { logsRow } from "../../monitoring/dashboards/logs";
import { podsRow, podVariable } from "../../monitoring/dashboards/pods";
import { alertsOn, type DashboardSpec, type Panel, type Row, type Shown } from "../../monitoring/dashboards/spec";
import { averageOf, over, quantile, rate, sum, sumBy, value } from "../../monitoring/promql";
import { TIER_SECONDS } from "./alerts";
import { metrics } from "./metrics";
import type { Myriad, Tiers } from "./schema";

const NAMESPACE = "myriad";
const SYSTEM = "myriad";
const OURS = { namespace: NAMESPACE } as const;
const chosen = { ...OURS, tier: { matches: "$tier" } } as const;
const alerts = alertsOn("components/systems/myriad/runbooks.md");

export interface MyriadPage {
    readonly config: Myriad;
    readonly shown: Shown;
}

export function dashboards({ config, shown }: MyriadPage): readonly DashboardSpec[] {
    return [
        {
            ...{ uid: "mindcloud-myriad", title: "Myriad Metrics", tag: SYSTEM },
            description: "Whether Myriad (.NET) answers, how fast each cognitive tier is, and what its pods live on.",
            variables: [
                {
                    ...{ name: "tier", label: "Tier", description: "Cognitive tiers that requests are counted of." },
                    ...{ of: metrics.requests, valuesOf: "tier" },
                },
                podVariable(NAMESPACE),
            ],
            rows: [
                { title: "Requests", panels: [requestRate, responseTime, activeSessions] },
                { title: "Cognitive tiers", panels: tierPanels(config.tiers) },
                { title: "Quality", panels: [successRate, neurogenesis] },
                http,
                ...(shown.loadBalanced ? [loadBalancerRow({ namespace: NAMESPACE })] : []),
                podsRow({
                    ...{ namespace: NAMESPACE, pod: { matches: "$pod" } },
                    scales: config.orchestrator.max > config.orchestrator.min,
                }),
                ...(shown.logs ? [logsRow({ namespace: NAMESPACE, pod: "$pod" })] : []),
            ],
        },
    ];
}

/** MYR-50. */
const requestRate: Panel = {
    ...{ title: "Request Rate", show: "lines", unit: "reqps" },
    description: "Requests per second by tier and result, over 5 minutes.",
    series: [{ query: sumBy(["tier", "status"], rate(metrics.requests, "5m", chosen)), legend: "{{tier}} {{status}}" }],
};

/** The document's expression has no `le`, and returns nothing: a quantile is one of rates of buckets. */
const responseTime: Panel = {
    ...{ title: "Response Time (p95)", show: "lines", unit: "s" },
    description: "Time within which 95 of 100 requests of a tier are answered. At most 10 s: the largest bucket.",
    series: [{ query: quantile(0.95, metrics.requestDuration, "5m", ["tier"], chosen), legend: "{{tier}}" }],
};

const activeSessions: Panel = {
    ...{ title: "Active Sessions", show: "lines", unit: "none", decimals: 0 },
    description: "Sessions of users, over all pods of the orchestrator.",
    series: [{ query: sum(value(metrics.activeSessions, OURS)), legend: "sessions" }],
};

/** What takes longer than the tier's policy allows is cut off. */
const tierPanels = (tiers: Tiers): readonly Panel[] =>
    (Object.keys(TIER_SECONDS) as (keyof Tiers)[]).map((tier) => {
        const target = TIER_SECONDS[tier];
        const most = tiers[tier].maxProcessingTimeMs / 1000;
        return {
            ...{ title: `myriad-${tier}: average against its target`, show: "lines", unit: "s" },
            description: `Mean time of an answer over 5 minutes. The target of the tier is ${target} s; maxProcessingTimeMs ends a query after ${most} s.`,
            series: [
                {
                    query: averageOf(metrics.requestDuration, "5m", ["tier"], { ...OURS, tier: `myriad-${tier}` }),
                    legend: "{{tier}}",
                },
            ],
            limits: { worse: "above", ...(target < most && { warning: target }), critical: most },
            alerts: alerts(`Slow${tier.charAt(0).toUpperCase()}${tier.slice(1)}Tier`),
        };
    });

const successRate: Panel = {
    ...{ title: "Success rate", show: "lines", unit: "percentunit", most: 1 },
    description: "Share of requests that succeed, by tier. The objective is 99.9 % (MYR-78).",
    series: [
        {
            query: over(
                sumBy(["tier"], rate(metrics.requests, "5m", { ...chosen, status: "success" })),
                sumBy(["tier"], rate(metrics.requests, "5m", chosen)),
            ),
            legend: "{{tier}}",
        },
    ],
    limits: { worse: "below", critical: 0.999 },
    alerts: alerts("MyriadErrorsBudgetBurnsFast", "MyriadErrorsBudgetBurnsSlowly"),
};

const neurogenesis: Panel = {
    ...{ title: "Neurogenesis", show: "lines", unit: "cps" },
    description: "Agents created per second, over 5 minutes.",
    series: [{ query: sum(rate(metrics.neurogenesis, "5m", OURS)), legend: "agents" }],
};

/** From the web framework itself, so before the application counts anything of its own. */
const http: Row = {
    title: "HTTP",
    panels: [
        {
            ...{ title: "Answers by status code", show: "stack", unit: "reqps" },
            description: "What the orchestrator answers per second. Codes from 500 are its own failures.",
            series: [{ query: sumBy(["code"], rate(metrics.httpRequests, "5m", OURS)), legend: "{{code}}" }],
        },
        {
            ...{ title: "Duration (p99)", show: "lines", unit: "s" },
            description: "Time within which 99 of 100 HTTP requests are answered, by method.",
            series: [
                { query: quantile(0.99, metrics.httpRequestDuration, "5m", ["method"], OURS), legend: "{{method}}" },
            ],
        },
        {
            ...{ title: "In progress", show: "lines", unit: "none", decimals: 0 },
            description: "HTTP requests that are being answered. A line that only rises is a pod that hangs.",
            series: [{ query: sumBy(["pod"], value(metrics.httpRequestsInProgress, OURS)), legend: "{{pod}}" }],
        },
    ],
};
