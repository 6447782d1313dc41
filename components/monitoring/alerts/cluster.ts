/** Nodes, room for pods, certificates, and the services of the cluster that everybody relies on. */
import { hours, minutes } from "../../workload/quantities";
import { alertsOf, type AlertGroup, type Owner } from "../alerts";
import { CLOUDWATCH_METRICS as CLOUDWATCH } from "../catalogues/cloudwatch";
import { KUBERNETES as K } from "../catalogues/kubernetes";
import { NODES } from "../catalogues/nodes";
import { PROBES } from "../catalogues/probes";
import { MONITORING } from "../catalogues/prometheus";
import {
    above,
    and,
    averageBy,
    below,
    equals,
    increase,
    max,
    minus,
    over,
    plus,
    sum,
    sumBy,
    untilThen,
    value,
} from "../promql";
import { per } from "./state";

const PAGE = "docs/runbooks/cluster.md";
const DAY = 86_400;

const perCondition = per("node", "condition", "status");
const perDaemonSet = per("namespace", "daemonset");
const perGroup = per("node_group");
const perSecret = per("exported_namespace", "name", "condition", "status");

/** The root of a node: where images, logs and what containers write are. */
const DISK = { mountpoint: "/", fstype: { not: ["tmpfs", "overlay"] } } as const;

/** Parts of a cluster that an environment has or leaves out. */
export interface ClusterParts {
    readonly autoscaler: boolean;
    readonly eventScaling: boolean;
    readonly secretStore: boolean;
    readonly loadBalancer: boolean;
}

export const clusterAlerts = (owner: Owner, parts: ClusterParts): readonly AlertGroup[] => [
    nodeAlerts(owner),
    ...(parts.autoscaler ? [capacityAlerts(owner)] : []),
    ...(parts.loadBalancer ? [edgeAlerts(owner)] : []),
    serviceAlerts(owner, parts),
];

function nodeAlerts(owner: Owner): AlertGroup {
    const alert = alertsOf(owner, PAGE);
    return {
        rules: [
            alert({
                name: "MostNodesDown",
                severity: "critical",
                for: minutes(5),
                expr: below(averageBy([], perCondition(K.nodeCondition, { condition: "Ready", status: "true" })), 0.5),
                summary: "Most nodes are not ready: whatever else fires is its consequence.",
                description: "{{ $value | humanizePercentage }} of the nodes are ready.",
                // Alertmanager holds all other alerts back while this one fires (alertmanager-config.ts).
                labels: { scope: "cluster" },
            }),
            alert({
                name: "NodeNotReady",
                severity: "warning",
                for: minutes(10),
                expr: equals(perCondition(K.nodeCondition, { condition: "Ready", status: "true" }), 0),
                summary: "A node is not ready; its pods are moved, those with a zonal volume only within their zone.",
                description: "{{ $labels.node }} has not been {{ $labels.condition }} for 10 minutes ({{ $value }}).",
            }),
            alert({
                name: "NodeUnderPressure",
                severity: "warning",
                for: minutes(10),
                expr: equals(
                    perCondition(K.nodeCondition, {
                        condition: ["MemoryPressure", "DiskPressure", "PIDPressure"],
                        status: "true",
                    }),
                    1,
                ),
                summary: "A node runs out of something and evicts pods.",
                description: "{{ $labels.node }} has {{ $labels.condition }} ({{ $value }}).",
            }),
            alert({
                name: "NodeDiskAlmostFull",
                severity: "warning",
                for: minutes(15),
                // The kubelet begins to evict below 10 % (kubelet, evictionHard nodefs.available).
                expr: below(over(value(NODES.fileSystemAvailable, DISK), value(NODES.fileSystemSize, DISK)), 0.15),
                summary: "A node's disk fills up; below 10 % its pods are evicted.",
                description:
                    "{{ $labels.mountpoint }} of {{ $labels.instance }} has {{ $value | humanizePercentage }} left.",
            }),
            alert({
                name: "NodeMemoryLow",
                severity: "warning",
                for: minutes(15),
                expr: below(over(value(NODES.memoryAvailable), value(NODES.memoryTotal)), 0.05),
                summary: "A node has hardly any memory left: its kernel will kill containers.",
                description: "{{ $labels.instance }} has {{ $value | humanizePercentage }} of its memory left.",
            }),
            alert({
                name: "DaemonSetIncomplete",
                severity: "warning",
                for: minutes(15),
                expr: above(minus(perDaemonSet(K.daemonSetDesired, {}), perDaemonSet(K.daemonSetAvailable, {})), 0),
                summary: "An agent is missing on some nodes: network, storage, logs or metrics are incomplete there.",
                description: "{{ $labels.namespace }}/{{ $labels.daemonset }} is not available on {{ $value }} nodes.",
            }),
        ],
    };
}

