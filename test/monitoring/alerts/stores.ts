/** Cases of the data stores that systems share. */
import { CLOUDWATCH_METRICS as CLOUDWATCH } from "../../../components/monitoring/catalogues/cloudwatch";
import { POSTGRES_METRICS as POSTGRES } from "../../../components/monitoring/catalogues/postgres";
import { REDIS_METRICS as REDIS } from "../../../components/monitoring/catalogues/redis";
import type { Gauge } from "../../../components/monitoring/catalogue";
import type { Case } from "./cases";
import { falling, level, type Labels } from "./series";

const GIB = 2 ** 30;
const TARGET = { job: "a-job", instance: "10.0.0.9:8000" };

/** Ids that the environment gives its groups and its instance. */
export interface StoreNames {
    readonly queue: string;
    readonly cache: string;
    readonly database: string;
}

export const storeCases = (names: StoreNames): readonly Case[] => [...redisCases(names), ...postgresCases(names)];

function redisCases({ queue, cache }: StoreNames): readonly Case[] {
    const exporter = { namespace: "memstack", pod: "redis-exporter-0" };
    const node = (group: string) => ({
        ...{ account_id: "000000000000", region: "us-east-1", name: "arn" },
        dimension_CacheClusterId: `${group}-001`,
    });
    const of = (group: string, metric: Gauge, value: number) => [level(metric, node(group), value)];
    const labels = (group: string) => ({ dimension_CacheClusterId: `${group}-001` });
    const clients = (now: number) => [level(REDIS.clients, exporter, now), level(REDIS.clientsMaximum, exporter, 1000)];
    return [
        {
            alert: "RedisDown",
            bad: [level(REDIS.up, exporter, 0)],
            good: [[level(REDIS.up, exporter, 1)]],
            ...{ for: 2, labels: { ...exporter, ...TARGET } },
            says: "The exporter in memstack gets no answer from its group (redis_up is 0).",
        },
        {
            alert: "RedisConnectionsNearLimit",
            bad: clients(801),
            good: [clients(799)],
            ...{ for: 15, labels: { ...exporter, ...TARGET } },
            says: "80.1% of the connections that the group of memstack takes are in use.",
        },
        {
            alert: "QueueEvicts",
            bad: of(queue, CLOUDWATCH.cacheEvictions, 1),
            // A cache may.
            good: [of(queue, CLOUDWATCH.cacheEvictions, 0), of(cache, CLOUDWATCH.cacheEvictions, 1000)],
            ...{ for: 0, labels: labels(queue) },
            says: `${queue}-001 evicted 1 keys in a period; its policy must be noeviction.`,
        },
        {
            alert: "QueueMemoryHigh",
            bad: of(queue, CLOUDWATCH.cacheMemory, 76),
            good: [of(queue, CLOUDWATCH.cacheMemory, 75), of(cache, CLOUDWATCH.cacheMemory, 76)],
            ...{ for: 15, labels: labels(queue) },
            says: `${queue}-001 has 76 % of its memory in use.`,
        },
        {
            alert: "QueueMemoryFull",
            bad: of(queue, CLOUDWATCH.cacheMemory, 91),
            good: [of(queue, CLOUDWATCH.cacheMemory, 90)],
            ...{ for: 5, labels: labels(queue) },
            says: `${queue}-001 has 91 % of its memory in use.`,
        },
        {
            alert: "CacheMemoryFull",
            bad: of(cache, CLOUDWATCH.cacheMemory, 96),
            good: [of(cache, CLOUDWATCH.cacheMemory, 95), of(queue, CLOUDWATCH.cacheMemory, 96)],
            ...{ for: 60, labels: labels(cache) },
            says: `${cache}-001 has 96 % of its memory in use.`,
        },
        {
            alert: "RedisBusy",
            bad: of(cache, CLOUDWATCH.cacheCpu, 81),
            good: [of(cache, CLOUDWATCH.cacheCpu, 80), of(`another-${cache}`, CLOUDWATCH.cacheCpu, 81)],
            ...{ for: 15, labels: labels(cache) },
            says: `${cache}-001 is busy 81 % of the time.`,
        },
        {
            alert: "RedisReplicaBehind",
            bad: of(queue, CLOUDWATCH.cacheLag, 31),
            good: [of(queue, CLOUDWATCH.cacheLag, 30)],
            ...{ for: 15, labels: labels(queue) },
            says: `${queue}-001 is 31s behind.`,
        },
    ];
}

