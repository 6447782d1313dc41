import type { Table } from "../row";
import { BRIDGED, provider, registry } from "../sources";

export const account: Table = {
    "aws:acm/certificate:Certificate": {
        source: provider("acm/certificate.go", "01661ea3cbe6b07ed725b03c587d24ceb464484a"),
        replaces: [
            "certificateAuthorityArn",
            "domainName",
            "keyAlgorithm",
            "subjectAlternativeNames",
            "validationMethod",
            "validationOptions",
        ],
    },
    "aws:acm/certificateValidation:CertificateValidation": {
        source: provider("acm/certificate_validation.go", "004eea7f9b6658d88d652e89e10c7520a10ad6b8"),
        replaces: ["certificateArn", "validationRecordFqdns"],
    },
    "aws:backup/plan:Plan": {
        source: provider("backup/plan.go", "01f431114674c27cf790fafb67ac274bf8f765e1"),
        replaces: ["name"],
        autonamed: "name",
    },
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": {
        source: provider("backup/restore_testing_plan.go", "108f85fd2bfcd9e85ed93fddb752c5cc10dba1ff"),
        replaces: ["name"],
        autonamed: "name",
    },
    "aws:backup/restoreTestingSelection:RestoreTestingSelection": {
        source: provider("backup/restore_testing_selection.go", "00a35305dc1b297a6fcdecdfbba33f1e63c3da39"),
        replaces: ["name", "protectedResourceType", "restoreTestingPlanName"],
        // Update sends nothing when only this changed.
        neverSent: { protectedResourceArns: "the provider's update leaves it out" },
        autonamed: "name",
    },
    "aws:backup/selection:Selection": {
        source: provider("backup/selection.go", "00a35305dc1b297a6fcdecdfbba33f1e63c3da39"),
        replaces: ["conditions", "iamRoleArn", "name", "notResources", "planId", "resources", "selectionTags"],
        autonamed: "name",
    },
    "aws:backup/vault:Vault": {
        source: provider("backup/vault.go", "050ac11163cab8cdae5936a7f40b0e528ff780df"),
        replaces: ["kmsKeyArn", "name"],
        autonamed: "name",
    },
    "aws:budgets/budget:Budget": {
        source: [
            registry("AWS::Budgets::Budget"),
            provider("budgets/budget.go", "01d5888a070712729f1d55bb0918d299a3d2a140"),
        ].join(", "),
        replaces: ["accountId", "name", "namePrefix"],
        autonamed: "name",
    },
    "aws:cloudwatch/logGroup:LogGroup": {
        source: provider("logs/group.go", "0073593e7d6993ba482409f4dc35438daaa79bb3"),
        replaces: ["logGroupClass", "name", "namePrefix"],
        autonamed: "name",
    },
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": {
        source: registry("AWS::Logs::ResourcePolicy"),
        replaces: ["policyName"],
    },
    "aws:cloudwatch/metricAlarm:MetricAlarm": {
        source: registry("AWS::CloudWatch::Alarm"),
        replaces: ["name"],
        autonamed: "name",
    },
    "aws:iam/instanceProfile:InstanceProfile": {
        source: registry("AWS::IAM::InstanceProfile"),
        replaces: ["name", "namePrefix", "path"],
        autonamed: "name",
    },
    "aws:iam/policy:Policy": {
        source: registry("AWS::IAM::ManagedPolicy"),
        replaces: ["description", "name", "namePrefix", "path"],
        autonamed: "name",
    },
    "aws:iam/role:Role": {
        source: registry("AWS::IAM::Role"),
        replaces: ["name", "namePrefix", "path"],
        autonamed: "name",
    },
    "aws:iam/rolePolicy:RolePolicy": {
        source: registry("AWS::IAM::RolePolicy"),
        replaces: ["name", "namePrefix", "role"],
        autonamed: "name",
    },
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
        source: BRIDGED,
        replaces: ["policyArn", "role"],
        deletedFirst: true,
    },
    "aws:kms/alias:Alias": {
        source: registry("AWS::KMS::Alias"),
        replaces: ["name", "namePrefix"],
        autonamed: "name",
    },
    "aws:kms/key:Key": {
        source: provider("kms/key.go", "00a35305dc1b297a6fcdecdfbba33f1e63c3da39"),
        replaces: ["customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "xksKeyId"],
    },
    "aws:route53/record:Record": {
        source: provider("route53/record.go"),
        replaces: ["name", "zoneId"],
    },
    "aws:secretsmanager/secret:Secret": {
        source: provider("secretsmanager/secret.go", "00c21cedec069dd27093b175baf15bac6d4b30fe"),
        replaces: ["name", "namePrefix"],
        autonamed: "name",
    },
    "aws:secretsmanager/secretVersion:SecretVersion": {
        source: provider("secretsmanager/secret_version.go"),
        replaces: ["secretBinary", "secretId", "secretString"],
    },
    "aws:sns/topic:Topic": {
        source: registry("AWS::SNS::Topic"),
        replaces: ["fifoTopic", "name", "namePrefix"],
        autonamed: "name",
    },
    "aws:sns/topicPolicy:TopicPolicy": {
        source: provider("sns/topic_policy.go", "00a35305dc1b297a6fcdecdfbba33f1e63c3da39"),
        replaces: ["arn"],
    },
    "aws:sns/topicSubscription:TopicSubscription": {
        source: registry("AWS::SNS::Subscription"),
        replaces: ["endpoint", "protocol", "topic"],
    },
};
