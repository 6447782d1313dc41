/** What can be wrong with anybody's pods, told by Kubernetes and so without a metric of the application. One group for each owner. */
import { minutes } from "../../workload/quantities";
import { alertsOf, type AlertGroup, type Owner } from "../alerts";
import { KUBERNETES as K } from "../catalogues/kubernetes";
import { above, and, atLeast, below, changes, equals, minus, or, value, type Matchers } from "../promql";

const PAGE = "docs/runbooks/workloads.md";

/** More in an hour is no accident: CrashLoopBackOff waits five minutes at most, so a container that never comes up restarts about 12 times. */
const RESTARTS_AN_HOUR = 3;

const OBJECT = "{{ $labels.namespace }}/{{ $labels.deployment }}{{ $labels.statefulset }}";
const CONTAINER = "Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }}";

/** `ours` selects the owner's namespaces. */
export function workloadAlerts(owner: Owner, ours: Matchers): AlertGroup {
    const alert = alertsOf(owner, PAGE);
    const wanted = or(value(K.deploymentReplicas, ours), value(K.statefulSetReplicas, ours));
    const there = or(value(K.deploymentAvailable, ours), value(K.statefulSetReady, ours));
    const same = ["namespace", "deployment", "statefulset"];
    return {
        name: `${owner.system}-workloads`,
        rules: [
            alert({
                name: "WorkloadDown",
                severity: "critical",
                for: minutes(5),
                expr: and(equals(there, 0), above(wanted, 0), same),
                summary: "Not one replica of a workload is available.",
                description: `${OBJECT} has {{ $value }} replicas available.`,
            }),
            alert({
                name: "ReplicasUnavailable",
                severity: "warning",
                for: minutes(15),
                expr: above(minus(wanted, there, { on: same }), 0),
                summary: "A workload has had fewer replicas than it asks for, for a quarter of an hour.",
                description: `${OBJECT} lacks {{ $value }} replicas.`,
            }),
            alert({
                name: "ContainerRestarting",
                severity: "warning",
                for: minutes(0),
                keepFiringFor: minutes(15),
                expr: above(changes(K.restarts, "1h", ours), RESTARTS_AN_HOUR),
                summary: "A container restarts again and again.",
                description: `${CONTAINER} restarted {{ $value }} times within an hour.`,
            }),
            alert({
                name: "ContainerOutOfMemory",
                severity: "warning",
                for: minutes(0),
                keepFiringFor: minutes(15),
                expr: and(
                    above(changes(K.restarts, "10m", ours), 0),
                    equals(value(K.lastTerminatedReason, { ...ours, reason: "OOMKilled" }), 1),
                    ["namespace", "pod", "container"],
                ),
                summary: "A container was killed because it reached its memory limit.",
                description: `${CONTAINER} was killed for its memory, and restarted {{ $value }} times within 10 minutes.`,
            }),
            alert({
                name: "PodPending",
                severity: "warning",
                for: minutes(15),
                expr: equals(value(K.podPhase, { ...ours, phase: "Pending" }), 1),
                summary: "A pod has not started for a quarter of an hour.",
                description:
                    "{{ $labels.namespace }}/{{ $labels.pod }} is still {{ $labels.phase }}: no node takes it, its image or a volume does not come, or a Secret is missing.",
            }),
            alert({
                name: "AutoscalerAtMaximum",
                severity: "warning",
                for: minutes(15),
                expr: and(
                    atLeast(value(K.autoscalerCurrent, ours), value(K.autoscalerMaximum, ours), {
                        on: ["namespace", "horizontalpodautoscaler"],
                    }),
                    below(value(K.autoscalerMinimum, ours), value(K.autoscalerMaximum, ours), {
                        on: ["namespace", "horizontalpodautoscaler"],
                    }),
                    ["namespace", "horizontalpodautoscaler"],
                ),
                summary: "An autoscaler has run at its maximum for a quarter of an hour: more load finds no more pods.",
                description:
                    "{{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} has {{ $value }} replicas, the most that it may have.",
            }),
            alert({
                name: "AutoscalerBlind",
                severity: "warning",
                for: minutes(15),
                expr: equals(value(K.autoscalerCondition, { ...ours, condition: "ScalingActive", status: "false" }), 1),
                summary: "An autoscaler cannot read what it scales by, so it does not scale.",
                description:
                    "{{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} has had {{ $labels.condition }} {{ $labels.status }} for 15 minutes.",
            }),
        ],
    };
}
