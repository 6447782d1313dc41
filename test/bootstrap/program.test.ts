import assert from "node:assert/strict";
import { load } from "../../config/load";
import { readStackText } from "../../config/stack-file";
import type { RecordedResource } from "../../plan/graph";
import { record } from "../../plan/record";
import { deploy } from "../../program";
import { permissions, resource, sub } from "./template";

/** An environment that uses everything, deployed by a role of bootstrap/account.yaml. */
const BOUNDARY = "arn:aws:iam::111122223333:policy/mindcloud-boundary";
const stackFile = `config:
  aws:region: us-east-1
  mindcloud:account: "111122223333"
  mindcloud:profile: highlyAvailable
  mindcloud:cluster:
    access: { "arn:aws:iam::111122223333:role/mindcloud-deploy-staging": admin }
    endpoint: { publicCidrs: [203.0.113.0/24] }
  mindcloud:deployment: { permissionsBoundary: "${BOUNDARY}" }
  mindcloud:domain: { name: ai.example.com, zoneId: Z0123456789ABCDEFGHIJ }
  mindcloud:budget: { monthlyUsd: 20000 }
  mindcloud:alerts: { emails: [platform@example.com] }
  mindcloud:systems:
    akosha: { enabled: true, size: pilot }
    memstack: { enabled: true }
    myriad: { enabled: true }
    myriadPython: { enabled: true }
    simpleCli: { enabled: true, companies: { acme: {} } }
`;

/** The action that creates a type, where it is not Create<Type> of the service that the module is named after. */
const services: Readonly<Record<string, string>> = { vpc: "ec2", efs: "elasticfilesystem" };
const creates: Readonly<Record<string, string | undefined>> = {
    "aws:acm/certificate:Certificate": "acm:RequestCertificate",
    "aws:acm/certificateValidation:CertificateValidation": "acm:DescribeCertificate",
    "aws:autoscaling/schedule:Schedule": "autoscaling:PutScheduledUpdateGroupAction",
    "aws:autoscaling/tag:Tag": "autoscaling:CreateOrUpdateTags",
    "aws:backup/plan:Plan": "backup:CreateBackupPlan",
    "aws:backup/selection:Selection": "backup:CreateBackupSelection",
    "aws:backup/vault:Vault": "backup:CreateBackupVault",
    "aws:budgets/budget:Budget": "budgets:ModifyBudget",
    "aws:cloudwatch/logGroup:LogGroup": "logs:CreateLogGroup",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "cloudwatch:PutMetricAlarm",
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": "ec2:RevokeSecurityGroupIngress",
    "aws:ec2/eip:Eip": "ec2:AllocateAddress",
    "aws:ec2/routeTableAssociation:RouteTableAssociation": "ec2:AssociateRouteTable",
    "aws:efs/backupPolicy:BackupPolicy": "elasticfilesystem:PutBackupPolicy",
    "aws:efs/fileSystemPolicy:FileSystemPolicy": "elasticfilesystem:PutFileSystemPolicy",
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": "eks:AssociateAccessPolicy",
    "aws:elasticache/parameterGroup:ParameterGroup": "elasticache:CreateCacheParameterGroup",
    "aws:elasticache/subnetGroup:SubnetGroup": "elasticache:CreateCacheSubnetGroup",
    "aws:iam/rolePolicy:RolePolicy": "iam:PutRolePolicy",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "iam:AttachRolePolicy",
    "aws:route53/record:Record": "route53:ChangeResourceRecordSets",
    "aws:secretsmanager/secretVersion:SecretVersion": "secretsmanager:PutSecretValue",
    "aws:sns/topicPolicy:TopicPolicy": "sns:SetTopicAttributes",
    "aws:sns/topicSubscription:TopicSubscription": "sns:Subscribe",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "ec2:AuthorizeSecurityGroupEgress",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "ec2:AuthorizeSecurityGroupIngress",
};

function creating(type: string): string {
    const [, module = "", name = ""] = /^aws:(\w+)\/\w+:(\w+)$/.exec(type) ?? [];
    return (
        creates[type] ??
        `${services[module] ?? module}:${module === "s3" && name !== "Bucket" ? "Put" : "Create"}${name}`
    );
}

