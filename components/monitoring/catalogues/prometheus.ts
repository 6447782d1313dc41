/** What the parts of monitoring and of the cluster say of themselves, as far as alerts and dashboards ask. */
import { histogram, type Catalogue, type LabelValues } from "../catalogue";
import { exporter } from "./exporter";

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
const scaler: LabelValues = {
    ...{ exported_namespace: ["akosha"], scaledObject: ["akosha-ingestion"], type: ["scaledobject"] },
    ...{ scaler: ["prometheusScaler"], triggerIndex: ["0"], metric: ["s0-prometheus"] },
};
const nodeGroup: LabelValues = { node_group: ["eks-general-0"] };
const externalSecret: LabelValues = { exported_namespace: ["akosha"], name: ["akosha-secrets"] };
const sender: LabelValues = { host: ["loki-gateway"], tenant: [""] };

export const MONITORING = {
    /** Prometheus sets it for every target, with `job` and `instance`, and with namespace, pod and service where it found one. */
    up: PROMETHEUS.gauge(
        "up",
        "1 when a target could be scraped.",
        { namespace: ["akosha"], pod: ["akosha-query-0"] },
        [1, 1],
    ),
    /** Prometheus makes it of every alert that is pending or firing, with the labels of what the alert is about besides. */
    alerts: PROMETHEUS.gauge(
        "ALERTS",
        "1 for each alert that is pending or firing.",
        {
            alertname: ["Watchdog"],
            alertstate: ["pending", "firing"],
            severity: ["critical", "warning", "info"],
            ...{ system: ["platform"], team: ["platform"] },
        },
        [1, 1],
    ),
    reloaded: PROMETHEUS.gauge(
        "prometheus_config_last_reload_successful",
        "1 when Prometheus could read its configuration.",
        {},
        [1, 1],
    ),
    series: PROMETHEUS.gauge("prometheus_tsdb_head_series", "Series in memory.", {}, [3e4, 1e5]),
    blockBytes: PROMETHEUS.gauge("prometheus_tsdb_storage_blocks_bytes", "Bytes of blocks on disk.", {}, [1e9, 5e9]),
    ruleFailures: PROMETHEUS.counter(
        "prometheus_rule_evaluation_failures_total",
        "Evaluations of rules that failed.",
        {
            rule_group: ["akosha"],
        },
        [0, 0],
    ),
    notificationsDropped: PROMETHEUS.counter(
        "prometheus_notifications_dropped_total",
        "Alerts that no Alertmanager took.",
        {
            alertmanager: ["http://alertmanager:9093/api/v2/alerts"],
        },
        [0, 0],
    ),
    alertmanagers: PROMETHEUS.gauge(
        "prometheus_notifications_alertmanagers_discovered",
        "Alertmanagers that Prometheus knows.",
        {},
        [1, 1],
    ),
    rejectedResources: OPERATOR.gauge(
        "prometheus_operator_managed_resources",
        "Monitors, rules and their like that the operator took or refused.",
        {
            controller: ["prometheus"],
            resource: ["PrometheusRule", "ServiceMonitor", "PodMonitor", "Probe"],
            state: ["selected", "rejected"],
        },
        [0, 0],
    ),
    scrapeDuration: PROMETHEUS.gauge(
        "scrape_duration_seconds",
        "Time that a scrape of a target took.",
        {},
        [0.01, 0.2],
    ),

    alertmanagerReloaded: ALERTMANAGER.gauge(
        "alertmanager_config_last_reload_successful",
        "1 when Alertmanager could read its configuration.",
        {},
        [1, 1],
    ),
    notifications: ALERTMANAGER.counter(
        "alertmanager_notifications_total",
        "Notifications that were tried.",
        {
            integration: ["slack", "pagerduty", "email", "sns", "webhook"],
        },
        [0.001, 0.01],
    ),
    notificationsFailed: ALERTMANAGER.counter(
        "alertmanager_notifications_failed_total",
        "Notifications that did not arrive.",
        {
            integration: ["slack", "pagerduty", "email", "sns", "webhook"],
            reason: ["clientError", "serverError", "other"],
        },
        [0, 0],
    ),

    scalerValue: KEDA.gauge("keda_scaler_metrics_value", "What a trigger reads.", scaler, [10, 400]),
    scalerErrors: KEDA.counter(
        "keda_scaler_detail_errors_total",
        "Times that a trigger could not be read.",
        scaler,
        [0, 0],
    ),
    scaledObjectErrors: KEDA.counter(
        "keda_scaled_object_errors_total",
        "Times that a ScaledObject could not be scaled.",
        {
            exported_namespace: ["akosha"],
            scaledObject: ["akosha-ingestion"],
        },
        [0, 0],
    ),

    nodes: AUTOSCALER.gauge(
        "cluster_autoscaler_nodes_count",
        "Nodes by state.",
        {
            state: ["ready", "unready", "notStarted", "longUnregistered", "unregistered"],
        },
        [0, 6],
    ),
    nodesMaximum: AUTOSCALER.gauge(
        "cluster_autoscaler_max_nodes_count",
        "Nodes that all groups may have.",
        {},
        [12, 12],
    ),
    podsWithoutNode: AUTOSCALER.gauge(
        "cluster_autoscaler_unschedulable_pods_count",
        "Pods for which there is no node.",
        {
            type: ["unschedulable"],
        },
        [0, 0],
    ),
    safeToScale: AUTOSCALER.gauge(
        "cluster_autoscaler_cluster_safe_to_autoscale",
        "1 when nodes are well enough to be scaled.",
        {},
        [1, 1],
    ),
    /** This and the next three only with --emit-per-nodegroup-metrics. The group is the Auto Scaling group of a managed node group. */
    nodeGroupMaximum: AUTOSCALER.gauge(
        "cluster_autoscaler_node_group_max_count",
        "Nodes that a group may have.",
        nodeGroup,
        [6, 6],
    ),
    nodeGroupMinimum: AUTOSCALER.gauge(
        "cluster_autoscaler_node_group_min_count",
        "Nodes that a group always has.",
        nodeGroup,
        [2, 2],
    ),
    nodeGroupTarget: AUTOSCALER.gauge(
        "cluster_autoscaler_node_group_target_count",
        "Nodes that a group should have.",
        nodeGroup,
        [2, 4],
    ),
    nodeGroupHealthy: AUTOSCALER.gauge(
        "cluster_autoscaler_node_group_healthiness",
        "1 when a group's nodes are well.",
        nodeGroup,
        [1, 1],
    ),
    failedScaleUps: AUTOSCALER.counter(
        "cluster_autoscaler_failed_scale_ups_total",
        "Times that no node came.",
        {
            reason: ["cloudProviderError", "timeout"],
        },
        [0, 0],
    ),

    secretCondition: SECRETS.gauge(
        "externalsecret_status_condition",
        "1 for what holds of whether a secret is in step with its store.",
        {
            ...externalSecret,
            condition: ["Ready"],
            status: ["True", "False"],
        },
        [0, 1],
    ),
    secretErrors: SECRETS.counter(
        "externalsecret_sync_calls_error",
        "Times that a secret could not be fetched.",
        externalSecret,
        [0, 0],
    ),

    lokiRequests: histogram({
        name: "loki_request_duration_seconds",
        help: "Time that a request to Loki takes.",
        labels: { method: ["POST"], route: ["loki_api_v1_push"], status_code: ["204", "500"], ws: ["false"] },
        // vendor/github.com/grafana/dskit/instrument: DefBuckets
        buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100],
        typical: [0.005, 0.1],
        exportedBy: ["loki"],
        producedToday: true,
        source: "grafana/loki vendor/github.com/grafana/dskit/server",
    }),
    linesReceived: LOKI.counter(
        "loki_distributor_lines_received_total",
        "Lines that Loki took.",
        { tenant: ["fake"], is_internal_stream: ["false"], policy: [""], format: ["loki"] },
        [10, 100],
    ),
    linesDiscarded: LOKI.counter(
        "loki_discarded_samples_total",
        "Lines that Loki refused.",
        {
            tenant: ["fake"],
            reason: ["rate_limited", "line_too_long"],
            ...{ retention_hours: ["744"], policy: [""], format: ["loki"] },
        },
        [0, 0],
    ),
    linesSent: ALLOY.counter("loki_write_sent_entries_total", "Lines that Alloy sent.", sender, [10, 100]),
    linesDropped: ALLOY.counter(
        "loki_write_dropped_entries_total",
        "Lines that Alloy gave up.",
        {
            ...sender,
            reason: ["ingester_error", "rate_limited"],
        },
        [0, 0],
    ),
} as const satisfies Catalogue;
