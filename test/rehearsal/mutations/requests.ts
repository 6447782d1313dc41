/** What one request says that does not go together, or that its service does not take. */
import { MEMORY } from "../../../rehearsal/aws/memory";
import { A, asks, B, CACHE, CLUSTER, INSTANCE, inZones, is, MOUNT, NODE_GROUP, VPC, type Case } from "./case";

type Values = NonNullable<Case["inputs"]>;

const database = (rule: string, inputs: Values, rest: Partial<Case> = {}): Case =>
    asks(rule, INSTANCE, { identifier: "db", engine: "postgres", instanceClass: "db.t4g.small", ...inputs }, rest);
const cache = (rule: string, inputs: Values): Case => asks(rule, CACHE, { description: "d", ...inputs });
const user = (rule: string, inputs: Values): Case =>
    asks(rule, "aws:elasticache/user:User", {
        engine: "valkey",
        userId: "u",
        userName: "u",
        accessString: "off",
        ...inputs,
    });

export const FAR_GROUP = is("aws:ec2/securityGroup:SecurityGroup", "sg-00000000000000ff", {
    vpcId: "vpc-00000000000000ff",
});
const FILES = "aws:efs/fileSystem:FileSystem";
const ENTRY = "aws:eks/accessEntry:AccessEntry";
const POLICY = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

const STORES: readonly Case[] = [
    ...[
        { backupWindow: "02:00-03:00", maintenanceWindow: "sun:02:30-sun:03:30" },
        // Over midnight, into Monday.
        { backupWindow: "23:30-00:30", maintenanceWindow: "mon:00:00-mon:01:00" },
        { backupWindow: "02:00-02:20" },
        { maintenanceWindow: "sun:02:30-sun:02:50" },
    ].map((inputs) => database("windows.rds/instance", inputs)),
    ...[
        { snapshotWindow: "05:00-06:00", maintenanceWindow: "sun:05:30-sun:06:30", snapshotRetentionLimit: 7 },
        { snapshotWindow: "05:00-05:30" },
    ].map((inputs) => cache("windows.elasticache/replicationGroup", inputs)),

    ...["db.t2.micro", "db.m4.large", "db.t9.micro"].map((instanceClass) =>
        database("offers.rds/instance", { instanceClass }),
    ),
    // In Bahrain there is none of it.
    asks(
        "offers.rds/instance",
        INSTANCE,
        { instanceClass: "db.m8g.large" },
        { outputs: { arn: "arn:aws:rds:me-south-1:111122223333:db:x" } },
    ),
    cache("offers.elasticache/replicationGroup", { nodeType: "cache.t9.micro" }),
    ...[
        { allocatedStorage: 19 },
        { allocatedStorage: 50, storageType: "io1", iops: 1000 },
        { backupRetentionPeriod: 36 },
        { port: 1149 },
        { performanceInsightsEnabled: true, performanceInsightsRetentionPeriod: 94 },
    ].map((inputs) => database("rds.values", inputs)),
    database("rds.logTypes", { enabledCloudwatchLogsExports: ["postgresql", "slowquery"] }),
    ...["17.99", "16.1", "19"].map((engineVersion) => database("offers.postgres", { engineVersion })),
    ...["8.9", "6.2"].map((engineVersion) => cache("offers.valkey", { engine: "valkey", engineVersion })),
    database("rds.monitoringHasRole", { monitoringInterval: 60 }),
    database("rds.storageIsStriped", { storageType: "gp3", allocatedStorage: 100, storageThroughput: 500 }),
    database("rds.storageIsStriped", { storageType: "gp3", allocatedStorage: 399, iops: 12_000 }),
    database("rds.onePassword", { manageMasterUserPassword: true, password: "x" }),
    database("rds.zoneIsChosen", { multiAz: true, availabilityZone: "us-east-1a" }),
    database("rds.ceilingIsAbove", { allocatedStorage: 100, maxAllocatedStorage: 50 }),
    database("rds.userIsFree", { username: "Admin" }),
    database("rds.insightsAreOn", { performanceInsightsRetentionPeriod: 7 }),
    database(
        "rds.oneNetwork",
        { dbSubnetGroupName: "g", vpcSecurityGroupIds: [FAR_GROUP.id] },
        {
            exists: [
                ...[VPC, A, B, FAR_GROUP],
                is("aws:rds/subnetGroup:SubnetGroup", "g", { name: "g", subnetIds: [A.id, B.id] }),
            ],
        },
    ),
    ...["max_connections", "shared_preload_libraries", "Shared_Buffers"].map((name) =>
        asks("rds.staticWaits", "aws:rds/parameterGroup:ParameterGroup", {
            ...{ name: "p", family: "postgres17" },
            parameters: [{ name, value: "{DBInstanceClassMemory/9531392}" }],
        }),
    ),
    asks("rds.eventCategories", "aws:rds/eventSubscription:EventSubscription", {
        ...{ name: "e", sourceType: "db-parameter-group", eventCategories: ["failover"] },
    }),

    ...(
        [
            ["maxmemory-policy", "lru"],
            ["maxmemory-samples", "65"],
            ["databases", "0"],
            ["activedefrag", "maybe"],
            ["maxmemory-clients", "a lot"],
            ["maxmemory_policy", "allkeys-lru"],
            ["maxmemory-polcy", "allkeys-lru"],
        ] as const
    ).map(([name, value]) =>
        asks("elasticache.familyKnows", "aws:elasticache/parameterGroup:ParameterGroup", {
            ...{ name: "p", family: "valkey8", parameters: [{ name, value }] },
        }),
    ),
    cache("elasticache.sixNodes", { numCacheClusters: 7 }),
    cache("elasticache.keptFor", { snapshotRetentionLimit: 36 }),
    asks(
        "elasticache.usersNeedTls",
        CACHE,
        { description: "d", userGroupIds: ["g"] },
        {
            exists: [is("aws:elasticache/userGroup:UserGroup", "g", { userGroupId: "g" })],
        },
    ),
    cache("elasticache.tiered", { nodeType: "cache.r6gd.xlarge" }),
    cache("elasticache.tiered", { nodeType: "cache.m7g.large", dataTieringEnabled: true }),
    user("elasticache.userLogsIn", { passwords: ["short"] }),
    user("elasticache.userLogsIn", { authenticationMode: { type: "password", passwords: ["a".repeat(129)] } }),
    user("elasticache.userLogsIn", { noPasswordRequired: true, passwords: ["a".repeat(16)] }),
    user("elasticache.userLogsIn", { passwords: [1, 2, 3].map((each) => String(each).repeat(16)) }),
    ...["on nopass ~* +@all", "on >plain ~*", "reset on"].map((accessString) =>
        user("elasticache.accessHasNoPassword", { accessString }),
    ),
];

