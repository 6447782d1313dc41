/** What kube-prometheus-stack is told, and the sizes of its pods by profile. */
import { CHARTS } from "../../config/versions";
import { RESTRICTED_CONTAINER, SYSTEM_NODES, chartBudget, type ChartPods } from "../cluster/chart-pods";
import type { DataPolicy } from "../../config/environment";
import { PRIORITIES } from "../workload/priority";
import { gibibytes, sizeText, type Size } from "../workload/quantities";
import { numbersOf, resourceRequirements, type Resources } from "../workload/resources";
import type { Site } from "../workload/site";

const NAME = CHARTS.kubePrometheusStack.chart;

export interface MetricsSize {
    /** Each reads everything for itself, so either may be lost. */
    readonly replicas: number;
    readonly prometheus: Resources;
    readonly volume: Size;
    readonly retentionDays: number;
}

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
        volume: gibibytes(20),
        retentionDays: 15,
    },
    highlyAvailable: {
        replicas: 2,
        prometheus: {
            requests: { cpu: "500m", memory: "3Gi", scratch: "128Mi" },
            limits: { cpu: "2", memory: "6Gi", scratch: "1Gi" },
        },
        volume: gibibytes(100),
        retentionDays: 30,
    },
};

/** Prometheus stops adding before the volume is full: what is not written yet needs room too. */
const USABLE_SHARE = 0.8;

const small = (memory: Resources["requests"]["memory"], limit: Resources["limits"]["memory"]): Resources => ({
    requests: { cpu: "25m", memory, scratch: "64Mi" },
    limits: { cpu: "500m", memory: limit, scratch: "256Mi" },
});
const RELOADER: Resources = {
    requests: { cpu: "10m", memory: "32Mi", scratch: "32Mi" },
    limits: { cpu: "100m", memory: "64Mi", scratch: "64Mi" },
};
const OPERATOR = small("96Mi", "256Mi");
const STATE_METRICS = small("96Mi", "384Mi");
const NODE_EXPORTER = small("32Mi", "96Mi");

export const METRICS_NAMES = {
    nodeExporterNamespace: "node-metrics",
    nodeExporter: `${NAME}-prometheus-node-exporter`,
} as const;

/** Config reloaders run beside Prometheus, so their requests are the same pod's. */
export function metricsPods({ replicas, prometheus, volume }: MetricsSize): readonly ChartPods[] {
    return [
        { name: `prometheus-${NAME}-prometheus`, replicas, resources: besides(prometheus, RELOADER), volume },
        { name: `${NAME}-operator`, replicas: 1, resources: OPERATOR },
        { name: `${NAME}-kube-state-metrics`, replicas: 1, resources: STATE_METRICS },
    ];
}

export const nodeMetricsPods: readonly ChartPods[] = [
    { name: METRICS_NAMES.nodeExporter, replicas: "perNode", resources: NODE_EXPORTER },
];

/**
 * Without what EKS runs where nobody can read it (etcd, scheduler, controller manager) and without kube-proxy, which listens on localhost
 * only: rules over them would alert for ever. Alertmanager and Grafana are off: who is told, and what is shown, is not part of this release.
 */
export function metricsValues(site: Site, size: MetricsSize) {
    const hidden = { enabled: false };
    return {
        fullnameOverride: NAME,
        crds: { enabled: false }, // a release of their own, before (components/cluster/monitor-kinds)
        defaultRules: {
            rules: {
                ...{ alertmanager: false, etcd: false, kubeControllerManager: false, kubeProxy: false },
                ...{ kubeSchedulerAlerting: false, kubeSchedulerRecording: false, windows: false },
            },
        },
        alertmanager: { enabled: false },
        grafana: { enabled: false },
        ...{ kubeControllerManager: hidden, kubeScheduler: hidden, kubeEtcd: hidden, kubeProxy: hidden },
        prometheusOperator: operatorValues(),
        prometheus: prometheusValues(site, size),
        "kube-state-metrics": {
            resources: resourceRequirements(STATE_METRICS),
            containerSecurityContext: RESTRICTED_CONTAINER,
            // It would list every Secret of the cluster, values and all, to count them.
            collectorsExclude: ["secrets"],
            priorityClassName: PRIORITIES.serving.className,
            nodeSelector: SYSTEM_NODES,
        },
        "prometheus-node-exporter": {
            namespaceOverride: METRICS_NAMES.nodeExporterNamespace,
            resources: resourceRequirements(NODE_EXPORTER),
            // One on every node, also on a full one and on those for other people's code (the chart tolerates their taint by default).
            priorityClassName: "system-node-critical",
        },
    };
}

/** No admission webhook, and so no certificate and no job that makes one: promtool reads every rule before it gets here. */
function operatorValues() {
    return {
        admissionWebhooks: { enabled: false },
        tls: { enabled: false },
        // Kubernetes' Endpoints API is deprecated since 1.33.
        kubeletEndpointsEnabled: false,
        kubeletEndpointSliceEnabled: true,
        resources: resourceRequirements(OPERATOR),
        prometheusConfigReloader: { resources: resourceRequirements(RELOADER) },
        priorityClassName: PRIORITIES.serving.className,
        nodeSelector: SYSTEM_NODES,
    };
}

function prometheusValues({ scope, cluster, storageClasses }: Site, size: MetricsSize) {
    const { replicas, volume, retentionDays, prometheus } = size;
    const everywhere = ["serviceMonitor", "podMonitor", "probe", "rule", "scrapeConfig"].map(
        (kind) => [`${kind}SelectorNilUsesHelmValues`, false] as const,
    );
    return {
        podDisruptionBudget: { enabled: chartBudget(replicas) !== undefined, minAvailable: 1 },
        prometheusSpec: {
            // Whatever a system declares is read: the chart's default reads only what is labelled as its own.
            ...Object.fromEntries(everywhere),
            serviceDiscoveryRole: "EndpointSlice",
            scrapeInterval: "30s",
            evaluationInterval: "30s",
            externalLabels: { cluster: cluster.clusterName },
            replicas,
            podAntiAffinityTopologyKey: "topology.kubernetes.io/zone",
            retention: `${retentionDays}d`,
            retentionSize: `${Math.floor((volume.mebibytes / 1024) * USABLE_SHARE)}GiB`,
            walCompression: true,
            resources: resourceRequirements(prometheus),
            priorityClassName: PRIORITIES.store.className,
            nodeSelector: SYSTEM_NODES,
            storageSpec: claimTemplate(storageClasses.general, volume),
            persistentVolumeClaimRetentionPolicy: { whenDeleted: CLAIMS[scope.data], whenScaled: "Delete" },
        },
    };
}

const CLAIMS: Readonly<Record<DataPolicy, "Retain" | "Delete">> = { keep: "Retain", disposable: "Delete" };

const claimTemplate = (storageClassName: string, volume: Size) => ({
    volumeClaimTemplate: {
        spec: {
            storageClassName,
            accessModes: ["ReadWriteOnce"],
            resources: { requests: { storage: sizeText(volume) } },
        },
    },
});

/** Requests and limits of a pod with two containers. */
function besides(one: Resources, other: Resources): Resources {
    const add = (side: "requests" | "limits"): Resources["requests"] => {
        const [a, b] = [numbersOf(one)[side], numbersOf(other)[side]];
        return {
            cpu: `${a.cpuMillicores + b.cpuMillicores}m`,
            memory: `${a.memoryMebibytes + b.memoryMebibytes}Mi`,
            scratch: `${a.scratchMebibytes + b.scratchMebibytes}Mi`,
        };
    };
    return { requests: add("requests"), limits: add("limits") };
}
