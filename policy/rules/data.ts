/** What `data: keep | disposable` means, seen from outside: what is protected, and what destroy leaves. */
import { isUnknown, type RecordedResource } from "../../plan/graph";
import { isLetGo } from "../lives";
import { rule, ruleFor, type PolicyContext, type Rule } from "../rule";
import { TYPE } from "../types";

const CLAIM = "kubernetes:core/v1:PersistentVolumeClaim";
const ACCESS_POINT = "aws:efs/accessPoint:AccessPoint";

/** What `data: keep` protects, always: what holds data, and nodes, which EKS takes away at once when their group is replaced or deleted. */
const PROTECTED: ReadonlySet<string> = new Set([
    ...[TYPE.database, TYPE.redis, TYPE.fileSystem, TYPE.vault],
    TYPE.nodeGroup,
]);

/** What a bucket is told, each a resource of its own that goes before the bucket does. */
const BUCKET_SETTINGS = [
    TYPE.bucketEncryption,
    TYPE.bucketPolicy,
    "aws:s3/bucketVersioning:BucketVersioning",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketLogging:BucketLogging",
    "aws:s3/bucketNotification:BucketNotification",
];

/**
 * What `data: keep` protects where it holds data that cannot be made again, and not elsewhere: a bucket of data but not of logs, the keys
 * of stores, a secret that data is encrypted with.
 */
const SOMETIMES_PROTECTED: ReadonlySet<string> = new Set([
    TYPE.bucket,
    ...BUCKET_SETTINGS,
    TYPE.key,
    TYPE.secret,
    TYPE.secretVersion,
    "random:index/randomPassword:RandomPassword",
    CLAIM,
    ACCESS_POINT,
]);

const keeps = ({ data }: PolicyContext) => data === "keep";

/** Settings that follow the data policy: input, value when data is kept, value when it is disposable. */
interface Guard {
    readonly id: string;
    readonly type: string;
    readonly title: string;
    readonly source: string;
    readonly fine: (resource: RecordedResource, keep: boolean) => boolean;
    readonly message: (keep: boolean) => string;
}

const GUARDS: readonly Guard[] = [
    {
        id: "database-deletion",
        type: TYPE.database,
        title: "A database refuses deletion and leaves a last snapshot exactly when data is kept",
        source: "RDS.8, CKV_AWS_293, AWS-0177",
        fine: ({ inputs }, keep) =>
            (inputs.deletionProtection ?? false) === keep &&
            (inputs.skipFinalSnapshot ?? false) === !keep &&
            (!keep || inputs.finalSnapshotIdentifier !== undefined),
        message: (keep) =>
            keep
                ? "can be deleted, or is deleted without a last snapshot"
                : "cannot be deleted, or leaves a snapshot that costs and blocks its name",
    },
    {
        id: "redis-final-snapshot",
        type: TYPE.redis,
        title: "A Redis group leaves a last snapshot exactly when data is kept",
        source: "data policy",
        fine: ({ inputs }, keep) => (inputs.finalSnapshotIdentifier !== undefined) === keep,
        message: (keep) => (keep ? "leaves no last snapshot" : "leaves a snapshot that costs and blocks its name"),
    },
    {
        id: "bucket-emptied",
        type: TYPE.bucket,
        title: "Destroy empties a bucket exactly when data is disposable",
        source: "data policy",
        fine: ({ inputs }, keep) => (inputs.forceDestroy ?? false) === !keep,
        message: (keep) =>
            keep ? "would be emptied by destroy" : "would make destroy fail as soon as something is in it",
    },
    {
        id: "secret-recovery",
        type: TYPE.secret,
        title: "A deleted secret can be recovered where its value is needed for kept data, and frees its name otherwise",
        source: "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html",
        fine: ({ inputs, protect }) =>
            protect ? Number(inputs.recoveryWindowInDays ?? 30) >= 7 : inputs.recoveryWindowInDays === 0,
        message: () =>
            "is gone at once although it is protected, or keeps its name reserved although it can be made again",
    },
    {
        id: "cluster-deletion",
        type: TYPE.cluster,
        title: "A cluster refuses deletion exactly when data is kept",
        source: "prowler eks_cluster_deletion_protection_enabled",
        fine: ({ inputs }, keep) => (inputs.deletionProtection ?? false) === keep,
        message: (keep) => (keep ? "can be deleted" : "cannot be deleted"),
    },
];

/** Two numbers under a name, which volumes that are kept go on naming. */
const PERFORMANCE = "kubernetes:storage.k8s.io/v1:VolumeAttributesClass";

