import type { Row, Rows } from "./row";

function cache(row: Omit<Row, "tag" | "untag" | "tagsAtCreation">): Row {
    const tag = ["elasticache:AddTagsToResource ."];
    return {
        ...row,
        read: [...row.read, "elasticache:ListTagsForResource ."],
        tag,
        untag: ["elasticache:RemoveTagsFromResource ."],
        tagsAtCreation: tag,
    };
}

const VIA_CACHE = "@kms:ViaService=elasticache.{region}.{dnsSuffix}";
/** https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Log_Delivery.html, "Permissions to configure logs". */
const LOGS = [
    "logs:CreateLogDelivery",
    "logs:GetLogDelivery",
    "logs:UpdateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:DescribeResourcePolicies",
    "logs:DescribeLogGroups",
].map((call) => `${call} ?logDeliveryConfigurations`);
/** The interfaces of the nodes are made and taken away by ElastiCache's own role; what it looks at, it asks as the caller. */
const NETWORK = ["ec2:DescribeSubnets", "ec2:DescribeVpcs", "ec2:DescribeNetworkInterfaces"];

export const rows: Rows = {
    "aws:elasticache/replicationGroup:ReplicationGroup": cache({
        source: "elasticache/replication_group.go",
        self: "replicationgroup={replicationGroupId}",
        create: [
            "elasticache:CreateReplicationGroup . subnetgroup={subnetGroupName} parametergroup={parameterGroupName} usergroup={userGroupIds} snapshot={snapshotName}",
            ...NETWORK,
            "ec2:CreateNetworkInterface network-interface=* subnet={subnetGroupName>aws:elasticache/subnetGroup:SubnetGroup.subnetIds}",
            ...LOGS,
            `kms:CreateGrant key={kmsKeyId} ${VIA_CACHE}`,
            `kms:DescribeKey key={kmsKeyId} ${VIA_CACHE}`,
            "iam:CreateServiceLinkedRole role=aws-service-role/elasticache.amazonaws.com/AWSServiceRoleForElastiCache @iam:AWSServiceName=elasticache.amazonaws.com",
        ],
        read: [
            "elasticache:DescribeReplicationGroups .",
            "elasticache:DescribeCacheClusters cluster={replicationGroupId}-*",
        ],
        update: {
            "numCacheClusters replicasPerNodeGroup": [
                "elasticache:IncreaseReplicaCount .",
                "elasticache:DecreaseReplicaCount .",
                ...NETWORK,
            ],
            logDeliveryConfigurations: ["elasticache:ModifyReplicationGroup .", ...LOGS],
            "parameterGroupName userGroupIds": [
                "elasticache:ModifyReplicationGroup . parametergroup={parameterGroupName} usergroup={userGroupIds}",
            ],
            // Sent with the next change or with the deletion.
            "finalSnapshotIdentifier applyImmediately": [],
            "*": ["elasticache:ModifyReplicationGroup ."],
        },
        delete: [
            "elasticache:DeleteReplicationGroup . snapshot={finalSnapshotIdentifier}",
            ...NETWORK,
            "ec2:DeleteNetworkInterface network-interface=*",
        ],
    }),
    "aws:elasticache/subnetGroup:SubnetGroup": cache({
        source: "elasticache/subnet_group.go",
        self: "subnetgroup={name}",
        create: ["elasticache:CreateCacheSubnetGroup ."],
        read: ["elasticache:DescribeCacheSubnetGroups ."],
        update: { "*": ["elasticache:ModifyCacheSubnetGroup ."] },
        delete: ["elasticache:DeleteCacheSubnetGroup ."],
    }),
    "aws:elasticache/parameterGroup:ParameterGroup": cache({
        source: "elasticache/parameter_group.go",
        self: "parametergroup={name}",
        create: ["elasticache:CreateCacheParameterGroup .", "elasticache:ModifyCacheParameterGroup . ?parameters"],
        read: ["elasticache:DescribeCacheParameterGroups .", "elasticache:DescribeCacheParameters ."],
        update: {
            parameters: ["elasticache:ModifyCacheParameterGroup .", "elasticache:ResetCacheParameterGroup ."],
        },
        delete: ["elasticache:DeleteCacheParameterGroup ."],
    }),
    "aws:elasticache/user:User": cache({
        source: "elasticache/user.go",
        self: "user={userId}",
        create: ["elasticache:CreateUser ."],
        read: ["elasticache:DescribeUsers ."],
        update: { "*": ["elasticache:ModifyUser ."] },
        delete: ["elasticache:DeleteUser ."],
    }),
    "aws:elasticache/userGroup:UserGroup": cache({
        source: "elasticache/user_group.go",
        self: "usergroup={userGroupId}",
        create: ["elasticache:CreateUserGroup . user={userIds}"],
        read: ["elasticache:DescribeUserGroups ."],
        update: { "*": ["elasticache:ModifyUserGroup . user={userIds}"] },
        delete: ["elasticache:DeleteUserGroup ."],
    }),
};
