/** Nodes, the room on them, who takes it, and what it costs. */
import { KUBERNETES } from "../catalogues/kubernetes";
import { NODES } from "../catalogues/nodes";
import { MONITORING } from "../catalogues/prometheus";
import { averageBy, maxBy, minus, over, rate, sum, sumBy, top, value } from "../promql";
import { costRow, type CostOf } from "./cost";
import { onCluster, onWorkloads } from "./runbooks";
import { servicesRow, type ServicesOf } from "./services";
import type { DashboardSpec, Panel, Row } from "./spec";

export const CLUSTER = { uid: "mindcloud-cluster", title: "Cluster: capacity and cost" } as const;

export interface ClusterOf extends ServicesOf {
    readonly cost: CostOf;
    /** Cluster Autoscaler runs. */
    readonly autoscaler: boolean;
}

export const cluster = (of: ClusterOf): DashboardSpec => ({
    ...CLUSTER,
    tag: "platform",
    description: "Whether there is room for what should run, who takes it, and what it costs.",
    rows: [
        { title: "Room", panels: [requested("cpu"), requested("memory"), pods, ...(of.autoscaler ? groups : [ready])] },
        { title: "Who takes it", panels: [byNamespace("cpu"), byNamespace("memory"), idle] },
        costRow(of.cost),
        nodes,
        servicesRow(of),
    ],
});

/** What is requested is what the scheduler counts; what is used is another matter. */
const requested = (resource: "cpu" | "memory"): Panel => ({
    ...{ title: resource === "cpu" ? "CPU" : "Memory", show: "lines", unit: "percentunit", most: 1, width: 6 },
    description:
        "What pods request, as a share of what nodes offer. The autoscaler adds a node when a pod finds no room, so near 1 is thrift, not danger, as long as nothing waits.",
    series: [
        {
            query: over(
                sum(value(KUBERNETES.requests, { resource })),
                sum(value(KUBERNETES.nodeAllocatable, { resource })),
            ),
            legend: "requested",
        },
    ],
});

const pods: Panel = {
    ...{ title: "Pods without a node", show: "lines", unit: "none", decimals: 0, width: 6 },
    description:
        "Pods for which there is no node. More than 0 for a quarter of an hour: the cluster is full, or a zone has no room.",
    series: [{ query: sum(value(KUBERNETES.podPhase, { phase: "Pending" })), legend: "pending" }],
    limits: { worse: "above", warning: 1 },
    alerts: [...onCluster("PodsWithoutNode"), ...onWorkloads("PodPending")],
};

const ready: Panel = {
    ...{ title: "Nodes", show: "lines", unit: "none", decimals: 0, width: 6 },
    description: "Nodes that are ready.",
    series: [
        {
            query: sum(value(KUBERNETES.nodeCondition, { condition: "Ready", status: "true" })),
            legend: "ready",
        },
    ],
    alerts: onCluster("NodeNotReady"),
};

const GROUP = ["node_group"];
const groups: readonly Panel[] = [
    {
        ...{ title: "Node groups against their maximum", show: "lines", unit: "percentunit", most: 1, width: 6 },
        description:
            "Nodes that a group should have, as a share of nodeGroups.<name>.max. At 1 the next pod that needs one of its nodes waits: raise it, or look who grew.",
        series: [
            {
                query: over(
                    maxBy(GROUP, value(MONITORING.nodeGroupTarget)),
                    maxBy(GROUP, value(MONITORING.nodeGroupMaximum)),
                ),
                legend: "{{node_group}}",
            },
        ],
        limits: { worse: "above", warning: 1 },
        alerts: onCluster("NodeGroupAtMaximum", "NodesCannotBeAdded", "NodesNotScaled"),
    },
];

const byNamespace = (resource: "cpu" | "memory"): Panel => ({
    ...{ title: resource === "cpu" ? "CPU requested" : "Memory requested", show: "stack" },
    unit: resource === "cpu" ? "suffix: cores" : "bytes",
    description: "What each namespace keeps for itself, whether it uses it or not. It is what nodes are bought for.",
    series: [{ query: sumBy(["namespace"], value(KUBERNETES.requests, { resource })), legend: "{{namespace}}" }],
});

const idle: Panel = {
    ...{ title: "CPU that is kept and not used", show: "lines", unit: "suffix: cores" },
    description:
        "Requests less use, of the ten namespaces that waste most. Lower the requests of what stays far below them for weeks.",
    series: [
        {
            query: top(
                10,
                minus(
                    sumBy(["namespace"], value(KUBERNETES.requests, { resource: "cpu" })),
                    sumBy(["namespace"], rate(KUBERNETES.cpuUsage, "5m", { container: { not: "" } })),
                ),
            ),
            legend: "{{namespace}}",
        },
    ],
};

/** By address: the node exporter knows no name. */
const BY = ["instance"];
const ROOT = { mountpoint: "/", fstype: { not: ["tmpfs", "overlay"] } } as const;
/** The node's own interfaces, not one for each pod. */
const LINK = { device: { matches: "(eth|ens).*" } } as const;
const nodes: Row = {
    title: "Nodes",
    panels: [
        {
            ...{ title: "CPU", show: "lines", unit: "percentunit", most: 1, width: 6 },
            description: "Time that a node's cores are busy.",
            series: [
                {
                    query: minus(1, averageBy(BY, rate(NODES.cpu, "5m", { mode: "idle" }))),
                    legend: "{{instance}}",
                },
            ],
        },
        {
            ...{ title: "Memory", show: "lines", unit: "percentunit", most: 1, width: 6 },
            description: "Memory that cannot be had without swapping. Beyond 95 % the kernel kills containers.",
            series: [
                {
                    query: minus(1, over(maxBy(BY, value(NODES.memoryAvailable)), maxBy(BY, value(NODES.memoryTotal)))),
                    legend: "{{instance}}",
                },
            ],
            limits: { worse: "above", warning: 0.95 },
            alerts: onCluster("NodeMemoryLow", "NodeUnderPressure"),
        },
        {
            ...{ title: "Disk", show: "lines", unit: "percentunit", most: 1, width: 6 },
            description: "Root volume: images, logs, what containers write. Beyond 90 % the kubelet evicts pods.",
            series: [
                {
                    query: minus(
                        1,
                        over(
                            maxBy(BY, value(NODES.fileSystemAvailable, ROOT)),
                            maxBy(BY, value(NODES.fileSystemSize, ROOT)),
                        ),
                    ),
                    legend: "{{instance}}",
                },
            ],
            limits: { worse: "above", warning: 0.85, critical: 0.9 },
            alerts: onCluster("NodeDiskAlmostFull"),
        },
        {
            ...{ title: "Network", show: "lines", unit: "binBps", width: 6 },
            description: "What a node's interfaces receive and send.",
            series: [
                { query: sumBy(BY, rate(NODES.networkReceived, "5m", LINK)), legend: "{{instance}} in" },
                { query: sumBy(BY, rate(NODES.networkSent, "5m", LINK)), legend: "{{instance}} out" },
            ],
        },
    ],
};
