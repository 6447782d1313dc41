/** The guide's first dashboard (AKO-55): what comes in. */
import { logsRow } from "../../../monitoring/dashboards/logs";
import { podsRow, podVariable } from "../../../monitoring/dashboards/pods";
import { alertsOn, type DashboardSpec, type Panel } from "../../../monitoring/dashboards/spec";
import { averageBy, over, quantile, rate, sum, sumBy, times, value } from "../../../monitoring/promql";
import { metrics } from "../metrics";
import type { Akosha } from "../schema";
import type { AkoshaPage } from "./page";

const NAMESPACE = "akosha";
const alerts = alertsOn("components/systems/akosha/runbooks.md");
const chosen = { system_id: { matches: "$system" } } as const;

export const INGESTION = { uid: "mindcloud-akosha-ingestion", title: "Akosha Ingestion Dashboard" } as const;

export const ingestion = ({ config, shown }: AkoshaPage): DashboardSpec => ({
    ...INGESTION,
    tag: "akosha",
    description: "Whether uploads come in, how long they take, and whether ingestion keeps up with them.",
    variables: [
        {
            ...{ name: "system", label: "System", description: "Systems whose uploads are counted." },
            ...{ of: metrics.ingestionRequests, valuesOf: "system_id" },
        },
        podVariable(NAMESPACE, "akosha-ingestion-.*"),
    ],
    rows: [
        { title: "Uploads", panels: [uploads, latency, queueSize(config), errorRate, successRate] },
        { title: "Work", panels: [queuePerPod(config), conversations, bytes] },
        podsRow({
            namespace: NAMESPACE,
            pod: { matches: "$pod" },
            scales: config.ingestion.max > config.ingestion.min,
        }),
        ...(shown.logs ? [logsRow({ namespace: NAMESPACE, pod: "$pod" })] : []),
    ],
});

const uploads: Panel = {
    ...{ title: "Uploads per minute", show: "lines", unit: "cpm" },
    description: "Uploads taken in per minute, by the system that they come from, over 5 minutes.",
    series: [
        {
            query: times(sumBy(["system_id"], rate(metrics.ingestionRequests, "5m", chosen)), 60),
            legend: "{{system_id}}",
        },
    ],
};

const latency: Panel = {
    ...{ title: "Latency (P50 and P99)", show: "lines", unit: "s" },
    description: "Time within which 50, and 99, of 100 uploads are taken in. At most 60 s: the largest bucket.",
    series: [
        { query: quantile(0.5, metrics.ingestionDuration, "5m", [], chosen), legend: "P50" },
        { query: quantile(0.99, metrics.ingestionDuration, "5m", [], chosen), legend: "P99" },
    ],
};

/** 1000 in the guide, whose autoscaler aims at 500 (alerts.ts). */
const queueSize = ({ scaling }: Akosha): Panel => ({
    ...{ title: "Queue size", show: "lines", unit: "none", decimals: 0 },
    description: `Uploads that wait, over all pods. More than ${2 * scaling.queueSize} for 5 minutes is an incident: ingestion does not keep up.`,
    series: [{ query: sum(value(metrics.ingestionQueueSize)), legend: "waiting" }],
    limits: { worse: "above", critical: 2 * scaling.queueSize },
    alerts: alerts("HighIngestionBacklog"),
});

const errorRate: Panel = {
    ...{ title: "Error rate", show: "lines", unit: "cps" },
    description: "Errors of ingestion per second, by kind.",
    series: [{ query: sumBy(["error_type"], rate(metrics.ingestionErrors, "5m", chosen)), legend: "{{error_type}}" }],
};

const successRate: Panel = {
    ...{ title: "Success rate", show: "lines", unit: "percentunit", most: 1 },
    description: "Share of uploads that are taken in. Below 95 % callers lose what they do not send again.",
    series: [
        {
            query: over(
                sum(rate(metrics.ingestionRequests, "5m", { ...chosen, status: "success" })),
                sum(rate(metrics.ingestionRequests, "5m", chosen)),
            ),
            legend: "success",
        },
    ],
    limits: { worse: "below", critical: 0.95 },
    alerts: alerts("LowIngestionSuccessRate"),
};

const queuePerPod = ({ scaling, ingestion: { max } }: Akosha): Panel => ({
    ...{ title: "Queue per pod", show: "lines", unit: "none", decimals: 0 },
    description: `Uploads that wait, for each pod: the autoscaler aims at ${scaling.queueSize} and stops at ${max} pods. Above it for long, pods are missing or at their maximum.`,
    series: [{ query: averageBy([], value(metrics.ingestionQueueSize)), legend: "per pod" }],
    limits: { worse: "above", warning: scaling.queueSize },
});

const conversations: Panel = {
    ...{ title: "Conversations", show: "lines", unit: "cps" },
    description: "Conversations out of uploads, per second, by the system that they come from.",
    series: [
        {
            query: sumBy(["system_id"], rate(metrics.ingestionConversations, "5m", chosen)),
            legend: "{{system_id}}",
        },
    ],
};

const bytes: Panel = {
    ...{ title: "Bytes", show: "stack", unit: "binBps" },
    description: "What is taken in per second, by the system that it comes from.",
    series: [{ query: sumBy(["system_id"], rate(metrics.ingestionBytes, "5m", chosen)), legend: "{{system_id}}" }],
};
