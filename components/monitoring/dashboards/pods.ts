/** What every system's page says of its pods. From Kubernetes alone, so it is there before an application exports anything. */
import type { Gauge } from "../catalogue";
import { KUBERNETES } from "../catalogues/kubernetes";
import { increase, maxBy, minus, over, rate, sum, sumBy, top, value, type Matcher, type Query } from "../promql";
import { onWorkloads } from "./runbooks";
import type { AlertName, LabelVariable, Panel, Row } from "./spec";

export interface PodsOf {
    /** Of the namespaces. */
    readonly namespace: Matcher;
    /** Chosen on the page. Default every pod. */
    readonly pod?: Matcher;
    /** Whether autoscalers are at work, or replicas are fixed. */
    readonly scales: boolean;
    /** Share of its CPU limit from which on a container is in trouble, where somebody promised one. Default: it is shown against requests. */
    readonly cpuLimit?: number;
    /** The system's own alerts, beside those that all have. Default none. */
    readonly alerts?: Partial<Readonly<Record<"missing" | "cpu" | "memory", readonly AlertName[]>>>;
}

/** Lines in a panel: more cannot be told apart. */
const MOST_LINES = 15;

/** A variable of the page: pods of one namespace, or of those that another variable chooses; of a page about some of them, only those. */
export const podVariable = (namespace: string, pods?: string): LabelVariable => ({
    ...{ name: "pod", label: "Pod", description: "Pods whose use and logs are shown." },
    ...{
        of: KUBERNETES.podInfo,
        valuesOf: "pod",
        where: `namespace=~"${namespace}"${pods === undefined ? "" : `, pod=~"${pods}"`}`,
    },
    ...(pods !== undefined && { all: pods }),
});

export function podsRow(of: PodsOf): Row {
    return {
        title: "Pods",
        panels: [
            ...[
                missing(of),
                restarts(of),
                of.cpuLimit === undefined ? cpu(of) : cpuAgainst(of, of.cpuLimit),
                memory(of),
            ],
            ...[throttled(of), ...(of.scales ? [scaling(of)] : [])],
        ],
    };
}

/** Replicas that are asked for and not there, by namespace: of Deployments, and of StatefulSets. */
export function missingReplicas(namespace: Matcher): { readonly deployments: Query; readonly statefulSets: Query } {
    const less = (wanted: Gauge, there: Gauge) =>
        minus(sumBy(["namespace"], value(wanted, { namespace })), sumBy(["namespace"], value(there, { namespace })));
    const { deploymentReplicas, deploymentAvailable, statefulSetReplicas, statefulSetReady } = KUBERNETES;
    return {
        deployments: less(deploymentReplicas, deploymentAvailable),
        statefulSets: less(statefulSetReplicas, statefulSetReady),
    };
}

function missing({ namespace, alerts }: PodsOf): Panel {
    const { deployments, statefulSets } = missingReplicas(namespace);
    return {
        ...{ title: "Missing replicas", show: "number", unit: "none", width: 4, height: 8 },
        description: "Pods that Deployments and StatefulSets ask for and that are not ready. For long it should be 0.",
        series: [
            { query: sum(deployments), legend: "Deployments" },
            { query: sum(statefulSets), legend: "StatefulSets" },
        ],
        limits: { worse: "above", critical: 1 },
        alerts: [...(alerts?.missing ?? []), ...onWorkloads("WorkloadDown", "ReplicasUnavailable")],
    };
}

function restarts({ namespace, pod }: PodsOf): Panel {
    return {
        ...{ title: "Restarts", show: "lines", unit: "none", decimals: 0 },
        description:
            "Restarts of containers during the last hour. One after a change of configuration is ordinary; several in a row are a crash loop.",
        series: [
            {
                query: top(
                    MOST_LINES,
                    sumBy(
                        ["pod", "container"],
                        increase(KUBERNETES.restarts, "1h", { namespace, ...(pod && { pod }) }),
                    ),
                ),
                legend: "{{pod}} {{container}}",
            },
        ],
        limits: { worse: "above", warning: 1, critical: 3 },
        alerts: onWorkloads("ContainerRestarting"),
    };
}

/** Of a pod's own containers; without `container` it is the pod's total, with POD what holds its network. */
const own = ({ namespace, pod }: PodsOf) => ({ namespace, container: { not: ["", "POD"] }, ...(pod && { pod }) });

