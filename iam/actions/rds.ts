import type { Row, Rows } from "./row";

function rds(row: Omit<Row, "tag" | "untag" | "tagsAtCreation">): Row {
    const tag = ["rds:AddTagsToResource ."];
    return {
        ...row,
        read: [...row.read, "rds:ListTagsForResource ."],
        tag,
        untag: ["rds:RemoveTagsFromResource ."],
        tagsAtCreation: tag,
    };
}

const VIA_RDS = "@kms:ViaService=rds.{region}.{dnsSuffix}";
const KEYS = "key={kmsKeyId} key={masterUserSecretKmsKeyId} key={performanceInsightsKmsKeyId}";
const MONITORED =
    "iam:PassRole role={monitoringRoleArn} @iam:PassedToService=monitoring.rds.amazonaws.com ?monitoringRoleArn";
/** RDS keeps the password in a secret that it makes with the caller's rights: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html#rds-secrets-manager-permissions */
const MASTER_SECRET = "Secret=rds!db-* ?manageMasterUserPassword";

/** Every database has an option group, if only the empty one of its engine. */
const WITH = ". subgrp={dbSubnetGroupName} pg={parameterGroupName} og=default:{engine}-*";

export const rows: Rows = {
    "aws:rds/instance:Instance": rds({
        source: "rds/instance.go",
        self: "db={identifier}",
        create: [
            `rds:CreateDBInstance ${WITH} ?username`,
            // Both take the name of what they make, and then change what a restore does not take.
            `rds:RestoreDBInstanceFromDBSnapshot ${WITH} snapshot={snapshotIdentifier} ?snapshotIdentifier`,
            `rds:RestoreDBInstanceToPointInTime ${WITH} db={restoreToPointInTime.sourceDbInstanceIdentifier} ?restoreToPointInTime`,
            "rds:ModifyDBInstance . ?snapshotIdentifier",
            "rds:ModifyDBInstance . ?restoreToPointInTime",
            MONITORED,
            `kms:CreateGrant ${KEYS} ${VIA_RDS}`,
            `kms:DescribeKey ${KEYS} ${VIA_RDS}`,
            `kms:Decrypt key={masterUserSecretKmsKeyId} ${VIA_RDS}`,
            `kms:GenerateDataKey key={masterUserSecretKmsKeyId} ${VIA_RDS}`,
            `secretsmanager:CreateSecret ${MASTER_SECRET}`,
            `secretsmanager:TagResource ${MASTER_SECRET}`,
            "iam:CreateServiceLinkedRole role=aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS @iam:AWSServiceName=rds.amazonaws.com",
        ],
        read: ["rds:DescribeDBInstances ."],
        update: {
            "skipFinalSnapshot finalSnapshotIdentifier deleteAutomatedBackups applyImmediately allowMajorVersionUpgrade":
                [],
            "manageMasterUserPassword masterUserSecretKmsKeyId": [
                "rds:ModifyDBInstance .",
                `secretsmanager:CreateSecret ${MASTER_SECRET}`,
                `secretsmanager:TagResource ${MASTER_SECRET}`,
                `secretsmanager:RotateSecret ${MASTER_SECRET}`,
                `kms:CreateGrant key={masterUserSecretKmsKeyId} ${VIA_RDS}`,
                `kms:DescribeKey key={masterUserSecretKmsKeyId} ${VIA_RDS}`,
                `kms:Decrypt key={masterUserSecretKmsKeyId} ${VIA_RDS}`,
                `kms:GenerateDataKey key={masterUserSecretKmsKeyId} ${VIA_RDS}`,
            ],
            monitoringRoleArn: ["rds:ModifyDBInstance .", MONITORED],
            // Static parameters of a new group are taken over by a restart.
            parameterGroupName: ["rds:ModifyDBInstance . pg={parameterGroupName}", "rds:RebootDBInstance ."],
            dbSubnetGroupName: ["rds:ModifyDBInstance . subgrp={dbSubnetGroupName}"],
            "*": ["rds:ModifyDBInstance ."],
        },
        delete: [
            "rds:ModifyDBInstance . ?deletionProtection",
            "rds:DeleteDBInstance .",
            "rds:CreateDBSnapshot . snapshot={finalSnapshotIdentifier} ?!skipFinalSnapshot",
            "rds:AddTagsToResource snapshot={finalSnapshotIdentifier} ?!skipFinalSnapshot",
        ],
    }),
    "aws:rds/subnetGroup:SubnetGroup": rds({
        source: "rds/subnet_group.go",
        self: "subgrp={name}",
        create: ["rds:CreateDBSubnetGroup ."],
        read: ["rds:DescribeDBSubnetGroups ."],
        update: { "*": ["rds:ModifyDBSubnetGroup ."] },
        delete: ["rds:DeleteDBSubnetGroup ."],
    }),
    "aws:rds/parameterGroup:ParameterGroup": rds({
        source: "rds/parameter_group.go",
        self: "pg={name}",
        create: ["rds:CreateDBParameterGroup .", "rds:ModifyDBParameterGroup . ?parameters"],
        read: ["rds:DescribeDBParameterGroups .", "rds:DescribeDBParameters ."],
        update: { parameters: ["rds:ModifyDBParameterGroup .", "rds:ResetDBParameterGroup ."] },
        delete: ["rds:DeleteDBParameterGroup ."],
    }),
    "aws:rds/eventSubscription:EventSubscription": rds({
        source: "rds/event_subscription.go",
        self: "es={name}",
        create: ["rds:CreateEventSubscription ."],
        read: ["rds:DescribeEventSubscriptions ."],
        update: {
            sourceIds: ["rds:AddSourceIdentifierToSubscription .", "rds:RemoveSourceIdentifierFromSubscription ."],
            "*": ["rds:ModifyEventSubscription ."],
        },
        delete: ["rds:DeleteEventSubscription ."],
    }),
};
