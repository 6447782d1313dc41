/** What a node's kubelet says of containers and volumes, less what kube-prometheus-stack 88.5.3 drops (its cAdvisorMetricRelabelings). */
import type { Catalogue } from "../catalogue";
import { exporter } from "./exporter";

const CADVISOR = exporter("kubelet", "google/cadvisor v0.56.2 metrics/prometheus.go");
const KUBELET = exporter("kubelet", "kubernetes v1.36.3 pkg/kubelet/metrics/collectors/volume_stats.go");

const claim = ["namespace", "persistentvolumeclaim"];
/** `id` is the cgroup. A pod's own cgroup comes too, with an empty `container`: whoever adds up leaves that out. */
const pod = ["namespace", "pod", "id", "node"];
const cgroup = [...pod, "container"];

export const KUBELET_METRICS = {
    volumeCapacity: KUBELET.gauge("kubelet_volume_stats_capacity_bytes", "Size of a claim's file system.", claim),
    volumeAvailable: KUBELET.gauge(
        "kubelet_volume_stats_available_bytes",
        "What is free on a claim's file system.",
        claim,
    ),
    volumeUsed: KUBELET.gauge("kubelet_volume_stats_used_bytes", "What is used of a claim's file system.", claim),
    volumeInodes: KUBELET.gauge("kubelet_volume_stats_inodes", "Inodes of a claim's file system.", claim),
    volumeInodesFree: KUBELET.gauge(
        "kubelet_volume_stats_inodes_free",
        "Inodes that are free on a claim's file system.",
        claim,
    ),
    cpuUsage: CADVISOR.counter(
        "container_cpu_usage_seconds_total",
        "Time that a container computed, in seconds of one core.",
        [...cgroup, "cpu"],
    ),
    cpuPeriods: CADVISOR.counter(
        "container_cpu_cfs_periods_total",
        "Periods in which a container with a CPU limit could run.",
        cgroup,
    ),
    cpuThrottledPeriods: CADVISOR.counter(
        "container_cpu_cfs_throttled_periods_total",
        "Periods in which a container had used up its CPU limit.",
        cgroup,
    ),
    memoryWorkingSet: CADVISOR.gauge(
        "container_memory_working_set_bytes",
        "Memory of a container that cannot be reclaimed: its limit counts against this.",
        cgroup,
    ),
    networkReceived: CADVISOR.counter("container_network_receive_bytes_total", "Bytes that a pod received.", [
        ...pod,
        "interface",
    ]),
    networkSent: CADVISOR.counter("container_network_transmit_bytes_total", "Bytes that a pod sent.", [
        ...pod,
        "interface",
    ]),
} as const satisfies Catalogue;
