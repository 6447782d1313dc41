/**
 * What Yet Another CloudWatch Exporter makes of CloudWatch's metrics (pkg/promutil/migrate.go, BuildMetricName): namespace, metric and
 * statistic in snake case, dimensions as CloudWatch writes them. Every one is a gauge: `_sum` is of one period, not since the start. `name` is
 * the ARN. The metrics themselves: AWS documentation of each service, "CloudWatch metrics".
 */
import type { Catalogue } from "../catalogue";
import { exporter } from "./exporter";

const CLOUDWATCH = exporter(
    "cloudwatch-exporter",
    "prometheus-community/yet-another-cloudwatch-exporter pkg/promutil/migrate.go; CloudWatch metrics of the service",
);

const account = ["account_id", "region"];
const loadBalancer = [...account, "name", "dimension_LoadBalancer"];
/** The controller names a target group k8s-<namespace, 8>-<service, 8>-<hash, 10>, letters and digits alone. */
const targetGroup = [...loadBalancer, "dimension_TargetGroup"];
/** One node of a replication group: its name, a hyphen, and 001 and up. */
const cache = [...account, "name", "dimension_CacheClusterId"];
const database = [...account, "name", "dimension_DBInstanceIdentifier"];
const bucket = [...account, "name", "dimension_BucketName"];

export const CLOUDWATCH_METRICS = {
    requests: CLOUDWATCH.gauge(
        "aws_applicationelb_request_count_sum",
        "Requests that a target group got in a period.",
        targetGroup,
    ),
    targetErrors: CLOUDWATCH.gauge(
        "aws_applicationelb_httpcode_target_5_xx_count_sum",
        "Answers 5xx of targets in a period.",
        targetGroup,
    ),
    targetRefusals: CLOUDWATCH.gauge(
        "aws_applicationelb_httpcode_target_4_xx_count_sum",
        "Answers 4xx of targets in a period.",
        targetGroup,
    ),
    /** Of the load balancer itself: no target answered, or none was there. */
    loadBalancerErrors: CLOUDWATCH.gauge(
        "aws_applicationelb_httpcode_elb_5_xx_count_sum",
        "Answers 5xx of the load balancer in a period.",
        loadBalancer,
    ),
    responseTime: CLOUDWATCH.gauge(
        "aws_applicationelb_target_response_time_average",
        "Seconds until a target answered, on average.",
        targetGroup,
    ),
    responseTimeP95: CLOUDWATCH.gauge(
        "aws_applicationelb_target_response_time_p95",
        "Seconds within which a target answered 95 % of requests.",
        targetGroup,
    ),
    responseTimeP99: CLOUDWATCH.gauge(
        "aws_applicationelb_target_response_time_p99",
        "Seconds within which a target answered 99 % of requests.",
        targetGroup,
    ),
    healthyTargets: CLOUDWATCH.gauge(
        "aws_applicationelb_healthy_host_count_minimum",
        "Targets that pass their health check.",
        targetGroup,
    ),
    unhealthyTargets: CLOUDWATCH.gauge(
        "aws_applicationelb_un_healthy_host_count_maximum",
        "Targets that fail their health check.",
        targetGroup,
    ),
    rejectedConnections: CLOUDWATCH.gauge(
        "aws_applicationelb_rejected_connection_count_sum",
        "Connections refused: the load balancer was full.",
        loadBalancer,
    ),

    cacheCpu: CLOUDWATCH.gauge(
        "aws_elasticache_engine_cpuutilization_average",
        "Percent of Valkey's one thread that is busy.",
        cache,
    ),
    cacheMemory: CLOUDWATCH.gauge(
        "aws_elasticache_database_memory_usage_percentage_average",
        "Percent of Valkey's memory that is used.",
        cache,
    ),
    cacheEvictions: CLOUDWATCH.gauge(
        "aws_elasticache_evictions_sum",
        "Keys thrown out for lack of memory in a period.",
        cache,
    ),
    cacheConnections: CLOUDWATCH.gauge("aws_elasticache_curr_connections_average", "Connections to Valkey.", cache),
    /** Of replicas; a primary has none. */
    cacheLag: CLOUDWATCH.gauge("aws_elasticache_replication_lag_maximum", "Seconds that a replica is behind.", cache),

    databaseCpu: CLOUDWATCH.gauge(
        "aws_rds_cpuutilization_average",
        "Percent of the instance's processors that is busy.",
        database,
    ),
    databaseMemory: CLOUDWATCH.gauge("aws_rds_freeable_memory_average", "Bytes of memory that are free.", database),
    databaseStorage: CLOUDWATCH.gauge(
        "aws_rds_free_storage_space_average",
        "Bytes of storage that are free.",
        database,
    ),
    databaseConnections: CLOUDWATCH.gauge(
        "aws_rds_database_connections_average",
        "Connections to the instance.",
        database,
    ),
    databaseReadLatency: CLOUDWATCH.gauge("aws_rds_read_latency_average", "Seconds that a read takes.", database),
    databaseWriteLatency: CLOUDWATCH.gauge("aws_rds_write_latency_average", "Seconds that a write takes.", database),

    /** Once a day. */
    bucketSize: CLOUDWATCH.gauge("aws_s3_bucket_size_bytes_average", "Bytes in a bucket by class of storage.", [
        ...bucket,
        "dimension_StorageType",
    ]),
    bucketObjects: CLOUDWATCH.gauge("aws_s3_number_of_objects_average", "Objects in a bucket.", [
        ...bucket,
        "dimension_StorageType",
    ]),

    apiRequests: CLOUDWATCH.counter(
        "yace_cloudwatch_requests_total",
        "Requests of the exporter to AWS, which cost money.",
        ["api_name"],
    ),
} as const satisfies Catalogue;
