/**
 * What Yet Another CloudWatch Exporter makes of CloudWatch's metrics (pkg/promutil/migrate.go, BuildMetricName): namespace, metric and
 * statistic in snake case, dimensions as CloudWatch writes them. Every one is a gauge: `_sum` is of one period, not since the start. `name` is
 * the ARN. The metrics themselves: AWS documentation of each service, "CloudWatch metrics".
 */
import type { Catalogue, LabelValues } from "../catalogue";
import { exporter } from "./exporter";

const CLOUDWATCH = exporter(
    "cloudwatch-exporter",
    "prometheus-community/yet-another-cloudwatch-exporter pkg/promutil/migrate.go; CloudWatch metrics of the service",
);

const account: LabelValues = { account_id: ["000000000000"], region: ["us-east-1"] };
const loadBalancer: LabelValues = {
    ...account,
    name: ["arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/app/mindcloud-dev/0123456789abcdef"],
    dimension_LoadBalancer: ["app/mindcloud-dev/0123456789abcdef"],
};
/** The controller names a target group k8s-<namespace, 8>-<service, 8>-<hash, 10>, letters and digits alone. */
const targetGroup: LabelValues = {
    ...loadBalancer,
    dimension_TargetGroup: ["targetgroup/k8s-memstack-memstack-0123456789/0123456789abcdef"],
};
/** One node of a replication group: its name, a hyphen, and 001 and up. */
const cache: LabelValues = {
    ...account,
    name: ["arn:aws:elasticache:us-east-1:000000000000:cluster:mindcloud-dev-cache-001"],
    dimension_CacheClusterId: ["mindcloud-dev-cache-001"],
};
const database: LabelValues = {
    ...account,
    name: ["arn:aws:rds:us-east-1:000000000000:db:mindcloud-dev-postgres"],
    dimension_DBInstanceIdentifier: ["mindcloud-dev-postgres"],
};
const bucket: LabelValues = {
    ...account,
    name: ["arn:aws:s3:::mindcloud-dev-cold"],
    dimension_BucketName: ["mindcloud-dev-cold"],
};

export const CLOUDWATCH_METRICS = {
    requests: CLOUDWATCH.gauge(
        "aws_applicationelb_request_count_sum",
        "Requests that a target group got in a period.",
        targetGroup,
        [60, 300],
    ),
    targetErrors: CLOUDWATCH.gauge(
        "aws_applicationelb_httpcode_target_5_xx_count_sum",
        "Answers 5xx of targets in a period.",
        targetGroup,
        [0, 0],
    ),
    targetRefusals: CLOUDWATCH.gauge(
        "aws_applicationelb_httpcode_target_4_xx_count_sum",
        "Answers 4xx of targets in a period.",
        targetGroup,
        [0, 5],
    ),
    /** Of the load balancer itself: no target answered, or none was there. */
    loadBalancerErrors: CLOUDWATCH.gauge(
        "aws_applicationelb_httpcode_elb_5_xx_count_sum",
        "Answers 5xx of the load balancer in a period.",
        loadBalancer,
        [0, 0],
    ),
    responseTime: CLOUDWATCH.gauge(
        "aws_applicationelb_target_response_time_average",
        "Seconds until a target answered, on average.",
        targetGroup,
        [0.05, 0.4],
    ),
    responseTimeP95: CLOUDWATCH.gauge(
        "aws_applicationelb_target_response_time_p95",
        "Seconds within which a target answered 95 % of requests.",
        targetGroup,
        [0.2, 0.9],
    ),
    responseTimeP99: CLOUDWATCH.gauge(
        "aws_applicationelb_target_response_time_p99",
        "Seconds within which a target answered 99 % of requests.",
        targetGroup,
        [0.4, 1.5],
    ),
    healthyTargets: CLOUDWATCH.gauge(
        "aws_applicationelb_healthy_host_count_minimum",
        "Targets that pass their health check.",
        targetGroup,
        [2, 2],
    ),
    unhealthyTargets: CLOUDWATCH.gauge(
        "aws_applicationelb_un_healthy_host_count_maximum",
        "Targets that fail their health check.",
        targetGroup,
        [0, 0],
    ),
    rejectedConnections: CLOUDWATCH.gauge(
        "aws_applicationelb_rejected_connection_count_sum",
        "Connections refused: the load balancer was full.",
        loadBalancer,
        [0, 0],
    ),

    cacheCpu: CLOUDWATCH.gauge(
        "aws_elasticache_engine_cpuutilization_average",
        "Percent of Valkey's one thread that is busy.",
        cache,
        [2, 20],
    ),
    cacheMemory: CLOUDWATCH.gauge(
        "aws_elasticache_database_memory_usage_percentage_average",
        "Percent of Valkey's memory that is used.",
        cache,
        [20, 50],
    ),
    cacheEvictions: CLOUDWATCH.gauge(
        "aws_elasticache_evictions_sum",
        "Keys thrown out for lack of memory in a period.",
        cache,
        [0, 0],
    ),
    cacheConnections: CLOUDWATCH.gauge(
        "aws_elasticache_curr_connections_average",
        "Connections to Valkey.",
        cache,
        [20, 60],
    ),
    /** Of replicas; a primary has none. */
    cacheLag: CLOUDWATCH.gauge(
        "aws_elasticache_replication_lag_maximum",
        "Seconds that a replica is behind.",
        cache,
        [0, 0.1],
    ),

    databaseCpu: CLOUDWATCH.gauge(
        "aws_rds_cpuutilization_average",
        "Percent of the instance's processors that is busy.",
        database,
        [5, 30],
    ),
    databaseMemory: CLOUDWATCH.gauge(
        "aws_rds_freeable_memory_average",
        "Bytes of memory that are free.",
        database,
        [1e9, 2e9],
    ),
    databaseStorage: CLOUDWATCH.gauge(
        "aws_rds_free_storage_space_average",
        "Bytes of storage that are free.",
        database,
        [5e10, 8e10],
    ),
    databaseConnections: CLOUDWATCH.gauge(
        "aws_rds_database_connections_average",
        "Connections to the instance.",
        database,
        [10, 60],
    ),
    databaseReadLatency: CLOUDWATCH.gauge(
        "aws_rds_read_latency_average",
        "Seconds that a read takes.",
        database,
        [0.001, 0.004],
    ),
    databaseWriteLatency: CLOUDWATCH.gauge(
        "aws_rds_write_latency_average",
        "Seconds that a write takes.",
        database,
        [0.001, 0.008],
    ),

    /** Once a day. */
    bucketSize: CLOUDWATCH.gauge(
        "aws_s3_bucket_size_bytes_average",
        "Bytes in a bucket by class of storage.",
        {
            ...bucket,
            dimension_StorageType: ["StandardStorage", "StandardIAStorage"],
        },
        [1e10, 5e10],
    ),
    bucketObjects: CLOUDWATCH.gauge(
        "aws_s3_number_of_objects_average",
        "Objects in a bucket.",
        {
            ...bucket,
            dimension_StorageType: ["AllStorageTypes"],
        },
        [1e5, 2e5],
    ),

    apiRequests: CLOUDWATCH.counter(
        "yace_cloudwatch_requests_total",
        "Requests of the exporter to AWS, which cost money.",
        {
            api_name: ["GetMetricData", "ListMetrics"],
        },
        [0.1, 0.5],
    ),
} as const satisfies Catalogue;
