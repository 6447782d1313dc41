/** What kube-state-metrics 2.20.0 says of objects other than pods (docs/metrics, by kind). All its times are seconds since 1970. */
import type { Catalogue, LabelValues } from "../catalogue";
import { exporter } from "./exporter";

const STATE = exporter("kube-state-metrics", "kubernetes/kube-state-metrics v2.20.0 docs/metrics");

const namespace = ["akosha"];
const deployment: LabelValues = { namespace, deployment: ["akosha-query"] };
const statefulSet: LabelValues = { namespace, statefulset: ["akosha-hot-store"] };
const daemonSet: LabelValues = { namespace: ["node-metrics"], daemonset: ["node-exporter"] };
const cronJob: LabelValues = { namespace, cronjob: ["akosha-aging"] };
const job: LabelValues = { namespace, job_name: ["akosha-aging-1"] };
const autoscaler: LabelValues = { namespace, horizontalpodautoscaler: ["akosha-query"] };
const claim: LabelValues = { namespace, persistentvolumeclaim: ["akosha-hot-store"] };
const node: LabelValues = { node: ["ip-10-0-0-1.ec2.internal"] };
const resource = ["cpu", "memory", "ephemeral_storage", "pods"];
const unit = ["core", "byte", "integer"];

export const OBJECTS = {
    deploymentReplicas: STATE.gauge(
        "kube_deployment_spec_replicas",
        "Replicas that a Deployment asks for.",
        deployment,
        [2, 2],
    ),
    deploymentAvailable: STATE.gauge(
        "kube_deployment_status_replicas_available",
        "Replicas of a Deployment that are available.",
        deployment,
        [2, 2],
    ),
    statefulSetReplicas: STATE.gauge(
        "kube_statefulset_replicas",
        "Replicas that a StatefulSet asks for.",
        statefulSet,
        [1, 1],
    ),
    statefulSetReady: STATE.gauge(
        "kube_statefulset_status_replicas_ready",
        "Replicas of a StatefulSet that are ready.",
        statefulSet,
        [1, 1],
    ),
    daemonSetDesired: STATE.gauge(
        "kube_daemonset_status_desired_number_scheduled",
        "Nodes that should run the DaemonSet's pod.",
        daemonSet,
        [6, 6],
    ),
    daemonSetAvailable: STATE.gauge(
        "kube_daemonset_status_number_available",
        "Nodes on which the DaemonSet's pod is available.",
        daemonSet,
        [6, 6],
    ),
    cronJobSuspended: STATE.gauge("kube_cronjob_spec_suspend", "1 for a CronJob that is suspended.", cronJob, [0, 0]),
    cronJobCreated: STATE.gauge(
        "kube_cronjob_created",
        "When a CronJob was created, in seconds since 1970.",
        cronJob,
        [1.79e9, 1.79e9],
    ),
    cronJobLastScheduled: STATE.gauge(
        "kube_cronjob_status_last_schedule_time",
        "When a CronJob was started last, in seconds since 1970.",
        cronJob,
        [1.79e9, 1.79e9],
    ),
    /** No series before the first job that ended well. */
    cronJobLastSuccessful: STATE.gauge(
        "kube_cronjob_status_last_successful_time",
        "When a CronJob last ended well, in seconds since 1970.",
        cronJob,
        [1.79e9, 1.79e9],
    ),
    cronJobNext: STATE.gauge(
        "kube_cronjob_next_schedule_time",
        "When a CronJob is due, in seconds since 1970.",
        cronJob,
        [1.8e9, 1.8e9],
    ),
    cronJobActive: STATE.gauge("kube_cronjob_status_active", "Jobs of a CronJob that run.", cronJob, [0, 1]),
    jobFailed: STATE.gauge(
        "kube_job_failed",
        "1 for a Job that failed for good.",
        { ...job, condition: ["true", "false", "unknown"] },
        [0, 0],
    ),
    jobComplete: STATE.gauge(
        "kube_job_complete",
        "1 for a Job that ended well.",
        { ...job, condition: ["true", "false", "unknown"] },
        [0, 1],
    ),
    jobActive: STATE.gauge("kube_job_status_active", "Pods of a Job that run.", job, [0, 1]),
    jobStarted: STATE.gauge(
        "kube_job_status_start_time",
        "When a Job started, in seconds since 1970.",
        job,
        [1.79e9, 1.79e9],
    ),
    jobOwner: STATE.gauge(
        "kube_job_owner",
        "1 for each Job, with the CronJob that made it.",
        { ...job, owner_kind: ["CronJob"], owner_name: ["akosha-aging"], owner_is_controller: ["true"] },
        [1, 1],
    ),
    autoscalerMaximum: STATE.gauge(
        "kube_horizontalpodautoscaler_spec_max_replicas",
        "The most replicas that an autoscaler may ask for.",
        autoscaler,
        [10, 10],
    ),
    autoscalerMinimum: STATE.gauge(
        "kube_horizontalpodautoscaler_spec_min_replicas",
        "The fewest replicas that an autoscaler may ask for.",
        autoscaler,
        [2, 2],
    ),
    autoscalerCurrent: STATE.gauge(
        "kube_horizontalpodautoscaler_status_current_replicas",
        "Replicas that an autoscaler sees.",
        autoscaler,
        [2, 4],
    ),
    autoscalerDesired: STATE.gauge(
        "kube_horizontalpodautoscaler_status_desired_replicas",
        "Replicas that an autoscaler asks for.",
        autoscaler,
        [2, 4],
    ),
    autoscalerCondition: STATE.gauge(
        "kube_horizontalpodautoscaler_status_condition",
        "1 for what holds of an autoscaler's condition.",
        {
            ...autoscaler,
            condition: ["AbleToScale", "ScalingActive", "ScalingLimited"],
            status: ["true", "false", "unknown"],
        },
        [0, 1],
    ),
    nodeCondition: STATE.gauge(
        "kube_node_status_condition",
        "1 for what holds of a node's condition.",
        {
            ...node,
            condition: ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"],
            status: ["true", "false", "unknown"],
        },
        [0, 1],
    ),
    nodeAllocatable: STATE.gauge(
        "kube_node_status_allocatable",
        "What pods may request of a node: cores, bytes, pods.",
        { ...node, resource, unit },
        [4, 4],
    ),
    nodeUnschedulable: STATE.gauge(
        "kube_node_spec_unschedulable",
        "1 for a node that takes no new pods.",
        node,
        [0, 0],
    ),
    nodeInfo: STATE.gauge(
        "kube_node_info",
        "1 for each node, with its versions.",
        { ...node, kubelet_version: ["v1.36.2"], os_image: ["Amazon Linux 2023"] },
        [1, 1],
    ),
    /** Only labels that kube-state-metrics is told of (metrics-values.ts); their names in snake case (internal/store/utils.go). */
    nodeLabels: STATE.gauge(
        "kube_node_labels",
        "1 for each node, with labels of it.",
        {
            ...node,
            label_node_kubernetes_io_instance_type: ["m7g.large"],
            label_eks_amazonaws_com_capacity_type: ["ON_DEMAND", "SPOT"],
            label_mindcloud_dev_node_group: ["general"],
        },
        [1, 1],
    ),
    claimRequested: STATE.gauge(
        "kube_persistentvolumeclaim_resource_requests_storage_bytes",
        "Size that a claim asks for.",
        claim,
        [1e11, 1e11],
    ),
    claimPhase: STATE.gauge(
        "kube_persistentvolumeclaim_status_phase",
        "1 for the phase that a claim is in.",
        { ...claim, phase: ["Pending", "Bound", "Lost"] },
        [0, 1],
    ),
} as const satisfies Catalogue;
