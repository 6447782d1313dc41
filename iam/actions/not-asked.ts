/** Actions that the reference names beside another, or types of resources that it requires, and that are not asked here: why. */
const NO_PARAMETER_AMI =
    "only for an AMI that is named by a parameter of Systems Manager; ours come from EKS by release version";
const ECS_FIELDS = "only for fields of ECS in a log format of one's own";
const MULTITENANT = "only for Oracle with several tenants";
const PASSED_BY_SELECTION =
    "the role of a plan's backups is handed over by its selection; a plan has one only for restores and scans";
const FEEDBACK = "only for roles that report deliveries, of which a topic here has none";
const OWN_TAGS_OF_INTERFACES = "interfaces that services make carry no tags of the caller";
const NO_INTERFACES = "a subnet group has no interfaces";

export const NOT_ASKED: Readonly<Record<string, string>> = {
    "backup:CreateBackupPlan iam:PassRole": PASSED_BY_SELECTION,
    "backup:UpdateBackupPlan iam:PassRole": PASSED_BY_SELECTION,
    "ec2:CreateLaunchTemplate ssm:GetParameters": NO_PARAMETER_AMI,
    "ec2:CreateLaunchTemplateVersion ssm:GetParameters": NO_PARAMETER_AMI,
    "ec2:DescribeLaunchTemplateVersions ssm:GetParameters": NO_PARAMETER_AMI,
    "ec2:RunInstances ssm:GetParameters": NO_PARAMETER_AMI,
    "ec2:CreateFlowLogs ecs:ListClusters": ECS_FIELDS,
    "ec2:CreateFlowLogs ecs:ListContainerInstances": ECS_FIELDS,
    "ec2:CreateFlowLogs ecs:ListServices": ECS_FIELDS,
    "ec2:CreateFlowLogs ecs:ListTaskDefinitions": ECS_FIELDS,
    "ec2:CreateFlowLogs ecs:ListTasks": ECS_FIELDS,
    "ec2:CreateNetworkInterface ec2:CreateTags": OWN_TAGS_OF_INTERFACES,
    "elasticache:CreateReplicationGroup s3:GetObject": "only for a cache that is filled from a backup in S3",
    "elasticache:DeleteCacheSubnetGroup ec2:CreateNetworkInterface": NO_INTERFACES,
    "elasticache:DeleteCacheSubnetGroup ec2:DeleteNetworkInterface": NO_INTERFACES,
    "elasticache:DeleteCacheSubnetGroup ec2:DescribeNetworkInterfaces": NO_INTERFACES,
    "elasticache:DeleteCacheSubnetGroup ec2:DescribeSubnets": NO_INTERFACES,
    "elasticache:DeleteCacheSubnetGroup ec2:DescribeVpcs": NO_INTERFACES,
    "kms:CreateKey iam:CreateServiceLinkedRole": "only for keys of several regions and of a key store outside",
    "sns:CreateTopic iam:PassRole": FEEDBACK,
    "sns:SetTopicAttributes iam:PassRole": FEEDBACK,
    "budgets:ModifyBudget iam:CreateServiceLinkedRole": "only for budgets with actions, which apply policies",
    "budgets:ViewBudget billing:GetBillingViewData": "only for a budget of a billing view of one's own",
    "rds:CreateDBInstance rds:CreateTenantDatabase": MULTITENANT,
    "rds:ModifyDBInstance rds:CreateTenantDatabase": MULTITENANT,
    "rds:RestoreDBInstanceFromDBSnapshot rds:CreateTenantDatabase": MULTITENANT,
    "rds:RestoreDBInstanceToPointInTime rds:CreateTenantDatabase": MULTITENANT,
    "rds:DeleteDBInstance rds:DeleteTenantDatabase": MULTITENANT,
};
