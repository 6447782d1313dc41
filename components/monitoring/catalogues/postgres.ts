/**
 * What postgres_exporter 0.20.1 says, by its default collectors (collector/: database, settings, stat_activity, stat_database). Its counters
 * keep PostgreSQL's names and do not end in _total.
 */
import type { Catalogue } from "../catalogue";
import { exporter } from "./exporter";

const POSTGRES = exporter("postgres-exporter", "prometheus-community/postgres_exporter v0.20.1 collector");
const database = ["datid", "datname"];

export const POSTGRES_METRICS = {
    up: POSTGRES.gauge("pg_up", "1 when PostgreSQL answered the exporter.", []),
    connectionsMaximum: POSTGRES.gauge("pg_settings_max_connections", "Connections that PostgreSQL accepts.", []),
    databaseConnections: POSTGRES.gauge("pg_stat_database_numbackends", "Connections to a database.", database),
    connections: POSTGRES.gauge("pg_stat_activity_count", "Connections by what they do.", [
        "datname",
        "state",
        "usename",
        "application_name",
        "backend_type",
        "wait_event_type",
        "wait_event",
    ]),
    longestTransaction: POSTGRES.gauge(
        "pg_stat_activity_max_tx_duration",
        "Age in seconds of the oldest transaction.",
        ["datname", "state", "usename", "application_name", "backend_type", "wait_event_type", "wait_event"],
    ),
    databaseSize: POSTGRES.gauge("pg_database_size_bytes", "Size of a database.", ["datname"]),
    commits: POSTGRES.counter("pg_stat_database_xact_commit", "Transactions that were committed.", database),
    rollbacks: POSTGRES.counter("pg_stat_database_xact_rollback", "Transactions that were rolled back.", database),
    blocksHit: POSTGRES.counter("pg_stat_database_blks_hit", "Blocks that were in memory.", database),
    blocksRead: POSTGRES.counter("pg_stat_database_blks_read", "Blocks that were read from disk.", database),
    deadlocks: POSTGRES.counter("pg_stat_database_deadlocks", "Deadlocks.", database),
} as const satisfies Catalogue;