/** Of a store that is let go, the service's own protection goes too, and a bucket must be emptied. */
const LETS_GO: ReadonlySet<string> = new Set(["database-deletion", "bucket-emptied"]);

export const dataRules: readonly Rule[] = [
    rule(
        "data-protected",
        "With data: keep what holds data is protected, and with data: disposable nothing is",
        "DATA_PROTECTION",
        function* (graph, context) {
            for (const resource of graph.resources) {
                if (!keeps(context)) {
                    if (resource.protect)
                        yield [resource, "is protected although data is disposable: destroy would fail"];
                } else if (PROTECTED.has(resource.type)) {
                    if (!resource.protect && !isLetGo(resource, graph))
                        yield [resource, "must outlive a mistake and is not protected"];
                } else if (resource.protect && !SOMETIMES_PROTECTED.has(resource.type))
                    yield [resource, "is protected although it holds no data: changes that replace it would fail"];
            }
        },
    ),
    ruleFor(
        [CLAIM, ACCESS_POINT],
        "claim-kept",
        "With data: keep no claim and no directory is given up by mistake",
        "DATA_PROTECTION",
        (resource, context, graph) =>
            keeps(context) && !resource.protect && !isLetGo(resource, graph)
                ? "leads to data and is not protected"
                : undefined,
    ),
    ruleFor(
        BUCKET_SETTINGS,
        "bucket-settings-kept",
        "The settings of a bucket that is protected are protected",
        "Pulumi documentation, protect (the engine deletes what depends on a resource before it refuses the resource)",
        (setting, _context, graph) =>
            !setting.protect &&
            (setting.propertyDependencies.bucket ?? []).some((urn) => graph.find(urn)?.protect === true)
                ? "would be taken from a bucket that stays"
                : undefined,
    ),
    rule(
        "data-key-protected",
        "The key of what is protected is protected",
        "DATA_PROTECTION (without its key, data is noise)",
        function* (graph) {
            for (const resource of graph.resources) {
                if (!resource.protect) continue;
                for (const urn of resource.dependencies) {
                    const key = graph.find(urn);
                    if (key?.type === TYPE.key && !key.protect)
                        yield [key, `encrypts ${resource.name}, which is protected, and is not protected itself`];
                }
            }
        },
    ),
    ...GUARDS.map(({ id, type, title, source, fine, message }) =>
        ruleFor([type], id, title, source, (resource, context, graph) =>
            fine(resource, keeps(context)) || (LETS_GO.has(id) && isLetGo(resource, graph))
                ? undefined
                : message(keeps(context)),
        ),
    ),
    ruleFor(
        [TYPE.database],
        "database-backups",
        "A database has a week of backups when data is kept, and its snapshots carry its tags",
        "RDS.11, RDS.17, CKV_AWS_133, CKV2_AWS_60, AWS-0077",
        ({ inputs }, context) => [
            ...(!keeps(context) || Number(inputs.backupRetentionPeriod ?? 0) >= 7
                ? []
                : ["keeps less than 7 days of backups"]),
            ...(inputs.copyTagsToSnapshot === true ? [] : ["does not copy its tags to snapshots"]),
        ],
    ),
    ruleFor(
        [TYPE.redis],
        "redis-snapshots",
        "A Redis group takes snapshots when data is kept",
        "ElastiCache.1, CKV_AWS_134, AWS-0050",
        ({ inputs }, context) =>
            keeps(context) && Number(inputs.snapshotRetentionLimit ?? 0) < 1 ? "keeps no snapshots" : undefined,
    ),
    ruleFor(
        [TYPE.fileSystem],
        "files-backed-up",
        "A file system is in a backup plan when data is kept",
        "EFS.2, CKV2_AWS_18",
        (files, context, graph) => {
            const selected = graph
                .ofType("aws:backup/selection:Selection")
                .some((selection) => selection.propertyDependencies.resources?.includes(files.urn));
            return keeps(context) && !selected ? "is in no backup selection" : undefined;
        },
    ),
    rule(
        "data-not-ephemeral",
        "What holds data is deleted for real or kept for real, never forgotten",
        "Pulumi documentation, retainOnDelete (the state forgets what it leaves)",
        function* (graph) {
            for (const resource of graph.resources) {
                if (resource.retainOnDelete && resource.type !== PERFORMANCE)
                    yield [resource, "is left behind by destroy (retainOnDelete)"];
                if (
                    resource.deletedWith !== undefined &&
                    !isUnknown(resource.deletedWith) &&
                    (PROTECTED.has(resource.type) || resource.type === TYPE.bucket)
                )
                    yield [resource, "would be dropped from the state without being deleted (deletedWith)"];
            }
        },
    ),
];
