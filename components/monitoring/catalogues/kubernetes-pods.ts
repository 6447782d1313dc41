/** What kube-state-metrics 2.20.0 says of pods and their containers (docs/metrics of kubernetes/kube-state-metrics). */
import type { Catalogue } from "../catalogue";
import { exporter } from "./exporter";

const STATE = exporter(
    "kube-state-metrics",
    "kubernetes/kube-state-metrics v2.20.0 docs/metrics/workload/pod-metrics.md",
);

const pod = ["namespace", "pod", "uid"];
const container = [...pod, "container"];

export const PODS = {
    podInfo: STATE.gauge("kube_pod_info", "1 for each pod, with its node and what made it.", [
        ...pod,
        "host_ip",
        "pod_ip",
        "node",
        "created_by_kind",
        "created_by_name",
        "priority_class",
        "host_network",
    ]),
    podPhase: STATE.gauge("kube_pod_status_phase", "1 for the phase that a pod is in, 0 for the others.", [
        ...pod,
        "phase",
    ]),
    podReady: STATE.gauge("kube_pod_status_ready", "1 for the answer that holds of whether a pod is ready.", [
        ...pod,
        "condition",
    ]),
    /** A series only while the scheduler says so. */
    podUnschedulable: STATE.gauge("kube_pod_status_unschedulable", "1 for a pod for which there is no node.", pod),
    restarts: STATE.counter("kube_pod_container_status_restarts_total", "Restarts of a container.", container),
    /** A series only while a container waits, for a reason that does not pass by itself (internal/store/pod.go: containerWaitingReasons). */
    waitingReason: STATE.gauge("kube_pod_container_status_waiting_reason", "1 for why a container waits.", [
        ...container,
        "reason",
    ]),
    lastTerminatedReason: STATE.gauge(
        "kube_pod_container_status_last_terminated_reason",
        "1 for why a container ended the last time.",
        [...container, "reason"],
    ),
    requests: STATE.gauge("kube_pod_container_resource_requests", "What a container requests: cores, or bytes.", [
        ...container,
        "resource",
        "unit",
        "node",
    ]),
    limits: STATE.gauge("kube_pod_container_resource_limits", "What a container may use: cores, or bytes.", [
        ...container,
        "resource",
        "unit",
        "node",
    ]),
} as const satisfies Catalogue;
