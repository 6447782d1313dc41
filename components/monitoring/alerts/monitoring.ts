/** Whether monitoring itself is well: a page that cannot be sent is worse than one that was not written. */
import { hours, minutes } from "../../workload/quantities";
import { alertsOf, type AlertGroup, type Owner } from "../alerts";
import { MONITORING } from "../catalogues/prometheus";
import { above, always, below, equals, increase, over, rate, sum, sumBy, value } from "../promql";

const PAGE = "docs/runbooks/monitoring.md";

export interface MonitoringParts {
    /** Memory limit of one Prometheus, bytes. */
    readonly prometheusMemory: number;
    readonly logs: boolean;
}

/** A series in memory (Prometheus documentation, "Storage"; components/monitoring/metrics-values.ts sizes by the same figure). */
const BYTES_PER_SERIES = 4096;

export const monitoringAlerts = (owner: Owner, parts: MonitoringParts): readonly AlertGroup[] => [
    prometheusAlerts(owner, parts),
    deliveryAlerts(owner),
    ...(parts.logs ? [logAlerts(owner)] : []),
];

function prometheusAlerts(owner: Owner, { prometheusMemory }: MonitoringParts): AlertGroup {
    const alert = alertsOf(owner, PAGE);
    // Half of its memory: queries, rules and reading the log again at a start need the other half.
    const most = Math.floor(prometheusMemory / 2 / BYTES_PER_SERIES);
    return {
        rules: [
            alert({
                name: "PrometheusReloadFailed",
                severity: "critical",
                for: minutes(10),
                expr: equals(value(MONITORING.reloaded), 0),
                summary: "Prometheus could not read its configuration: new targets and rules are not in force.",
                description: "{{ $labels.pod }} runs with an old configuration ({{ $value }}).",
            }),
            alert({
                name: "PrometheusRulesFailing",
                severity: "warning",
                for: minutes(15),
                expr: above(increase(MONITORING.ruleFailures, "5m"), 0),
                summary: "Rules cannot be evaluated, so their alerts cannot fire.",
                description:
                    '{{ $labels.rule_group }} failed {{ $value | printf "%.0f" }} times within 5 minutes on {{ $labels.pod }}.',
            }),
            alert({
                name: "PrometheusRejects",
                severity: "warning",
                for: minutes(5),
                expr: above(value(MONITORING.rejectedResources, { state: "rejected" }), 0),
                summary: "The operator refused a monitor or a rule, which is therefore not in force.",
                description: "{{ $value }} objects of kind {{ $labels.resource }} were {{ $labels.state }}.",
            }),
            alert({
                name: "PrometheusTooManySeries",
                severity: "warning",
                for: hours(1),
                expr: above(value(MONITORING.series), most),
                summary:
                    "Prometheus holds more series than its memory was sized for; it will be killed for its memory.",
                description: `{{ $labels.pod }} holds {{ $value | humanize }} series; its memory is sized for ${most}.`,
            }),
        ],
    };
}

function deliveryAlerts(owner: Owner): AlertGroup {
    const alert = alertsOf(owner, PAGE);
    return {
        rules: [
            alert({
                name: "Watchdog",
                severity: "info",
                for: minutes(0),
                expr: always(),
                summary:
                    "Always fires, to an address outside that tells when it no longer does: the whole chain of alerts works.",
                description: "Alerts are evaluated and delivered ({{ $value }}).",
            }),
            alert({
                name: "PrometheusWithoutAlertmanager",
                severity: "critical",
                for: minutes(10),
                expr: below(value(MONITORING.alertmanagers), 1),
                summary: "Prometheus knows no Alertmanager: no alert reaches anybody.",
                description: "{{ $labels.pod }} knows {{ $value }} Alertmanagers.",
            }),
            alert({
                name: "PrometheusDropsAlerts",
                severity: "critical",
                for: minutes(10),
                expr: above(increase(MONITORING.notificationsDropped, "5m"), 0),
                summary: "Prometheus throws alerts away because no Alertmanager takes them.",
                description: '{{ $labels.pod }} dropped {{ $value | printf "%.0f" }} alerts within 5 minutes.',
            }),
            alert({
                name: "AlertmanagerReloadFailed",
                severity: "critical",
                for: minutes(10),
                expr: equals(value(MONITORING.alertmanagerReloaded), 0),
                summary: "Alertmanager could not read its configuration: new routes and receivers are not in force.",
                description: "{{ $labels.pod }} runs with an old configuration ({{ $value }}).",
            }),
            alert({
                name: "NotificationsFailing",
                severity: "critical",
                for: minutes(5),
                expr: above(
                    over(
                        sumBy(["integration"], rate(MONITORING.notificationsFailed, "5m")),
                        sumBy(["integration"], rate(MONITORING.notifications, "5m")),
                    ),
                    0.01,
                ),
                summary: "Alertmanager cannot deliver: somebody is not told.",
                description: "{{ $value | humanizePercentage }} of notifications by {{ $labels.integration }} fail.",
            }),
        ],
    };
}

function logAlerts(owner: Owner): AlertGroup {
    const alert = alertsOf(owner, PAGE);
    return {
        rules: [
            alert({
                name: "LokiErrors",
                severity: "warning",
                for: minutes(15),
                expr: above(
                    over(
                        sumBy(["route"], rate(MONITORING.lokiRequests, "5m", { status_code: { matches: "5.." } })),
                        sumBy(["route"], rate(MONITORING.lokiRequests, "5m")),
                    ),
                    0.1,
                ),
                summary: "Loki answers with errors: logs are not stored or cannot be read.",
                description: "{{ $value | humanizePercentage }} of requests to {{ $labels.route }} fail.",
            }),
            alert({
                name: "LogLinesLost",
                severity: "warning",
                for: minutes(15),
                expr: above(sumBy(["reason"], increase(MONITORING.linesDropped, "15m")), 0),
                summary: "Log lines are given up on their way to Loki.",
                description: '{{ $value | printf "%.0f" }} lines were lost within 15 minutes: {{ $labels.reason }}.',
            }),
            alert({
                name: "LogLinesRefused",
                severity: "warning",
                for: minutes(15),
                expr: above(sum(increase(MONITORING.linesDiscarded, "15m")), 0),
                summary: "Loki refuses log lines because a limit is reached.",
                description: '{{ $value | printf "%.0f" }} lines were refused within 15 minutes.',
            }),
        ],
    };
}
