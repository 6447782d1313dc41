import type { Row, Rows } from "./row";

function tagged(row: Omit<Row, "tag" | "untag" | "tagsAtCreation">): Row {
    const tag = ["elasticfilesystem:TagResource ."];
    return { ...row, tag, untag: ["elasticfilesystem:UntagResource ."], tagsAtCreation: tag };
}

const SYSTEM = "file-system={fileSystemId}";
const VIA_EFS = "@kms:ViaService=elasticfilesystem.{region}.{dnsSuffix}";

export const rows: Rows = {
    "aws:efs/fileSystem:FileSystem": tagged({
        source: "efs/file_system.go",
        self: "file-system={id}",
        create: [
            "elasticfilesystem:CreateFileSystem",
            "elasticfilesystem:PutLifecycleConfiguration . ?lifecyclePolicies",
            "elasticfilesystem:UpdateFileSystemProtection . ?protection",
            `kms:DescribeKey key={kmsKeyId} ${VIA_EFS}`,
            `kms:CreateGrant key={kmsKeyId} ${VIA_EFS}`,
            `kms:GenerateDataKeyWithoutPlaintext key={kmsKeyId} ${VIA_EFS}`,
            "iam:CreateServiceLinkedRole role=aws-service-role/elasticfilesystem.amazonaws.com/AWSServiceRoleForAmazonElasticFileSystem @iam:AWSServiceName=elasticfilesystem.amazonaws.com",
        ],
        read: ["elasticfilesystem:DescribeFileSystems .", "elasticfilesystem:DescribeLifecycleConfiguration ."],
        update: {
            lifecyclePolicies: ["elasticfilesystem:PutLifecycleConfiguration ."],
            protection: ["elasticfilesystem:UpdateFileSystemProtection ."],
            "*": ["elasticfilesystem:UpdateFileSystem ."],
        },
        delete: ["elasticfilesystem:DeleteFileSystem ."],
    }),
    "aws:efs/mountTarget:MountTarget": {
        source: "efs/mount_target.go",
        self: SYSTEM,
        // https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html: the caller's rights on ec2 are asked for.
        create: [
            "elasticfilesystem:CreateMountTarget .",
            "ec2:DescribeSubnets",
            "ec2:DescribeNetworkInterfaces",
            "ec2:CreateNetworkInterface network-interface=* subnet={subnetId} security-group={securityGroups}",
        ],
        read: ["elasticfilesystem:DescribeMountTargets .", "elasticfilesystem:DescribeMountTargetSecurityGroups ."],
        update: {
            securityGroups: [
                "elasticfilesystem:ModifyMountTargetSecurityGroups .",
                "ec2:ModifyNetworkInterfaceAttribute network-interface=* security-group={securityGroups}",
            ],
        },
        delete: ["elasticfilesystem:DeleteMountTarget .", "ec2:DeleteNetworkInterface network-interface=*"],
    },
    "aws:efs/accessPoint:AccessPoint": tagged({
        source: "efs/access_point.go",
        self: "access-point={id}",
        create: [`elasticfilesystem:CreateAccessPoint ${SYSTEM}`],
        read: ["elasticfilesystem:DescribeAccessPoints ."],
        delete: ["elasticfilesystem:DeleteAccessPoint ."],
    }),
    "aws:efs/backupPolicy:BackupPolicy": {
        source: "efs/backup_policy.go",
        self: SYSTEM,
        create: ["elasticfilesystem:PutBackupPolicy ."],
        read: ["elasticfilesystem:DescribeBackupPolicy ."],
        update: { "*": ["elasticfilesystem:PutBackupPolicy ."] },
        delete: ["elasticfilesystem:PutBackupPolicy ."],
    },
    "aws:efs/fileSystemPolicy:FileSystemPolicy": {
        source: "efs/file_system_policy.go",
        self: SYSTEM,
        create: ["elasticfilesystem:PutFileSystemPolicy ."],
        read: ["elasticfilesystem:DescribeFileSystemPolicy ."],
        update: { "*": ["elasticfilesystem:PutFileSystemPolicy ."] },
        delete: ["elasticfilesystem:DeleteFileSystemPolicy ."],
    },
};
