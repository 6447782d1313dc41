import { type Secret } from "../../../plan/graph";
import { TYPE } from "../../../policy/types";
import { add, edit, find, mutation, remove, rewrite, set, type Mutation } from "../mutation";

const PUBLIC_ACCESS = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const COLD = "stores-cold";

export const encryptionMutations: readonly Mutation[] = [
    mutation("leave a database unencrypted", set(TYPE.database, "storageEncrypted", false), "database-encrypted"),
    mutation("encrypt a database with AWS's own key", set(TYPE.database, "kmsKeyId", undefined), "database-encrypted"),
    mutation("leave Redis unencrypted at rest", set(TYPE.redis, "atRestEncryptionEnabled", false), "redis-encrypted"),
    mutation("leave files unencrypted", set(TYPE.fileSystem, "encrypted", false), "files-encrypted"),
    mutation("leave the alarm topic unencrypted", set(TYPE.topic, "kmsMasterKeyId", undefined), "topic-encrypted"),
    mutation(
        "encrypt the alarm topic with alias/aws/sns",
        set(TYPE.topic, "kmsMasterKeyId", "alias/aws/sns"),
        "topic-encrypted",
    ),
    mutation("leave a log group unencrypted", set(TYPE.logGroup, "kmsKeyId", undefined), "logs-encrypted"),
    mutation("encrypt a secret with AWS's own key", set(TYPE.secret, "kmsKeyId", undefined), "secret-encrypted"),
    mutation("encrypt backups with AWS's own key", set(TYPE.vault, "kmsKeyArn", undefined), "vault-encrypted"),
    mutation(
        "leave Kubernetes Secrets unencrypted",
        set(TYPE.cluster, "encryptionConfig", undefined),
        "cluster-secrets-encrypted",
    ),
    mutation(
        "leave node volumes unencrypted",
        set(TYPE.launchTemplate, "blockDeviceMappings.0.ebs.encrypted", "false"),
        "node-volumes-encrypted",
    ),
    mutation(
        "take block devices out of a launch template",
        set(TYPE.launchTemplate, "blockDeviceMappings", []),
        "node-volumes-encrypted",
    ),
    mutation(
        "encrypt a bucket with S3's own key",
        set([TYPE.bucketEncryption, COLD], "rules.0.applyServerSideEncryptionByDefault", { sseAlgorithm: "AES256" }),
        "bucket-encrypted",
    ),
    mutation(
        "ask KMS for every object",
        set([TYPE.bucketEncryption, COLD], "rules.0.bucketKeyEnabled", false),
        "bucket-encrypted",
    ),
    mutation("let Redis speak in clear", set(TYPE.redis, "transitEncryptionEnabled", false), "redis-tls"),
    mutation("let Redis speak either way", set(TYPE.redis, "transitEncryptionMode", "preferred"), "redis-tls"),
    mutation(
        "let PostgreSQL speak in clear",
        set("aws:rds/parameterGroup:ParameterGroup", "parameters", []),
        "database-tls",
    ),
    mutation(
        "keep query texts under AWS's own key",
        set(TYPE.database, "performanceInsightsKmsKeyId", undefined),
        "database-insights-encrypted",
    ),
    mutation("stop rotating a key", set(TYPE.key, "enableKeyRotation", false), "key-rotation"),
    mutation("leave a key to KMS's default policy", set(TYPE.key, "policy", undefined), "key-rotation"),
    mutation("keep logs for ever", set(TYPE.logGroup, "retentionInDays", undefined), "log-retention"),
];

