/** Every dashboard and panel that a document names -> where it is. */
export interface Documented {
    /** Document, and the words of it. */
    readonly document: string;
    readonly panel: string;
    readonly uid: `mindcloud-${string}`;
    /** Titles of the panels that show it. */
    readonly titles: readonly string[];
    /** Series that must be asked for. */
    readonly asks: readonly string[];
    /** The window that the document gives. */
    readonly over?: string;
}

/** How it is asked, where the document's words say more than of what: quantiles, shares, and what counts as good. By panel. */
export const SAYING: Readonly<Record<string, readonly string[]>> = {
    "Response Time (p95)": ["histogram_quantile(0.95,"],
    "Uploads per minute": ["[5m])) * 60"],
    "P50/P99 latency": ["histogram_quantile(0.5,", "histogram_quantile(0.99,"],
    "Success rate": ['status="success"', ") / sum("],
    "Queries per second": ["rate(akosha_query_requests_total["],
    "Latency distribution": ["histogram_quantile(0.5,", "histogram_quantile(0.95,", "histogram_quantile(0.99,"],
    "Cache hit rate": ['cache_level=~"l1|l2"', ") / "],
    "Average result count": ["akosha_query_results_size_sum[5m])) / sum("],
    "Migration throughput": ["rate(akosha_migration_records_total["],
    "Query Duration": ["histogram_quantile(0.95,", "histogram_quantile(0.5,"],
    "Task Success Rate": ["rate(orchestrator_task_success_total[5m])) / ("],
    "Query Rate": ['orchestrator_queries_total{status="attempted"}'],
};

const METRICS = "MYR-49, Myriad Metrics";
const INGESTION = "AKO-55, Ingestion Dashboard";
const QUERY = "AKO-56, Query Dashboard";
const STORAGE = "AKO-57, Storage Dashboard";
const OVERVIEW = "INF-27 to INF-32, System Overview Dashboard";

const row = (
    document: string,
    uid: Documented["uid"],
    panel: string,
    titles: readonly string[],
    ...asks: readonly string[]
): Documented => ({ document, uid, panel, titles, asks });

export const DOCUMENTED: readonly Documented[] = [
    { ...row(METRICS, "mindcloud-myriad", "Request Rate", ["Request Rate"], "myriad_requests_total"), over: "5m" },
    row(
        ...([METRICS, "mindcloud-myriad", "Response Time (p95)", ["Response Time (p95)"]] as const),
        "myriad_request_duration_seconds_bucket",
    ),
    row(METRICS, "mindcloud-myriad", "Active Sessions", ["Active Sessions"], "myriad_active_sessions"),
    row(
        ...([INGESTION, "mindcloud-akosha-ingestion", "Uploads per minute", ["Uploads per minute"]] as const),
        "akosha_ingestion_requests_total",
    ),
    row(
        ...([INGESTION, "mindcloud-akosha-ingestion", "P50/P99 latency", ["Latency (P50 and P99)"]] as const),
        "akosha_ingestion_duration_seconds_bucket",
    ),
    row(INGESTION, "mindcloud-akosha-ingestion", "Queue size", ["Queue size"], "akosha_ingestion_queue_size"),
    row(INGESTION, "mindcloud-akosha-ingestion", "Error rate", ["Error rate"], "akosha_ingestion_errors_total"),
    row(INGESTION, "mindcloud-akosha-ingestion", "Success rate", ["Success rate"], "akosha_ingestion_requests_total"),
    row(QUERY, "mindcloud-akosha-query", "Queries per second", ["Queries per second"], "akosha_query_requests_total"),
    row(
        ...([QUERY, "mindcloud-akosha-query", "Latency distribution", ["Latency distribution"]] as const),
        "akosha_query_duration_seconds_bucket",
    ),
    row(QUERY, "mindcloud-akosha-query", "Cache hit rate", ["Cache hit rate"], "akosha_query_cache_hits_total"),
    row(
        ...([QUERY, "mindcloud-akosha-query", "Average result count", ["Average result count"]] as const),
        ...["akosha_query_results_size_sum", "akosha_query_results_size_count"],
    ),
    row(QUERY, "mindcloud-akosha-query", "Shard health", ["Shard health"], "kube_statefulset_status_replicas_ready"),
    row(
        ...([STORAGE, "mindcloud-akosha-storage", "Hot/Warm/Cold store sizes"] as const),
        ["Hot store size", "Warm store size", "Cold store size"],
        ...["akosha_hot_store_size_bytes", "akosha_warm_store_size_bytes", "akosha_cold_store_size_bytes"],
    ),
    row(
        ...([STORAGE, "mindcloud-akosha-storage", "Migration throughput", ["Migration throughput"]] as const),
        "akosha_migration_records_total",
    ),
    row(
        ...([STORAGE, "mindcloud-akosha-storage", "Storage cost estimate", ["Storage cost estimate"]] as const),
        ...["kube_persistentvolumeclaim_resource_requests_storage_bytes", "akosha_cold_store_size_bytes"],
    ),
    row(
        ...([STORAGE, "mindcloud-akosha-storage", "Storage breakdown (pie chart)", ["Storage breakdown"]] as const),
        ...["akosha_hot_store_size_bytes", "akosha_warm_store_size_bytes", "akosha_cold_store_size_bytes"],
    ),
    row(OVERVIEW, "mindcloud-myriad-overview", "Query Rate", ["Query Rate"], "orchestrator_queries_total"),
    row(
        ...([OVERVIEW, "mindcloud-myriad-overview", "Query Duration", ["Query Duration (p95 and p50)"]] as const),
        "orchestrator_query_duration_seconds_bucket",
    ),
    row(OVERVIEW, "mindcloud-myriad-overview", "Active Agents", ["Active Agents"], "orchestrator_active_agents"),
    row(
        ...([OVERVIEW, "mindcloud-myriad-overview", "Task Success Rate", ["Task Success Rate"]] as const),
        ...["orchestrator_task_success_total", "orchestrator_task_failure_total"],
    ),
    row(
        ...([OVERVIEW, "mindcloud-myriad-overview", "Neurogenesis Activity", ["Neurogenesis Activity"]] as const),
        "orchestrator_neurogenesis_total",
    ),
    row(
        ...([OVERVIEW, "mindcloud-myriad-overview", "Total Queries Processed", ["Total Queries Processed"]] as const),
        "orchestrator_queries_total",
    ),
];

/** Dashboards by the documents' own titles. */
export const TITLES: Readonly<Record<Documented["uid"], string>> = {
    "mindcloud-myriad": "Myriad Metrics",
    "mindcloud-akosha-ingestion": "Akosha Ingestion Dashboard",
    "mindcloud-akosha-query": "Akosha Query Dashboard",
    "mindcloud-akosha-storage": "Akosha Storage Dashboard",
    "mindcloud-myriad-overview": "Myriad Cognitive Architecture - System Overview",
};
