/** What watches, tells and repeats; policy documents, and whom roles trust. */
import { A, asks, B, CLUSTER, INSTANCE, inZones, is, NODE_GROUP, VPC, type Case } from "./case";

type Values = NonNullable<Case["inputs"]>;

const alarm = (inputs: Values): Case =>
    asks("cloudwatch.alarm", "aws:cloudwatch/metricAlarm:MetricAlarm", {
        ...{ name: "a", comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 1, threshold: 1, ...inputs },
    });
const subscription = (protocol: string, endpoint: string): Case =>
    asks("sns.endpoint", "aws:sns/topicSubscription:TopicSubscription", { topic: "t", protocol, endpoint });
const notification = (threshold: number, rest: Values = {}): Values => ({
    ...{ comparisonOperator: "GREATER_THAN", notificationType: "ACTUAL", thresholdType: "PERCENTAGE", threshold },
    subscriberEmailAddresses: ["a@example.com"],
    ...rest,
});
const budget = (code: string, ...notifications: readonly Values[]): Case =>
    asks(
        "budgets.notifications",
        "aws:budgets/budget:Budget",
        { name: "b", budgetType: "COST", timeUnit: "MONTHLY", limitAmount: "1", limitUnit: "USD", notifications },
        { code },
    );
const plan = (rule: Values, exists: Case["exists"] = [is("aws:backup/vault:Vault", "v", { name: "v" })]): Case =>
    asks(
        "backup.rule",
        "aws:backup/plan:Plan",
        { name: "p", rules: [{ ruleName: "r", targetVaultName: "v", ...rule }] },
        { exists },
    );
const schedule = (inputs: Values): Case =>
    asks(
        "autoscaling.schedule",
        "aws:autoscaling/schedule:Schedule",
        {
            scheduledActionName: "s",
            autoscalingGroupName: "g",
            minSize: -1,
            maxSize: -1,
            desiredCapacity: -1,
            ...inputs,
        },
        { exists: [is(NODE_GROUP, "main:n", {}, { resources: [{ autoscalingGroups: [{ name: "g" }] }] })] },
    );

const TELLING: readonly Case[] = [
    alarm({ period: 45 }),
    alarm({ period: 300, evaluationPeriods: 289 }),
    alarm({ period: 3600, evaluationPeriods: 169 }),
    alarm({ period: 60, datapointsToAlarm: 2 }),
    alarm({ evaluationPeriods: 2000, metricQueries: [{ id: "a", returnData: true, metric: { period: 60 } }] }),
    alarm({ metricName: "m", metricQueries: [{ id: "a", returnData: true, metric: { period: 60 } }] }),
    alarm({ metricQueries: [{ id: "a", metric: { period: 60 } }] }),
    subscription("email", "nobody"),
    subscription("https", "http://example.com"),
    subscription("sqs", "https://sqs.us-east-1.amazonaws.com/1/q"),
    budget("CreationLimitExceededException", ...[10, 20, 30, 40, 50, 60].map((each) => notification(each))),
    budget("CreationLimitExceededException", notification(10, { subscriberSnsTopicArns: ["a", "b"] })),
    budget(
        "CreationLimitExceededException",
        notification(10, { subscriberEmailAddresses: Array.from({ length: 11 }, (_, each) => `a${each}@example.com`) }),
    ),
    budget("DuplicateRecordException", notification(10), notification(10)),
    plan({}, []),
    plan({ startWindow: 59 }),
    plan({ lifecycle: { coldStorageAfter: 30, deleteAfter: 119 } }),
    asks(
        "backup.conditionKeys",
        "aws:backup/selection:Selection",
        {
            name: "s",
            planId: "p",
            iamRoleArn: "r",
            conditions: [{ stringEquals: [{ key: "mindcloud:stack", value: "x" }] }],
        },
        { exists: [is("aws:backup/plan:Plan", "p")] },
    ),
    schedule({}),
    schedule({ minSize: 5, maxSize: 3 }),
    schedule({ minSize: 1, recurrence: "0 8 ? * MON" }),
    schedule({ minSize: 1, recurrence: "cron(0 8 * * 1 *)" }),
    asks("logs.name", "aws:cloudwatch/logGroup:LogGroup", { name: "aws/rds/x" }),
];

const statement = (rest: Values = {}): Values => ({ Effect: "Allow", Action: "s3:GetObject", Resource: "*", ...rest });
const document = (...statements: readonly Values[]): string =>
    JSON.stringify({ Version: "2012-10-17", Statement: statements });
