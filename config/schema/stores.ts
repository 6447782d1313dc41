import { z } from "zod";
import { SYSTEMS, type SystemKey } from "../../components/systems";
import { POSTGRES_MAJORS, VALKEY_MAJORS } from "../versions";
import { hourUtc, integer, weekWindow } from "./primitives";
import { bucketRestores, filesRestores, postgresRestores, redisRestores, volumeRestores } from "./restores";

const SYSTEM_KEYS = Object.keys(SYSTEMS) as [SystemKey, ...SystemKey[]];

const redisGroup = z.strictObject({
    node: z
        .string()
        .regex(/^cache\.[a-z0-9]+\.[a-z0-9]+$/, "is not an ElastiCache node type | write for example cache.t4g.small")
        .describe("ElastiCache node type."),
    replicas: integer(0, 5, "replicas").describe("Read replicas beside the primary; automatic failover needs one."),
    snapshotDays: integer(0, 35, "days").describe("Days that daily snapshots are kept; 0 turns them off."),
    restoreFrom: redisRestores,
});

export const stores = z.strictObject({
    applyImmediately: z
        .boolean()
        .describe(
            "Changes of class, size and version of databases and Valkey happen during the next `up`, not in their maintenance window; each interrupts connections. With `data: disposable` they always do.",
        ),
    keptFor: z
        .array(z.enum(SYSTEM_KEYS, `is not a system | choose from ${SYSTEM_KEYS.join(", ")}`))
        .describe(
            "Systems that are switched off (`enabled: false`) and whose stores stay for when they are switched on again: databases, Valkey users, buckets, shared files and every secret with its value (docs/guides/off-and-on.md).",
        ),
    redis: z.strictObject({
        cache: redisGroup.describe("Valkey group for caches: allkeys-lru."),
        queue: redisGroup.describe("Valkey group for queues and locks: noeviction."),
        version: z
            .enum(VALKEY_MAJORS, 'is not a Valkey major that mindcloud supports | choose "8" or "9"')
            .describe("Valkey major of both groups. ElastiCache goes up, never down."),
        maintenance: weekWindow.describe("Weekly maintenance window, UTC."),
        snapshotAt: hourUtc.describe("Start of the daily one-hour snapshot window, UTC."),
    }),
    postgres: z.strictObject({
        instance: z
            .string()
            .regex(/^db\.[a-z0-9]+\.[a-z0-9]+$/, "is not an RDS instance class | write for example db.t4g.medium")
            .describe("RDS instance class; sets max_connections."),
        version: z
            .enum(POSTGRES_MAJORS, 'is not a PostgreSQL major that mindcloud supports | choose "16", "17" or "18"')
            .describe("Major version; RDS applies minors."),
        // 65536 at most, and RDS wants room to grow: a tenth of it.
        storageGibibytes: integer(20, 59578, "GiB").describe("gp3 storage at creation. It can grow, never shrink."),
        maxStorageGibibytes: integer(20, 65536, "GiB").describe("Where storage autoscaling stops."),
        multiZone: z.boolean().describe("Standby in a second zone (RDS Multi-AZ)."),
        backupDays: integer(0, 35, "days").describe(
            "Days that automated backups are kept. `data: keep` needs 7 or more.",
        ),
        backupAt: hourUtc.describe("Start of the daily backup window, UTC."),
        maintenance: weekWindow.describe("Weekly maintenance window, UTC."),
        restoreFrom: postgresRestores,
    }),
    cold: z.strictObject({
        infrequentAfterDays: integer(30, 3620, "days").describe(
            "Days after arrival until an object moves to Infrequent Access (S3: 30 or more).",
        ),
        archiveAfterDays: integer(60, 3650, "days").describe(
            "Days after arrival until it moves to Glacier Instant Retrieval.",
        ),
        noncurrentDays: integer(1, 3650, "days").describe("Days that replaced and deleted versions are kept."),
        restoreFrom: bucketRestores,
    }),
    sharedFiles: z.strictObject({
        infrequentAfterDays: z
            .union(
                [1, 7, 14, 30, 60, 90, 180, 270, 365].map((days) => z.literal(days)),
                "is none of the ages that EFS knows | choose 1, 7, 14, 30, 60, 90, 180, 270, 365",
            )
            .describe("Days without access until a file moves to EFS Infrequent Access."),
        restoreFrom: filesRestores,
    }),
    volumes: z.strictObject({ restoreFrom: volumeRestores }).describe("EBS volumes of pods."),
});

export const backups = z.strictObject({
    enabled: z.boolean().describe("AWS Backup for EBS volumes and EFS. RDS and ElastiCache use their own backups."),
    at: hourUtc.describe("Time of the daily backup, UTC."),
    keepDays: integer(1, 3650, "days").describe("Days that a recovery point is kept."),
});