export const exposureMutations: readonly Mutation[] = [
    mutation(
        "open a database's port to the world",
        set([TYPE.ingressRule, "stores-postgres"], "cidrIpv4", "0.0.0.0/0"),
        "ingress-closed",
    ),
    mutation(
        "open it to the world's other half",
        set([TYPE.ingressRule, "stores-postgres"], "cidrIpv6", "::/0"),
        "ingress-closed",
    ),
    mutation(
        "let nodes talk to everything",
        set([TYPE.egressRule, "nodes-to-https"], "ipProtocol", "-1"),
        "egress-scoped",
    ),
    mutation("let nodes send mail", set([TYPE.egressRule, "nodes-to-https"], "toPort", 587), "egress-scoped"),
    mutation(
        "write rules into the security group",
        set(TYPE.securityGroup, "ingress", [{ protocol: "tcp", fromPort: 22, toPort: 22 }]),
        "security-group-rules-apart",
    ),
    mutation("leave a rule unexplained", set(TYPE.ingressRule, "description", undefined), "described-traffic"),
    mutation(
        "leave the default security group as AWS makes it",
        remove("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"),
        "default-security-group-empty",
    ),
    mutation("record no traffic", remove("aws:ec2/flowLog:FlowLog"), "vpc-flow-logs", "nothing-unused"),
    mutation(
        "give instances public addresses",
        set(["aws:ec2/subnet:Subnet", "public"], "mapPublicIpOnLaunch", true),
        "subnet-without-public-addresses",
    ),
    mutation("make a database public", set(TYPE.database, "publiclyAccessible", true), "database-private"),
    mutation(
        "open the Kubernetes API to everybody",
        set(TYPE.cluster, "vpcConfig.publicAccessCidrs", ["0.0.0.0/0"]),
        "cluster-endpoint",
    ),
    mutation(
        "forget whom the public API is for",
        set(TYPE.cluster, "vpcConfig.endpointPublicAccess", true),
        "cluster-endpoint",
    ),
    mutation(
        "take the private API away",
        set(TYPE.cluster, "vpcConfig.endpointPrivateAccess", false),
        "cluster-endpoint",
    ),
    mutation("accept IMDSv1", set(TYPE.launchTemplate, "metadataOptions.httpTokens", "optional"), "instance-metadata"),
    mutation(
        "let pods reach the node's credentials",
        set(TYPE.launchTemplate, "metadataOptions.httpPutResponseHopLimit", 2),
        "instance-metadata",
    ),
    mutation(
        "give nodes public addresses",
        set(TYPE.launchTemplate, "networkInterfaces.0.associatePublicIpAddress", "true"),
        "instance-private",
    ),
    mutation("open SSH to nodes", set(TYPE.nodeGroup, "remoteAccess", { ec2SshKey: "key" }), "nodes-without-ssh"),
    mutation("make a bucket public", set([PUBLIC_ACCESS, COLD], "blockPublicPolicy", false), "bucket-not-public"),
    mutation(
        "forget the public access block",
        remove([PUBLIC_ACCESS, COLD]),
        "bucket-not-public",
        "public-access-blocked-first",
    ),
    mutation(
        "accept plain HTTP at a bucket",
        rewrite([TYPE.bucketPolicy, COLD], "policy", "aws:SecureTransport", "aws:ViaAWSService"),
        "bucket-tls",
    ),
    mutation(
        "keep no versions",
        set(["aws:s3/bucketVersioning:BucketVersioning", COLD], "versioningConfiguration.status", "Suspended"),
        "bucket-versioned",
    ),
    mutation(
        "bring ACLs back",
        set(["aws:s3/bucketOwnershipControls:BucketOwnershipControls", COLD], "rule.objectOwnership", "ObjectWriter"),
        "bucket-owner",
    ),
    mutation(
        "keep unfinished uploads",
        remove(["aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", COLD]),
        "bucket-lifecycle",
    ),
    mutation("log no access to a bucket", remove(["aws:s3/bucketLogging:BucketLogging", COLD]), "bucket-access-logged"),
    mutation("send no events", remove(["aws:s3/bucketNotification:BucketNotification", COLD]), "bucket-events"),
];

const INLINE = [TYPE.rolePolicy, "network-flow-logs"] as const;

