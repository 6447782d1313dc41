import type { Manifest } from "./shaped";

/** Annotation of a pod: what it uses. Without it, next to nothing. */
export const CPU_USAGE = "mindcloud.dev/uses-cpu";

/** What a kubelet says under /metrics/resource, of which metrics-server reads these (kubernetes-sigs/metrics-server, pkg/scraper/client/resource). */
export function usageManifests(port: number): readonly Manifest[] {
    return [
        kwok("Metric", "resources", {
            path: "/metrics/nodes/{nodeName}/metrics/resource",
            metrics: [
                gauge("container_start_time_seconds", "container", "pod.SinceSecond()"),
                counter("container_cpu_usage_seconds_total", "container", 'pod.CumulativeUsage("cpu", container.name)'),
                gauge("container_memory_working_set_bytes", "container", 'pod.Usage("memory", container.name)'),
                counter("node_cpu_usage_seconds_total", "node", 'node.CumulativeUsage("cpu")'),
                gauge("node_memory_working_set_bytes", "node", 'node.Usage("memory")'),
            ],
        }),
        kwok("ClusterResourceUsage", "by-annotation", {
            usages: [
                {
                    usage: {
                        cpu: {
                            expression: `"${CPU_USAGE}" in pod.metadata.annotations ? Quantity(pod.metadata.annotations["${CPU_USAGE}"]) : Quantity("1m")`,
                        },
                        memory: { value: "16Mi" },
                    },
                },
            ],
        }),
        {
            ...{ apiVersion: "v1", kind: "Service", metadata: { name: "usage", namespace: "kube-system" } },
            spec: { type: "ExternalName", externalName: "localhost", ports: [{ port }] },
        },
        {
            ...{
                apiVersion: "apiregistration.k8s.io/v1",
                kind: "APIService",
                metadata: { name: "v1beta1.metrics.k8s.io" },
            },
            spec: {
                ...{ group: "metrics.k8s.io", version: "v1beta1", groupPriorityMinimum: 100, versionPriority: 100 },
                service: { name: "usage", namespace: "kube-system", port },
                insecureSkipTLSVerify: true,
            },
        },
    ];
}

const kwok = (kind: string, name: string, spec: Manifest): Manifest => ({
    ...{ apiVersion: "kwok.x-k8s.io/v1alpha1", kind, metadata: { name } },
    spec,
});

type Dimension = "container" | "node";

const series = (kind: string) => (name: string, dimension: Dimension, value: string) => ({
    ...{ name, kind, dimension, value },
    ...(dimension === "container" && {
        labels: [
            { name: "container", value: "container.name" },
            { name: "namespace", value: "pod.metadata.namespace" },
            { name: "pod", value: "pod.metadata.name" },
        ],
    }),
});
const gauge = series("gauge");
const counter = series("counter");
