/** What comes back from a copy, and what becomes of what it replaces. */
import { withoutLife } from "../../../config/restores";
import { at } from "../../replacements";
import type { Change } from "../change";
import { said } from "../said";
import { physicalName } from "./surroundings";

type Inputs = Readonly<Record<string, unknown>>;
type Filled = (inputs: Inputs, changes: readonly Change[]) => string | undefined;

/** From what a new store is filled, by type. */
const FILLED_FROM: Readonly<Record<string, Filled>> = {
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_RestoreFromSnapshot.html and USER_PIT.html
    "aws:rds/instance:Instance": (inputs) => {
        if (inputs.snapshotIdentifier !== undefined) return `snapshot ${said(inputs.snapshotIdentifier)}`;
        const of = at(inputs, "restoreToPointInTime.sourceDbInstanceIdentifier");
        const time = at(inputs, "restoreToPointInTime.restoreTime");
        return of === undefined ? undefined : `${said(of)} as it was at ${said(time, "the last moment")}`;
    },
    // https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-restoring.html
    "aws:elasticache/replicationGroup:ReplicationGroup": ({ snapshotName }) =>
        snapshotName === undefined ? undefined : `snapshot ${said(snapshotName)}`,
    // https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-efs.html
    "aws:efs/accessPoint:AccessPoint": (inputs) => {
        const [, path] = /^\/(aws-backup-restore_.*)/.exec(said(at(inputs, "rootDirectory.path"))) ?? [];
        return path === undefined ? undefined : `what AWS Backup restored into ${path}`;
    },
    // https://kubernetes.io/docs/concepts/storage/volume-snapshots/#static
    "kubernetes:core/v1:PersistentVolumeClaim": (inputs, changes) => {
        const name = at(inputs, "spec.dataSource.name");
        const content = changes.find(
            ({ type, now }) =>
                type.endsWith(":VolumeSnapshotContent") &&
                at(now?.inputs, "spec.volumeSnapshotRef.name") === name &&
                at(now?.inputs, "spec.volumeSnapshotRef.namespace") === at(inputs, "metadata.namespace"),
        );
        return name === undefined
            ? undefined
            : `snapshot ${said(at(content?.now?.inputs, "spec.source.snapshotHandle"))}`;
    },
};

const BUCKET = "aws:s3/bucket:Bucket";

/** S3 makes no bucket from another: somebody copies (https://docs.aws.amazon.com/AmazonS3/latest/userguide/RestoringPreviousVersions.html). */
const emptyBucket = ({ type, operation, now }: Change): readonly string[] =>
    type === BUCKET && operation === "create" && now !== undefined && withoutLife(now.name) !== now.name
        ? [
              `${physicalName(now)} is made empty, and npm run restore-bucket fills it; clients are pointed at it when its entry says filling no more. What it replaces stays beside it until restoreFrom says otherwise`,
          ]
        : [];

/** One line for each store that comes back. */
export function restoredLines(changes: readonly Change[]): readonly string[] {
    return changes.flatMap((change) => {
        const { type, operation, now } = change;
        if (type === BUCKET) return emptyBucket(change);
        const filled = FILLED_FROM[type];
        if (filled === undefined || now === undefined) return [];
        const from = operation === "create" ? filled(now.inputs, changes) : undefined;
        if (from !== undefined)
            return [
                `${physicalName(now)} is made from ${from}, and clients are pointed at it; what was written since is not in it. What it replaces stays beside it, unused, until restoreFrom says otherwise`,
            ];
        return [];
    });
}
