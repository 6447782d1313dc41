/** MemStack's page. It exports nothing, so everything here comes from the load balancer, Kubernetes and the stores. */
import { loadBalancerRow } from "../../monitoring/dashboards/load-balancer";
import { logsRow } from "../../monitoring/dashboards/logs";
import { podsRow, podVariable } from "../../monitoring/dashboards/pods";
import { cacheNodes } from "../../monitoring/dashboards/redis";
import { onDataStores, onJobs } from "../../monitoring/dashboards/runbooks";
import { alertsOn, type DashboardSpec, type Panel } from "../../monitoring/dashboards/spec";
import { volumesFull, volumesUsed } from "../../monitoring/dashboards/volumes";
import { CLOUDWATCH_METRICS as CLOUDWATCH } from "../../monitoring/catalogues/cloudwatch";
import { KUBERNETES } from "../../monitoring/catalogues/kubernetes";
import { POSTGRES_METRICS as POSTGRES } from "../../monitoring/catalogues/postgres";
import { age, max, maxBy, sum, sumBy, value } from "../../monitoring/promql";
import type { Surroundings } from "../../monitoring/watched";
import type { Memstack } from "./schema";

const NAMESPACE = "memstack";
const alerts = alertsOn("components/systems/memstack/runbooks.md");

export interface MemstackPage {
    readonly config: Memstack;
    readonly shown: Surroundings;
}

export const dashboards = ({ config, shown }: MemstackPage): readonly DashboardSpec[] => [
    {
        ...{ uid: "mindcloud-memstack", title: "MemStack", tag: "memstack" },
        description: "Whether the API answers, whether its workers and their queue are well, and what they live on.",
        variables: [podVariable(NAMESPACE)],
        rows: [
            ...(shown.loadBalanced ? [endpoint] : []),
            podsRow({
                ...{ namespace: NAMESPACE, pod: { matches: "$pod" } },
                scales: [config.api, config.worker].some(({ min, max: most }) => most > min),
                alerts: {
                    missing: alerts("APINotReady"),
                    memory: alerts("HighMemoryUsage"),
                    cpu: alerts("HighCPUUsage"),
                },
            }),
            ...(shown.queueGroup === undefined ? [] : [{ title: "Queue", panels: queuePanels(shown.queueGroup) }]),
            { title: "Databases", panels: [connections, longest, backup] },
            {
                title: "Volumes",
                panels: [volumesUsed({ namespace: NAMESPACE }), volumesFull({ namespace: NAMESPACE })],
            },
            ...(shown.logs ? [logsRow({ namespace: NAMESPACE, pod: "$pod" })] : []),
        ],
    },
];

/** MEM-28, MEM-29: errors above 5 %, P99 above 1 s. */
const endpoint = loadBalancerRow({
    namespace: NAMESPACE,
    errors: { worse: "above", critical: 0.05 },
    latency: { worse: "above", critical: 1 },
    alerts: { errors: alerts("HighErrorRate"), latency: alerts("HighLatency") },
});

function queuePanels(group: string): readonly Panel[] {
    const nodes = cacheNodes(group);
    return [
        {
            ...{ title: "Queue: memory", show: "lines", unit: "percent", least: 0, most: 100 },
            description:
                "Memory of the Valkey group that holds the tasks. At 100 % it refuses new ones: look for workers that stopped, or choose a larger stores.redis.queue.node.",
            series: [
                {
                    query: maxBy(["dimension_CacheClusterId"], value(CLOUDWATCH.cacheMemory, nodes)),
                    legend: "{{dimension_CacheClusterId}}",
                },
            ],
            limits: { worse: "above", warning: 75, critical: 90 },
            alerts: onDataStores("QueueMemoryHigh", "QueueMemoryFull"),
        },
        {
            ...{ title: "Queue: evictions", show: "number", unit: "none", width: 8, height: 8 },
            description:
                "Keys that the queue threw out in a period. Any one is a task that is lost: it must not evict.",
            series: [{ query: sum(value(CLOUDWATCH.cacheEvictions, nodes)), legend: "evictions" }],
            limits: { worse: "above", critical: 1 },
            alerts: onDataStores("QueueEvicts"),
        },
    ];
}

const connections: Panel = {
    ...{ title: "PostgreSQL: connections", show: "stack", unit: "none", decimals: 0 },
    description:
        "Connections to MemStack's database by what they do. Those that are idle in a transaction hold locks and rows.",
    series: [{ query: sumBy(["state"], value(POSTGRES.connections, { datname: "memstack" })), legend: "{{state}}" }],
};

const longest: Panel = {
    ...{ title: "PostgreSQL: oldest transaction", show: "lines", unit: "s" },
    description: "Age of the oldest transaction. One of 5 minutes or more keeps dead rows from being cleared away.",
    series: [{ query: max(value(POSTGRES.longestTransaction, { datname: "memstack" })), legend: "oldest" }],
    limits: { worse: "above", warning: 300 },
};

const backup: Panel = {
    ...{ title: "Neo4j: last good backup", show: "bars", unit: "s" },
    description: "Time since a nightly backup last ended well, which includes that its dump could be read again.",
    series: [
        {
            query: maxBy(["cronjob"], age(KUBERNETES.cronJobLastSuccessful, { namespace: NAMESPACE })),
            legend: "{{cronjob}}",
        },
    ],
    // BackupMissing: 26 hours.
    limits: { worse: "above", critical: 26 * 3600 },
    alerts: onJobs("BackupMissing", "BackupUnverified"),
};
