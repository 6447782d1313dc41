/** What kube-state-metrics 2.20.0 says of objects other than pods (docs/metrics, by kind). All its times are seconds since 1970. */
import type { Catalogue } from "../catalogue";
import { exporter } from "./exporter";

const STATE = exporter("kube-state-metrics", "kubernetes/kube-state-metrics v2.20.0 docs/metrics");
const deployment = ["namespace", "deployment"];
const statefulSet = ["namespace", "statefulset"];
const daemonSet = ["namespace", "daemonset"];
const cronJob = ["namespace", "cronjob"];
const job = ["namespace", "job_name"];
const autoscaler = ["namespace", "horizontalpodautoscaler"];
const claim = ["namespace", "persistentvolumeclaim"];
const node = ["node"];

export const OBJECTS = {
    deploymentReplicas: STATE.gauge(
        "kube_deployment_spec_replicas",
        "Replicas that a Deployment asks for.",
        deployment,
    ),
    deploymentAvailable: STATE.gauge(
        "kube_deployment_status_replicas_available",
        "Replicas of a Deployment that are available.",
        deployment,
    ),
    statefulSetReplicas: STATE.gauge("kube_statefulset_replicas", "Replicas that a StatefulSet asks for.", statefulSet),
    statefulSetReady: STATE.gauge(
        "kube_statefulset_status_replicas_ready",
        "Replicas of a StatefulSet that are ready.",
        statefulSet,
    ),
    daemonSetDesired: STATE.gauge(
        "kube_daemonset_status_desired_number_scheduled",
        "Nodes that should run the DaemonSet's pod.",
        daemonSet,
    ),
    daemonSetAvailable: STATE.gauge(
        "kube_daemonset_status_number_available",
        "Nodes on which the DaemonSet's pod is available.",
        daemonSet,
    ),
    cronJobSuspended: STATE.gauge("kube_cronjob_spec_suspend", "1 for a CronJob that is suspended.", cronJob),
    cronJobCreated: STATE.gauge("kube_cronjob_created", "When a CronJob was created, in seconds since 1970.", cronJob),
    cronJobLastScheduled: STATE.gauge(
        "kube_cronjob_status_last_schedule_time",
        "When a CronJob was started last, in seconds since 1970.",
        cronJob,
    ),
    /** No series before the first job that ended well. */
    cronJobLastSuccessful: STATE.gauge(
        "kube_cronjob_status_last_successful_time",
        "When a CronJob last ended well, in seconds since 1970.",
        cronJob,
    ),
    cronJobNext: STATE.gauge(
        "kube_cronjob_next_schedule_time",
        "When a CronJob is due, in seconds since 1970.",
        cronJob,
    ),
    cronJobActive: STATE.gauge("kube_cronjob_status_active", "Jobs of a CronJob that run.", cronJob),
    jobFailed: STATE.gauge("kube_job_failed", "1 for a Job that failed for good.", [...job, "condition"]),
    jobComplete: STATE.gauge("kube_job_complete", "1 for a Job that ended well.", [...job, "condition"]),
    jobActive: STATE.gauge("kube_job_status_active", "Pods of a Job that run.", job),
    jobStarted: STATE.gauge("kube_job_status_start_time", "When a Job started, in seconds since 1970.", job),
    jobOwner: STATE.gauge("kube_job_owner", "1 for each Job, with the CronJob that made it.", [
        ...job,
        "owner_kind",
        "owner_name",
        "owner_is_controller",
    ]),
    autoscalerMaximum: STATE.gauge(
        "kube_horizontalpodautoscaler_spec_max_replicas",
        "The most replicas that an autoscaler may ask for.",
        autoscaler,
    ),
    autoscalerMinimum: STATE.gauge(
        "kube_horizontalpodautoscaler_spec_min_replicas",
        "The fewest replicas that an autoscaler may ask for.",
        autoscaler,
    ),
    autoscalerCurrent: STATE.gauge(
        "kube_horizontalpodautoscaler_status_current_replicas",
        "Replicas that an autoscaler sees.",
        autoscaler,
    ),
    autoscalerDesired: STATE.gauge(
        "kube_horizontalpodautoscaler_status_desired_replicas",
        "Replicas that an autoscaler asks for.",
        autoscaler,
    ),
    autoscalerCondition: STATE.gauge(
        "kube_horizontalpodautoscaler_status_condition",
        "1 for what holds of an autoscaler's condition.",
        [...autoscaler, "condition", "status"],
    ),
    nodeCondition: STATE.gauge("kube_node_status_condition", "1 for what holds of a node's condition.", [
        ...node,
        "condition",
        "status",
    ]),
    nodeAllocatable: STATE.gauge(
        "kube_node_status_allocatable",
        "What pods may request of a node: cores, bytes, pods.",
        [...node, "resource", "unit"],
    ),
    nodeUnschedulable: STATE.gauge("kube_node_spec_unschedulable", "1 for a node that takes no new pods.", node),
    nodeInfo: STATE.gauge("kube_node_info", "1 for each node, with its versions.", [
        ...node,
        "kubelet_version",
        "os_image",
    ]),
    /** Only labels that kube-state-metrics is told of (metrics-values.ts); their names in snake case (internal/store/utils.go). */
    nodeLabels: STATE.gauge("kube_node_labels", "1 for each node, with labels of it.", [
        ...node,
        "label_node_kubernetes_io_instance_type",
        "label_eks_amazonaws_com_capacity_type",
        "label_mindcloud_dev_node_group",
    ]),
    claimRequested: STATE.gauge(
        "kube_persistentvolumeclaim_resource_requests_storage_bytes",
        "Size that a claim asks for.",
        claim,
    ),
    claimPhase: STATE.gauge("kube_persistentvolumeclaim_status_phase", "1 for the phase that a claim is in.", [
        ...claim,
        "phase",
    ]),
} as const satisfies Catalogue;
