import * as sns from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";
import type { AlarmTopic, KmsKey } from "../handles";
import { physicalName } from "../names";
import type { Scope } from "../scope";
import { tagsFor } from "../tags";
import { policyDocument, type Statement } from "./iam";

export interface AlarmNotificationsArgs {
    readonly scope: Scope;
    /** Key of the domain `alarms`; its policy must admit the same services as the topic does. */
    readonly key: KmsKey;
    /** Receivers (SNS protocol `email`). Each gets a mail from AWS and hears nothing until they confirm it. */
    readonly emails: readonly string[];
}

/**
 * Services that publish here. Not EventBridge: it does not document the condition on the account for SNS, and nothing of ours needs it.
 * Sources: AWS user guides of CloudWatch (alarm actions), Budgets (SNS topic policy), RDS (event notification).
 */
const PUBLISHERS = ["budgets.amazonaws.com", "cloudwatch.amazonaws.com", "events.rds.amazonaws.com"] as const;

/** An encrypted SNS topic for alarms, budget alerts and database events. Satisfies SNS.1, CKV_AWS_26, CKV_AWS_169, AWS-0095, AWS-0136. */
export class AlarmNotifications extends pulumi.ComponentResource implements AlarmTopic {
    readonly topicArn: pulumi.Output<string>;

    constructor(name: string, args: AlarmNotificationsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:aws:AlarmNotifications", name, {}, opts);

        const topic = this.createTopic(name, args);
        const policy = this.admitPublishers(name, args.scope, topic);
        this.subscribe(name, topic, args.emails);

        // The policy's output: an RDS event subscription is refused until its service may publish.
        this.topicArn = policy.arn;
        this.registerOutputs({ topicArn: this.topicArn });
    }

    private createTopic(name: string, { scope, key }: AlarmNotificationsArgs): sns.Topic {
        return new sns.Topic(
            `${name}-topic`,
            { name: physicalName(scope, "topic", "alarms"), kmsMasterKeyId: key.arn, tags: tagsFor(`${name}-topic`) },
            { parent: this },
        );
    }

    private admitPublishers(name: string, scope: Scope, topic: sns.Topic): sns.TopicPolicy {
        const statements: Statement[] = [
            {
                Sid: "ServicesOfThisAccount",
                Effect: "Allow",
                Principal: { Service: PUBLISHERS },
                Action: "sns:Publish",
                Resource: topic.arn,
                Condition: { StringEquals: { "aws:SourceAccount": scope.account } },
            },
            {
                Sid: "OnlyEncryptedTransport",
                Effect: "Deny",
                Principal: "*",
                Action: "sns:Publish",
                Resource: topic.arn,
                Condition: { Bool: { "aws:SecureTransport": "false" } },
            },
        ];
        return new sns.TopicPolicy(
            `${name}-policy`,
            { arn: topic.arn, policy: policyDocument(statements) },
            { parent: this },
        );
    }

    private subscribe(name: string, topic: sns.Topic, emails: readonly string[]): void {
        // Named by address, so that one receiver more or less leaves the confirmations of the others alone.
        for (const email of new Set(emails))
            new sns.TopicSubscription(
                `${name}-to-${email}`,
                { topic: topic.arn, protocol: "email", endpoint: email },
                { parent: this },
            );
    }
}
