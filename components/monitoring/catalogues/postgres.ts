/**
 * What postgres_exporter 0.20.1 says, by its default collectors (collector/: database, settings, stat_activity, stat_database). Its counters
 * keep PostgreSQL's names and do not end in _total.
 */
import type { Catalogue, LabelValues } from "../catalogue";
import { exporter } from "./exporter";

const POSTGRES = exporter("postgres-exporter", "prometheus-community/postgres_exporter v0.20.1 collector");

const datname = ["memstack", "akosha"];
const database: LabelValues = { datid: ["16384"], datname };

export const POSTGRES_METRICS = {
    up: POSTGRES.gauge("pg_up", "1 when PostgreSQL answered the exporter.", {}, [1, 1]),
    connectionsMaximum: POSTGRES.gauge(
        "pg_settings_max_connections",
        "Connections that PostgreSQL accepts.",
        {},
        [405, 405],
    ),
    databaseConnections: POSTGRES.gauge(
        "pg_stat_database_numbackends",
        "Connections to a database.",
        database,
        [5, 40],
    ),
    connections: POSTGRES.gauge(
        "pg_stat_activity_count",
        "Connections by what they do.",
        {
            datname,
            state: ["active", "idle", "idle in transaction"],
            ...{ usename: ["memstack"], application_name: [""], backend_type: ["client backend"] },
            ...{ wait_event_type: [""], wait_event: [""] },
        },
        [1, 10],
    ),
    longestTransaction: POSTGRES.gauge(
        "pg_stat_activity_max_tx_duration",
        "Age in seconds of the oldest transaction.",
        {
            datname,
            state: ["active", "idle in transaction"],
            ...{ usename: ["memstack"], application_name: [""], backend_type: ["client backend"] },
            ...{ wait_event_type: [""], wait_event: [""] },
        },
        [0, 2],
    ),
    databaseSize: POSTGRES.gauge("pg_database_size_bytes", "Size of a database.", { datname }, [1e9, 2e9]),
    commits: POSTGRES.counter("pg_stat_database_xact_commit", "Transactions that were committed.", database, [10, 40]),
    rollbacks: POSTGRES.counter(
        "pg_stat_database_xact_rollback",
        "Transactions that were rolled back.",
        database,
        [0.01, 0.1],
    ),
    blocksHit: POSTGRES.counter("pg_stat_database_blks_hit", "Blocks that were in memory.", database, [1000, 5000]),
    blocksRead: POSTGRES.counter("pg_stat_database_blks_read", "Blocks that were read from disk.", database, [5, 50]),
    deadlocks: POSTGRES.counter("pg_stat_database_deadlocks", "Deadlocks.", database, [0, 0]),
} as const satisfies Catalogue;
