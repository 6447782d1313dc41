/** What people call the types of AWS and Kubernetes, in the plan and in the picture. */
import { thousands } from "../config/thousands";

const SPECIAL: Readonly<Record<string, string>> = {
    "aws:ec2/vpc:Vpc": "VPC",
    "aws:ec2/eip:Eip": "elastic IP",
    "aws:ec2/natGateway:NatGateway": "NAT gateway",
    "aws:ec2/vpcEndpoint:VpcEndpoint": "VPC endpoint",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "ingress rule",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "egress rule",
    "aws:eks/cluster:Cluster": "EKS cluster",
    "aws:eks/addon:Addon": "add-on",
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": "access policy",
    "aws:eks/podIdentityAssociation:PodIdentityAssociation": "pod identity",
    "aws:autoscaling/tag:Tag": "autoscaler tag",
    "aws:kms/key:Key": "KMS key",
    "aws:kms/alias:Alias": "key alias",
    "aws:iam/role:Role": "IAM role",
    "aws:iam/policy:Policy": "IAM policy",
    "aws:iam/rolePolicy:RolePolicy": "role policy",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "role attachment",
    "aws:rds/instance:Instance": "PostgreSQL",
    "aws:elasticache/replicationGroup:ReplicationGroup": "Valkey group",
    "aws:elasticache/user:User": "Valkey user",
    "aws:elasticache/userGroup:UserGroup": "Valkey user group",
    "aws:efs/fileSystem:FileSystem": "EFS file system",
    "aws:efs/accessPoint:AccessPoint": "access point",
    "aws:efs/mountTarget:MountTarget": "mount target",
    "aws:s3/bucket:Bucket": "S3 bucket",
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": "bucket ownership rule",
    "aws:secretsmanager/secret:Secret": "secret",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "alarm",
    "aws:sns/topic:Topic": "SNS topic",
    "aws:backup/vault:Vault": "backup vault",
    "aws:backup/plan:Plan": "backup plan",
    "aws:backup/selection:Selection": "backup selection",
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": "restore testing plan",
    "aws:backup/restoreTestingSelection:RestoreTestingSelection": "restore testing selection",
    "aws:route53/record:Record": "DNS record",
    "random:index/randomPassword:RandomPassword": "password",
    "random:index/randomBytes:RandomBytes": "random value",
    "kubernetes:helm.sh/v3:Release": "Helm release",
};

/** `aws:ec2/routeTable:RouteTable` is a route table. */
export function kindOf(type: string): string {
    const special = SPECIAL[type];
    if (special !== undefined) return special;
    const name = type.split(":").at(-1) ?? type;
    // Kubernetes kinds are proper names: a PodDisruptionBudget is not a pod disruption budget.
    return type.startsWith("kubernetes:") ? name : name.replace(/(?<=.)[A-Z]/g, " $&").toLowerCase();
}

export function counted(number: number, kind: string): string {
    return `${thousands(number)} ${number === 1 ? kind : plural(kind)}`;
}

export function plural(kind: string): string {
    if (kind === "PostgreSQL") return "PostgreSQL instances";
    if (/[^aeiou]y$/.test(kind)) return `${kind.slice(0, -1)}ies`;
    return /(s|x|ch|sh)$/.test(kind) ? `${kind}es` : `${kind}s`;
}

/** Minutes as people say them: `9.5`, or `0.4`. */
export function minutes(seconds: number): string {
    return (seconds / 60).toFixed(1);
}
