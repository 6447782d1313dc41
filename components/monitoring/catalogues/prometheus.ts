/** What the parts of monitoring and of the cluster say of themselves, as far as alerts and dashboards ask. */
import { histogram, type Catalogue } from "../catalogue";
import { exporter, found } from "./exporter";

const PROMETHEUS = exporter("prometheus", "prometheus/prometheus v3.15.0");
const ALERTMANAGER = exporter(
    "alertmanager",
    "prometheus/alertmanager v0.34.0 notify/metrics.go, config/coordinator.go",
);
const OPERATOR = exporter("prometheus-operator", "prometheus-operator/prometheus-operator pkg/operator/operator.go");
const KEDA = exporter("keda-operator", "kedacore/keda v2.20.2 pkg/metricscollector/prommetrics.go");
const AUTOSCALER = exporter("cluster-autoscaler", "kubernetes/autoscaler cluster-autoscaler/proposals/metrics.md");
const SECRETS = exporter(
    "external-secrets",
    "external-secrets v2.9.0 pkg/controllers/externalsecret/esmetrics/esmetrics.go, metrics/labels.go",
);
const LOKI = exporter("loki", "grafana/loki pkg/validation/validate.go, pkg/distributor");
const ALLOY = exporter("alloy", "grafana/alloy internal/component/common/loki/client/metrics.go");

/**
 * What KEDA and External Secrets call `namespace` is `exported_namespace` after the scrape: their charts' monitors keep the pod's own
 * (KEDA's chart 2.20.2 knows no honorLabels, External Secrets' 2.9.0 has false).
 */
const scaler = ["exported_namespace", "scaledObject", "type", "scaler", "triggerIndex", "metric"];
const nodeGroup = ["node_group"];
const externalSecret = ["exported_namespace", "name"];
const sender = ["host", "tenant"];

export const MONITORING = {
    /** Prometheus sets it for every target, with `job` and `instance`, and with namespace, pod and service where it found one. */
    up: PROMETHEUS.gauge("up", "1 when a target could be scraped.", ["namespace", "pod"]),
    /** Prometheus makes it of every alert that is pending or firing, with the labels of what the alert is about besides. */
    alerts: PROMETHEUS.gauge("ALERTS", "1 for each alert that is pending or firing.", [
        "alertname",
        "alertstate",
        "severity",
        "system",
        "team",
    ]),
    reloaded: PROMETHEUS.gauge(
        "prometheus_config_last_reload_successful",
        "1 when Prometheus could read its configuration.",
        [],
    ),
    series: PROMETHEUS.gauge("prometheus_tsdb_head_series", "Series in memory.", []),
    blockBytes: PROMETHEUS.gauge("prometheus_tsdb_storage_blocks_bytes", "Bytes of blocks on disk.", []),
    ruleFailures: PROMETHEUS.counter("prometheus_rule_evaluation_failures_total", "Evaluations of rules that failed.", [
        "rule_group",
    ]),
    notificationsDropped: PROMETHEUS.counter(
        "prometheus_notifications_dropped_total",
        "Alerts that no Alertmanager took.",
        ["alertmanager"],
    ),
    alertmanagers: PROMETHEUS.gauge(
        "prometheus_notifications_alertmanagers_discovered",
        "Alertmanagers that Prometheus knows.",
        [],
    ),
    rejectedResources: OPERATOR.gauge(
        "prometheus_operator_managed_resources",
        "Monitors, rules and their like that the operator took or refused.",
        ["controller", "resource", "state"],
    ),
    scrapeDuration: PROMETHEUS.gauge("scrape_duration_seconds", "Time that a scrape of a target took.", []),

    alertmanagerReloaded: ALERTMANAGER.gauge(
        "alertmanager_config_last_reload_successful",
        "1 when Alertmanager could read its configuration.",
        [],
    ),
    notifications: ALERTMANAGER.counter("alertmanager_notifications_total", "Notifications that were tried.", [
        "integration",
    ]),
    notificationsFailed: ALERTMANAGER.counter(
        "alertmanager_notifications_failed_total",
        "Notifications that did not arrive.",
        ["integration", "reason"],
    ),

    scalerValue: KEDA.gauge("keda_scaler_metrics_value", "What a trigger reads.", scaler),
    scalerErrors: KEDA.counter("keda_scaler_detail_errors_total", "Times that a trigger could not be read.", scaler),
    scaledObjectErrors: KEDA.counter(
        "keda_scaled_object_errors_total",
        "Times that a ScaledObject could not be scaled.",
        ["exported_namespace", "scaledObject"],
    ),

    nodes: AUTOSCALER.gauge("cluster_autoscaler_nodes_count", "Nodes by state.", ["state"]),
    nodesMaximum: AUTOSCALER.gauge("cluster_autoscaler_max_nodes_count", "Nodes that all groups may have.", []),
    podsWithoutNode: AUTOSCALER.gauge(
        "cluster_autoscaler_unschedulable_pods_count",
        "Pods for which there is no node.",
        ["type"],
    ),
    safeToScale: AUTOSCALER.gauge(
        "cluster_autoscaler_cluster_safe_to_autoscale",
        "1 when nodes are well enough to be scaled.",
        [],
    ),
    /** This and the next three only with --emit-per-nodegroup-metrics. The group is the Auto Scaling group of a managed node group. */
    nodeGroupMaximum: AUTOSCALER.gauge(
        "cluster_autoscaler_node_group_max_count",
        "Nodes that a group may have.",
        nodeGroup,
    ),
    nodeGroupMinimum: AUTOSCALER.gauge(
        "cluster_autoscaler_node_group_min_count",
        "Nodes that a group always has.",
        nodeGroup,
    ),
    nodeGroupTarget: AUTOSCALER.gauge(
        "cluster_autoscaler_node_group_target_count",
        "Nodes that a group should have.",
        nodeGroup,
    ),
    nodeGroupHealthy: AUTOSCALER.gauge(
        "cluster_autoscaler_node_group_healthiness",
        "1 when a group's nodes are well.",
        nodeGroup,
    ),
    failedScaleUps: AUTOSCALER.counter("cluster_autoscaler_failed_scale_ups_total", "Times that no node came.", [
        "reason",
    ]),

    secretCondition: SECRETS.gauge(
        "externalsecret_status_condition",
        "1 for what holds of whether a secret is in step with its store.",
        [...externalSecret, "condition", "status"],
    ),
    secretErrors: SECRETS.counter(
        "externalsecret_sync_calls_error",
        "Times that a secret could not be fetched.",
        externalSecret,
    ),

    lokiRequests: histogram({
        name: "loki_request_duration_seconds",
        help: "Time that a request to Loki takes.",
        labels: found(["method", "route", "status_code", "ws"]),
        // vendor/github.com/grafana/dskit/instrument: DefBuckets
        buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100],
        exportedBy: ["loki"],
        foreign: true,
        producedToday: true,
        source: "grafana/loki vendor/github.com/grafana/dskit/server",
    }),
    linesReceived: LOKI.counter("loki_distributor_lines_received_total", "Lines that Loki took.", [
        "tenant",
        "is_internal_stream",
        "policy",
        "format",
    ]),
    linesDiscarded: LOKI.counter("loki_discarded_samples_total", "Lines that Loki refused.", [
        "tenant",
        "reason",
        "retention_hours",
        "policy",
        "format",
    ]),
    linesSent: ALLOY.counter("loki_write_sent_entries_total", "Lines that Alloy sent.", sender),
    linesDropped: ALLOY.counter("loki_write_dropped_entries_total", "Lines that Alloy gave up.", [...sender, "reason"]),
} as const satisfies Catalogue;