function cpu(of: PodsOf): Panel {
    const where = { namespace: of.namespace, ...(of.pod && { pod: of.pod }) };
    return {
        ...{ title: "CPU against request", show: "lines", unit: "percentunit" },
        description:
            "What the containers of a pod compute, as a share of what they request. Above 1 they live on what others leave over. Autoscalers aim at a share of the same request.",
        series: [
            {
                query: top(
                    MOST_LINES,
                    over(
                        sumBy(["namespace", "pod"], rate(KUBERNETES.cpuUsage, "5m", own(of))),
                        sumBy(["namespace", "pod"], value(KUBERNETES.requests, { ...where, resource: "cpu" })),
                    ),
                ),
                legend: "{{pod}}",
            },
        ],
    };
}

function cpuAgainst(of: PodsOf, limit: number): Panel {
    const where = { namespace: of.namespace, ...(of.pod && { pod: of.pod }) };
    const by = ["namespace", "pod", "container"];
    return {
        ...{ title: "CPU against limit", show: "lines", unit: "percentunit", most: 1 },
        description: `What a container computes, as a share of its limit. From ${limit} on it is slowed down soon.`,
        series: [
            {
                query: top(
                    MOST_LINES,
                    over(
                        sumBy(by, rate(KUBERNETES.cpuUsage, "5m", own(of))),
                        sumBy(by, value(KUBERNETES.limits, { ...where, resource: "cpu" })),
                    ),
                ),
                legend: "{{pod}} {{container}}",
            },
        ],
        limits: { worse: "above", warning: limit },
        ...(of.alerts?.cpu && { alerts: of.alerts.cpu }),
    };
}

function memory(of: PodsOf): Panel {
    const where = { namespace: of.namespace, ...(of.pod && { pod: of.pod }) };
    const by = ["namespace", "pod", "container"];
    return {
        ...{ title: "Memory against limit", show: "lines", unit: "percentunit", most: 1 },
        description:
            "Working set of a container as a share of its limit. From 80 % on there is little room, from 90 % hardly any; at 1 the kernel kills it (OOMKilled), and the restart shows to the left.",
        series: [
            {
                query: top(
                    MOST_LINES,
                    over(
                        maxBy(by, value(KUBERNETES.memoryWorkingSet, own(of))),
                        maxBy(by, value(KUBERNETES.limits, { ...where, resource: "memory" })),
                    ),
                ),
                legend: "{{pod}} {{container}}",
            },
        ],
        limits: { worse: "above", warning: 0.8, critical: 0.9 },
        alerts: [...(of.alerts?.memory ?? []), ...onWorkloads("ContainerOutOfMemory")],
    };
}

function throttled(of: PodsOf): Panel {
    const by = ["namespace", "pod"];
    return {
        ...{ title: "CPU throttling", show: "lines", unit: "percentunit", most: 1 },
        description:
            "Share of the scheduler's periods in which a pod had used up its CPU limit and had to wait. From 25 % on callers feel it, as latency and not as use: raise the limit, or add pods.",
        series: [
            {
                query: top(
                    MOST_LINES,
                    over(
                        sumBy(by, rate(KUBERNETES.cpuThrottledPeriods, "5m", own(of))),
                        sumBy(by, rate(KUBERNETES.cpuPeriods, "5m", own(of))),
                    ),
                ),
                legend: "{{pod}}",
            },
        ],
        limits: { worse: "above", warning: 0.25 },
    };
}

function scaling({ namespace }: PodsOf): Panel {
    const by = ["namespace", "horizontalpodautoscaler"];
    return {
        ...{ title: "Replicas against the autoscaler's maximum", show: "lines", unit: "percentunit", most: 1 },
        description:
            "Replicas that an autoscaler asks for, as a share of the most that it may. At 1 the load can grow and the pods cannot: raise `max` in the stack file if the nodes have room.",
        series: [
            {
                query: over(
                    maxBy(by, value(KUBERNETES.autoscalerDesired, { namespace })),
                    maxBy(by, value(KUBERNETES.autoscalerMaximum, { namespace })),
                ),
                legend: "{{horizontalpodautoscaler}}",
            },
        ],
        limits: { worse: "above", critical: 1 },
        alerts: onWorkloads("AutoscalerAtMaximum", "AutoscalerBlind"),
    };
}
