/**
 * What Yet Another CloudWatch Exporter asks CloudWatch for: the metrics of the catalogue, of the resources that carry this stack's tags.
 * Format: its docs/configuration.md, v1alpha1.
 */
import type { Scope } from "../scope";

/**
 * CloudWatch's names by service, and with which dimensions; each is read every five minutes and costs. Without the dimensions the exporter
 * would read every metric once more for each zone.
 */
const JOBS = {
    "AWS/ApplicationELB": [
        {
            dimensions: ["LoadBalancer", "TargetGroup"],
            metrics: {
                RequestCount: ["Sum"],
                HTTPCode_Target_5XX_Count: ["Sum"],
                HTTPCode_Target_4XX_Count: ["Sum"],
                TargetResponseTime: ["Average", "p95", "p99"],
                HealthyHostCount: ["Minimum"],
                UnHealthyHostCount: ["Maximum"],
            },
        },
        {
            dimensions: ["LoadBalancer"],
            metrics: { HTTPCode_ELB_5XX_Count: ["Sum"], RejectedConnectionCount: ["Sum"] },
        },
    ],
    "AWS/ElastiCache": [
        {
            dimensions: ["CacheClusterId"],
            metrics: {
                EngineCPUUtilization: ["Average"],
                DatabaseMemoryUsagePercentage: ["Average"],
                Evictions: ["Sum"],
                CurrConnections: ["Average"],
                ReplicationLag: ["Maximum"],
            },
        },
    ],
    "AWS/RDS": [
        {
            dimensions: ["DBInstanceIdentifier"],
            metrics: {
                CPUUtilization: ["Average"],
                FreeableMemory: ["Average"],
                FreeStorageSpace: ["Average"],
                DatabaseConnections: ["Average"],
                ReadLatency: ["Average"],
                WriteLatency: ["Average"],
            },
        },
    ],
    "AWS/S3": [
        {
            dimensions: ["BucketName", "StorageType"],
            metrics: { BucketSizeBytes: ["Average"], NumberOfObjects: ["Average"] },
        },
    ],
} as const satisfies Record<string, readonly Job[]>;

interface Job {
    readonly dimensions: readonly string[];
    readonly metrics: Readonly<Record<string, readonly string[]>>;
}

export type Service = keyof typeof JOBS;

/** CloudWatch has a number for each of these, and none where nothing happened: then it is nought, not unknown. */
const COUNTS = new Set(["Sum"]);

export const SCRAPE_SECONDS = 300;
const DAY_SECONDS = 86_400;

/** As JSON, which is YAML; without a service there is nothing to ask. */
export function cloudWatchConfig({ region, project, stack }: Scope, services: readonly Service[]): string {
    const searchTags = [
        { key: "mindcloud:project", value: `^${project}$` },
        { key: "mindcloud:stack", value: `^${stack}$` },
    ];
    return JSON.stringify({
        apiVersion: "v1alpha1",
        "sts-region": region,
        discovery: {
            jobs: services.flatMap((type) =>
                (JOBS[type] as readonly Job[]).map(({ dimensions, metrics }) => ({
                    ...{ type, regions: [region], searchTags, dimensionNameRequirements: dimensions },
                    ...windowOf(type),
                    metrics: Object.entries(metrics).map(([name, statistics]) => ({
                        ...{ name, statistics },
                        nilToZero: statistics.every((statistic) => COUNTS.has(statistic)),
                    })),
                })),
            ),
        },
    });
}

/** S3 counts once a day, and says so up to two days later. */
const windowOf = (type: Service) =>
    type === "AWS/S3"
        ? { period: DAY_SECONDS, length: 2 * DAY_SECONDS }
        : { period: SCRAPE_SECONDS, length: SCRAPE_SECONDS, delay: 120 };

/** Every metric that is asked for, by service: `<name>_<statistic>`. */
export const askedFor = (service: Service): readonly string[] =>
    (JOBS[service] as readonly Job[]).flatMap(({ metrics }) =>
        Object.entries(metrics).flatMap(([name, statistics]) => statistics.map((statistic) => `${name}_${statistic}`)),
    );
