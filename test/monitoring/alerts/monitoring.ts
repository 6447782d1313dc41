/** Cases of monitoring itself. */
import { MONITORING as M } from "../../../components/monitoring/catalogues/prometheus";
import type { Case } from "./cases";
import { level, observed, rising, type Labels } from "./series";

const TARGET = { job: "a-job", instance: "10.0.0.9:8000" };

/** `most` series fit into half of the memory of the environment's Prometheus. */
export function monitoringCases(most: number): readonly Case[] {
    const prometheus = { namespace: "monitoring", pod: "prometheus-0" };
    const alertmanager = { namespace: "monitoring", pod: "alertmanager-0" };
    const operator = { controller: "prometheus", resource: "PrometheusRule" };
    const loki = (status: string, each: number) =>
        observed(M.lokiRequests, { method: "POST", route: "push", status_code: status, ws: "false" }, { 0.1: each });
    const sent = (all: number, failed: number) => [
        rising(M.notifications, { ...alertmanager, integration: "slack" }, all),
        rising(M.notificationsFailed, { ...alertmanager, integration: "slack", reason: "serverError" }, failed),
    ];
    const dropped = { host: "loki", tenant: "", reason: "rate_limited" };
    const discarded = { tenant: "fake", reason: "rate_limited", retention_hours: "744", policy: "", format: "loki" };
    const on = (labels: Labels) => ({ ...labels, ...TARGET });
    const ruleGroup = { ...prometheus, rule_group: "akosha" };
    const to = { ...prometheus, alertmanager: "http://alertmanager:9093/api/v2/alerts" };
    return [
        {
            alert: "PrometheusReloadFailed",
            bad: [level(M.reloaded, prometheus, 0)],
            good: [[level(M.reloaded, prometheus, 1)]],
            ...{ for: 10, labels: on(prometheus), says: "prometheus-0 runs with an old configuration (0)." },
        },
        {
            alert: "PrometheusRulesFailing",
            bad: [rising(M.ruleFailures, ruleGroup, 1)],
            good: [[level(M.ruleFailures, ruleGroup, 9)]],
            ...{ since: 1, for: 15, labels: on(ruleGroup) },
            says: "akosha failed 5 times within 5 minutes on prometheus-0.",
        },
        {
            alert: "PrometheusRejects",
            bad: [level(M.rejectedResources, { ...operator, state: "rejected" }, 1)],
            good: [
                [
                    level(M.rejectedResources, { ...operator, state: "rejected" }, 0),
                    level(M.rejectedResources, { ...operator, state: "selected" }, 9),
                ],
            ],
            ...{ for: 5, labels: on({ ...operator, state: "rejected" }) },
            says: "1 objects of kind PrometheusRule were rejected.",
        },
        {
            alert: "PrometheusTooManySeries",
            bad: [level(M.series, prometheus, most + 1)],
            good: [[level(M.series, prometheus, most)]],
            ...{ for: 60, labels: on(prometheus) },
            says: `prometheus-0 holds 786.4k series; its memory is sized for ${most}.`,
        },
        {
            alert: "Watchdog",
            bad: [],
            // Nothing may silence it.
            good: [],
            ...{ for: 0, says: "Alerts are evaluated and delivered (1)." },
        },
        {
            alert: "PrometheusWithoutAlertmanager",
            bad: [level(M.alertmanagers, prometheus, 0)],
            good: [[level(M.alertmanagers, prometheus, 1)]],
            ...{ for: 10, labels: on(prometheus), says: "prometheus-0 knows 0 Alertmanagers." },
        },
        {
            alert: "PrometheusDropsAlerts",
            bad: [rising(M.notificationsDropped, to, 1)],
            good: [[level(M.notificationsDropped, to, 9)]],
            ...{ since: 1, for: 10, labels: on(to), says: "prometheus-0 dropped 5 alerts within 5 minutes." },
        },
        {
            alert: "AlertmanagerReloadFailed",
            bad: [level(M.alertmanagerReloaded, alertmanager, 0)],
            good: [[level(M.alertmanagerReloaded, alertmanager, 1)]],
            ...{ for: 10, labels: on(alertmanager), says: "alertmanager-0 runs with an old configuration (0)." },
        },
        {
            alert: "NotificationsFailing",
            bad: sent(1000, 11),
            good: [sent(1000, 9)],
            ...{ since: 1, for: 5, labels: { integration: "slack" } },
            says: "1.1% of notifications by slack fail.",
        },
        {
            alert: "LokiErrors",
            bad: [...loki("204", 899), ...loki("500", 101)],
            good: [[...loki("204", 901), ...loki("500", 99)]],
            ...{ since: 1, for: 15, labels: { route: "push" }, says: "10.1% of requests to push fail." },
        },
        {
            alert: "LogLinesLost",
            bad: [rising(M.linesDropped, dropped, 1)],
            good: [[level(M.linesDropped, dropped, 9)]],
            ...{ since: 1, for: 15, labels: { reason: "rate_limited" } },
            says: "15 lines were lost within 15 minutes: rate_limited.",
        },
        {
            alert: "LogLinesRefused",
            bad: [rising(M.linesDiscarded, discarded, 1)],
            good: [[level(M.linesDiscarded, discarded, 9)]],
            ...{ since: 1, for: 15, says: "15 lines were refused within 15 minutes." },
        },
    ];
}
