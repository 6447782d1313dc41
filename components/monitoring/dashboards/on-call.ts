/** The page that an on-call engineer opens first: what is wrong, since when, and where to look next. */
import { CLOUDWATCH_METRICS as CLOUDWATCH } from "../catalogues/cloudwatch";
import { KUBERNETES } from "../catalogues/kubernetes";
import { PROBES } from "../catalogues/probes";
import { MONITORING } from "../catalogues/prometheus";
import { errorShare } from "../alerts/endpoints";
import {
    below,
    changes,
    equals,
    max,
    minBy,
    minus,
    over,
    predicted,
    sum,
    sumBy,
    top,
    unless,
    value,
    type Query,
} from "../promql";
import { targetGroupsOf } from "./load-balancer";
import { logsRow } from "./logs";
import { missingReplicas } from "./pods";
import { onCluster, onEndpoints, onMetrics, onVolumes, onWorkloads } from "./runbooks";
import type { DashboardName, DashboardSpec, Panel, Row, Variable } from "./spec";

export const ON_CALL = { uid: "mindcloud-on-call", title: "On call: start here" } as const;

export interface WatchedSystem {
    /** As in app.kubernetes.io/part-of. */
    readonly system: string;
    readonly namespaces: readonly string[];
    readonly loadBalanced: boolean;
    readonly pages: readonly DashboardName[];
}

export interface OnCallOf {
    readonly systems: readonly WatchedSystem[];
    /** Pages of what all systems share. */
    readonly platform: readonly DashboardName[];
    readonly logs: boolean;
}

export function onCall({ systems, platform, logs }: OnCallOf): DashboardSpec {
    const served = systems.filter(({ loadBalanced }) => loadBalanced);
    return {
        ...ON_CALL,
        tag: "platform",
        description:
            "From the top: which alerts fire, whom callers cannot reach, which pods are missing, what is full. Every panel leads to its runbook or to the page that says more.",
        related: [...systems.flatMap(({ pages }) => pages), ...platform],
        from: "now-3h",
        variables: [NAMESPACE],
        rows: [
            { title: "What fires", panels: [firing, counts] },
            { title: "Can it be reached?", panels: [...health, ...(served.length > 0 ? callers(served) : [])] },
            { title: "Does it run?", panels: running(systems) },
            full,
            ...(logs ? [logsRow({ namespace: "$namespace" })] : []),
        ],
    };
}

const NAMESPACE: Variable = {
    ...{ name: "namespace", label: "Namespace", description: "Namespaces whose pods and logs are shown." },
    ...{ of: KUBERNETES.podInfo, valuesOf: "namespace" },
};
const chosen = { namespace: { matches: "$namespace" } } as const;

/** The watchdog fires always: it is how one knows that alerts arrive. */
const FIRING: Query = unless(
    value(MONITORING.alerts, { alertstate: "firing" }),
    value(MONITORING.alerts, { alertname: "Watchdog" }),
);

const firing: Panel = {
    ...{ title: "Alerts that fire", show: "table", width: 18, height: 10 },
    description:
        "Critical first: somebody is called for those. Summary, values and the runbook of each are in Alertmanager and in what you were sent.",
    query: FIRING,
    columns: {
        ...{ severity: "Severity", alertname: "Alert", system: "System", namespace: "Namespace" },
        ...{ pod: "Pod", team: "Team" },
    },
    whenEmpty: "Nothing fires.",
    alerts: onMetrics("TargetDown", "MetricsAbsent"),
};

const counts: Panel = {
    ...{ title: "By severity", show: "number", unit: "none", decimals: 0, width: 6, height: 10 },
    description: "How many fire of each severity. critical: now. warning: on the next working day.",
    series: [{ query: sumBy(["severity"], FIRING), legend: "{{severity}}" }],
    limits: { worse: "above", warning: 1 },
    whenEmpty: "0",
};

const health: readonly Panel[] = [
    {
        ...{ title: "Health checks", show: "bars", unit: "none", least: 0, most: 1, decimals: 0 },
        description: "What answers /health when it is asked from another pod: 1 answers, 0 does not.",
        series: [{ query: minBy(["instance"], value(PROBES.success)), legend: "{{instance}}" }],
        limits: { worse: "below", critical: 1 },
        alerts: onEndpoints("HealthCheckFailing"),
    },
];

