import type { Rows } from "./row";

const VIA_BACKUP = "@kms:ViaService=backup.{region}.{dnsSuffix}";
const PASSED = "iam:PassRole role={iamRoleArn} @iam:PassedToService=backup.amazonaws.com";

const HANDED_TO_TESTS = "iam:PassRole role={iamRoleArn} @iam:PassedToService=restore-testing.backup.amazonaws.com";

export const rows: Rows = {
    "aws:backup/vault:Vault": {
        source: "backup/vault.go",
        self: "backupVault={name}",
        // https://docs.aws.amazon.com/aws-backup/latest/devguide/access-control.html, "Creating a vault".
        create: [
            "backup:CreateBackupVault .",
            "backup-storage:MountCapsule",
            `kms:CreateGrant key={kmsKeyArn} ${VIA_BACKUP}`,
            `kms:GenerateDataKey key={kmsKeyArn} ${VIA_BACKUP}`,
            `kms:Decrypt key={kmsKeyArn} ${VIA_BACKUP}`,
            `kms:RetireGrant key={kmsKeyArn} ${VIA_BACKUP}`,
            `kms:DescribeKey key={kmsKeyArn} ${VIA_BACKUP}`,
        ],
        tagsAtCreation: ["backup:TagResource ."],
        read: ["backup:DescribeBackupVault .", "backup:ListTags ."],
        update: { forceDestroy: [] },
        tag: ["backup:TagResource ."],
        untag: ["backup:UntagResource ."],
        // A recovery point of a volume is its snapshot; of other stores, one of AWS Backup's own.
        delete: [
            "backup:ListRecoveryPointsByBackupVault . ?forceDestroy",
            "backup:DeleteRecoveryPoint ~recoveryPoint=arn:{partition}:backup:{region}:{account}:recovery-point:* ?forceDestroy",
            "backup:DeleteRecoveryPoint ~recoveryPoint=arn:{partition}:ec2:{region}::snapshot/* ?forceDestroy",
            "backup:DescribeRecoveryPoint ~recoveryPoint=arn:{partition}:backup:{region}:{account}:recovery-point:* ?forceDestroy",
            "backup:DescribeRecoveryPoint ~recoveryPoint=arn:{partition}:ec2:{region}::snapshot/* ?forceDestroy",
            "backup:DeleteBackupVault .",
        ],
    },
    "aws:backup/plan:Plan": {
        source: "backup/plan.go",
        self: "backupPlan={id}",
        create: ["backup:CreateBackupPlan ."],
        tagsAtCreation: ["backup:TagResource ."],
        read: ["backup:GetBackupPlan .", "backup:ListTags ."],
        update: { "*": ["backup:UpdateBackupPlan ."] },
        tag: ["backup:TagResource ."],
        untag: ["backup:UntagResource ."],
        delete: ["backup:DeleteBackupPlan ."],
    },
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": {
        source: "backup/restore_testing_plan.go",
        self: "restoreTestingPlan={name}|*",
        // https://docs.aws.amazon.com/aws-backup/latest/devguide/using-service-linked-roles-AWSServiceRoleForBackupRestoreTesting.html
        create: [
            "backup:CreateRestoreTestingPlan .",
            "iam:CreateServiceLinkedRole role=aws-service-role/restore-testing.backup.amazonaws.com/AWSServiceRoleForBackupRestoreTesting @iam:AWSServiceName=restore-testing.backup.amazonaws.com",
        ],
        tagsAtCreation: ["backup:TagResource ."],
        read: ["backup:GetRestoreTestingPlan .", "backup:ListTags ."],
        update: { "*": ["backup:UpdateRestoreTestingPlan ."] },
        tag: ["backup:TagResource ."],
        untag: ["backup:UntagResource ."],
        delete: ["backup:DeleteRestoreTestingPlan ."],
    },
    "aws:backup/restoreTestingSelection:RestoreTestingSelection": {
        source: "backup/restore_testing_selection.go",
        self: "restoreTestingPlan={restoreTestingPlanName}|*",
        create: ["backup:CreateRestoreTestingSelection .", HANDED_TO_TESTS],
        read: ["backup:GetRestoreTestingSelection ."],
        update: { "*": ["backup:UpdateRestoreTestingSelection .", `${HANDED_TO_TESTS} ?iamRoleArn`] },
        delete: ["backup:DeleteRestoreTestingSelection ."],
    },
    "aws:backup/selection:Selection": {
        source: "backup/selection.go",
        self: "backupPlan={planId}",
        create: [
            "backup:CreateBackupSelection .",
            PASSED,
            "iam:GetRole role={iamRoleArn}",
            "iam:CreateServiceLinkedRole role=aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup @iam:AWSServiceName=backup.amazonaws.com",
        ],
        read: ["backup:GetBackupSelection ."],
        delete: ["backup:DeleteBackupSelection ."],
    },
};
