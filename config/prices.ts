/**
 * What AWS charges: on-demand list prices of us-east-1 in USD, each with its unit, where it was read and when. Data only; the budget check
 * (config/floor.ts) and the plan's cost model read it. To renew it: read the pages, change numbers and dates here, nothing else.
 */

/** A day of reading; absent for what everybody knows and nobody has read again for this table: check those first. */
export interface Source {
    readonly read?: string;
    readonly url: string;
}

export const SOURCES = {
    ec2: {
        read: "2026-07-20",
        url: "https://github.com/aws/karpenter-provider-aws/blob/main/pkg/providers/pricing/zz_generated.pricing_aws.go",
    },
    spot: { read: "2026-09-19", url: "https://aws.amazon.com/ec2/spot/pricing/" },
    eks: { read: "2026-09-19", url: "https://aws.amazon.com/eks/pricing/" },
    vpc: { read: "2026-09-19", url: "https://aws.amazon.com/vpc/pricing/" },
    transitGateway: { read: "2026-11-29", url: "https://aws.amazon.com/transit-gateway/pricing/" },
    privateLink: { read: "2024-10-01", url: "https://aws.amazon.com/privatelink/pricing/" },
    transfer: { read: "2026-06-01", url: "https://aws.amazon.com/ec2/pricing/on-demand/#Data_Transfer" },
    loadBalancing: { read: "2026-09-19", url: "https://aws.amazon.com/elasticloadbalancing/pricing/" },
    ebs: { read: "2026-09-19", url: "https://aws.amazon.com/ebs/pricing/" },
    efs: { read: "2026-10-01", url: "https://aws.amazon.com/efs/pricing/" },
    s3: { read: "2026-06-01", url: "https://aws.amazon.com/s3/pricing/" },
    kms: { read: "2024-07-01", url: "https://aws.amazon.com/kms/pricing/" },
    secretsManager: { read: "2024-07-01", url: "https://aws.amazon.com/secrets-manager/pricing/" },
    cloudWatch: { read: "2026-09-19", url: "https://aws.amazon.com/cloudwatch/pricing/" },
    elastiCache: { read: "2026-10-02", url: "https://aws.amazon.com/elasticache/pricing/" },
    rds: { read: "2026-09-19", url: "https://aws.amazon.com/rds/postgresql/pricing/" },
    cloudWatchMetrics: { url: "https://aws.amazon.com/cloudwatch/pricing/" },
    crossZone: { url: "https://aws.amazon.com/ec2/pricing/on-demand/#Data_Transfer" },
    backup: { url: "https://aws.amazon.com/backup/pricing/" },
} as const satisfies Record<string, Source>;

/** What a price is for: one hour or one month of something, or something counted. */
export type Unit = "hour" | "month" | "GB" | "GB-month" | "IOPS-month" | "MiB/s-month" | "unit-hour" | "thousand";

export interface Price {
    readonly usd: number;
    readonly unit: Unit;
    readonly source: keyof typeof SOURCES;
}

/** Hours of a month, as AWS counts them. */
export const HOURS = 730;

export const PRICES = {
    /** Standard support; a minor in extended support is 0.60. */
    controlPlane: { usd: 0.1, unit: "hour", source: "eks" },
    natGateway: { usd: 0.045, unit: "hour", source: "vpc" },
    natTraffic: { usd: 0.045, unit: "GB", source: "vpc" },
    /** For each VPC; what flows through it is billed to whoever sends. */
    transitGatewayAttachment: { usd: 0.05, unit: "hour", source: "transitGateway" },
    publicAddress: { usd: 0.005, unit: "hour", source: "vpc" },
    /** In each zone. */
    interfaceEndpoint: { usd: 0.01, unit: "hour", source: "privateLink" },
    internetTraffic: { usd: 0.09, unit: "GB", source: "transfer" },
    /** One cent leaving a zone and one arriving in the other. */
    crossZoneTraffic: { usd: 0.02, unit: "GB", source: "crossZone" },
    applicationLoadBalancer: { usd: 0.0225, unit: "hour", source: "loadBalancing" },
    networkLoadBalancer: { usd: 0.0225, unit: "hour", source: "loadBalancing" },
    loadBalancerUnit: { usd: 0.008, unit: "unit-hour", source: "loadBalancing" },
    /** gp3; 3000 IOPS and 125 MiB/s are in it. */
    volume: { usd: 0.08, unit: "GB-month", source: "ebs" },
    volumeIops: { usd: 0.005, unit: "IOPS-month", source: "ebs" },
    volumeThroughput: { usd: 0.04, unit: "MiB/s-month", source: "ebs" },
    files: { usd: 0.3, unit: "GB-month", source: "efs" },
    objects: { usd: 0.023, unit: "GB-month", source: "s3" },
    key: { usd: 1, unit: "month", source: "kms" },
    secret: { usd: 0.4, unit: "month", source: "secretsManager" },
    logs: { usd: 0.5, unit: "GB", source: "cloudWatch" },
    logsKept: { usd: 0.03, unit: "GB-month", source: "cloudWatch" },
    alarm: { usd: 0.1, unit: "month", source: "cloudWatchMetrics" },
    metric: { usd: 0.3, unit: "month", source: "cloudWatchMetrics" },
    /** GetMetricData, a thousand metrics that are asked for. */
    metricReads: { usd: 0.01, unit: "thousand", source: "cloudWatchMetrics" },
    redisSnapshots: { usd: 0.085, unit: "GB-month", source: "elastiCache" },
    postgresStorage: { usd: 0.115, unit: "GB-month", source: "rds" },
    /** Beyond the size of the database, which is free. */
    postgresBackups: { usd: 0.095, unit: "GB-month", source: "rds" },
    backups: { usd: 0.05, unit: "GB-month", source: "backup" },
    /** For each recovery point that a restore test brings back; what comes back of EBS is free besides, of EFS by the gigabyte. */
    restoreTest: { usd: 1.5, unit: "month", source: "backup" },
    restoredFiles: { usd: 0.02, unit: "GB", source: "backup" },
} as const satisfies Record<string, Price>;

