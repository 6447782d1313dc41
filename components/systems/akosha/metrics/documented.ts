/**
 * What Akosha's deployment guide names, by its row in docs/traceability.md, and what stands beside it in the code's
 * akosha/monitoring/metrics.py, which nothing imports.
 */
import { counter, gauge, histogram } from "../../../monitoring/catalogue";

const CODE = "akosha/monitoring/metrics.py, imported by nothing";

const ingestion = { exportedBy: ["akosha-ingestion"], producedToday: false } as const;
const query = { exportedBy: ["akosha-query"], producedToday: false } as const;
const hot = { exportedBy: ["akosha-hot-store"], producedToday: false } as const;
// The aging job is over before anybody could scrape it: the store that receives tells of it.
const warm = { exportedBy: ["akosha-warm-store"], producedToday: false } as const;

const status = ["success", "error"];
const systems = ["session-buddy-1", "session-buddy-2"];

export const documented = {
    ingestionRequests: counter({
        name: "akosha_ingestion_requests_total",
        help: "Ingestion requests processed.",
        labels: { system_id: systems, status },
        ...{ source: "AKO-47", ...ingestion },
    }),
    ingestionQueueSize: gauge({
        name: "akosha_ingestion_queue_size",
        help: "Uploads waiting to be processed.",
        ...{ source: "AKO-49, AKO-74", ...ingestion },
    }),
    ingestionConversations: counter({
        name: "akosha_ingestion_conversations_processed_total",
        help: "Conversations processed from uploads.",
        labels: { system_id: systems },
        ...{ source: CODE, ...ingestion },
    }),
    ingestionErrors: counter({
        name: "akosha_ingestion_errors_total",
        help: "Errors of ingestion.",
        labels: { error_type: ["ValueError", "TimeoutError"], system_id: systems },
        ...{ source: CODE, ...ingestion },
    }),
    queryRequests: counter({
        name: "akosha_query_requests_total",
        help: "Query requests processed.",
        labels: { query_type: ["search"], status },
        ...{ source: "AKO-50", ...query },
    }),
    queryDuration: histogram({
        name: "akosha_query_duration_seconds",
        help: "Latency of queries.",
        buckets: [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10],
        ...{ source: `AKO-51; bounds from ${CODE}`, ...query },
    }),
    queryResultsSize: histogram({
        name: "akosha_query_results_size",
        help: "Results that a query returned.",
        buckets: [1, 5, 10, 20, 50, 100, 200, 500],
        ...{ source: CODE, ...query },
    }),
    queryCacheHits: counter({
        name: "akosha_query_cache_hits_total",
        help: "Queries by the level of cache that answered them; miss where none did.",
        labels: { cache_level: ["l1", "l2", "miss"] },
        ...{ source: "AKO-52", ...query },
    }),
    hotStoreSize: gauge({
        name: "akosha_hot_store_size_bytes",
        help: "Size of the hot store.",
        ...{ source: "AKO-53", ...hot },
    }),
    hotStoreRecords: gauge({
        name: "akosha_hot_store_record_count",
        help: "Records in the hot store.",
        ...{ source: CODE, ...hot },
    }),
    warmStoreSize: gauge({
        name: "akosha_warm_store_size_bytes",
        help: "Size of the warm store.",
        ...{ source: "AKO-53", ...warm },
    }),
    warmStoreRecords: gauge({
        name: "akosha_warm_store_record_count",
        help: "Records in the warm store.",
        ...{ source: CODE, ...warm },
    }),
    coldStoreSize: gauge({
        name: "akosha_cold_store_size_bytes",
        help: "Size of the Parquet files in the cold store.",
        ...{ source: CODE, ...warm },
    }),
    migrationRecords: counter({
        name: "akosha_migration_records_total",
        help: "Records moved between tiers.",
        labels: { source_tier: ["hot", "warm"], target_tier: ["warm", "cold"], status },
        ...{ source: "AKO-54", ...warm },
    }),
    migrationDuration: histogram({
        name: "akosha_migration_duration_seconds",
        help: "Duration of moves between tiers.",
        buckets: [60, 300, 900, 3600, 7200],
        ...{ source: CODE, ...warm },
    }),
} as const;