/** One line each: five systems fit, and their own pages say more. */
const callers = (served: readonly WatchedSystem[]): readonly Panel[] => [
    {
        ...{ title: "Errors that callers see", show: "lines", unit: "percentunit" },
        description: "Share of requests that a system's pods answered with 5xx, as the load balancer counts.",
        series: served.map(({ system, namespaces: [namespace = system] }) => ({
            query: errorShare(targetGroupsOf(namespace)),
            legend: system,
        })),
        limits: { worse: "above", critical: 0.05 },
        alerts: [...onEndpoints("LoadBalancerErrors", "NoHealthyTargets"), ...onCluster("LoadBalancerUnavailable")],
    },
    {
        ...{ title: "Time that callers wait (p99)", show: "lines", unit: "s" },
        description: "Time within which a system's pods answered 99 of 100 requests.",
        series: served.map(({ system, namespaces: [namespace = system] }) => ({
            query: max(value(CLOUDWATCH.responseTimeP99, { dimension_TargetGroup: targetGroupsOf(namespace) })),
            legend: system,
        })),
        limits: { worse: "above", warning: 2 },
        alerts: onEndpoints("LoadBalancerSlow"),
    },
];

function running(systems: readonly WatchedSystem[]): readonly Panel[] {
    const { deployments, statefulSets } = missingReplicas(chosen.namespace);
    return [
        {
            ...{ title: "Missing replicas", show: "lines", unit: "none", decimals: 0 },
            description: "Pods that are asked for and not ready, by namespace.",
            series: [
                { query: deployments, legend: "{{namespace}} Deployments" },
                { query: statefulSets, legend: "{{namespace}} StatefulSets" },
            ],
            limits: { worse: "above", critical: 1 },
            alerts: onWorkloads("WorkloadDown", "ReplicasUnavailable"),
            dashboards: systems.flatMap(({ pages }) => pages),
        },
        {
            ...{ title: "Containers that restart", show: "lines", unit: "none", decimals: 0 },
            description: "How often a container restarted within the last hour; the ten worst.",
            series: [
                {
                    query: top(
                        10,
                        sumBy(["namespace", "pod", "container"], changes(KUBERNETES.restarts, "1h", chosen)),
                    ),
                    legend: "{{namespace}} {{pod}} {{container}}",
                },
            ],
            limits: { worse: "above", warning: 1, critical: 3 },
            alerts: onWorkloads("ContainerRestarting", "ContainerOutOfMemory"),
        },
        {
            ...{ title: "Pods that do not start", show: "table" },
            description: "Pods that wait: for a node, an image, a volume or a Secret. New ones pass through here.",
            query: equals(value(KUBERNETES.podPhase, { ...chosen, phase: "Pending" }), 1),
            columns: { namespace: "Namespace", pod: "Pod" },
            whenEmpty: "none",
            alerts: [...onWorkloads("PodPending"), ...onCluster("PodsWithoutNode")],
        },
    ];
}

const CLAIM = ["namespace", "persistentvolumeclaim"];
const full: Row = {
    title: "Is something full?",
    panels: [
        {
            ...{ title: "Volumes that fill up", show: "table" },
            description:
                "Claims that will have nothing left within four days, if they fill as during the last six hours.",
            query: below(predicted(KUBERNETES.volumeAvailable, "6h", 4 * 86_400), 0),
            columns: { namespace: "Namespace", persistentvolumeclaim: "Claim" },
            whenEmpty: "none",
            alerts: onVolumes("VolumeFillsUp", "VolumeAlmostFull"),
        },
        {
            ...{ title: "Fullest volumes", show: "bars", unit: "percentunit", most: 1 },
            description: "The ten fullest claims. From 80 % on a claim should grow.",
            series: [
                {
                    query: top(
                        10,
                        minus(
                            1,
                            over(
                                minBy(CLAIM, value(KUBERNETES.volumeAvailable)),
                                minBy(CLAIM, value(KUBERNETES.volumeCapacity)),
                            ),
                        ),
                    ),
                    legend: "{{namespace}} {{persistentvolumeclaim}}",
                },
            ],
            limits: { worse: "above", warning: 0.8, critical: 0.95 },
            alerts: onVolumes("VolumeAlmostFull"),
        },
        {
            ...{ title: "Autoscalers at their maximum", show: "table" },
            description: "Whoever is here has no more pods to add: more load makes it slow.",
            query: equals(
                minus(value(KUBERNETES.autoscalerMaximum), value(KUBERNETES.autoscalerCurrent), {
                    on: ["namespace", "horizontalpodautoscaler"],
                }),
                0,
            ),
            columns: { namespace: "Namespace", horizontalpodautoscaler: "Autoscaler" },
            whenEmpty: "none",
            alerts: onWorkloads("AutoscalerAtMaximum"),
        },
        {
            ...{ title: "Nodes", show: "number", unit: "none", decimals: 0, width: 8, height: 8 },
            description: "Nodes that are ready, and that are not.",
            series: [
                {
                    query: sum(value(KUBERNETES.nodeCondition, { condition: "Ready", status: "true" })),
                    legend: "ready",
                },
                {
                    query: sum(value(KUBERNETES.nodeCondition, { condition: "Ready", status: ["false", "unknown"] })),
                    legend: "not ready",
                },
            ],
            alerts: onCluster("NodeNotReady", "NodeGroupAtMaximum"),
        },
    ],
};
