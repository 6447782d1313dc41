/** `restoreFrom` of each store: its restores, oldest first. */
import { z } from "zod";
import { POSTGRES_MAJORS } from "../versions";

const fates = {
    replaced: z
        .enum(["keep", "leaving", "absent"], "is none of keep, leaving and absent | write one of them")
        .optional()
        .describe(
            "What becomes of the store that this one replaced. keep (default): it stays beside it, unused and protected. leaving: its protection is taken away. absent, in a later `up`: it is deleted.",
        ),
    abandoned: z
        .boolean()
        .optional()
        .describe(
            "true: this restore is not wanted after all. The store before it is in use again, and this one is not protected any more; without the entry, it is deleted.",
        ),
};

/** RDS: `RestoreDBInstanceFromDBSnapshot`, DBSnapshotIdentifier; automated ones begin with `rds:`. */
const databaseSnapshot = z
    .string()
    .regex(
        /^(rds:)?[a-z](-?[a-z0-9]){0,254}$/i,
        "is not the identifier of a DB snapshot | write it as aws rds describe-db-snapshots prints DBSnapshotIdentifier",
    );

/** RDS restores to a second, and wants UTC. */
const pointInTime = z
    .string()
    .regex(
        /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/,
        'is not a point in time | write it in quotes, in UTC and with Z, for example "2026-11-29T11:55:00Z"',
    );

export const postgresRestores = z
    .array(
        z.strictObject({
            snapshot: databaseSnapshot
                .optional()
                .describe(
                    "Identifier of a DB snapshot that begins with <project>-<stack>-, with or without rds: before it.",
                ),
            pointInTime: pointInTime
                .optional()
                .describe("Time to which the database is restored, within its backupDays and some five minutes ago."),
            of: z
                .string()
                .regex(
                    /^[a-z](-?[a-z0-9]){0,62}$/,
                    "is not the identifier of a DB instance | write it as aws rds describe-db-instances prints it",
                )
                .optional()
                .describe("With pointInTime: the instance that is restored. Default the one before this entry."),
            version: z
                .enum(POSTGRES_MAJORS, 'is not a PostgreSQL major that mindcloud supports | choose "16", "17" or "18"')
                .optional()
                .describe(
                    "Major version of what is restored, where it is older than `version`. Without it later, it is upgraded.",
                ),
            ...fates,
        }),
    )
    .describe(
        "Restores of the database, oldest first: each makes an instance beside the one before it, and the last is in use (docs/guides/restore-postgres.md).",
    );

/** ElastiCache: `CreateSnapshot`, SnapshotName; automatic ones begin with `automatic.`. */
const cacheSnapshot = z
    .string()
    .regex(
        /^(automatic\.)?[a-z](-?[a-z0-9]){0,254}$/i,
        "is not the name of an ElastiCache snapshot | write it as aws elasticache describe-snapshots prints SnapshotName",
    );

export const redisRestores = z
    .array(
        z.strictObject({
            snapshot: cacheSnapshot.describe(
                "Name of a snapshot that begins with <project>-<stack>-. An automatic one is copied under such a name first.",
            ),
            ...fates,
        }),
    )
    .describe(
        "Restores of the group, oldest first: each makes a group beside the one before it, and the last is in use (docs/guides/restore-valkey.md).",
    );

export const bucketRestores = z
    .array(
        z.strictObject({
            pointInTime: pointInTime.describe(
                "Time whose objects come back, within noncurrentDays. The bucket is made for it, and `npm run restore-bucket` fills it.",
            ),
            filling: z
                .boolean()
                .optional()
                .describe(
                    "true: the bucket is made and protected, and the one before it stays in use until it is filled.",
                ),
            ...fates,
        }),
    )
    .describe(
        "Restores of the cold bucket, oldest first: each makes a bucket beside the one before it, and the last that is not filling is in use (docs/guides/restore-buckets.md).",
    );

/** EC2: SnapshotId. A recovery point of a volume is one, and its ARN ends so. */
const volumeSnapshot = z
    .string()
    .regex(
        /^snap-[0-9a-f]{8,17}$/,
        "is not the id of an EBS snapshot | write snap-... as the recovery point's ARN ends, or as aws ec2 describe-snapshots prints SnapshotId",
    );

export const volumeRestores = z
    .array(
        z.strictObject({
            claim: z
                .string()
                .regex(
                    /^[a-z0-9-]{1,63}\/[a-z0-9-]{1,200}$/,
                    "is not a claim | write <namespace>/<name> as kubectl get pvc --all-namespaces prints them",
                )
                .describe("Claim whose volume comes back, `<namespace>/<name>`."),
            snapshot: volumeSnapshot.describe(
                "EBS snapshot with the tag ebs.csi.aws.com/cluster, as recovery points of AWS Backup have it from their volume.",
            ),
            ...fates,
        }),
    )
    .describe(
        "Restores of volumes, oldest first: each makes a claim and a volume beside those before it, in whatever zone its pod runs, and the last of a claim is in use (docs/guides/restore-volumes.md).",
    );

/** AWS Backup, restore of an EFS file system: a directory of its own below the root, whose name begins so and ends in the time of the restore. */
const recoveryDirectory = z
    .string()
    .regex(
        /^aws-backup-restore_[\w.:-]{1,40}$/,
        "is not a directory that AWS Backup restores into | write aws-backup-restore_ and the time, as the restore job made it",
    );

export const filesRestores = z
    .array(
        z.strictObject({
            directory: recoveryDirectory.describe("Directory below the root into which AWS Backup has restored."),
            only: z
                .array(z.string())
                .optional()
                .describe("Directories that come back, <company>-agent and <company>-brain. Default all of them."),
            ...fates,
        }),
    )
    .describe(
        "Restores of shared files, oldest first: each leads to what AWS Backup has restored, beside the directories before it, and the last is in use (docs/guides/restore-files.md).",
    );
