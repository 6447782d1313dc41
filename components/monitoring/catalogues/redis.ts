/**
 * What redis_exporter 1.90.0 reads from INFO of a Valkey group (exporter/exporter.go, metricMapGauges and metricMapCounters). CONFIG and
 * LATENCY it may not ask (components/blocks/redis-exporter.ts); slots, stream and script metrics it does not have to.
 */
import type { Catalogue } from "../catalogue";
import { exporter } from "./exporter";

const REDIS = exporter("redis-exporter", "oliver006/redis_exporter v1.90.0 exporter/exporter.go");

export const REDIS_METRICS = {
    up: REDIS.gauge("redis_up", "1 when Valkey answered the exporter.", []),
    memoryUsed: REDIS.gauge("redis_memory_used_bytes", "Memory that Valkey holds.", []),
    /** 0 where no limit is set; ElastiCache always sets one. */
    memoryMaximum: REDIS.gauge("redis_memory_max_bytes", "Memory that Valkey may hold.", []),
    clients: REDIS.gauge("redis_connected_clients", "Connections of clients.", []),
    /** From INFO clients: no CONFIG is needed. */
    clientsMaximum: REDIS.gauge("redis_max_clients", "Connections that Valkey accepts.", []),
    clientsBlocked: REDIS.gauge("redis_blocked_clients", "Clients that wait in a blocking command.", []),
    replicas: REDIS.gauge("redis_connected_slaves", "Replicas that are connected.", []),
    keys: REDIS.gauge("redis_db_keys", "Keys of a database.", ["db"]),
    uptime: REDIS.gauge("redis_uptime_in_seconds", "Time since Valkey started.", []),
    commands: REDIS.counter("redis_commands_processed_total", "Commands.", []),
    hits: REDIS.counter("redis_keyspace_hits_total", "Look-ups that found their key.", []),
    misses: REDIS.counter("redis_keyspace_misses_total", "Look-ups that found nothing.", []),
    evicted: REDIS.counter("redis_evicted_keys_total", "Keys thrown out for lack of memory.", []),
    expired: REDIS.counter("redis_expired_keys_total", "Keys whose time was over.", []),
    rejected: REDIS.counter("redis_rejected_connections_total", "Connections refused: too many.", []),
} as const satisfies Catalogue;
