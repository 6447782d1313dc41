/** What the cluster runs so that others can: monitoring itself, secrets, scaling, logs. */
import { MONITORING } from "../catalogues/prometheus";
import { increase, max, rate, sum, sumBy, value } from "../promql";
import { onCluster, onMonitoring } from "./runbooks";
import type { Panel, Row } from "./spec";

export interface ServicesOf {
    /** KEDA runs. */
    readonly eventScaling: boolean;
    /** External Secrets runs. */
    readonly secretStore: boolean;
    readonly logs: boolean;
}

export const servicesRow = ({ eventScaling, secretStore, logs }: ServicesOf): Row => ({
    title: "Services of the cluster",
    panels: [
        {
            ...{ title: "Series", show: "lines", unit: "short" },
            description:
                "Series that Prometheus holds in memory, about 4 KiB each. A sudden rise is a label with too many values.",
            series: [{ query: max(value(MONITORING.series)), legend: "series" }],
            alerts: onMonitoring("PrometheusTooManySeries", "PrometheusReloadFailed", "PrometheusRulesFailing"),
        },
        {
            ...{ title: "Notifications", show: "lines", unit: "cps" },
            description: "What Alertmanager sends, and what does not arrive, by the way that it goes.",
            series: [
                { query: sumBy(["integration"], rate(MONITORING.notifications, "5m")), legend: "{{integration}}" },
                {
                    query: sumBy(["integration"], rate(MONITORING.notificationsFailed, "5m")),
                    legend: "{{integration}} failed",
                },
            ],
            alerts: onMonitoring("NotificationsFailing", "PrometheusDropsAlerts"),
        },
        ...(secretStore ? [secrets] : []),
        ...(eventScaling ? [scalers] : []),
        ...(logs ? [lines] : []),
    ],
});

const secrets: Panel = {
    ...{ title: "Secrets out of step", show: "number", unit: "none", width: 8, height: 8 },
    description:
        "Secrets that External Secrets could not bring into step with Secrets Manager. Readers keep the old value.",
    series: [
        {
            query: sum(value(MONITORING.secretCondition, { condition: "Ready", status: "False" })),
            legend: "not ready",
        },
    ],
    limits: { worse: "above", critical: 1 },
    alerts: onCluster("SecretNotSynced"),
};

const scalers: Panel = {
    ...{ title: "Scalers that cannot be read", show: "lines", unit: "none" },
    description: "Errors of KEDA's triggers during the last quarter of an hour. What scales by them keeps what runs.",
    series: [
        {
            query: sumBy(["exported_namespace", "scaledObject"], increase(MONITORING.scalerErrors, "15m")),
            legend: "{{exported_namespace}} {{scaledObject}}",
        },
    ],
    limits: { worse: "above", warning: 1 },
    alerts: onCluster("ScalerFailing"),
};

const lines: Panel = {
    ...{ title: "Lines of logs", show: "lines", unit: "cps" },
    description: "Lines that Loki takes, and that it refuses or that never reach it, per second.",
    series: [
        { query: sum(rate(MONITORING.linesReceived, "5m")), legend: "taken" },
        { query: sum(rate(MONITORING.linesDiscarded, "5m")), legend: "refused" },
        { query: sum(rate(MONITORING.linesDropped, "5m")), legend: "lost" },
    ],
    alerts: onMonitoring("LogLinesLost", "LogLinesRefused", "LokiErrors"),
};