const ROOT = { AWS: "arn:aws:iam::111122223333:root" };
const KEY_ARN = "arn:aws:kms:us-east-1:111122223333:key/0f7abec6-b3b4-4f09-a30b-c1604dec7c03";

/** Type and argument of each document, and what goes with it. */
const DOCUMENTS: Readonly<
    Record<string, { readonly argument: string; readonly inputs?: Values; readonly exists?: Case["exists"] }>
> = {
    "aws:kms/key:Key": { argument: "policy" },
    "aws:iam/role:Role": { argument: "assumeRolePolicy", inputs: { name: "r" } },
    "aws:iam/rolePolicy:RolePolicy": {
        ...{ argument: "policy", inputs: { role: "r", name: "p" } },
        exists: [is("aws:iam/role:Role", "r", { name: "r" })],
    },
    "aws:iam/policy:Policy": { argument: "policy", inputs: { name: "p" } },
    "aws:s3/bucketPolicy:BucketPolicy": {
        ...{ argument: "policy", inputs: { bucket: "b" } },
        exists: [is("aws:s3/bucket:Bucket", "b", { bucket: "b" })],
    },
    "aws:sns/topicPolicy:TopicPolicy": { argument: "policy", inputs: { arn: "t" } },
    "aws:efs/fileSystemPolicy:FileSystemPolicy": { argument: "policy", inputs: { fileSystemId: "f" } },
};
const written = (rule: string, type: string, text: string, more: Case["exists"] = []): Case => {
    const { argument, inputs = {}, exists = [] } = DOCUMENTS[type] ?? { argument: "" };
    return asks(rule, type, { ...inputs, [argument]: text }, { exists: [...exists, ...more] });
};
const kind = (type: string): string => type.split(":")[1] ?? "";
const isTrust = (type: string): boolean => type === "aws:iam/role:Role";
const isIdentity = (type: string): boolean => ["aws:iam/rolePolicy:RolePolicy", "aws:iam/policy:Policy"].includes(type);
/** One that its type takes. */
const fine = (type: string, rest: Values = {}): Values => {
    if (isTrust(type)) return { Effect: "Allow", Action: "sts:AssumeRole", Principal: ROOT, ...rest };
    const on = type.includes("s3/") ? { Resource: "arn:aws:s3:::b/*" } : {};
    return statement({
        ...on,
        ...(isIdentity(type) ? {} : { Principal: ROOT }),
        ...(type.includes("kms") ? { Action: "kms:*" } : {}),
        ...rest,
    });
};

const GRAMMAR: readonly Case[] = Object.keys(DOCUMENTS).flatMap((type) => {
    const rule = `documents.grammar.${kind(type)}`;
    return [
        "{",
        document(fine(type, { Effect: "Maybe" })),
        document(fine(type, { Action: "GetObject" })),
        document(fine(type, { Sid: "One" }), fine(type, { Sid: "One" })),
        JSON.stringify({ Version: "2015-10-17", Statement: [fine(type)] }),
        document(isIdentity(type) ? fine(type, { Principal: ROOT }) : fine(type, { Principal: undefined })),
        ...(isIdentity(type)
            ? [document(fine(type, { Resource: "bucket" })), document(fine(type, { Sid: "a b" }))]
            : []),
    ].map((text) => written(rule, type, text));
});

const PRINCIPALS: readonly Case[] = Object.keys(DOCUMENTS)
    .filter((type) => !isIdentity(type))
    .flatMap((type) =>
        [
            "arn:aws:iam::111122223333:role/none",
            "arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
        ].map((AWS) =>
            written(
                `documents.principal.${kind(type)}`,
                type,
                document(fine(type), fine(type, { Principal: { AWS } })),
            ),
        ),
    );

const ROLE_ARN = "arn:aws:iam::111122223333:role/r";
const role = (service: string): NonNullable<Case["exists"]>[number] =>
    is(
        "aws:iam/role:Role",
        "r",
        {
            name: "r",
            assumeRolePolicy: document({
                ...{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: `${service}.amazonaws.com` } },
            }),
        },
        { arn: ROLE_ARN },
    );

