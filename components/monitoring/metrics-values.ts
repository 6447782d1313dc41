/** What kube-prometheus-stack is told of Prometheus, its operator and its exporters, and the sizes of their pods by profile. */
import { CHART_IMAGES, CHARTS } from "../../config/versions";
import type { MonitoringSettings } from "../../config/schema/monitoring";
import { RESTRICTED_CONTAINER, SYSTEM_NODES, operatedBudget, type ChartPods } from "../cluster/chart-pods";
import { GROUP_LABEL } from "../aws/node-labels";
import { PRIORITIES } from "../workload/priority";
import { gibibytes, type Size } from "../workload/quantities";
import { besides, resourceRequirements, type Resources } from "../workload/resources";
import type { Site } from "../workload/site";
import { CLAIM_RETENTION, claimTemplate } from "./claims";
import { CONTROLLERS, RELOADER, SCRAPE_INTERVAL } from "./names";

const NAME = CHARTS.kubePrometheusStack.chart;

export interface MetricsSize {
    /** Each reads everything for itself, so either may be lost. */
    readonly replicas: number;
    readonly prometheus: Resources;
}

/**
 * The same in every profile: the operator makes its StatefulSet anew when the template of a claim changes, and leaves the claims as large as
 * they were (prometheus-operator, "Storage", resizing volumes). With a retention that follows the new size, the disk would fill.
 */
const VOLUME: Size = gibibytes(50);

/**
 * By profile. A series costs about 4 KiB of memory and 1.5 bytes on disk each time it is read (Prometheus documentation, "Storage"): every
 * 30 s that is 430 MB a day for 100,000 series, roughly what ten nodes and 150 pods have.
 */
export const METRICS_SIZES: Readonly<Record<"economy" | "highlyAvailable", MetricsSize>> = {
    economy: {
        replicas: 1,
        prometheus: {
            requests: { cpu: "200m", memory: "1Gi", scratch: "128Mi" },
            limits: { cpu: "1", memory: "2Gi", scratch: "1Gi" },
        },
    },
    highlyAvailable: {
        replicas: 2,
        prometheus: {
            requests: { cpu: "500m", memory: "3Gi", scratch: "128Mi" },
            limits: { cpu: "2", memory: "6Gi", scratch: "1Gi" },
        },
    },
};

/** Prometheus stops adding before the volume is full: what is not written yet needs room too. */
const USABLE_SHARE = 0.8;

const small = (memory: Resources["requests"]["memory"], limit: Resources["limits"]["memory"]): Resources => ({
    requests: { cpu: "25m", memory, scratch: "64Mi" },
    limits: { cpu: "500m", memory: limit, scratch: "256Mi" },
});
const OPERATOR = small("96Mi", "256Mi");
const STATE_METRICS = small("96Mi", "384Mi");
const NODE_EXPORTER = small("32Mi", "96Mi");

export const METRICS_NAMES = {
    nodeExporterNamespace: "node-metrics",
    nodeExporter: `${NAME}-prometheus-node-exporter`,
} as const;

/** Config reloaders run beside Prometheus, so their requests are the same pod's. */
export function metricsPods({ replicas, prometheus }: MetricsSize): readonly ChartPods[] {
    return [
        { name: CONTROLLERS.prometheus, replicas, resources: besides(prometheus, RELOADER), volume: VOLUME },
        { name: CONTROLLERS.operator, replicas: 1, resources: OPERATOR },
        { name: CONTROLLERS.stateMetrics, replicas: 1, resources: STATE_METRICS },
    ];
}

export const nodeMetricsPods: readonly ChartPods[] = [
    { name: METRICS_NAMES.nodeExporter, replicas: "perNode", resources: NODE_EXPORTER },
];

/**
 * Groups of the stack's own rules. What is recorded stays, for its dashboards. None of its alerts stays: they know neither our systems nor our
 * teams, so no route takes them, and no runbook of ours explains them (ours, the watchdog too: components/monitoring/alerts). What is not read
 * here - etcd, scheduler, API server and so on - has no rules anyway.
 */
const RECORDED = [
    ...["k8sContainerCpuUsageSecondsTotal", "k8sContainerMemoryCache", "k8sContainerMemoryRss"],
    ...["k8sContainerMemorySwap", "k8sContainerResource", "k8sContainerMemoryWorkingSetBytes", "k8sPodOwner"],
    ...["kubelet", "kubePrometheusGeneral", "kubePrometheusNodeRecording", "node", "nodeExporterRecording"],
];
const SILENT = [
    ...["alertmanager", "configReloaders", "general", "kubeStateMetrics", "kubernetesApps", "kubernetesResources"],
    ...["kubernetesStorage", "kubernetesSystem", "network", "nodeExporterAlerting", "prometheus", "prometheusOperator"],
];
const each = (names: readonly string[], value: boolean) => Object.fromEntries(names.map((name) => [name, value]));

