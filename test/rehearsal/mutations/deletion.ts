/** What must not go, or not yet. */
import { CLUSTER, NODE_GROUP, INSTANCE, CACHE, MOUNT, held, type Case } from "./case";

export const DELETION: readonly Case[] = [
    {
        rule: "keeping.protection.rds/instance",
        on: "delete",
        type: INSTANCE,
        object: { id: "db", inputs: { deletionProtection: true, skipFinalSnapshot: true } },
    },
    {
        rule: "keeping.protection.eks/cluster",
        on: "delete",
        type: CLUSTER.type,
        object: { id: "c", inputs: { deletionProtection: true } },
    },
    {
        rule: "keeping.bucketIsEmpty",
        on: "delete",
        type: "aws:s3/bucket:Bucket",
        object: { id: "b", inputs: {}, outputs: { content: 3 } },
    },
    { rule: "keeping.finalSnapshotNamed", on: "delete", type: INSTANCE, object: { id: "db", inputs: {} } },

    ...[INSTANCE, CACHE].map((type): Case => ({
        ...{ rule: `keeping.finalSnapshot.${type.split(":")[1] ?? ""}`, on: "delete", type },
        object: { id: "x", inputs: { finalSnapshotIdentifier: "last" } },
        leaves: [{ type: "final snapshot", key: "last", name: "x", because: "", blocksName: false }],
    })),

    held("aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet", { vpcId: "x" }),
    held("aws:ec2/vpc:Vpc", "aws:ec2transitgateway/vpcAttachment:VpcAttachment", { vpcId: "x" }),
    held("aws:ec2/subnet:Subnet", "aws:ec2transitgateway/vpcAttachment:VpcAttachment", { subnetIds: ["x"] }),
    held("aws:ec2/subnet:Subnet", "aws:rds/subnetGroup:SubnetGroup", { subnetIds: ["x"] }),
    held("aws:ec2/securityGroup:SecurityGroup", INSTANCE, { vpcSecurityGroupIds: ["x"] }),
    held("aws:ec2/internetGateway:InternetGateway", "aws:ec2/natGateway:NatGateway", { a: "x" }),
    held("aws:ec2/routeTable:RouteTable", "aws:ec2/routeTableAssociation:RouteTableAssociation", { routeTableId: "x" }),
    held("aws:ec2/eip:Eip", "aws:ec2/natGateway:NatGateway", { allocationId: "x" }),
    held(CLUSTER.type, NODE_GROUP, { clusterName: "x" }),
    held("aws:iam/role:Role", "aws:iam/rolePolicy:RolePolicy", { role: "x" }),
    held("aws:iam/policy:Policy", "aws:iam/rolePolicyAttachment:RolePolicyAttachment", { policyArn: "x" }),
    held("aws:iam/policy:Policy", "aws:iam/role:Role", { permissionsBoundary: "x" }),
    held("aws:rds/subnetGroup:SubnetGroup", INSTANCE, { dbSubnetGroupName: "x" }),
    held("aws:rds/parameterGroup:ParameterGroup", INSTANCE, { parameterGroupName: "x" }),
    held("aws:elasticache/subnetGroup:SubnetGroup", CACHE, { subnetGroupName: "x" }),
    held("aws:elasticache/parameterGroup:ParameterGroup", CACHE, { parameterGroupName: "x" }),
    held("aws:elasticache/userGroup:UserGroup", CACHE, { userGroupIds: ["x"] }),
    held("aws:elasticache/user:User", "aws:elasticache/userGroup:UserGroup", { userIds: ["x"] }),
    held("aws:efs/fileSystem:FileSystem", MOUNT, { fileSystemId: "x" }),
    held("aws:acm/certificate:Certificate", "aws:lb/listener:Listener", { certificateArn: "x" }),
    held("aws:backup/plan:Plan", "aws:backup/selection:Selection", { planId: "x" }),
    held(
        "aws:backup/restoreTestingPlan:RestoreTestingPlan",
        "aws:backup/restoreTestingSelection:RestoreTestingSelection",
        { restoreTestingPlanName: "x" },
    ),
];
