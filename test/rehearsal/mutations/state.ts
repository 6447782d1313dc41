/** What depends on how a thing stands: versions, zones, pending changes, quotas. */
import { MEMORY } from "../../../rehearsal/aws/memory";
import {
    group,
    instance,
    cluster,
    is,
    VPC,
    subnet,
    A,
    B,
    C,
    OTHER_A,
    FAR,
    CLUSTER,
    NODE_GROUP,
    INSTANCE,
    CACHE,
    MOUNT,
    UPGRADED,
    inZones,
    type Case,
} from "./case";

const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const NODES = { clusterName: "main", nodeRoleArn: "r", subnetIds: ["s"] };

export const STATE: readonly Case[] = [
    ...[
        { minSize: 3, desiredSize: 2, maxSize: 4 },
        { minSize: 1, desiredSize: 5, maxSize: 4 },
        { minSize: 5, desiredSize: 5, maxSize: 4 },
    ].map((scalingConfig): Case => ({
        ...{ rule: "eks.scalingBounds", on: "create", type: NODE_GROUP, exists: [CLUSTER] },
        inputs: { clusterName: "main", nodeRoleArn: "r", subnetIds: ["s"], scalingConfig },
    })),
    {
        ...{ rule: "eks.desiredSizeIsRead", on: "update", type: NODE_GROUP, exists: [CLUSTER] },
        inputs: { ...NODES, scalingConfig: { minSize: 1, desiredSize: 1, maxSize: 9 } },
        object: { id: "main:g", inputs: { ...NODES, scalingConfig: { minSize: 1, desiredSize: 4, maxSize: 6 } } },
    },
    { rule: "eks.oneMinorUp", ...cluster("1.38", {}) },
    { rule: "eks.oneMinorBack", ...cluster("1.35", {}), code: "InvalidParameterException" },
    { rule: "eks.oneMinorBack", ...cluster("1.34", UPGRADED), code: "InvalidParameterException" },
    { rule: "eks.oneMinorBack", ...cluster("1.35", UPGRADED, 169), code: "InvalidRequestException" },
    {
        rule: "eks.nodesBackFirst",
        ...cluster("1.35", UPGRADED, 1, [is(NODE_GROUP, "g", { clusterName: "main", version: "1.36" })]),
    },
    {
        ...{ rule: "eks.nodesFitControlPlane", on: "create", type: NODE_GROUP, exists: [CLUSTER] },
        inputs: {
            clusterName: "main",
            nodeRoleArn: "r",
            subnetIds: ["s"],
            version: "1.37",
            scalingConfig: { minSize: 1, desiredSize: 1, maxSize: 1 },
        },
    },

    { rule: "zones.cluster", on: "create", type: CLUSTER.type, inputs: inZones(A, OTHER_A), exists: [VPC, A, OTHER_A] },
    { rule: "zones.cluster", on: "create", type: CLUSTER.type, inputs: inZones(A, FAR), exists: [VPC, A, FAR] },
    {
        ...{ rule: "zones.cluster", on: "create", type: CLUSTER.type, code: "UnsupportedAvailabilityZoneException" },
        ...{ inputs: inZones(A, subnet("e", "us-east-1e")), exists: [VPC, A, subnet("e", "us-east-1e")] },
    },
    ...[[A, B, C], [A, C], [A]].map((after): Case => ({
        ...{
            rule: after.length === 1 ? "zones.cluster" : "zones.clusterStays",
            on: "update",
            type: CLUSTER.type,
            inputs: inZones(...after),
        },
        ...{ object: { id: "main", inputs: inZones(A, B) }, exists: [VPC, A, B, C] },
    })),
    {
        ...{
            rule: "zones.mountTarget",
            on: "create",
            type: MOUNT,
            inputs: { fileSystemId: "f", subnetId: OTHER_A.id },
        },
        exists: [VPC, A, OTHER_A, is(MOUNT, "m", { fileSystemId: "f", subnetId: A.id })],
    },
    {
        rule: "zones.databaseSubnetGroup",
        on: "create",
        type: "aws:rds/subnetGroup:SubnetGroup",
        inputs: { subnetIds: [A.id, OTHER_A.id] },
        exists: [A, OTHER_A],
        code: "DBSubnetGroupDoesNotCoverEnoughAZs",
    },
    {
        rule: "zones.databaseSubnetGroup",
        on: "create",
        type: "aws:rds/subnetGroup:SubnetGroup",
        inputs: { subnetIds: [A.id, FAR.id] },
        exists: [A, FAR],
        code: "InvalidSubnet",
    },
    {
        ...{
            rule: "zones.subnetInUse.rds",
            on: "update",
            type: "aws:rds/subnetGroup:SubnetGroup",
            inputs: { subnetIds: [A.id, B.id] },
        },
        ...{
            object: { id: "g", inputs: { subnetIds: [A.id, B.id, C.id] } },
            exists: [A, B, C, is(INSTANCE, "db", { dbSubnetGroupName: "g" })],
        },
    },
    {
        ...{
            rule: "zones.subnetInUse.elasticache",
            on: "update",
            type: "aws:elasticache/subnetGroup:SubnetGroup",
            inputs: { subnetIds: [A.id] },
        },
        ...{
            object: { id: "g", inputs: { subnetIds: [A.id, B.id] } },
            exists: [A, B, is(CACHE, "c", { subnetGroupName: "g" })],
        },
    },

    { rule: "rds.engineGoesUp", ...instance({ engineVersion: "18" }, { engineVersion: "17" }) },
    { rule: "rds.majorIsAllowed", ...instance({ engineVersion: "17" }, { engineVersion: "18" }) },
    {
        ...{
            rule: "rds.familyFits",
            on: "create",
            type: INSTANCE,
            exists: [is("aws:rds/parameterGroup:ParameterGroup", "p", { name: "p", family: "postgres17" })],
        },
        inputs: { engine: "postgres", engineVersion: "18", instanceClass: "db.t4g.small", parameterGroupName: "p" },
    },
    // Gone with 17, new with 18, words in place of a switch, beyond the range, and what nobody sets.
    ...(
        [
            ["17", "old_snapshot_threshold", "60"],
            ["17", "io_method", "worker"],
            ["17", "log_connections", "receipt,authentication"],
            ["18", "log_statement", "everything"],
            ["18", "log_min_duration_statement", "-2"],
            ["18", "autovacuum_naptime", "1.5"],
            ["18", "block_size", "8192"],
        ] as const
    ).map(([major, name, value]): Case => ({
        ...{ rule: "rds.familyKnows", on: "create", type: "aws:rds/parameterGroup:ParameterGroup" },
        inputs: { name: "p", family: `postgres${major}`, parameters: [{ name, value, applyMethod: "immediate" }] },
    })),
    {
        rule: "rds.classRunsVersion",
        ...instance({ engineVersion: "16.4" }, { engineVersion: "16.9", instanceClass: "db.m8g.large" }),
    },
    { rule: "rds.storageOnlyGrows", ...instance({ allocatedStorage: 40 }, { allocatedStorage: 20 }) },
    {
        ...{ rule: "rds.storageRests", ...instance({}, { allocatedStorage: 40 }), hours: 5 },
        object: { id: "db", inputs: { allocatedStorage: 20 }, outputs: { [MEMORY]: { storageChangedAt: 0 } } },
    },
    {
        ...{
            rule: "rds.parametersPending",
            on: "delete",
            type: "aws:rds/parameterGroup:ParameterGroup",
            object: { id: "old", inputs: {} },
            hours: 1,
        },
        exists: [is(INSTANCE, "db", {}, { [MEMORY]: { pending: { parameterGroupName: "old" }, pendingSince: 0 } })],
    },

    {
        rule: "elasticache.failoverHasReplica",
        on: "create",
        type: CACHE,
        inputs: { description: "d", automaticFailoverEnabled: true, numCacheClusters: 1 },
    },
    {
        rule: "elasticache.replicasWhilePending",
        ...group(
            { numCacheClusters: 2, automaticFailoverEnabled: true },
            { numCacheClusters: 1, automaticFailoverEnabled: false },
        ),
    },
    { rule: "elasticache.engineGoesUp", ...group({ engineVersion: "8.2" }, { engineVersion: "8.0" }) },
    {
        ...{
            rule: "elasticache.familyFits",
            on: "create",
            type: CACHE,
            exists: [is("aws:elasticache/parameterGroup:ParameterGroup", "p", { family: "valkey8" })],
        },
        inputs: { description: "d", engine: "valkey", engineVersion: "9.0", parameterGroupName: "p" },
    },
    ...[["x"], ["default", "x", "x"]].map((names): Case => ({
        ...{ rule: "elasticache.defaultUser", on: "create", type: "aws:elasticache/userGroup:UserGroup" },
        inputs: { engine: "valkey", userGroupId: "g", userIds: names.map((_, index) => `u${index}`) },
        exists: names.map((userName, index) => is("aws:elasticache/user:User", `u${index}`, { userName })),
    })),
    {
        ...{
            rule: "elasticache.defaultUserStays",
            on: "delete",
            type: "aws:elasticache/user:User",
            object: { id: "u", inputs: { userName: "default" } },
        },
        exists: [is("aws:elasticache/userGroup:UserGroup", "g", { userIds: ["u"] })],
    },
    {
        ...{
            rule: "elasticache.parametersPending",
            on: "delete",
            type: "aws:elasticache/parameterGroup:ParameterGroup",
            object: { id: "old", inputs: {} },
        },
        exists: [is(CACHE, "c", {}, { [MEMORY]: { pending: { parameterGroupName: "old" }, pendingSince: 0 } })],
    },

    {
        rule: "account.ec2/eip",
        on: "create",
        type: "aws:ec2/eip:Eip",
        exists: [1, 2, 3, 4, 5].map((each) => is("aws:ec2/eip:Eip", String(each))),
    },
    {
        rule: "account.ec2/vpc",
        on: "create",
        type: VPC.type,
        inputs: { cidrBlock: "10.0.0.0/16" },
        exists: [1, 2, 3, 4, 5].map((each) => is(VPC.type, String(each))),
    },
    {
        ...{ rule: "account.eks/nodeGroup", on: "create", type: NODE_GROUP },
        inputs: {
            clusterName: "main",
            nodeRoleArn: "r",
            subnetIds: ["s"],
            scalingConfig: { minSize: 1, desiredSize: 1, maxSize: 1 },
        },
        exists: [
            CLUSTER,
            ...Array.from({ length: 30 }, (_, each) => is(NODE_GROUP, String(each), { clusterName: "main" })),
        ],
    },
    ...["Ingress", "Egress"].map((way): Case => {
        const type = `aws:vpc/securityGroup${way}Rule:SecurityGroup${way}Rule`;
        return {
            ...{ rule: `account.vpc/securityGroup${way}Rule`, on: "create", type },
            inputs: { securityGroupId: "sg", ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "10.0.0.0/16" },
            exists: [
                is("aws:ec2/securityGroup:SecurityGroup", "sg"),
                ...Array.from({ length: 60 }, (_, each) => is(type, String(each), { securityGroupId: "sg" })),
            ],
        };
    }),
    {
        ...{ rule: "account.ec2/vpcEndpoint", on: "create", type: ENDPOINT },
        inputs: { vpcId: VPC.id, serviceName: "com.amazonaws.us-east-1.sts", vpcEndpointType: "Interface" },
        exists: [
            VPC,
            ...Array.from({ length: 50 }, (_, each) =>
                is(ENDPOINT, String(each), { vpcId: VPC.id, vpcEndpointType: "Interface" }),
            ),
        ],
    },
    {
        rule: "account.commonName",
        on: "create",
        type: "aws:acm/certificate:Certificate",
        inputs: { domainName: `${"a".repeat(60)}.example.com` },
    },
    {
        ...{ rule: "account.vaultIsEmpty", on: "delete", type: "aws:backup/vault:Vault", hours: 24 },
        object: { id: "v", inputs: { name: "v" }, outputs: { [MEMORY]: { createdAt: 0 } } },
    },
];
