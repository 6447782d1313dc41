/** PostgreSQL, Valkey, volumes and buckets: everything that holds what must not be lost. */
import { USABLE_CONNECTIONS } from "../../../config/pools";
import { CLOUDWATCH_METRICS as CLOUDWATCH } from "../catalogues/cloudwatch";
import { KUBERNETES } from "../catalogues/kubernetes";
import { POSTGRES_METRICS as POSTGRES } from "../catalogues/postgres";
import { age, max, maxBy, over, plus, rate, sum, sumBy, value } from "../promql";
import { bucketsRow } from "./buckets";
import { instanceRow, type InstanceOf } from "./postgres-instance";
import { cacheNodes } from "./redis";
import { onDataStores, onJobs } from "./runbooks";
import type { DashboardSpec, Panel, Row, Variable } from "./spec";
import { inodesUsed, volumesFull, volumesUsed } from "./volumes";

export const DATA_STORES = { uid: "mindcloud-data-stores", title: "Data stores" } as const;

/** What of them an environment has; what CloudWatch would tell is absent where nobody reads it, or the user brought the store. */
export interface StoresOf {
    readonly postgres: boolean;
    readonly instance?: InstanceOf;
    /** Ids of Valkey groups. */
    readonly redis: readonly string[];
    readonly buckets: boolean;
}

export function dataStores(of: StoresOf): DashboardSpec {
    const { postgres, instance, redis, buckets } = of;
    return {
        ...DATA_STORES,
        tag: "platform",
        description: "Whether the stores have room, answer in time, and have a backup that can be read back.",
        ...(postgres && { variables: [DATABASE] }),
        rows: [
            { title: "Backups", panels: [neo4jBackups, failedJobs] },
            ...(postgres ? [databases] : []),
            ...(instance === undefined ? [] : [instanceRow(instance)]),
            ...(redis.length === 0 ? [] : [valkey(redis)]),
            {
                title: "Volumes",
                panels: [volumesUsed(EVERYWHERE), volumesFull(EVERYWHERE), inodesUsed(EVERYWHERE)],
            },
            ...(buckets ? [bucketsRow()] : []),
        ],
    };
}

/** Prometheus keeps one too. */
const EVERYWHERE = { namespace: { matches: ".+" } } as const;

const neo4jBackups: Panel = {
    ...{ title: "Neo4j: last good backup", show: "bars", unit: "s", width: 12, height: 6 },
    description:
        "Time since a nightly backup last ended well, which includes that it was read back from the bucket. RDS, Valkey, EBS and EFS are backed up by AWS: docs/guides/operations.md.",
    series: [
        {
            query: maxBy(["namespace"], age(KUBERNETES.cronJobLastSuccessful, { cronjob: { matches: ".*backup.*" } })),
            legend: "{{namespace}}",
        },
    ],
    // BackupMissing: 26 hours.
    limits: { worse: "above", critical: 26 * 3600 },
    whenEmpty: "no Neo4j with backups",
    alerts: onJobs("BackupMissing", "BackupUnverified"),
};

const failedJobs: Panel = {
    ...{ title: "Jobs that run, and that failed", show: "lines", unit: "none", decimals: 0, width: 12, height: 6 },
    description: "Jobs of all namespaces: backups, aging, loading. A failed one stays until its CronJob forgets it.",
    series: [
        { query: sum(value(KUBERNETES.jobActive)), legend: "running" },
        { query: sum(value(KUBERNETES.jobFailed, { condition: "true" })), legend: "failed" },
    ],
    alerts: onJobs("JobFailed", "ScheduledJobLate"),
};

const DATABASE: Variable = {
    ...{ name: "database", label: "Database", description: "Databases of PostgreSQL, one for each system." },
    ...{ of: POSTGRES.databaseSize, valuesOf: "datname" },
};
const chosen = { datname: { matches: "$database" } } as const;

