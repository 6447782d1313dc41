import { z } from "zod";
import { hourUtc, integer, weekWindow } from "./primitives";

const redisGroup = z.strictObject({
    node: z
        .string()
        .regex(/^cache\.[a-z0-9]+\.[a-z0-9]+$/, "is not an ElastiCache node type | write for example cache.t4g.small")
        .describe("ElastiCache node type. Default cache.t4g.small / cache.m7g.large."),
    replicas: integer(0, 5, "replicas").describe(
        "Read replicas beside the primary; automatic failover needs one. Default 0 / 2 (cache), 0 / 1 (queue).",
    ),
    snapshotDays: integer(0, 35, "days").describe(
        "Days that daily snapshots are kept; 0 turns them off. Default 1 / 7.",
    ),
});

export const stores = z.strictObject({
    redis: z.strictObject({
        cache: redisGroup.describe("Valkey group for caches: allkeys-lru."),
        queue: redisGroup.describe("Valkey group for queues and locks: noeviction."),
        maintenance: weekWindow.describe("Weekly maintenance window, UTC. Default sun:05:00-sun:06:00."),
        snapshotAt: hourUtc.describe("Start of the daily one-hour snapshot window, UTC. Default 03:00."),
    }),
    postgres: z.strictObject({
        instance: z
            .string()
            .regex(/^db\.[a-z0-9]+\.[a-z0-9]+$/, "is not an RDS instance class | write for example db.t4g.medium")
            .describe("RDS instance class; sets max_connections. Default db.t4g.medium / db.m7g.large."),
        version: z
            .enum(["16", "17", "18"], 'is not a PostgreSQL major that mindcloud supports | choose "16", "17" or "18"')
            .describe("Major version; RDS applies minors. Default 17."),
        storageGibibytes: integer(20, 65536, "GiB").describe(
            "gp3 storage at creation. Default 20 / 100. It can grow, never shrink.",
        ),
        maxStorageGibibytes: integer(20, 65536, "GiB").describe("Where storage autoscaling stops. Default 100 / 1000."),
        multiZone: z.boolean().describe("Standby in a second zone (RDS Multi-AZ). Default false / true."),
        backupDays: integer(0, 35, "days").describe(
            "Days that automated backups are kept. Default 7 / 14. `data: keep` needs 1 or more.",
        ),
        backupAt: hourUtc.describe("Start of the daily backup window, UTC. Default 02:00."),
        maintenance: weekWindow.describe("Weekly maintenance window, UTC. Default sun:06:00-sun:07:00."),
    }),
    cold: z.strictObject({
        infrequentAfterDays: integer(30, 3650, "days").describe(
            "Days after arrival until an object moves to Infrequent Access (S3: 30 or more). Default 30.",
        ),
        archiveAfterDays: integer(60, 3650, "days").describe(
            "Days after arrival until it moves to Glacier Instant Retrieval. Default 90.",
        ),
        noncurrentDays: integer(1, 3650, "days").describe(
            "Days that replaced and deleted versions are kept. Default 30 / 90.",
        ),
    }),
    sharedFiles: z.strictObject({
        infrequentAfterDays: z
            .union(
                [z.literal(7), z.literal(14), z.literal(30), z.literal(60), z.literal(90)],
                "must be 7, 14, 30, 60 or 90 | EFS knows only these",
            )
            .describe("Days without access until a file moves to EFS Infrequent Access. Default 30."),
    }),
});

export const backups = z.strictObject({
    enabled: z
        .boolean()
        .describe(
            "AWS Backup for EBS volumes and EFS. RDS and ElastiCache use their own backups. Default false / true.",
        ),
    at: hourUtc.describe("Time of the daily backup, UTC. Default 01:00."),
    keepDays: integer(1, 3650, "days").describe("Days that a recovery point is kept. Default 7 / 35."),
});
