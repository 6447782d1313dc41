import type { Context, Shape } from "./shape";

const TIME = "2026-01-01T00:00:00Z";

export const account: Readonly<Record<string, Shape>> = {
    "aws:kms/key:Key": {
        id: "{uuid}",
        outputs: { arn: "arn:{partition}:kms:{region}:{account}:key/{id}", keyId: "{id}" },
        defaults: {
            keyUsage: "ENCRYPT_DECRYPT",
            customerMasterKeySpec: "SYMMETRIC_DEFAULT",
            isEnabled: true,
            multiRegion: false,
        },
    },
    "aws:kms/alias:Alias": {
        name: "name",
        id: "{name}",
        outputs: {
            name: "{name}",
            arn: "arn:{partition}:kms:{region}:{account}:{name}",
            targetKeyArn: "arn:{partition}:kms:{region}:{account}:key/{input:targetKeyId}",
        },
    },
    "aws:iam/role:Role": named(
        "role{input:path|/}{name}",
        { createDate: TIME, uniqueId: "AROA{HEX:17}" },
        { maxSessionDuration: 3600, path: "/" },
    ),
    "aws:iam/policy:Policy": {
        ...named("policy{input:path|/}{name}", { policyId: "ANPA{HEX:17}", attachmentCount: 0 }, { path: "/" }),
        id: "arn:{partition}:iam::{account}:policy{input:path|/}{name}",
    },
    "aws:iam/rolePolicy:RolePolicy": { name: "name", id: "{input:role}:{name}", outputs: { name: "{name}" } },
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": { id: "{input:role}/{input:policyArn}" },
    "aws:iam/instanceProfile:InstanceProfile": named(
        "instance-profile{input:path|/}{name}",
        { createDate: TIME, uniqueId: "AIPA{HEX:17}" },
        { path: "/" },
    ),
    "aws:cloudwatch/logGroup:LogGroup": {
        name: "name",
        id: "{name}",
        outputs: { name: "{name}", arn: "arn:{partition}:logs:{region}:{account}:log-group:{name}" },
        defaults: { logGroupClass: "STANDARD" },
    },
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": { id: "{input:policyName}" },
    "aws:cloudwatch/metricAlarm:MetricAlarm": {
        name: "name",
        id: "{name}",
        outputs: { name: "{name}", arn: "arn:{partition}:cloudwatch:{region}:{account}:alarm:{name}" },
        defaults: { actionsEnabled: true, treatMissingData: "missing" },
    },
    "aws:sns/topic:Topic": {
        name: "name",
        id: "arn:{partition}:sns:{region}:{account}:{name}",
        outputs: { name: "{name}", arn: "{id}", owner: "{account}" },
    },
    "aws:sns/topicPolicy:TopicPolicy": { id: "{input:arn}", outputs: { owner: "{account}" } },
    "aws:sns/topicSubscription:TopicSubscription": {
        id: "{input:topic}:{uuid}",
        // Mail is confirmed by a person, so AWS answers with a subscription that still waits.
        outputs: { arn: "{id}", ownerId: "{account}", pendingConfirmation: true, confirmationWasAuthenticated: false },
    },
    "aws:budgets/budget:Budget": {
        name: "name",
        id: "{account}:{name}",
        outputs: { name: "{name}", accountId: "{account}", arn: "arn:{partition}:budgets::{account}:budget/{name}" },
        defaults: { limitUnit: "USD" },
    },
    "aws:backup/vault:Vault": {
        name: "name",
        id: "{name}",
        outputs: {
            name: "{name}",
            arn: "arn:{partition}:backup:{region}:{account}:backup-vault:{name}",
            recoveryPoints: 0,
        },
    },
    "aws:backup/plan:Plan": {
        name: "name",
        id: "{uuid}",
        outputs: {
            name: "{name}",
            arn: "arn:{partition}:backup:{region}:{account}:backup-plan:{id}",
            version: "{alnum:48}",
        },
    },
    "aws:backup/selection:Selection": { name: "name", id: "{uuid}", outputs: { name: "{name}" } },
    // Neither has an id of its own: the provider is of Terraform's plugin framework, the bridge takes the name.
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": {
        name: "name",
        id: "{name}",
        outputs: {
            name: "{name}",
            arn: "arn:{partition}:backup:{region}:{account}:restore-testing-plan:{name}-{uuid}",
        },
    },
    "aws:backup/restoreTestingSelection:RestoreTestingSelection": {
        name: "name",
        id: "{input:restoreTestingPlanName}:{name}",
        outputs: { name: "{name}" },
    },
    "aws:acm/certificate:Certificate": {
        id: "arn:{partition}:acm:{region}:{account}:certificate/{uuid}",
        outputs: {
            arn: "{id}",
            status: "PENDING_VALIDATION",
            type: "AMAZON_ISSUED",
            domainValidationOptions: validationOptions,
        },
        defaults: { subjectAlternativeNames: ["{input:domainName}"], keyAlgorithm: "RSA_2048" },
    },
    // When the certificate was issued (acm/certificate_validation.go, SetId); no two are at the same time.
    "aws:acm/certificateValidation:CertificateValidation": { id: `${TIME} {uuid}` },
    "aws:route53/record:Record": { id: "{input:zoneId}_{input:name}_{input:type}", outputs: { fqdn: "{input:name}" } },
    "aws:route53/zone:Zone": {
        id: "Z{HEX:20}",
        outputs: {
            zoneId: "{id}",
            arn: "arn:{partition}:route53:::hostedzone/{id}",
            nameServers: ["ns-1.awsdns-01.org", "ns-2.awsdns-02.com", "ns-3.awsdns-03.net", "ns-4.awsdns-04.co.uk"],
        },
    },
};

function named(path: string, outputs: NonNullable<Shape["outputs"]>, defaults: NonNullable<Shape["defaults"]>): Shape {
    return {
        name: "name",
        id: "{name}",
        outputs: { name: "{name}", arn: `arn:{partition}:iam::{account}:${path}`, ...outputs },
        defaults,
    };
}

/** One DNS record for each name; a wildcard's is that of its parent (https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html). */
function validationOptions(context: Context): unknown {
    const names = [
        context.inputs.domainName,
        ...(Array.isArray(context.inputs.subjectAlternativeNames)
            ? (context.inputs.subjectAlternativeNames as unknown[])
            : []),
    ];
    return [...new Set(names)]
        .filter((name): name is string => typeof name === "string")
        .map((domainName) => {
            const proved = domainName.replace(/^\*\./, "");
            const token = (what: string) => context.random("0123456789abcdef", 32, what);
            return {
                domainName,
                resourceRecordName: `_${token(proved)}.${proved}.`,
                resourceRecordType: "CNAME",
                resourceRecordValue: `_${token(`${proved} value`)}.acm-validations.aws.`,
            };
        });
}