function capacityAlerts(owner: Owner): AlertGroup {
    const alert = alertsOf(owner, PAGE);
    return {
        rules: [
            alert({
                name: "PodsWithoutNode",
                severity: "critical",
                for: minutes(15),
                expr: above(max(value(MONITORING.podsWithoutNode)), 0),
                summary: "Pods find no node, and none has come for them: the cluster is full.",
                description: "{{ $value }} pods wait for a node.",
            }),
            alert({
                name: "NodeGroupAtMaximum",
                severity: "warning",
                for: minutes(15),
                // A group of fixed size is always at its maximum.
                expr: and(
                    equals(
                        minus(perGroup(MONITORING.nodeGroupMaximum, {}), perGroup(MONITORING.nodeGroupTarget, {})),
                        0,
                    ),
                    above(
                        minus(perGroup(MONITORING.nodeGroupMaximum, {}), perGroup(MONITORING.nodeGroupMinimum, {})),
                        0,
                    ),
                ),
                summary: "A node group has grown to its maximum: the next pod that needs a node of it waits.",
                description: "{{ $labels.node_group }} may have {{ $value }} more nodes.",
            }),
            alert({
                name: "NodesCannotBeAdded",
                severity: "warning",
                for: minutes(0),
                keepFiringFor: minutes(30),
                expr: above(sumBy(["reason"], increase(MONITORING.failedScaleUps, "30m")), 0),
                summary: "AWS gave no node when one was asked for.",
                description:
                    '{{ $value | printf "%.0f" }} attempts to add nodes failed within 30 minutes: {{ $labels.reason }}.',
            }),
            alert({
                name: "NodesNotScaled",
                severity: "warning",
                for: minutes(15),
                expr: equals(value(MONITORING.safeToScale), 0),
                summary: "Too many nodes are unwell, so the autoscaler neither adds nor removes any.",
                description: "{{ $labels.pod }} says that the cluster is not safe to scale ({{ $value }}).",
            }),
        ],
    };
}

function edgeAlerts(owner: Owner): AlertGroup {
    const alert = alertsOf(owner, PAGE);
    const validity = untilThen(PROBES.certificateExpiry);
    return {
        rules: [
            alert({
                name: "CertificateExpiresSoon",
                severity: "warning",
                for: hours(1),
                // ACM renews 60 days before: what is still there after 39 of them will not renew by itself.
                expr: below(validity, 21 * DAY),
                summary: "A certificate ends within three weeks and has not been renewed.",
                description: "The certificate of {{ $labels.instance }} ends in {{ $value | humanizeDuration }}.",
            }),
            alert({
                name: "CertificateExpires",
                severity: "critical",
                for: hours(1),
                expr: below(validity, 7 * DAY),
                summary: "A certificate ends within a week: after that no browser and no client connects.",
                description: "The certificate of {{ $labels.instance }} ends in {{ $value | humanizeDuration }}.",
            }),
            alert({
                name: "LoadBalancerUnavailable",
                severity: "critical",
                for: minutes(5),
                // Its own answers 502, 503, 504: no pod was asked, or none answered.
                expr: above(over(ownErrors(), plus(ownErrors(), sum(value(CLOUDWATCH.requests)))), 0.05),
                summary: "The load balancer itself answers with errors: it reaches no pod.",
                description:
                    "{{ $value | humanizePercentage }} of requests got an error from the load balancer itself.",
            }),
            alert({
                name: "LoadBalancerRefuses",
                severity: "warning",
                for: minutes(5),
                expr: above(per("dimension_LoadBalancer")(CLOUDWATCH.rejectedConnections, {}), 0),
                summary: "The load balancer refuses connections because it is at its limit.",
                description: "{{ $labels.dimension_LoadBalancer }} refused {{ $value }} connections in a period.",
            }),
        ],
    };
}

const ownErrors = () => sum(value(CLOUDWATCH.loadBalancerErrors));

function serviceAlerts(owner: Owner, { eventScaling, secretStore }: ClusterParts): AlertGroup {
    const alert = alertsOf(owner, PAGE);
    const secrets = alert({
        name: "SecretNotSynced",
        severity: "warning",
        for: minutes(15),
        expr: equals(perSecret(MONITORING.secretCondition, { condition: "Ready", status: "False" }), 1),
        summary: "A Secret is not in step with Secrets Manager: its readers keep an old value, or do not start.",
        description:
            "{{ $labels.exported_namespace }}/{{ $labels.name }} is not {{ $labels.condition }} ({{ $value }}).",
    });
    const scaler = alert({
        name: "ScalerFailing",
        severity: "warning",
        for: minutes(15),
        expr: above(
            sumBy(["exported_namespace", "scaledObject", "scaler"], increase(MONITORING.scalerErrors, "15m")),
            0,
        ),
        summary: "KEDA cannot read what a workload scales by; it keeps what runs, or goes back to the minimum.",
        description:
            '{{ $labels.exported_namespace }}/{{ $labels.scaledObject }} ({{ $labels.scaler }}) failed {{ $value | printf "%.0f" }} times within 15 minutes.',
    });
    return { rules: [...(secretStore ? [secrets] : []), ...(eventScaling ? [scaler] : [])] };
}
