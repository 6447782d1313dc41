/** What kube-state-metrics 2.20.0 says of pods and their containers (docs/metrics of kubernetes/kube-state-metrics). */
import type { Catalogue, LabelValues } from "../catalogue";
import { exporter } from "./exporter";

const STATE = exporter(
    "kube-state-metrics",
    "kubernetes/kube-state-metrics v2.20.0 docs/metrics/workload/pod-metrics.md",
);

const pod: LabelValues = { namespace: ["akosha"], pod: ["akosha-query-0"], uid: ["0"] };
const container: LabelValues = { ...pod, container: ["akosha-query"] };
const node = ["ip-10-0-0-1.ec2.internal"];
const resource = ["cpu", "memory", "ephemeral_storage"];
const unit = ["core", "byte"];

export const PODS = {
    podInfo: STATE.gauge(
        "kube_pod_info",
        "1 for each pod, with its node and what made it.",
        {
            ...pod,
            ...{ host_ip: ["10.0.0.1"], pod_ip: ["10.0.0.2"], node },
            ...{ created_by_kind: ["ReplicaSet"], created_by_name: ["akosha-query-1"] },
            ...{ priority_class: ["mindcloud-serving"], host_network: ["false"] },
        },
        [1, 1],
    ),
    podPhase: STATE.gauge(
        "kube_pod_status_phase",
        "1 for the phase that a pod is in, 0 for the others.",
        { ...pod, phase: ["Pending", "Running", "Succeeded", "Failed", "Unknown"] },
        [0, 1],
    ),
    podReady: STATE.gauge(
        "kube_pod_status_ready",
        "1 for the answer that holds of whether a pod is ready.",
        { ...pod, condition: ["true", "false", "unknown"] },
        [0, 1],
    ),
    /** A series only while the scheduler says so. */
    podUnschedulable: STATE.gauge(
        "kube_pod_status_unschedulable",
        "1 for a pod for which there is no node.",
        pod,
        [0, 1],
    ),
    restarts: STATE.counter("kube_pod_container_status_restarts_total", "Restarts of a container.", container, [0, 0]),
    /** A series only while a container waits. */
    waitingReason: STATE.gauge(
        "kube_pod_container_status_waiting_reason",
        "1 for why a container waits.",
        {
            ...container,
            // pkg internal/store/pod.go: containerWaitingReasons, those that do not pass by themselves
            reason: ["CrashLoopBackOff", "CreateContainerConfigError", "ErrImagePull", "ImagePullBackOff"],
        },
        [0, 0],
    ),
    lastTerminatedReason: STATE.gauge(
        "kube_pod_container_status_last_terminated_reason",
        "1 for why a container ended the last time.",
        { ...container, reason: ["OOMKilled", "Error", "Completed"] },
        [0, 0],
    ),
    requests: STATE.gauge(
        "kube_pod_container_resource_requests",
        "What a container requests: cores, or bytes.",
        { ...container, resource, unit, node },
        [1, 1],
    ),
    limits: STATE.gauge(
        "kube_pod_container_resource_limits",
        "What a container may use: cores, or bytes.",
        { ...container, resource, unit, node },
        [2, 2],
    ),
} as const satisfies Catalogue;