const NODE_LABELS = ["node.kubernetes.io/instance-type", "eks.amazonaws.com/capacityType", GROUP_LABEL];

/**
 * Without what EKS runs where nobody can read it (etcd, scheduler, controller manager), without kube-proxy, which listens on localhost only,
 * and without the API server: it is AWS's to keep up, and its histograms are many series that no page of ours shows.
 */
export function metricsValues(site: Site, size: MetricsSize, settings: MonitoringSettings) {
    const hidden = { enabled: false };
    return {
        fullnameOverride: NAME,
        crds: { enabled: false }, // a release of their own, before (components/cluster/monitor-kinds)
        defaultRules: {
            rules: { ...each(RECORDED, true), ...each(SILENT, false) },
        },
        ...{ kubeControllerManager: hidden, kubeScheduler: hidden, kubeEtcd: hidden, kubeProxy: hidden },
        kubeApiServer: hidden,
        // The chart would read every container's metrics every 10 s: three times the series that its size reckons with.
        kubelet: { serviceMonitor: { cAdvisorInterval: SCRAPE_INTERVAL } },
        nodeExporter: { operatingSystems: { aix: hidden, darwin: hidden } },
        prometheusOperator: operatorValues(),
        prometheus: prometheusValues(site, size, settings),
        "kube-state-metrics": {
            image: CHART_IMAGES.kubeStateMetrics,
            resources: resourceRequirements(STATE_METRICS),
            containerSecurityContext: RESTRICTED_CONTAINER,
            // It would list every Secret of the cluster, values and all, to count them.
            collectorsExclude: ["secrets"],
            // For what nodes cost: their type and how they are bought (dashboards/cost.ts).
            metricLabelsAllowlist: [`nodes=[${NODE_LABELS.join(",")}]`],
            priorityClassName: PRIORITIES.serving.className,
            nodeSelector: SYSTEM_NODES,
        },
        "prometheus-node-exporter": {
            image: CHART_IMAGES.nodeExporter,
            namespaceOverride: METRICS_NAMES.nodeExporterNamespace,
            resources: resourceRequirements(NODE_EXPORTER),
            // Reads what the node lets everybody read; the chart leaves it every capability of the runtime, and privilege escalation.
            containerSecurityContext: RESTRICTED_CONTAINER,
            // One on every node, also on a full one and on those for other people's code (the chart tolerates their taint by default).
            priorityClassName: "system-node-critical",
        },
    };
}

/** The operator is told of processor and memory alone (its flags `--config-reloader-*`). */
const RELOADER_REQUIREMENTS = {
    requests: { cpu: RELOADER.requests.cpu, memory: RELOADER.requests.memory },
    limits: { cpu: RELOADER.limits.cpu, memory: RELOADER.limits.memory },
};

/** No admission webhook, and so no certificate and no job that makes one: promtool reads every rule before it gets here. */
function operatorValues() {
    return {
        admissionWebhooks: { enabled: false },
        tls: { enabled: false },
        // Kubernetes' Endpoints API is deprecated since 1.33.
        kubeletEndpointsEnabled: false,
        kubeletEndpointSliceEnabled: true,
        resources: resourceRequirements(OPERATOR),
        prometheusConfigReloader: { resources: RELOADER_REQUIREMENTS },
        priorityClassName: PRIORITIES.serving.className,
        nodeSelector: SYSTEM_NODES,
    };
}

function prometheusValues(
    { scope, cluster, storageClasses }: Site,
    { replicas, prometheus }: MetricsSize,
    { metricsDays, urls }: MonitoringSettings,
) {
    const everywhere = ["serviceMonitor", "podMonitor", "probe", "rule", "scrapeConfig"].map(
        (kind) => [`${kind}SelectorNilUsesHelmValues`, false] as const,
    );
    return {
        podDisruptionBudget: operatedBudget(replicas),
        prometheusSpec: {
            image: CHART_IMAGES.prometheus,
            // Whatever a system declares is read: the chart's default reads only what is labelled as its own.
            ...Object.fromEntries(everywhere),
            serviceDiscoveryRole: "EndpointSlice",
            scrapeInterval: SCRAPE_INTERVAL,
            evaluationInterval: SCRAPE_INTERVAL,
            externalLabels: { cluster: cluster.clusterName },
            externalUrl: urls.prometheus,
            replicas,
            podAntiAffinityTopologyKey: "topology.kubernetes.io/zone",
            retention: `${metricsDays}d`,
            retentionSize: `${Math.floor((VOLUME.mebibytes / 1024) * USABLE_SHARE)}GiB`,
            walCompression: true,
            resources: resourceRequirements(prometheus),
            priorityClassName: PRIORITIES.store.className,
            nodeSelector: SYSTEM_NODES,
            storageSpec: claimTemplate(storageClasses.general, VOLUME),
            persistentVolumeClaimRetentionPolicy: { whenDeleted: CLAIM_RETENTION[scope.data], whenScaled: "Delete" },
        },
    };
}