/** USD an hour of the size `large`. Every other size is a multiple of it, which the source confirms for all of these families. */
const EC2_LARGE: Readonly<Record<string, number>> = {
    ...{ t3: 0.0832, t3a: 0.0752, t4g: 0.0672 },
    ...{ m5: 0.096, m6g: 0.077, m6i: 0.096, m6a: 0.0864, m7g: 0.0816, m7i: 0.1008, "m7i-flex": 0.09576, m7a: 0.11592 },
    ...{ m8g: 0.08976, m8i: 0.10584, "m8i-flex": 0.10055, m8a: 0.12172, m9g: 0.09784 },
    ...{ c5: 0.085, c6g: 0.068, c6i: 0.085, c6a: 0.0765, c7g: 0.0725, c7i: 0.08925, "c7i-flex": 0.08479, c7a: 0.10264 },
    ...{ c8g: 0.07976, c8i: 0.09371, "c8i-flex": 0.08902, c8a: 0.10777, c9g: 0.08694 },
    ...{ r5: 0.126, r6g: 0.1008, r6i: 0.126, r6a: 0.1134, r7g: 0.1071, r7i: 0.1323, r7a: 0.15215 },
    ...{ r8g: 0.11782, r8i: 0.13892, "r8i-flex": 0.13197, r8a: 0.15976 },
};
const OF_LARGE: Readonly<Record<string, number>> = { small: 0.25, medium: 0.5, large: 1 };

/** USD an hour of a Linux instance; undefined for a type that the table does not know. */
export function ec2Hourly(type: string): number | undefined {
    const [family = "", size = ""] = type.split(".");
    const multiple = /^(\d*)xlarge$/.exec(size);
    const factor = multiple === null ? OF_LARGE[size] : 2 * Number(multiple[1] || 1);
    const large = EC2_LARGE[family];
    return large === undefined || factor === undefined ? undefined : large * factor;
}

/** Families of the table, for tests. */
export const EC2_FAMILIES: readonly string[] = Object.keys(EC2_LARGE);

/** What Spot costs of on-demand: m7g.large 0.0496 of 0.0816 an hour. It moves slowly, and may be more for a while. */
export const SPOT_SHARE = { usual: 0.61, source: "spot" } as const;

/** Valkey nodes, USD an hour. */
const VALKEY: Readonly<Record<string, number>> = {
    "cache.t4g.micro": 0.0128,
    "cache.t4g.small": 0.0256,
    "cache.t4g.medium": 0.052,
    "cache.m7g.large": 0.1264,
    "cache.m7g.xlarge": 0.252,
    "cache.m8g.large": 0.1266,
    "cache.r7g.large": 0.1752,
    "cache.r7g.xlarge": 0.3496,
};

export const valkeyHourly = (node: string): number | undefined => VALKEY[node];

/** RDS for PostgreSQL in one zone, USD an hour; Multi-AZ is twice as much, storage included. */
const POSTGRES: Readonly<Record<string, number>> = {
    "db.t4g.micro": 0.016,
    "db.t4g.small": 0.032,
    "db.t4g.medium": 0.065,
    "db.t4g.large": 0.129,
    "db.m6g.large": 0.159,
    "db.m7g.large": 0.168,
    "db.m7g.xlarge": 0.336,
};

export const postgresHourly = (instance: string): number | undefined => POSTGRES[instance];
