/** Names that AWS gives once: a second one of the same name is refused as long as the first is there. */
interface Taken {
    readonly type: string;
    readonly code: string;
    readonly source: string;
}

/** What AWS wants only once: the properties that must differ from every other's, and its word when they do not. */
export const UNIQUE: readonly (Taken & { readonly by: readonly string[] })[] = [
    {
        type: "aws:ec2/launchTemplate:LaunchTemplate",
        by: ["name"],
        code: "ec2:InvalidLaunchTemplateName.AlreadyExistsException",
        source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html",
    },
    {
        type: "aws:ec2/securityGroup:SecurityGroup",
        by: ["name", "vpcId"],
        code: "ec2:InvalidGroup.Duplicate",
        source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html",
    },
    {
        type: "aws:ec2/route:Route",
        by: ["destinationCidrBlock", "routeTableId"],
        code: "ec2:RouteAlreadyExists",
        source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html",
    },
    ...(["Ingress", "Egress"] as const).map((way) => ({
        type: `aws:vpc/securityGroup${way}Rule:SecurityGroup${way}Rule`,
        by: ["securityGroupId", "ipProtocol", "fromPort", "toPort", "cidrIpv4", "referencedSecurityGroupId"],
        code: "ec2:InvalidPermission.Duplicate",
        source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html",
    })),
    {
        type: "aws:iam/policy:Policy",
        by: ["name"],
        code: "iam:EntityAlreadyExists",
        source: "iam CreatePolicy",
    },
    {
        type: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
        by: ["serviceAccount", "namespace", "clusterName"],
        code: "eks:ResourceInUseException",
        source: "eks CreatePodIdentityAssociation",
    },
    {
        type: "aws:rds/instance:Instance",
        by: ["identifier"],
        code: "rds:DBInstanceAlreadyExists",
        source: "rds CreateDBInstance, ModifyDBInstance",
    },
    {
        type: "aws:secretsmanager/secret:Secret",
        by: ["name"],
        code: "secretsmanager:ResourceExistsException",
        source: "secretsmanager CreateSecret",
    },
    {
        type: "aws:efs/fileSystem:FileSystem",
        by: ["creationToken"],
        code: "efs:FileSystemAlreadyExists",
        source: "efs CreateFileSystem",
    },
    {
        type: "aws:backup/selection:Selection",
        by: ["name", "planId"],
        code: "backup:AlreadyExistsException",
        source: "backup CreateBackupSelection",
    },
];

/** Types whose id is their name, or all that they are made of. */
export const BY_ID: readonly Taken[] = [
    { type: "aws:iam/role:Role", code: "iam:EntityAlreadyExists", source: "iam CreateRole" },
    {
        type: "aws:iam/instanceProfile:InstanceProfile",
        code: "iam:EntityAlreadyExists",
        source: "iam CreateInstanceProfile",
    },
    { type: "aws:s3/bucket:Bucket", code: "s3:BucketAlreadyOwnedByYou", source: "s3 CreateBucket" },
    { type: "aws:eks/cluster:Cluster", code: "eks:ResourceInUseException", source: "eks CreateCluster" },
    { type: "aws:eks/nodeGroup:NodeGroup", code: "eks:ResourceInUseException", source: "eks CreateNodegroup" },
    { type: "aws:eks/addon:Addon", code: "eks:ResourceInUseException", source: "eks CreateAddon" },
    { type: "aws:eks/accessEntry:AccessEntry", code: "eks:ResourceInUseException", source: "eks CreateAccessEntry" },
    {
        type: "aws:elasticache/replicationGroup:ReplicationGroup",
        code: "elasticache:ReplicationGroupAlreadyExists",
        source: "elasticache CreateReplicationGroup",
    },
    {
        type: "aws:elasticache/subnetGroup:SubnetGroup",
        code: "elasticache:CacheSubnetGroupAlreadyExists",
        source: "elasticache CreateCacheSubnetGroup",
    },
    {
        type: "aws:elasticache/parameterGroup:ParameterGroup",
        code: "elasticache:CacheParameterGroupAlreadyExists",
        source: "elasticache CreateCacheParameterGroup",
    },
    { type: "aws:elasticache/user:User", code: "elasticache:UserAlreadyExists", source: "elasticache CreateUser" },
    {
        type: "aws:elasticache/userGroup:UserGroup",
        code: "elasticache:UserGroupAlreadyExists",
        source: "elasticache CreateUserGroup",
    },
    {
        type: "aws:rds/subnetGroup:SubnetGroup",
        code: "rds:DBSubnetGroupAlreadyExists",
        source: "rds CreateDBSubnetGroup",
    },
    {
        type: "aws:rds/parameterGroup:ParameterGroup",
        code: "rds:DBParameterGroupAlreadyExists",
        source: "rds CreateDBParameterGroup",
    },
    {
        type: "aws:rds/eventSubscription:EventSubscription",
        code: "rds:SubscriptionAlreadyExist",
        source: "rds CreateEventSubscription",
    },
    {
        type: "aws:cloudwatch/logGroup:LogGroup",
        code: "logs:ResourceAlreadyExistsException",
        source: "logs CreateLogGroup",
    },
    { type: "aws:kms/alias:Alias", code: "kms:AlreadyExistsException", source: "kms CreateAlias" },
    { type: "aws:backup/vault:Vault", code: "backup:AlreadyExistsException", source: "backup CreateBackupVault" },
    {
        type: "aws:backup/restoreTestingPlan:RestoreTestingPlan",
        code: "backup:AlreadyExistsException",
        source: "backup CreateRestoreTestingPlan",
    },
    {
        type: "aws:backup/restoreTestingSelection:RestoreTestingSelection",
        code: "backup:AlreadyExistsException",
        source: "backup CreateRestoreTestingSelection",
    },
    { type: "aws:budgets/budget:Budget", code: "budgets:DuplicateRecordException", source: "budgets CreateBudget" },
    // With other attributes or tags; with the same ones it answers with the topic that exists, which then has two owners.
    { type: "aws:sns/topic:Topic", code: "sns:InvalidParameter", source: "sns CreateTopic" },
    {
        type: "aws:route53/record:Record",
        code: "route53:InvalidChangeBatch",
        source: "route53 ChangeResourceRecordSets, action CREATE",
    },
];
