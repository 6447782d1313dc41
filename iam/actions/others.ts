/** Services of which few types are in use: notifications, alarms, logs, budgets, certificates, names. */
import type { Rows } from "./row";

export const rows: Rows = {
    "aws:sns/topic:Topic": {
        source: "sns/topic.go",
        self: "topic={name}",
        create: ["sns:CreateTopic .", "sns:SetTopicAttributes ."],
        tagsAtCreation: ["sns:TagResource ."],
        read: ["sns:GetTopicAttributes .", "sns:ListTagsForResource ."],
        update: { "*": ["sns:SetTopicAttributes ."] },
        tag: ["sns:TagResource ."],
        untag: ["sns:UntagResource ."],
        delete: ["sns:DeleteTopic ."],
    },
    "aws:sns/topicPolicy:TopicPolicy": {
        source: "sns/topic_policy.go",
        self: "topic={arn}",
        create: ["sns:SetTopicAttributes ."],
        read: ["sns:GetTopicAttributes ."],
        update: { "*": ["sns:SetTopicAttributes ."] },
        delete: ["sns:SetTopicAttributes ."],
    },
    "aws:sns/topicSubscription:TopicSubscription": {
        source: "sns/topic_subscription.go",
        self: "topic={topic}",
        create: ["sns:Subscribe ."],
        read: ["sns:GetSubscriptionAttributes"],
        update: {
            "endpointAutoConfirms confirmationTimeoutInMinutes": [],
            "*": ["sns:SetSubscriptionAttributes"],
        },
        delete: ["sns:Unsubscribe"],
    },
    "aws:cloudwatch/metricAlarm:MetricAlarm": {
        source: "cloudwatch/metric_alarm.go",
        self: "alarm={name}",
        create: ["cloudwatch:PutMetricAlarm ."],
        tagsAtCreation: ["cloudwatch:TagResource ."],
        read: ["cloudwatch:DescribeAlarms .", "cloudwatch:ListTagsForResource ."],
        update: { "*": ["cloudwatch:PutMetricAlarm ."] },
        tag: ["cloudwatch:TagResource ."],
        untag: ["cloudwatch:UntagResource ."],
        delete: ["cloudwatch:DeleteAlarms ."],
    },
    "aws:cloudwatch/logGroup:LogGroup": {
        source: "logs/group.go",
        self: "log-group={name}",
        // A key at creation is a parameter of CreateLogGroup, for which logs:AssociateKmsKey is asked:
        // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
        create: [
            "logs:CreateLogGroup .",
            "logs:AssociateKmsKey . ?kmsKeyId",
            "logs:PutRetentionPolicy . ?retentionInDays",
        ],
        tagsAtCreation: ["logs:TagResource ."],
        read: ["logs:DescribeLogGroups", "logs:ListTagsForResource ."],
        update: {
            retentionInDays: [
                "logs:PutRetentionPolicy . ?retentionInDays",
                "logs:DeleteRetentionPolicy . ?!retentionInDays",
            ],
            kmsKeyId: ["logs:AssociateKmsKey . ?kmsKeyId", "logs:DisassociateKmsKey . ?!kmsKeyId"],
            skipDestroy: [],
        },
        tag: ["logs:TagResource ."],
        untag: ["logs:UntagResource ."],
        delete: ["logs:DeleteLogGroup ."],
    },
    "aws:budgets/budget:Budget": {
        source: "budgets/budget.go",
        self: "budget={name}",
        create: ["budgets:ModifyBudget ."],
        tagsAtCreation: ["budgets:TagResource ."],
        read: ["budgets:ViewBudget .", "budgets:ListTagsForResource ."],
        update: { "*": ["budgets:ModifyBudget ."] },
        tag: ["budgets:TagResource ."],
        untag: ["budgets:UntagResource ."],
        delete: ["budgets:ModifyBudget ."],
    },
    "aws:acm/certificate:Certificate": {
        source: "acm/certificate.go",
        self: "certificate={id}",
        create: ["acm:RequestCertificate"],
        tagsAtCreation: ["acm:AddTagsToCertificate ."],
        read: ["acm:DescribeCertificate .", "acm:ListTagsForCertificate ."],
        update: { options: ["acm:UpdateCertificateOptions ."], earlyRenewalDuration: [] },
        tag: ["acm:AddTagsToCertificate ."],
        untag: ["acm:RemoveTagsFromCertificate ."],
        delete: ["acm:DeleteCertificate ."],
    },
    "aws:acm/certificateValidation:CertificateValidation": {
        source: "acm/certificate_validation.go",
        self: "certificate={certificateArn}",
        create: ["acm:DescribeCertificate ."],
        read: ["acm:DescribeCertificate ."],
        // Nothing in AWS stands for it.
        delete: [],
    },
    "aws:route53/record:Record": {
        source: "route53/record.go",
        self: "hostedzone={zoneId}",
        create: ["route53:GetHostedZone .", "route53:ChangeResourceRecordSets .", "route53:GetChange change=*"],
        read: ["route53:GetHostedZone .", "route53:ListResourceRecordSets ."],
        update: { "*": ["route53:ChangeResourceRecordSets .", "route53:GetChange change=*"] },
        delete: [
            "route53:GetHostedZone .",
            "route53:ListResourceRecordSets .",
            "route53:ChangeResourceRecordSets .",
            "route53:GetChange change=*",
        ],
    },
};
