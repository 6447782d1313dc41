/** What can be wrong with anybody's pods, told by Kubernetes and so without a metric of the application. One group for each owner. */
import { minutes } from "../../workload/quantities";
import { alertsOf, type Alert, type AlertGroup, type Owner } from "../alerts";
import { KUBERNETES as K } from "../catalogues/kubernetes";
import { above, and, atLeast, below, changes, equals, maxBy, minus, or, type Matchers } from "../promql";
import { per } from "./state";

const PAGE = "docs/runbooks/workloads.md";

/** More in an hour is no accident: CrashLoopBackOff waits five minutes at most, so a container that never comes up restarts about 12 times. */
const RESTARTS_AN_HOUR = 3;

const OBJECT = "{{ $labels.namespace }}/{{ $labels.deployment }}{{ $labels.statefulset }}";
const WHICH = "Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }}";

const CONTAINER = ["namespace", "pod", "container"] as const;
const perDeployment = per("namespace", "deployment");
const perStatefulSet = per("namespace", "statefulset");
const perAutoscaler = per("namespace", "horizontalpodautoscaler");

/** `ours` selects the owner's namespaces. */
export function workloadAlerts(owner: Owner, ours: Matchers): AlertGroup {
    return {
        rules: [...replicaAlerts(owner, ours), ...containerAlerts(owner, ours), ...autoscalerAlerts(owner, ours)],
    };
}

function replicaAlerts(owner: Owner, ours: Matchers): readonly Alert[] {
    const alert = alertsOf(owner, PAGE);
    const wanted = or(perDeployment(K.deploymentReplicas, ours), perStatefulSet(K.statefulSetReplicas, ours));
    const there = or(perDeployment(K.deploymentAvailable, ours), perStatefulSet(K.statefulSetReady, ours));
    return [
        alert({
            name: "WorkloadDown",
            severity: "critical",
            for: minutes(5),
            expr: and(equals(there, 0), above(wanted, 0)),
            summary: "Not one replica of a workload is available.",
            description: `${OBJECT} has {{ $value }} replicas available.`,
        }),
        alert({
            name: "ReplicasUnavailable",
            severity: "warning",
            for: minutes(15),
            expr: above(minus(wanted, there), 0),
            summary: "A workload has had fewer replicas than it asks for, for a quarter of an hour.",
            description: `${OBJECT} lacks {{ $value }} replicas.`,
        }),
        alert({
            name: "PodPending",
            severity: "warning",
            for: minutes(15),
            expr: equals(per("namespace", "pod", "phase")(K.podPhase, { ...ours, phase: "Pending" }), 1),
            summary: "A pod has not started for a quarter of an hour.",
            description:
                "{{ $labels.namespace }}/{{ $labels.pod }} is still {{ $labels.phase }}: no node takes it, its image or a volume does not come, or a Secret is missing.",
        }),
    ];
}

function containerAlerts(owner: Owner, ours: Matchers): readonly Alert[] {
    const alert = alertsOf(owner, PAGE);
    const killed = per(...CONTAINER)(K.lastTerminatedReason, { ...ours, reason: "OOMKilled" });
    return [
        alert({
            name: "ContainerRestarting",
            severity: "warning",
            for: minutes(0),
            keepFiringFor: minutes(15),
            expr: above(maxBy(CONTAINER, changes(K.restarts, "1h", ours)), RESTARTS_AN_HOUR),
            summary: "A container restarts again and again.",
            description: `${WHICH} restarted {{ $value }} times within an hour.`,
        }),
        alert({
            name: "ContainerOutOfMemory",
            severity: "warning",
            for: minutes(0),
            keepFiringFor: minutes(15),
            expr: and(above(maxBy(CONTAINER, changes(K.restarts, "10m", ours)), 0), equals(killed, 1)),
            summary: "A container was killed because it reached its memory limit.",
            description: `${WHICH} was killed for its memory, and restarted {{ $value }} times within 10 minutes.`,
        }),
    ];
}

function autoscalerAlerts(owner: Owner, ours: Matchers): readonly Alert[] {
    const alert = alertsOf(owner, PAGE);
    const most = perAutoscaler(K.autoscalerMaximum, ours);
    const perCondition = per("namespace", "horizontalpodautoscaler", "condition", "status");
    return [
        alert({
            name: "AutoscalerAtMaximum",
            severity: "warning",
            for: minutes(15),
            // One of fixed size is always at its maximum.
            expr: and(
                atLeast(perAutoscaler(K.autoscalerCurrent, ours), most),
                below(perAutoscaler(K.autoscalerMinimum, ours), most),
            ),
            summary: "An autoscaler has run at its maximum for a quarter of an hour: more load finds no more pods.",
            description:
                "{{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} has {{ $value }} replicas, the most that it may have.",
        }),
        alert({
            name: "AutoscalerBlind",
            severity: "warning",
            for: minutes(15),
            expr: equals(
                perCondition(K.autoscalerCondition, { ...ours, condition: "ScalingActive", status: "false" }),
                1,
            ),
            summary: "An autoscaler cannot read what it scales by, so it does not scale.",
            description:
                "{{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} has had {{ $labels.condition }} {{ $labels.status }} for 15 minutes.",
        }),
    ];
}