export const WATCHING: readonly Case[] = [
    ...TELLING,
    ...GRAMMAR,
    ...PRINCIPALS,
    written(
        "documents.lockout.kms/key",
        "aws:kms/key:Key",
        document(statement({ Principal: ROOT, Action: "kms:Decrypt" })),
    ),
    written(
        "documents.lockout.kms/key",
        "aws:kms/key:Key",
        document(
            statement({
                Principal: ROOT,
                Action: "kms:*",
                Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
            }),
        ),
    ),
    written(
        "documents.lockout.efs/fileSystemPolicy",
        "aws:efs/fileSystemPolicy:FileSystemPolicy",
        document(statement({ Effect: "Deny", Principal: "*", Action: "elasticfilesystem:*" })),
    ),
    written(
        "documents.size",
        "aws:iam/role:Role",
        document(fine("aws:iam/role:Role", { Condition: { StringEquals: { a: "x".repeat(2048) } } })),
    ),
    written(
        "documents.size",
        "aws:iam/policy:Policy",
        document(statement({ Resource: `arn:aws:s3:::${"x".repeat(6144)}` })),
    ),
    written(
        "documents.size",
        "aws:iam/rolePolicy:RolePolicy",
        document(statement({ Resource: `arn:aws:s3:::${"x".repeat(6000)}` })),
        [is("aws:iam/rolePolicy:RolePolicy", "r:q", { role: "r", policy: "x".repeat(6000) })],
    ),
    written(
        "documents.bucketResource",
        "aws:s3/bucketPolicy:BucketPolicy",
        document(statement({ Principal: ROOT, Resource: "arn:aws:s3:::other/*" })),
    ),
    written(
        "documents.bucketIsPublic",
        "aws:s3/bucketPolicy:BucketPolicy",
        document(statement({ Principal: "*", Resource: "arn:aws:s3:::b/*" })),
        [is("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "b", { bucket: "b", blockPublicPolicy: true })],
    ),
    asks(
        "logs.key",
        "aws:cloudwatch/logGroup:LogGroup",
        { name: "/x", kmsKeyId: KEY_ARN },
        {
            exists: [
                is(
                    "aws:kms/key:Key",
                    "k",
                    { policy: document(statement({ Principal: ROOT, Action: "kms:*" })) },
                    { arn: KEY_ARN },
                ),
            ],
        },
    ),

    asks(
        "trust.eks/cluster",
        CLUSTER.type,
        { ...inZones(A, B), roleArn: ROLE_ARN },
        { exists: [VPC, A, B, role("ec2")] },
    ),
    asks(
        "trust.eks/nodeGroup",
        NODE_GROUP,
        {
            ...{ clusterName: "main", nodeRoleArn: ROLE_ARN, subnetIds: ["s"] },
            scalingConfig: { minSize: 1, desiredSize: 1, maxSize: 1 },
        },
        { exists: [CLUSTER, role("eks")] },
    ),
    asks(
        "trust.rds/instance",
        INSTANCE,
        { instanceClass: "db.t4g.small", monitoringInterval: 60, monitoringRoleArn: ROLE_ARN },
        { exists: [role("rds")] },
    ),
    asks(
        "trust.backup/selection",
        "aws:backup/selection:Selection",
        { name: "s", planId: "p", iamRoleArn: ROLE_ARN },
        { exists: [is("aws:backup/plan:Plan", "p"), role("ec2")] },
    ),

    asks("account.certificateNames", "aws:acm/certificate:Certificate", {
        domainName: "example.com",
        subjectAlternativeNames: Array.from({ length: 10 }, (_, each) => `a${each}.example.com`),
    }),
    asks(
        "account.cnameAlone",
        "aws:route53/record:Record",
        { zoneId: "z", name: "a.example.com", type: "CNAME", ttl: 60, records: ["b"] },
        { exists: [is("aws:route53/record:Record", "z_a_A", { zoneId: "z", name: "A.example.com.", type: "A" })] },
    ),
    asks("account.aliasHasNoTtl", "aws:route53/record:Record", {
        ...{ zoneId: "z", name: "a.example.com", type: "A", ttl: 60 },
        aliases: [{ name: "x", zoneId: "y", evaluateTargetHealth: false }],
    }),
    asks(
        "account.aliasOfAws",
        "aws:kms/alias:Alias",
        { name: "alias/aws/rds", targetKeyId: "k" },
        {
            exists: [is("aws:kms/key:Key", "k", {}, { keyId: "k" })],
        },
    ),
    asks(
        "account.roleByCapitals",
        "aws:iam/role:Role",
        { name: "Nodes", assumeRolePolicy: document(fine("aws:iam/role:Role")) },
        {
            exists: [is("aws:iam/role:Role", "nodes", { name: "nodes" })],
        },
    ),
];
