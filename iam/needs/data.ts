/** AWS Backup, and workloads that keep objects in S3. */
import { each, managedPolicy, type Need } from "./need";

const VOLUME = "~volume=vol-0123456789abcdef0";
const COPY = "~snapshot=snap-0123456789abcdef0 @aws:ResourceTag/aws:backup:source-resource=vol-0123456789abcdef0";
const FILES = "file-system={stores-files-file-system.id}";
const EC2 = "@kms:ViaService=ec2.{region}.{dnsSuffix} @kms:EncryptionContextKeys=aws:ebs:id";
const EFS = "@kms:ViaService=elasticfilesystem.{region}.{dnsSuffix}";

const RESTORED_VOLUME = [
    `ec2:CreateVolume ${COPY}`,
    "ec2:CreateVolume volume=*",
    "ec2:CreateTags volume=* @ec2:CreateAction=CreateVolume",
    `ec2:DeleteVolume ${VOLUME}`,
    ...each("kms", "Decrypt Encrypt GenerateDataKey ReEncryptTo ReEncryptFrom", `key={key.volumes} ${EC2}`),
    "kms:CreateGrant key={key.volumes} @kms:GrantIsForAWSResource=true",
];

const backup: Need = {
    role: "backups-backup",
    // Of these the parts for volumes and file systems.
    sources: [
        managedPolicy("AWSBackupServiceRolePolicyForBackup"),
        managedPolicy("AWSBackupServiceRolePolicyForRestores"),
    ],
    calls: [
        "tag:GetResources",
        ...each(
            "ec2",
            "DescribeVolumes DescribeSnapshots DescribeTags DescribeSnapshotTierStatus DescribeAvailabilityZones",
        ),
        `ec2:CreateSnapshot ${VOLUME} snapshot=*`,
        ...each("ec2", "CreateTags DeleteSnapshot", COPY),
        ...each("backup", "DescribeBackupVault CopyIntoBackupVault", "backupVault={backups-vault.name}"),
        "backup:TagResource recoveryPoint=arn:{partition}:backup:{region}:{account}:recovery-point:1",
        ...each("elasticfilesystem", "Backup DescribeTags", FILES),
        "kms:DescribeKey key={key.volumes}",
        `kms:GenerateDataKeyWithoutPlaintext key={key.volumes} ${EC2}`,
        ...RESTORED_VOLUME,
        `elasticfilesystem:Restore ${FILES}`,
        ...each("kms", "Decrypt GenerateDataKey", `key={key.files} ${EFS}`),
    ],
};

/** The same restores as a person's, by a role that can do nothing else; what comes back of EFS is a file system of its own. */
const restoreTests: Need = {
    role: "backups-tests-restore",
    sources: [
        managedPolicy("AWSBackupServiceRolePolicyForRestores"),
        "https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-inferred-metadata.html",
    ],
    calls: [
        ...each("ec2", "DescribeVolumes DescribeSnapshots DescribeSnapshotTierStatus DescribeAvailabilityZones"),
        ...RESTORED_VOLUME,
        `elasticfilesystem:Restore ${FILES}`,
        // CreateFileSystem is left out: the reference checks it against no resource, AWS's policy allows it on file systems.
        "elasticfilesystem:TagResource file-system=fs-0a0a0a0a0a0a0a0a0",
        ...each("kms", "Decrypt GenerateDataKey", `key={key.files} ${EFS}`),
    ],
};

const VIA_S3 = "@kms:ViaService=s3.{region}.{dnsSuffix}";
const MULTIPART = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions";
const COLD = "{coldBucket}";
const DUMPS = "{stores-dumps-bucket.bucket}";

/** What a program asks that reads, writes large objects in parts, gives up such a write, and lists. */
const objects = (role: string, sources: Need["sources"], actions: string, at: string, keys: string): Need => {
    const [bucket = "", prefix = ""] = at.split("|");
    const key = bucket === COLD ? "{key.cold}" : "{key.objects}";
    return {
        ...{ role, sources },
        calls: [
            ...each("s3", actions, `object=${bucket}|${prefix}/1`),
            `s3:ListBucket bucket=${bucket} @s3:prefix=${prefix}/`,
            ...each("kms", keys, `key=${key} ${VIA_S3}`),
        ],
    };
};

const READ = "GetObject";
const APPEND = "GetObject PutObject AbortMultipartUpload";
const ALL = "GetObject PutObject DeleteObject AbortMultipartUpload";
const AKOSHA: Need["sources"] = ["https://github.com/lesleslie/akosha", MULTIPART];
const DUMP: Need["sources"] = ["https://docs.aws.amazon.com/cli/latest/reference/s3/", MULTIPART];

export const needs: readonly Need[] = [
    backup,
    restoreTests,
    objects("akosha-aging-identity", AKOSHA, APPEND, `${COLD}|akosha-cold-data`, "GenerateDataKey Decrypt"),
    objects("akosha-ingestion-identity", AKOSHA, READ, `${COLD}|akosha-cold-data`, "Decrypt"),
    objects("akosha-query-identity", AKOSHA, READ, `${COLD}|akosha-cold-data`, "Decrypt"),
    objects(
        "myriad-orchestrator-identity",
        ["https://github.com/Pyramid-Systems-Inc/Myriad-Mind", MULTIPART],
        ...([ALL, `${COLD}|myriad-packets`, "GenerateDataKey Decrypt"] as const),
    ),
    ...["memstack", "myriad", "myriad-python"].map((system) =>
        objects(`${system}-neo4j-backup-identity`, DUMP, ALL, `${DUMPS}|${system}/neo4j`, "GenerateDataKey Decrypt"),
    ),
];
