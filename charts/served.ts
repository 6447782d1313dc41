/**
 * API versions that a chart finds when it asks the cluster (`.Capabilities.APIVersions`): what Kubernetes 1.35 and 1.36 serve by themselves,
 * and the kinds that this program brings before its charts (components/cluster/monitor-kinds).
 */
const BUILT_IN = [
    ...["v1", "apps/v1", "batch/v1", "autoscaling/v1", "autoscaling/v2", "policy/v1", "networking.k8s.io/v1"],
    ...["rbac.authorization.k8s.io/v1", "storage.k8s.io/v1", "scheduling.k8s.io/v1", "node.k8s.io/v1"],
    ...["admissionregistration.k8s.io/v1", "apiextensions.k8s.io/v1", "apiregistration.k8s.io/v1"],
    ...["authentication.k8s.io/v1", "authorization.k8s.io/v1", "certificates.k8s.io/v1", "coordination.k8s.io/v1"],
    ...["discovery.k8s.io/v1", "events.k8s.io/v1", "flowcontrol.apiserver.k8s.io/v1", "resource.k8s.io/v1"],
];

const MONITORS = ["ServiceMonitor", "PodMonitor", "Probe", "PrometheusRule", "ScrapeConfig"];

export const SERVED: readonly string[] = [
    ...BUILT_IN,
    "monitoring.coreos.com/v1",
    ...MONITORS.map((kind) => `monitoring.coreos.com/v1/${kind}`),
];