const matches = (pattern: string, text: string): boolean =>
    new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`).test(text);

describe("an environment that a role of bootstrap/account.yaml deploys", () => {
    const granted = permissions(resource("DeployRole${Environment}")).filter((each) => each.Effect === "Allow");
    let resources: readonly RecordedResource[];
    const ofType = (type: string): readonly RecordedResource[] => resources.filter((each) => each.type === type);

    before(async () => {
        const { input, problems } = readStackText(stackFile, "Pulumi.staging.yaml");
        assert.ok(input !== undefined && problems.length === 0);
        const loaded = load(input);
        assert.ok(loaded.ok, JSON.stringify(loaded));
        const { environment, secrets } = loaded;
        const options = { project: environment.project, stack: environment.stack, mode: "update" as const };
        resources = (await record(() => deploy(environment, secrets), options)).graph.resources;
    });

    it("puts every role inside the boundary", () => {
        const roles = ofType("aws:iam/role:Role");
        assert.ok(roles.length >= 5);
        for (const role of roles) assert.equal(role.inputs.permissionsBoundary, BOUNDARY, role.name);
    });

    it("creates only what the role may create", () => {
        const types = [...new Set(resources.map((each) => each.type))].filter((type) => type.startsWith("aws:"));
        assert.ok(types.length > 40);
        for (const type of types) {
            const action = creating(type);
            const allowed = granted.some((each) => each.Action.some((pattern) => matches(pattern, action)));
            assert.ok(
                allowed,
                `${type}: ${action} is not allowed; extend bootstrap/account.yaml, or name its action here`,
            );
        }
    });

    it("names everything that has a name so that the role's name patterns cover it", () => {
        const named: Readonly<Record<string, string>> = {
            "aws:backup/vault:Vault": "name",
            "aws:budgets/budget:Budget": "name",
            "aws:cloudwatch/logGroup:LogGroup": "name",
            "aws:cloudwatch/metricAlarm:MetricAlarm": "name",
            "aws:eks/cluster:Cluster": "name",
            "aws:elasticache/parameterGroup:ParameterGroup": "name",
            "aws:elasticache/replicationGroup:ReplicationGroup": "replicationGroupId",
            "aws:elasticache/subnetGroup:SubnetGroup": "name",
            "aws:elasticache/user:User": "userId",
            "aws:elasticache/userGroup:UserGroup": "userGroupId",
            "aws:iam/role:Role": "name",
            "aws:kms/alias:Alias": "name",
            "aws:rds/instance:Instance": "identifier",
            "aws:rds/parameterGroup:ParameterGroup": "name",
            "aws:rds/subnetGroup:SubnetGroup": "name",
            "aws:s3/bucket:Bucket": "bucket",
            "aws:secretsmanager/secret:Secret": "name",
            "aws:sns/topic:Topic": "name",
        };
        let seen = 0;
        for (const [type, key] of Object.entries(named))
            for (const { name, inputs } of ofType(type)) {
                assert.match(String(inputs[key]), /(^|\/)mindcloud(-staging-|\/staging\/)/, `${type} ${name}`);
                seen += 1;
            }
        assert.ok(seen > 40);
    });

    it("hands its roles to services that the role may hand them to", () => {
        const passing = granted.find((each) => each.Action.includes("iam:PassRole"));
        const services = passing?.Condition?.StringEquals?.["iam:PassedToService"] as readonly string[];
        for (const role of ofType("aws:iam/role:Role")) {
            const trust = JSON.parse(String(role.inputs.assumeRolePolicy)) as {
                Statement: { Principal: { Service: string } }[];
            };
            for (const { Principal } of trust.Statement)
                assert.ok(services.includes(Principal.Service), Principal.Service);
        }
        assert.match(sub(passing?.Resource[0]), /role\/\$\{Project\}-\$\{Environment\}-\*$/);
    });

    it("makes nothing that belongs to the account", () => {
        const singletons =
            /^aws:(ecr|ecrpublic|organizations|account)\/|:(AccountPublicAccessBlock|EncryptionByDefault|DefaultKmsKey|OpenIdConnectProvider|AccountPasswordPolicy|AccountAlias|SerialConsoleAccess|ImageBlockPublicAccess|SnapshotBlockPublicAccess|InstanceMetadataDefaults|RegistryPolicy|User|AccessKey)$/;
        const found = resources.filter(
            (each) => singletons.test(each.type) && !each.type.startsWith("aws:elasticache/user:"),
        );
        assert.deepEqual(
            found.map((each) => each.urn),
            [],
        );
    });
});