const databases: Row = {
    title: "PostgreSQL: databases",
    panels: [
        {
            ...{ title: "Connections against max_connections", show: "lines", unit: "percentunit", most: 1 },
            description: `All connections, as a share of those that the instance takes. Pools are planned to fill at most ${USABLE_CONNECTIONS * 100} %.`,
            series: [
                {
                    query: over(sum(value(POSTGRES.databaseConnections)), max(value(POSTGRES.connectionsMaximum))),
                    legend: "connections",
                },
            ],
            limits: { worse: "above", warning: USABLE_CONNECTIONS },
            alerts: onDataStores("PostgresDown", "PostgresConnectionsNearLimit"),
        },
        {
            ...{ title: "Connections by database", show: "stack", unit: "none", decimals: 0 },
            description: "Who holds connections.",
            series: [
                {
                    query: sumBy(["datname"], value(POSTGRES.databaseConnections, chosen)),
                    legend: "{{datname}}",
                },
            ],
        },
        {
            ...{ title: "Oldest transaction", show: "lines", unit: "s" },
            description:
                "A transaction that is open for 5 minutes or more keeps dead rows and locks; whoever holds it is stuck.",
            series: [{ query: maxBy(["datname"], value(POSTGRES.longestTransaction, chosen)), legend: "{{datname}}" }],
            limits: { worse: "above", warning: 300 },
        },
        {
            ...{ title: "Transactions", show: "stack", unit: "ops" },
            description: "Transactions that are committed and rolled back per second.",
            series: [
                { query: sumBy(["datname"], rate(POSTGRES.commits, "5m", chosen)), legend: "{{datname}} committed" },
                {
                    query: sumBy(["datname"], rate(POSTGRES.rollbacks, "5m", chosen)),
                    legend: "{{datname}} rolled back",
                },
            ],
        },
        {
            ...{ title: "Blocks found in memory", show: "lines", unit: "percentunit", most: 1 },
            description:
                "Share of blocks that need not be read from disk. Below 0.95 what is used does not fit in memory.",
            series: [
                {
                    query: over(
                        sumBy(["datname"], rate(POSTGRES.blocksHit, "5m", chosen)),
                        plus(
                            sumBy(["datname"], rate(POSTGRES.blocksHit, "5m", chosen)),
                            sumBy(["datname"], rate(POSTGRES.blocksRead, "5m", chosen)),
                        ),
                    ),
                    legend: "{{datname}}",
                },
            ],
            limits: { worse: "below", warning: 0.95 },
        },
        {
            ...{ title: "Size", show: "stack", unit: "bytes" },
            description: "Size of each database.",
            series: [{ query: maxBy(["datname"], value(POSTGRES.databaseSize, chosen)), legend: "{{datname}}" }],
        },
    ],
};

/** One of Valkey's groups may be a queue, whose tasks are lost when it evicts. */
function valkey(groups: readonly string[]): Row {
    const nodes = cacheNodes(...groups);
    const by = ["dimension_CacheClusterId"];
    const legend = "{{dimension_CacheClusterId}}";
    return {
        title: "Valkey: nodes",
        panels: [
            {
                ...{ title: "Memory", show: "lines", unit: "percent", least: 0, most: 100 },
                description: "Of each node. A cache may be full and evict; the queue must never be.",
                series: [{ query: maxBy(by, value(CLOUDWATCH.cacheMemory, nodes)), legend }],
                limits: { worse: "above", warning: 75, critical: 90 },
                alerts: onDataStores("QueueMemoryHigh", "QueueMemoryFull", "CacheMemoryFull"),
            },
            {
                ...{ title: "Busy", show: "lines", unit: "percent", least: 0, most: 100 },
                description: "Valkey's one thread: from 80 % on every command waits.",
                series: [{ query: maxBy(by, value(CLOUDWATCH.cacheCpu, nodes)), legend }],
                limits: { worse: "above", warning: 80 },
                alerts: onDataStores("RedisBusy"),
            },
            {
                ...{ title: "Evictions", show: "lines", unit: "none" },
                description: "Keys thrown out in a period. Of the queue's nodes each one is a task that is lost.",
                series: [{ query: sumBy(by, value(CLOUDWATCH.cacheEvictions, nodes)), legend }],
                alerts: onDataStores("QueueEvicts"),
            },
            {
                ...{ title: "Connections", show: "lines", unit: "none", decimals: 0, width: 12 },
                description: "Connections to each node.",
                series: [{ query: maxBy(by, value(CLOUDWATCH.cacheConnections, nodes)), legend }],
                alerts: onDataStores("RedisDown", "RedisConnectionsNearLimit"),
            },
            {
                ...{ title: "Replicas behind", show: "lines", unit: "s", width: 12 },
                description: "What a failover would lose now.",
                series: [{ query: maxBy(by, value(CLOUDWATCH.cacheLag, nodes)), legend }],
                limits: { worse: "above", warning: 30 },
                alerts: onDataStores("RedisReplicaBehind"),
            },
        ],
    };
}
