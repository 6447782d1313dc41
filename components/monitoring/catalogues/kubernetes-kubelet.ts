/** What a node's kubelet says of containers and volumes, less what kube-prometheus-stack 88.5.3 drops (its cAdvisorMetricRelabelings). */
import type { Catalogue, LabelValues } from "../catalogue";
import { exporter } from "./exporter";

const CADVISOR = exporter("kubelet", "google/cadvisor v0.56.2 metrics/prometheus.go");
const KUBELET = exporter("kubelet", "kubernetes v1.36.3 pkg/kubelet/metrics/collectors/volume_stats.go");

const claim: LabelValues = { namespace: ["akosha"], persistentvolumeclaim: ["akosha-hot-store"] };
/** `id` is the cgroup. A pod's own cgroup comes too, with an empty `container`: whoever adds up leaves that out. */
const pod: LabelValues = {
    namespace: ["akosha"],
    pod: ["akosha-query-0"],
    id: ["/kubepods"],
    node: ["ip-10-0-0-1.ec2.internal"],
};
const cgroup: LabelValues = { ...pod, container: ["akosha-query"] };

export const KUBELET_METRICS = {
    volumeCapacity: KUBELET.gauge(
        "kubelet_volume_stats_capacity_bytes",
        "Size of a claim's file system.",
        claim,
        [1e11, 1e11],
    ),
    volumeAvailable: KUBELET.gauge(
        "kubelet_volume_stats_available_bytes",
        "What is free on a claim's file system.",
        claim,
        [5e10, 6e10],
    ),
    volumeUsed: KUBELET.gauge(
        "kubelet_volume_stats_used_bytes",
        "What is used of a claim's file system.",
        claim,
        [4e10, 5e10],
    ),
    volumeInodes: KUBELET.gauge("kubelet_volume_stats_inodes", "Inodes of a claim's file system.", claim, [1e7, 1e7]),
    volumeInodesFree: KUBELET.gauge(
        "kubelet_volume_stats_inodes_free",
        "Inodes that are free on a claim's file system.",
        claim,
        [9e6, 9e6],
    ),
    cpuUsage: CADVISOR.counter(
        "container_cpu_usage_seconds_total",
        "Time that a container computed, in seconds of one core.",
        { ...cgroup, cpu: ["total"] },
        [0.1, 0.8],
    ),
    cpuPeriods: CADVISOR.counter(
        "container_cpu_cfs_periods_total",
        "Periods in which a container with a CPU limit could run.",
        cgroup,
        [5, 10],
    ),
    cpuThrottledPeriods: CADVISOR.counter(
        "container_cpu_cfs_throttled_periods_total",
        "Periods in which a container had used up its CPU limit.",
        cgroup,
        [0.1, 0.3],
    ),
    memoryWorkingSet: CADVISOR.gauge(
        "container_memory_working_set_bytes",
        "Memory of a container that cannot be reclaimed: its limit counts against this.",
        cgroup,
        [2e8, 9e8],
    ),
    networkReceived: CADVISOR.counter(
        "container_network_receive_bytes_total",
        "Bytes that a pod received.",
        { ...pod, interface: ["eth0"] },
        [1e4, 1e6],
    ),
    networkSent: CADVISOR.counter(
        "container_network_transmit_bytes_total",
        "Bytes that a pod sent.",
        { ...pod, interface: ["eth0"] },
        [1e4, 1e6],
    ),
} as const satisfies Catalogue;