export const identityMutations: readonly Mutation[] = [
    mutation(
        "allow every action",
        rewrite(INLINE, "policy", /"Action":\[[^\]]*\]/, '"Action":"*"'),
        "iam-named-actions",
    ),
    mutation(
        "allow every action of a service",
        rewrite(INLINE, "policy", '"logs:DescribeLogGroups"', '"logs:*"'),
        "iam-named-actions",
        "iam-scoped-resources",
    ),
    mutation(
        "allow deletion by saying what is not allowed",
        rewrite(INLINE, "policy", /"Action":"logs:DescribeLogGroups"/, '"NotAction":"iam:PassRole"'),
        "iam-named-actions",
        "iam-scoped-resources",
    ),
    mutation(
        "allow writing to every log group",
        rewrite(INLINE, "policy", /"Resource":\[[^\]]*\]/, '"Resource":"*"'),
        "iam-scoped-resources",
    ),
    mutation(
        "let any account's service assume a role",
        rewrite(
            [TYPE.role, "network-flow-logs"],
            "assumeRolePolicy",
            /"aws:Source(Account|Arn)"/g,
            '"aws:CurrentTime"',
        ),
        "iam-trust",
    ),
    mutation(
        "let everybody assume a role",
        rewrite([TYPE.role, "network-flow-logs"], "assumeRolePolicy", /"Principal":\{[^}]*\}/, '"Principal":"*"'),
        "iam-trust",
    ),
    mutation(
        "let people assume a role of a service",
        rewrite(
            [TYPE.role, "network-flow-logs"],
            "assumeRolePolicy",
            '"Service":"vpc-flow-logs.amazonaws.com"',
            '"AWS":"arn:aws:iam::000000000000:root"',
        ),
        "iam-trust",
    ),
    mutation(
        "let everybody read a bucket",
        rewrite([TYPE.bucketPolicy, COLD], "policy", '"Effect":"Deny"', '"Effect":"Allow"'),
        "bucket-tls",
        "iam-named-actions",
        "iam-no-open-principal",
    ),
    mutation(
        "let any account's alarms publish",
        rewrite(TYPE.topicPolicy, "policy", '"aws:SourceAccount"', '"aws:CurrentTime"'),
        "iam-service-source",
    ),
    mutation(
        "name the autoscaling service-linked role in a key policy",
        rewrite(
            [TYPE.key, "volumes"],
            "policy",
            /"AWS":"[^"]*:root"/,
            '"AWS":"arn:aws:iam::000000000000:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"',
        ),
        "iam-named-actions",
        "key-policy-principals",
    ),
    mutation(
        "make nodes administrators",
        set(
            [TYPE.policyAttachment, "nodes-node-AmazonEKSWorkerNodePolicy"],
            "policyArn",
            "arn:aws:iam::aws:policy/AdministratorAccess",
        ),
        "iam-managed-policies",
    ),
    mutation(
        "give the CNI's policy to nodes",
        set(
            [TYPE.policyAttachment, "nodes-node-AmazonEKSWorkerNodePolicy"],
            "policyArn",
            "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
        ),
        "iam-managed-policies",
    ),
];

export const secretMutations: readonly Mutation[] = [
    mutation(
        "write a generated password into a tag",
        edit([TYPE.secret, "stores-queue"], ({ inputs }, graph) => ({
            inputs: {
                ...inputs,
                description: `password ${generated(find(graph, [TYPE.secretVersion, "stores-queue"]).inputs.secretString)}`,
            },
        })),
        "secret-stays-secret",
    ),
    mutation(
        "take the secret off a secret",
        edit([TYPE.secretVersion, "stores-queue"], ({ inputs }) => ({
            inputs: { ...inputs, secretString: (inputs.secretString as Secret).reveal() },
        })),
        "secret-input-marked",
        "secret-stays-secret",
    ),
    mutation(
        "write a password into the program",
        set(TYPE.database, "password", "correct-horse-battery"),
        "secret-input-marked",
    ),
    mutation(
        "configure a secret in clear elsewhere",
        add(TYPE.topic, {
            name: "alarms-topic-token",
            inputs: {
                name: "mindcloud-golden-token",
                kmsMasterKeyId: "arn:aws:kms:us-east-1:000000000000:key/0a1b2c3d-0000-4000-8000-000000000000",
                token: "abc",
                tags: { "mindcloud:name": "alarms-topic-token" },
            },
        }),
        "nothing-unused",
        "secret-input-marked",
    ),
];

/** The password in a credential's JSON. */
function generated(value: unknown): string {
    return (JSON.parse(String((value as Secret).reveal())) as { readonly password: string }).password;
}
