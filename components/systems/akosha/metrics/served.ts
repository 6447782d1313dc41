/**
 * The registry that /metrics really serves, declared in akosha/observability/prometheus_metrics.py. Nothing records into it: a scrape
 * holds HELP and TYPE, and 0 for the four without labels, which are therefore the only ones that are produced.
 */
import { counter, gauge, histogram } from "../../../monitoring/catalogue";

const CODE = "akosha/observability/prometheus_metrics.py, recorded by nothing";

const everywhere = ["akosha-ingestion", "akosha-query", "akosha-hot-store", "akosha-warm-store"];
const ingestion = { source: CODE, producedToday: false, exportedBy: ["akosha-ingestion"] } as const;
const query = { source: CODE, producedToday: false, exportedBy: ["akosha-query"] } as const;
const stores = { source: CODE, producedToday: false, exportedBy: ["akosha-hot-store", "akosha-warm-store"] } as const;
const all = { source: CODE, producedToday: false, exportedBy: everywhere } as const;
/** Without labels, prometheus_client writes 0 from the start. */
const allFromTheStart = { ...all, producedToday: true } as const;

const status = ["success", "error"];
const tier = ["hot", "warm", "cold"];
const queryType = ["semantic", "keyword", "hybrid", "graph"];
const systems = ["session-buddy-1", "session-buddy-2"];
const sizes = [1, 5, 10, 25, 50, 100, 250, 500, 1000];
const upTo5 = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export const served = {
    ingestionThroughput: gauge({
        name: "akosha_ingestion_throughput",
        help: "Records processed per second.",
        labels: { system_id: systems, status: ["success", "error", "skipped"] },
        ...ingestion,
    }),
    ingestionBytes: counter({
        name: "akosha_ingestion_bytes_total",
        help: "Bytes ingested.",
        labels: { system_id: systems },
        ...ingestion,
    }),
    // The guide names it too (AKO-48). The code declares it twice; this is the declaration that /metrics serves.
    ingestionDuration: histogram({
        name: "akosha_ingestion_duration_seconds",
        help: "Time spent ingesting.",
        labels: { system_id: systems, operation: ["upload"] },
        buckets: [...upTo5, 10, 30, 60],
        ...ingestion,
        source: `AKO-48; bounds and labels from ${CODE}`,
    }),
    searchLatency: histogram({
        name: "akosha_search_latency_milliseconds",
        help: "Latency of searches.",
        labels: { query_type: queryType, shard_count: ["3"], tier },
        buckets: [1, 5, 10, 25, 50, 75, 100, 150, 200, 300, 500, 750, 1000, 2000, 5000],
        ...query,
    }),
    searchResults: counter({
        name: "akosha_search_results_total",
        help: "Searches performed.",
        labels: { query_type: queryType, tier, has_results: ["true", "false"] },
        ...query,
    }),
    searchResultCount: histogram({
        name: "akosha_search_result_count",
        help: "Results per search.",
        labels: { query_type: queryType, tier },
        buckets: sizes,
        ...query,
    }),
    cacheOperations: counter({
        name: "akosha_cache_operations_total",
        help: "Hits and misses of the caches.",
        labels: { operation: ["hit", "miss"], cache_tier: ["L1", "L2"], query_type: queryType },
        ...query,
    }),
    cacheHitRate: gauge({
        name: "akosha_cache_hit_rate",
        help: "Share of look-ups that a cache answered.",
        labels: { cache_tier: ["L1", "L2"], query_type: queryType },
        ...query,
    }),
    cacheSize: gauge({
        name: "akosha_cache_size_bytes",
        help: "Size of a cache.",
        labels: { cache_tier: ["L1", "L2"] },
        ...query,
    }),
    cacheEntries: gauge({
        name: "akosha_cache_entry_count",
        help: "Entries in a cache.",
        labels: { cache_tier: ["L1", "L2"] },
        ...query,
    }),
    storeRecords: gauge({
        name: "akosha_store_size_records",
        help: "Records in a tier.",
        labels: { tier },
        ...stores,
    }),
    storeSize: gauge({
        name: "akosha_store_size_bytes",
        help: "Size of a tier.",
        labels: { tier },
        ...stores,
    }),
    storeOperations: counter({
        name: "akosha_store_operations_total",
        help: "Operations on a tier.",
        labels: { tier, operation: ["read", "write", "delete", "scan"], status },
        ...stores,
    }),
    storeOperationDuration: histogram({
        name: "akosha_store_operation_duration_seconds",
        help: "Duration of operations on a tier.",
        labels: { tier, operation: ["read", "write", "delete", "scan"] },
        buckets: [0.0001, 0.0005, ...upTo5],
        ...stores,
    }),
    errors: counter({
        name: "akosha_errors_total",
        help: "Errors by component, kind and severity.",
        labels: {
            component: ["ingestion_worker", "hot_store", "warm_store", "cache_layer", "query_engine", "aging_service"],
            error_type: ["database_error", "network_error", "storage_error", "timeout_error"],
            severity: ["critical", "error", "warning"],
        },
        ...all,
    }),
    errorLastTimestamp: gauge({
        name: "akosha_error_last_timestamp_seconds",
        help: "When an error last happened, in Unix time.",
        labels: { component: ["ingestion_worker", "query_engine"], error_type: ["database_error", "network_error"] },
        ...{ typical: [1.79e9, 1.8e9], ...all },
    }),
    operations: counter({
        name: "akosha_operations_total",
        help: "Operations by kind and result.",
        labels: { operation_type: ["embedding_generation"], status },
        ...all,
    }),
    operationDuration: histogram({
        name: "akosha_operation_duration_seconds",
        help: "Duration of operations.",
        labels: { operation_type: ["embedding_generation"] },
        buckets: [...upTo5, 10, 30, 60, 300],
        ...all,
    }),
    deduplicationChecks: counter({
        name: "akosha_deduplication_checks_total",
        help: "Checks for duplicates.",
        labels: { check_type: ["exact", "fuzzy"], result: ["duplicate", "unique"] },
        ...ingestion,
    }),
    deduplicationDuration: histogram({
        name: "akosha_deduplication_duration_seconds",
        help: "Duration of checks for duplicates.",
        labels: { check_type: ["exact", "fuzzy"] },
        buckets: upTo5,
        ...ingestion,
    }),
    embeddingDuration: histogram({
        name: "akosha_embedding_generation_duration_seconds",
        help: "Duration of making embeddings.",
        labels: { model_type: ["mock"] },
        buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
        ...ingestion,
    }),
    embeddingBatchSize: histogram({
        name: "akosha_embedding_batch_size",
        help: "Embeddings per batch.",
        buckets: sizes,
        ...allFromTheStart,
    }),
    vectorIndexSize: gauge({
        name: "akosha_vector_index_size_vectors",
        help: "Vectors in an index.",
        labels: { index_name: ["conversations"] },
        ...stores,
    }),
    vectorIndexBuildDuration: histogram({
        name: "akosha_vector_index_build_duration_seconds",
        help: "Duration of building an index.",
        labels: { index_name: ["conversations"] },
        buckets: [1, 5, 10, 30, 60, 300, 600, 1800],
        ...stores,
    }),
    // Gauges, in spite of their names.
    knowledgeGraphEntities: gauge({
        name: "akosha_knowledge_graph_entities_total",
        help: "Entities in the knowledge graph.",
        ...allFromTheStart,
    }),
    knowledgeGraphRelationships: gauge({
        name: "akosha_knowledge_graph_relationships_total",
        help: "Relationships in the knowledge graph.",
        ...allFromTheStart,
    }),
    knowledgeGraphQueryDuration: histogram({
        name: "akosha_knowledge_graph_query_duration_seconds",
        help: "Duration of queries to the knowledge graph.",
        labels: { query_type: queryType },
        buckets: upTo5,
        ...query,
    }),
    // `endpoint` is also a label that a ServiceMonitor sets: after the scrape it is called exported_endpoint.
    httpRequests: counter({
        name: "akosha_http_requests_total",
        help: "HTTP requests.",
        labels: { method: ["GET", "POST"], endpoint: ["/mcp", "/health"], status: ["200", "500"] },
        ...all,
    }),
    httpRequestDuration: histogram({
        name: "akosha_http_request_duration_seconds",
        help: "Latency of HTTP requests.",
        labels: { method: ["GET", "POST"], endpoint: ["/mcp", "/health"] },
        buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
        ...all,
    }),
    httpActiveRequests: gauge({
        name: "akosha_http_active_requests",
        help: "HTTP requests that are being answered.",
        ...allFromTheStart,
    }),
} as const;
