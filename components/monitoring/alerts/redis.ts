/** The Valkey groups: what CloudWatch says of each node, and what the exporters see. */
import { hours, minutes } from "../../workload/quantities";
import { alertsOf, type AlertGroup, type Owner } from "../alerts";
import { CLOUDWATCH_METRICS as CLOUDWATCH } from "../catalogues/cloudwatch";
import { REDIS_METRICS as REDIS } from "../catalogues/redis";
import { above, equals, over, value } from "../promql";
import { per } from "./state";

const PAGE = "docs/runbooks/data-stores.md";
const perNode = per("dimension_CacheClusterId");
const NODE = "{{ $labels.dimension_CacheClusterId }}";

export interface RedisGroups {
    /** Replication group ids of what this environment made; a group that the user brings is seen by its exporter alone. */
    readonly queue?: string;
    readonly cache?: string;
}

/** A node is its group's id, a dash and three digits. */
const nodesOf = (groups: readonly string[]) => ({
    dimension_CacheClusterId: { matches: `(${groups.join("|")})-[0-9]{3}` },
});

export function redisAlerts(owner: Owner, { queue, cache }: RedisGroups): AlertGroup {
    const all = [queue, cache].filter((group) => group !== undefined);
    return {
        rules: [
            ...exporterAlerts(owner),
            ...(queue === undefined ? [] : queueAlerts(owner, queue)),
            ...(cache === undefined ? [] : cacheAlerts(owner, cache)),
            ...(all.length === 0 ? [] : nodeAlerts(owner, all)),
        ],
    };
}

function exporterAlerts(owner: Owner) {
    const alert = alertsOf(owner, PAGE);
    return [
        alert({
            name: "RedisDown",
            severity: "critical",
            for: minutes(2),
            expr: equals(value(REDIS.up), 0),
            summary: "A Valkey group does not answer.",
            description:
                "The exporter in {{ $labels.namespace }} gets no answer from its group (redis_up is {{ $value }}).",
        }),
        alert({
            name: "RedisConnectionsNearLimit",
            severity: "warning",
            for: minutes(15),
            expr: above(over(value(REDIS.clients), value(REDIS.clientsMaximum)), 0.8),
            summary: "A Valkey group will soon refuse connections.",
            description:
                "{{ $value | humanizePercentage }} of the connections that the group of {{ $labels.namespace }} takes are in use.",
        }),
    ];
}

/** Tasks are lost when it evicts, and refused when it is full: its policy is noeviction (components/aws/redis-alarms.ts has the same limits). */
function queueAlerts(owner: Owner, group: string) {
    const alert = alertsOf(owner, PAGE);
    const nodes = nodesOf([group]);
    return [
        alert({
            name: "QueueEvicts",
            severity: "critical",
            for: minutes(0),
            keepFiringFor: minutes(30),
            expr: above(perNode(CLOUDWATCH.cacheEvictions, nodes), 0),
            summary: "The queue throws out keys, and each may be a task that is lost.",
            description: `${NODE} evicted {{ $value }} keys in a period; its policy must be noeviction.`,
        }),
        alert({
            name: "QueueMemoryHigh",
            severity: "warning",
            for: minutes(15),
            expr: above(perNode(CLOUDWATCH.cacheMemory, nodes), 75),
            summary: "The queue's memory fills up; when it is full, new tasks are refused.",
            description: `${NODE} has {{ $value | printf "%.0f" }} % of its memory in use.`,
        }),
        alert({
            name: "QueueMemoryFull",
            severity: "critical",
            for: minutes(5),
            expr: above(perNode(CLOUDWATCH.cacheMemory, nodes), 90),
            summary: "The queue's memory is nearly full: new tasks are about to be refused.",
            description: `${NODE} has {{ $value | printf "%.0f" }} % of its memory in use.`,
        }),
    ];
}

function cacheAlerts(owner: Owner, group: string) {
    return [
        alertsOf(
            owner,
            PAGE,
        )({
            name: "CacheMemoryFull",
            severity: "warning",
            // A cache that is in use fills up; full for an hour means that what is used does not fit.
            for: hours(1),
            expr: above(perNode(CLOUDWATCH.cacheMemory, nodesOf([group])), 95),
            summary: "The cache has been full for an hour and lives on evictions.",
            description: `${NODE} has {{ $value | printf "%.0f" }} % of its memory in use.`,
        }),
    ];
}

function nodeAlerts(owner: Owner, groups: readonly string[]) {
    const alert = alertsOf(owner, PAGE);
    const nodes = nodesOf(groups);
    return [
        alert({
            name: "RedisBusy",
            severity: "warning",
            for: minutes(15),
            expr: above(perNode(CLOUDWATCH.cacheCpu, nodes), 80),
            summary: "Valkey's one thread is nearly busy all the time: every command waits.",
            description: `${NODE} is busy {{ $value | printf "%.0f" }} % of the time.`,
        }),
        alert({
            name: "RedisReplicaBehind",
            severity: "warning",
            for: minutes(15),
            expr: above(perNode(CLOUDWATCH.cacheLag, nodes), 30),
            summary: "A replica is behind: a failover now would lose what it has not got.",
            description: `${NODE} is {{ $value | humanizeDuration }} behind.`,
        }),
    ];
}