/** Of db.m7g.large with 100 GiB, which the environment that is tested has by its profile. */
const POSTGRES_STORAGE = 100 * GIB;
const POSTGRES_MEMORY = 8 * GIB;

function postgresCases({ database }: StoreNames): readonly Case[] {
    const exporter = { namespace: "exporters", pod: "postgres-exporter-0" };
    const instance = {
        ...{ account_id: "000000000000", region: "us-east-1", name: "arn" },
        dimension_DBInstanceIdentifier: database,
    };
    const other = { ...instance, dimension_DBInstanceIdentifier: "of-another-environment" };
    const is = (metric: Gauge, value: number, of: Labels = instance) => [level(metric, of, value)];
    const labels = { dimension_DBInstanceIdentifier: database };
    const connections = (...open: readonly number[]) => [
        level(POSTGRES.connectionsMaximum, exporter, 1000),
        ...open.map((count, index) =>
            level(POSTGRES.databaseConnections, { ...exporter, datid: String(index), datname: `db${index}` }, count),
        ),
    ];
    return [
        {
            alert: "PostgresDown",
            bad: [level(POSTGRES.up, exporter, 0)],
            good: [[level(POSTGRES.up, exporter, 1)]],
            ...{ for: 2, labels: { ...exporter, ...TARGET } },
            says: "The exporter gets no answer from PostgreSQL (pg_up is 0).",
        },
        {
            alert: "PostgresConnectionsNearLimit",
            bad: connections(400, 401),
            good: [connections(400, 399)],
            ...{ for: 15 },
            says: "80.1% of max_connections are taken; the plan is at most 80%.",
        },
        {
            alert: "PostgresBusy",
            bad: is(CLOUDWATCH.databaseCpu, 81),
            good: [is(CLOUDWATCH.databaseCpu, 80), is(CLOUDWATCH.databaseCpu, 81, other)],
            ...{ for: 15, labels },
            says: `${database} is busy 81 % of the time.`,
        },
        {
            alert: "PostgresStorageFillsUp",
            // 38 GiB less 7 MiB a minute are gone after 3.8 days, less 6 MiB after 4.5; of 50 GiB nobody asks yet.
            bad: [falling(CLOUDWATCH.databaseStorage, instance, 38 * GIB, 7 * 2 ** 20)],
            good: [
                [falling(CLOUDWATCH.databaseStorage, instance, 38 * GIB, 6 * 2 ** 20)],
                [falling(CLOUDWATCH.databaseStorage, instance, 50 * GIB, 9 * 2 ** 20)],
            ],
            ...{ since: 1, for: 60, labels },
            says: `${database} has 37.58GiB left.`,
        },
        {
            alert: "PostgresStorageLow",
            bad: is(CLOUDWATCH.databaseStorage, 0.079 * POSTGRES_STORAGE),
            good: [is(CLOUDWATCH.databaseStorage, 0.081 * POSTGRES_STORAGE)],
            ...{ for: 30, labels },
            says: `${database} has 7.9GiB left.`,
        },
        {
            alert: "PostgresMemoryLow",
            bad: is(CLOUDWATCH.databaseMemory, 0.049 * POSTGRES_MEMORY),
            good: [is(CLOUDWATCH.databaseMemory, 0.051 * POSTGRES_MEMORY)],
            ...{ for: 15, labels },
            says: `${database} has 401.4MiB free.`,
        },
    ];
}