const nodes = (rule: string, inputs: Values, exists: Case["exists"] = []): Case =>
    asks(
        rule,
        NODE_GROUP,
        {
            ...{ clusterName: "main", nodeRoleArn: "r", subnetIds: ["s"] },
            scalingConfig: { minSize: 1, desiredSize: 1, maxSize: 1 },
            ...inputs,
        },
        { exists: [CLUSTER, ...exists] },
    );
const template = (inputs: Values): Case["exists"] => [is(TEMPLATE, "lt-00000000", inputs)];
const launchTemplate = { id: "lt-00000000", version: "1" };
const clusterOf = (kubernetesNetworkConfig: Values): Case =>
    asks("eks.serviceRange", CLUSTER.type, { ...inZones(A, B), kubernetesNetworkConfig }, { exists: [VPC, A, B] });
const CONFIG_MAP = is(CLUSTER.type, "main", { name: "main", accessConfig: { authenticationMode: "CONFIG_MAP" } });

const EKS: readonly Case[] = [
    asks(
        "eks.endpoint",
        CLUSTER.type,
        {
            ...{ name: "main", roleArn: "r" },
            vpcConfig: { subnetIds: [A.id, B.id], endpointPublicAccess: false, endpointPrivateAccess: false },
        },
        { exists: [VPC, A, B] },
    ),
    ...["10.0.128.0/20", "172.20.0.0/11", "172.20.0.0/25", "100.64.0.0/16"].map((serviceIpv4Cidr) =>
        clusterOf({ serviceIpv4Cidr }),
    ),
    ...(
        [
            ["API", "API_AND_CONFIG_MAP"],
            ["CONFIG_MAP", "API"],
        ] as const
    ).map(([from, to]): Case => ({
        ...{ rule: "eks.authentication", on: "update", type: CLUSTER.type },
        ...{ inputs: { name: "main", roleArn: "r", accessConfig: { authenticationMode: to } } },
        object: { id: "main", inputs: { accessConfig: { authenticationMode: from } } },
    })),
    nodes("eks.launchTemplate", { launchTemplate, diskSize: 50 }, template({})),
    nodes(
        "eks.launchTemplate",
        { launchTemplate, instanceTypes: ["m7g.large"] },
        template({ instanceType: "m7g.large" }),
    ),
    nodes("eks.launchTemplate", { launchTemplate }, template({ networkInterfaces: [{ subnetId: A.id }] })),
    nodes("eks.launchTemplate", { launchTemplate }, template({ iamInstanceProfile: { name: "p" } })),
    nodes("offers.eks/nodeGroup", { instanceTypes: ["m99.large"] }),
    nodes("eks.releaseFits", { version: "1.36", releaseVersion: "1.35.4-20260818" }),
    nodes("eks.architecture", { amiType: "AL2023_x86_64_STANDARD", instanceTypes: ["m7i.large", "c9g.large"] }),
    nodes("eks.architecture", { amiType: "BOTTLEROCKET_ARM_64", instanceTypes: ["m7i.large"] }),
    ...[
        { kubernetesGroups: ["system:masters"] },
        { userName: "eks:admin" },
        { type: "EC2_LINUX", kubernetesGroups: ["x"] },
    ].map((inputs) =>
        asks("eks.entryNames", ENTRY, { clusterName: "main", principalArn: "p", ...inputs }, { exists: [CLUSTER] }),
    ),
    asks("eks.entriesAreRead", ENTRY, { clusterName: "main", principalArn: "p" }, { exists: [CONFIG_MAP] }),
    asks(
        "eks.entryFirst",
        POLICY,
        {
            clusterName: "main",
            principalArn: "p",
            policyArn: "arn:aws:eks::aws:cluster-access-policy/x",
            accessScope: { type: "cluster" },
        },
        { exists: [CLUSTER, is(ENTRY, "main:other", { clusterName: "main", principalArn: "other" })] },
    ),
];

