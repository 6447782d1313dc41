const EC2_ERRORS = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html";

interface Held {
    /** Types of those that hold it. */
    readonly by: RegExp;
    readonly code: string;
    readonly source: string;
    readonly fix: string;
}

/** What keeps what from being deleted: holders name the object by id, ARN or name in their own arguments. */
export const HELD: Readonly<Record<string, Held>> = {
    "aws:ec2/vpc:Vpc": {
        by: /^aws:(ec2\/(subnet|securityGroup|routeTable|natGateway|vpcEndpoint|networkInterface|internetGateway)|ec2transitgateway\/vpcAttachment):/,
        code: "ec2:DependencyViolation",
        source: EC2_ERRORS,
        fix: "delete those first; network interfaces that nobody owns are left by load balancers or the CNI: `aws ec2 describe-network-interfaces` finds them",
    },
    "aws:ec2/subnet:Subnet": {
        by: /^aws:(ec2\/(natGateway|vpcEndpoint|networkInterface|instance)|ec2transitgateway\/vpcAttachment|eks\/(cluster|nodeGroup)|efs\/mountTarget|rds\/subnetGroup|elasticache\/subnetGroup|lb\/loadBalancer):/,
        code: "ec2:DependencyViolation",
        source: EC2_ERRORS,
        fix: "delete those first; what a controller in the cluster made must go before the controller does",
    },
    "aws:ec2/securityGroup:SecurityGroup": {
        by: /^aws:(ec2\/(vpcEndpoint|networkInterface|instance)|eks\/cluster|efs\/mountTarget|rds\/instance|elasticache\/replicationGroup|lb\/loadBalancer|vpc\/securityGroup(Ingress|Egress)Rule):/,
        code: "ec2:DependencyViolation",
        source: EC2_ERRORS,
        fix: "delete those first, or take the group out of their list and run up",
    },
    "aws:ec2/internetGateway:InternetGateway": {
        by: /^aws:ec2\/natGateway:/,
        code: "ec2:DependencyViolation",
        source: EC2_ERRORS,
        fix: "delete the NAT gateways first: their public addresses are mapped",
    },
    "aws:eks/cluster:Cluster": {
        by: /^aws:eks\/nodeGroup:/,
        code: "eks:ResourceInUseException",
        source: "eks DeleteCluster",
        fix: "delete its node groups first",
    },
    "aws:iam/role:Role": {
        by: /^aws:iam\/(rolePolicy|rolePolicyAttachment|instanceProfile):/,
        code: "iam:DeleteConflict",
        source: "iam DeleteRole",
        fix: "delete its policies and attachments first",
    },
    "aws:iam/policy:Policy": {
        by: /^aws:iam\/(rolePolicyAttachment|role):/,
        code: "iam:DeleteConflict",
        source: "iam DeletePolicy; https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_manage-delete.html",
        fix: "delete its attachments first, and take it from the roles whose boundary it is",
    },
    "aws:rds/subnetGroup:SubnetGroup": {
        by: /^aws:rds\/instance:/,
        code: "rds:InvalidDBSubnetGroupStateFault",
        source: "rds DeleteDBSubnetGroup",
        fix: "delete the instance first",
    },
    "aws:rds/parameterGroup:ParameterGroup": {
        by: /^aws:rds\/instance:/,
        code: "rds:InvalidDBParameterGroupState",
        source: "rds DeleteDBParameterGroup",
        fix: "delete the instance first",
    },
    "aws:elasticache/subnetGroup:SubnetGroup": {
        by: /^aws:elasticache\/replicationGroup:/,
        code: "elasticache:CacheSubnetGroupInUse",
        source: "elasticache DeleteCacheSubnetGroup",
        fix: "delete the replication group first",
    },
    "aws:elasticache/parameterGroup:ParameterGroup": {
        by: /^aws:elasticache\/replicationGroup:/,
        code: "elasticache:InvalidCacheParameterGroupState",
        source: "elasticache DeleteCacheParameterGroup",
        fix: "delete the replication group first",
    },
    "aws:elasticache/userGroup:UserGroup": {
        by: /^aws:elasticache\/replicationGroup:/,
        code: "elasticache:InvalidUserGroupState",
        source: "elasticache DeleteUserGroup",
        fix: "delete the replication group first",
    },
    "aws:elasticache/user:User": {
        by: /^aws:elasticache\/userGroup:/,
        code: "elasticache:InvalidUserState",
        source: "elasticache DeleteUser",
        fix: "delete the user group first",
    },
    "aws:efs/fileSystem:FileSystem": {
        by: /^aws:efs\/mountTarget:/,
        code: "efs:FileSystemInUse",
        source: "efs DeleteFileSystem",
        fix: "delete its mount targets first",
    },
    "aws:acm/certificate:Certificate": {
        by: /^aws:lb\/listener:/,
        code: "acm:ResourceInUseException",
        source: "acm DeleteCertificate",
        fix: "delete the listener first",
    },
    "aws:ec2/routeTable:RouteTable": {
        by: /^aws:ec2\/routeTableAssociation:/,
        code: "ec2:DependencyViolation",
        source: EC2_ERRORS,
        fix: "delete its associations first",
    },
    "aws:ec2/eip:Eip": {
        by: /^aws:ec2\/natGateway:/,
        code: "ec2:InvalidIPAddress.InUse",
        source: EC2_ERRORS,
        fix: "delete the NAT gateway first",
    },
    "aws:backup/plan:Plan": {
        by: /^aws:backup\/selection:/,
        code: "backup:InvalidRequestException",
        source: "backup DeleteBackupPlan",
        fix: "delete its selections first",
    },
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": {
        by: /^aws:backup\/restoreTestingSelection:/,
        code: "backup:InvalidRequestException",
        source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html#restore-testing-delete",
        fix: "delete its selections first",
    },
};
