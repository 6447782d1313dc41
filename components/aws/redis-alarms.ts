/** What of a Valkey group deserves a mail. */
import type { RedisUse } from "../../config/needs";
import type { StoreAlarm } from "./store-alarms";

/** `maxclients` by burstable size; every other node type takes 65,000 (ElastiCache user guide, engine-specific parameters). */
const MAX_CLIENTS: Readonly<Record<string, number>> = { micro: 12_000, small: 16_000, medium: 20_000 };
const MAX_CLIENTS_OTHERWISE = 65_000;

/** AWS's own advice: swap beyond 300 MB means too little memory is reserved for backups and failover. */
const SWAP_BYTES = 300_000_000;

export function maxClients(node: string): number {
    return MAX_CLIENTS[node.split(".")[2] ?? ""] ?? MAX_CLIENTS_OTHERWISE;
}

export function redisAlarms({
    use,
    node,
    replicas,
}: {
    readonly use: RedisUse;
    readonly node: string;
    readonly replicas: number;
}): StoreAlarm[] {
    const larger = `choose a larger stores.redis.${use}.node`;
    const queue: StoreAlarm[] = [
        {
            id: "memory",
            description: `The queue's memory is 75 % full; at 100 % it refuses writes. Look for workers that stopped, or ${larger}.`,
            metric: "DatabaseMemoryUsagePercentage",
            statistic: "Maximum",
            fires: "above",
            threshold: 75,
        },
        {
            id: "evictions",
            description: "The queue evicts keys, so work is lost: maxmemory-policy is no longer noeviction.",
            metric: "Evictions",
            statistic: "Sum",
            fires: "above",
            threshold: 0,
            periods: 1,
        },
    ];
    const cache: StoreAlarm[] = [
        {
            id: "memory",
            // A cache that is in use fills up; full for an hour means that its working set does not fit.
            description: `The cache has been more than 95 % full for an hour: it lives on evictions. If hit rates suffer, ${larger}.`,
            metric: "DatabaseMemoryUsagePercentage",
            statistic: "Minimum",
            fires: "above",
            threshold: 95,
            periods: 12,
        },
        {
            id: "evictions",
            description: `The cache evicts more than 1,000 keys a minute: ${larger}, or shorten times to live.`,
            metric: "Evictions",
            statistic: "Sum",
            fires: "above",
            threshold: 5000,
        },
    ];
    const everyGroup: StoreAlarm[] = [
        {
            id: "engine-cpu",
            description: `Valkey's one thread is 80 % busy: look at the slow log, or ${larger}.`,
            metric: "EngineCPUUtilization",
            statistic: "Average",
            fires: "above",
            threshold: 80,
        },
        {
            id: "connections",
            description:
                "More than 80 % of maxclients are connected: a client leaks connections, or opens one per request.",
            metric: "CurrConnections",
            statistic: "Maximum",
            fires: "above",
            threshold: maxClients(node) * 0.8,
        },
        {
            id: "swap",
            description: `The node swaps: its memory is too small for its data and the snapshot; ${larger}.`,
            metric: "SwapUsage",
            statistic: "Maximum",
            fires: "above",
            threshold: SWAP_BYTES,
        },
    ];
    const replication: StoreAlarm[] = [
        {
            id: "replication-lag",
            description: "A replica is 30 s behind: a failover now would lose that much.",
            metric: "ReplicationLag",
            statistic: "Maximum",
            fires: "above",
            threshold: 30,
        },
    ];
    return [...(use === "queue" ? queue : cache), ...everyGroup, ...(replicas > 0 ? replication : [])];
}
