/** Where the dumps of a Neo4j are kept, and what they are called. */
import { IMAGES } from "../../../config/versions";
import type { Bucket } from "../../handles";
import {
    image,
    mebibytes,
    objects,
    type BucketAccess,
    type Image,
    type NamespaceHandle,
    type Reach,
    type Size,
} from "../../workload";
import type { EnvironmentValue } from "../../workload/environment";
import { scheduleProblems } from "../../schedule";

export interface Neo4jBackups {
    /** Bucket for dumps. */
    readonly to: Bucket;
    /** Below which the objects lie, without a slash at either end: `myriad-python/neo4j`. */
    readonly prefix: string;
    /** Beginning of the objects' names: `myriad_backup` makes myriad_backup_YYYYMMDD_HHMMSS.tar.gz. */
    readonly fileName: string;
    /** In UTC. Default 02:00 every night (INF-50). */
    readonly schedule?: string;
    /** How many are kept. Default 7 (INF-48). */
    readonly keep?: number;
    /**
     * Name of a backup that replaces the database at the next start, once; take it away again afterwards. docs/guides/restore-neo4j.md.
     * Default: the volume is used as it is.
     */
    readonly restoreFrom?: string;
}

export const DEFAULT_SCHEDULE = "0 2 * * *";
const DEFAULT_KEEP = 7;

export const awsCliImage = (): Image => image(IMAGES.awsCli);

/** What all scripts that talk to S3 read. */
export function archiveVariables(
    { to, prefix, fileName, keep = DEFAULT_KEEP }: Neo4jBackups,
    { site }: NamespaceHandle,
): Readonly<Record<string, EnvironmentValue>> {
    return {
        AWS_REGION: site.scope.region,
        // Of a user that the image does not know.
        HOME: "/tmp",
        BUCKET: to.bucketName,
        KEY_PREFIX: prefix,
        FILE_PREFIX: fileName,
        KEEP: String(keep),
    };
}

export const archiveReach = ({ to, prefix }: Neo4jBackups, access: BucketAccess): Reach => objects(to, prefix, access);

/** For the dump, the archive, and beside one of them what checking unpacks; a dump is compressed. */
export const workingSpace = ({ mebibytes: data }: Size): Size => mebibytes(2 * data);

export function backupProblems(backups: Neo4jBackups | undefined): string[] {
    if (backups === undefined) return [];
    const { fileName, schedule = DEFAULT_SCHEDULE, keep = DEFAULT_KEEP, restoreFrom } = backups;
    const name = new RegExp(`^${fileName}_\\d{8}_\\d{6}\\.tar\\.gz$`);
    return [
        // It stands in patterns of the shell.
        ...(/^[a-z][a-z0-9_-]*$/.test(fileName)
            ? []
            : [`calls its backups ${fileName}: use lower-case letters, digits, dashes and underscores`]),
        ...scheduleProblems(schedule),
        ...(Number.isInteger(keep) && keep >= 1 ? [] : [`keeps ${String(keep)} backups: write 1 or more`]),
        ...(restoreFrom === undefined || name.test(restoreFrom)
            ? []
            : [`restores from ${restoreFrom}, which is no backup of it: write ${fileName}_YYYYMMDD_HHMMSS.tar.gz`]),
    ];
}
