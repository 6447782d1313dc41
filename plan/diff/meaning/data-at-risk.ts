/** What is lost when a thing goes, from what it could come back, and until when. Rows beside the types, each with its source. */
import type { RecordedResource } from "../../graph";
import { at } from "../../replacements";
import type { Change, DataAtRisk } from "../change";
import { said } from "../said";
import { keptForLess } from "./kept-for";
import { daysAfter, physicalName, type Surroundings } from "./surroundings";

type Lost = (old: RecordedResource, surroundings: Surroundings) => DataAtRisk | undefined;

const backup = ({ backupDays, today }: Surroundings): Pick<DataAtRisk, "from" | "until"> =>
    backupDays === undefined ? {} : { from: "the recovery points of AWS Backup", until: daysAfter(today, backupDays) };

/** Of a volume or a directory: the object goes, the disk may stay. */
const LOST_WITH: Readonly<Record<string, Lost>> = {
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html
    "aws:rds/instance:Instance": (old) => ({
        what: `the database ${physicalName(old)}`,
        ...(old.inputs.skipFinalSnapshot === false
            ? { from: "the final snapshot that its deletion takes", until: "somebody deletes that snapshot" }
            : {}),
    }),
    // https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DeleteReplicationGroup.html
    "aws:elasticache/replicationGroup:ReplicationGroup": (old) => ({
        what: `what ${physicalName(old)} holds`,
        ...(old.inputs.finalSnapshotIdentifier === undefined
            ? {}
            : { from: "the final snapshot that its deletion takes", until: "somebody deletes that snapshot" }),
    }),
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-bucket.html: only an empty one goes, unless it is emptied first
    "aws:s3/bucket:Bucket": (old) =>
        old.inputs.forceDestroy === true
            ? { what: `every object of ${physicalName(old)}, versions included` }
            : undefined,
    // https://docs.aws.amazon.com/efs/latest/ug/delete-efs-fs.html
    "aws:efs/fileSystem:FileSystem": (old, around) => ({
        what: `the files on ${physicalName(old)}`,
        ...backup(around),
    }),
    // https://docs.aws.amazon.com/efs/latest/ug/efs-access-points.html: the directory stays; nothing leads to it any more
    "aws:efs/accessPoint:AccessPoint": (old, around) => ({
        what: `the files below ${said(at(old.inputs, "rootDirectory.path"), "/")} (they stay on the file system, and nothing leads to them)`,
        ...backup(around),
    }),
    // https://kubernetes.io/docs/concepts/storage/persistent-volumes/#reclaiming
    "kubernetes:core/v1:PersistentVolumeClaim": (old, around) => claim(old, around),
    // https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
    "aws:kms/key:Key": (old, { today }) => ({
        what: `all that is encrypted with ${said(old.inputs.description, old.name)}`,
        from: "cancelling the key's deletion",
        until: daysAfter(today, Number(old.inputs.deletionWindowInDays ?? 30)),
    }),
    // https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html
    "aws:secretsmanager/secret:Secret": (old, { today }) => {
        const days = Number(old.inputs.recoveryWindowInDays ?? 30);
        return {
            what: `the secret ${physicalName(old)}`,
            ...(days > 0 && { from: "aws secretsmanager restore-secret", until: daysAfter(today, days) }),
        };
    },
    "aws:cloudwatch/logGroup:LogGroup": (old) => ({ what: `the log ${physicalName(old)}` }),
    "aws:backup/vault:Vault": (old) => ({ what: `the recovery points in ${physicalName(old)}` }),
};

function claim(old: RecordedResource, around: Surroundings): DataAtRisk {
    const className = at(old.inputs, "spec.storageClassName");
    const storage = around.olds
        .ofType("kubernetes:storage.k8s.io/v1:StorageClass")
        .find(({ inputs }) => at(inputs, "metadata.name") === className);
    const kept = className === "" || at(storage?.inputs, "reclaimPolicy") === "Retain";
    return {
        what: `the volume of ${physicalName(old)}`,
        ...(kept
            ? { from: "the volume itself, which stays without an owner", until: "somebody deletes it" }
            : backup(around)),
    };
}

export function dataAtRisk(change: Change, around: Surroundings): DataAtRisk | undefined {
    const { operation, old, now, type } = change;
    if (old === undefined || change.kept) return undefined;
    if (operation === "delete" || operation === "replace") return LOST_WITH[type]?.(old, around);
    if (operation !== "update" || now === undefined) return undefined;
    const what = keptForLess(type, old, now);
    return what === undefined ? undefined : { what };
}

/** What holds something that people would miss. */
export const holdsData = (type: string): boolean => type in LOST_WITH;
