/** What a system sees of its Valkey group, through the exporter in its namespace. */
import { REDIS_METRICS as REDIS } from "../catalogues/redis";
import { max, over, plus, rate, sum, value, type Matcher, type Matchers } from "../promql";
import { onDataStores } from "./runbooks";
import type { AlertName, Panel } from "./spec";

/** Nodes of a group as CloudWatch names them: the group's id, a dash and three digits. */
export const cacheNodes = (...groups: readonly string[]): Matchers => ({
    dimension_CacheClusterId: { matches: `(${groups.join("|")})-[0-9]{3}` },
});

export interface RedisOf {
    readonly namespace: Matcher;
    /** The system's own alerts about its memory. Default none. */
    readonly memory?: readonly AlertName[];
}

export const redisPanels = ({ namespace, memory }: RedisOf): readonly Panel[] => [
    {
        ...{ title: "Cache: look-ups that hit", show: "lines", unit: "percentunit", most: 1, width: 6 },
        description: "Share of look-ups in Valkey that found their key, over 5 minutes: of all who share the group.",
        series: [
            {
                query: over(
                    sum(rate(REDIS.hits, "5m", { namespace })),
                    plus(sum(rate(REDIS.hits, "5m", { namespace })), sum(rate(REDIS.misses, "5m", { namespace }))),
                ),
                legend: "hits",
            },
        ],
    },
    {
        ...{ title: "Cache: memory", show: "lines", unit: "percentunit", most: 1, width: 6 },
        description:
            "Memory that Valkey holds, as a share of what it may. A cache fills up and then evicts; from 0.9 on, hit rates tell whether that hurts.",
        series: [
            {
                query: over(
                    max(value(REDIS.memoryUsed, { namespace })),
                    max(value(REDIS.memoryMaximum, { namespace })),
                ),
                legend: "used",
            },
        ],
        limits: { worse: "above", warning: 0.9 },
        ...(memory && { alerts: memory }),
    },
    {
        ...{ title: "Cache: evictions", show: "lines", unit: "cps", width: 6 },
        description: "Keys that Valkey throws out for lack of memory, per second.",
        series: [{ query: sum(rate(REDIS.evicted, "5m", { namespace })), legend: "evicted" }],
    },
    {
        ...{ title: "Cache: connections", show: "lines", unit: "percentunit", most: 1, width: 6 },
        description: "Connections of clients, as a share of those that Valkey accepts.",
        series: [
            {
                query: over(max(value(REDIS.clients, { namespace })), max(value(REDIS.clientsMaximum, { namespace }))),
                legend: "connections",
            },
        ],
        limits: { worse: "above", warning: 0.8 },
        alerts: onDataStores("RedisConnectionsNearLimit"),
    },
];