const files = (inputs: Values): Case => asks("efs.settings", FILES, { creationToken: "t", ...inputs });
const changed = (after: Values, before: Values = {}): Case => ({
    ...{ rule: "efs.throughputRests", on: "update", type: FILES, hours: 23 },
    inputs: { creationToken: "t", ...after },
    object: {
        ...{ id: "fs", inputs: { creationToken: "t", throughputMode: "elastic", ...before } },
        outputs: { [MEMORY]: { throughputChangedAt: 0 } },
    },
});

const EFS: readonly Case[] = [
    files({ throughputMode: "provisioned" }),
    files({ throughputMode: "elastic", provisionedThroughputInMibps: 100 }),
    files({ throughputMode: "elastic", performanceMode: "maxIO" }),
    files({ kmsKeyId: "k" }),
    files({ throughputMode: "bursting", lifecyclePolicies: [{ transitionToArchive: "AFTER_90_DAYS" }] }),
    files({
        throughputMode: "elastic",
        lifecyclePolicies: [{ transitionToIa: "AFTER_90_DAYS" }, { transitionToArchive: "AFTER_30_DAYS" }],
    }),
    asks("efs.rootDirectory", "aws:efs/accessPoint:AccessPoint", {
        ...{ fileSystemId: "f", rootDirectory: { path: "/a/b/c/d/e" } },
    }),
    changed({ throughputMode: "bursting" }),
    changed(
        { throughputMode: "provisioned", provisionedThroughputInMibps: 50 },
        { throughputMode: "provisioned", provisionedThroughputInMibps: 100 },
    ),
    asks(
        "efs.mountGroups",
        MOUNT,
        { fileSystemId: "f", subnetId: A.id, securityGroups: [1, 2, 3, 4, 5, 6].map((each) => `g${each}`) },
        { exists: [VPC, A], code: "SecurityGroupLimitExceeded" },
    ),
    asks(
        "efs.mountGroups",
        MOUNT,
        { fileSystemId: "f", subnetId: A.id, securityGroups: [FAR_GROUP.id] },
        { exists: [VPC, A, FAR_GROUP], code: "SecurityGroupNotFound" },
    ),
];

const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const BUCKET = is("aws:s3/bucket:Bucket", "b", { bucket: "b" });
const lifecycle = (...rules: readonly Values[]): Case =>
    asks(
        "s3.lifecycle",
        LIFECYCLE,
        { bucket: "b", rules: rules.map((rule) => ({ status: "Enabled", ...rule })) },
        { exists: [BUCKET] },
    );
const move = (days: number, storageClass: string): Values => ({ days, storageClass });

const S3: readonly Case[] = [
    ...["a..b", "10.0.0.1", "xn--bucket", "my-s3alias"].map((bucket) =>
        asks("s3.bucketName", "aws:s3/bucket:Bucket", { bucket }),
    ),
    lifecycle({ id: "a", transitions: [move(29, "STANDARD_IA")] }),
    lifecycle({ id: "a", transitions: [move(30, "STANDARD_IA"), move(59, "GLACIER")] }),
    lifecycle({ id: "a", transitions: [move(90, "GLACIER"), move(90, "DEEP_ARCHIVE")] }),
    lifecycle({ id: "a", transitions: [move(90, "GLACIER_IR")], expiration: { days: 90 } }),
    lifecycle({ id: "a" }, { id: "a" }),
    asks(
        "s3.loggingTarget",
        "aws:s3/bucketLogging:BucketLogging",
        { bucket: "b", targetBucket: "none", targetPrefix: "p" },
        { exists: [BUCKET] },
    ),
    asks(
        "s3.keyNeedsKms",
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        {
            bucket: "b",
            rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256", kmsMasterKeyId: "k" } }],
        },
        { exists: [BUCKET] },
    ),
];

export const REQUESTS: readonly Case[] = [...STORES, ...EKS, ...EFS, ...S3];
