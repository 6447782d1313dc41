/** Alarm topic, budget, backups and certificate, on the recorded graph. */
import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { AlarmNotifications } from "../../../components/aws/alarm-topic";
import { VolumeBackups } from "../../../components/aws/backups";
import { MonthlyBudget } from "../../../components/aws/budget";
import { DomainCertificate } from "../../../components/aws/certificate";
import { awsProvider } from "../../../components/aws/provider";
import type { Scope } from "../../../components/scope";
import type { Graph } from "../../../plan/graph";
import { record } from "../../../plan/record";

const scope: Scope = {
    project: "mindcloud",
    stack: "dev",
    account: "111122223333",
    region: "eu-central-1",
    partition: "aws",
    data: "keep",
    highlyAvailable: false,
};
const key = { arn: pulumi.output("arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000") };
const topic = { topicArn: pulumi.output("arn:aws:sns:eu-central-1:111122223333:alarms") };

async function graphOf(
    program: (opts: pulumi.ComponentResourceOptions) => unknown,
    mode: "preview" | "update" = "update",
    data = scope.data,
): Promise<Graph> {
    const run = () => void program({ providers: { aws: awsProvider({ ...scope, data }, { team: "platform" }) } });
    return (await record(run, { project: scope.project, stack: scope.stack, mode })).graph;
}

describe("the AWS provider", () => {
    it("works in one account and region only, and tags everything with project, stack and the user's tags", async () => {
        const graph = await graphOf(() => undefined);
        const { inputs } = graph.the("pulumi:providers:aws");
        assert.equal(inputs.region, "eu-central-1");
        assert.deepEqual(JSON.parse(String(inputs.allowedAccountIds)), ["111122223333"]);
        assert.deepEqual(JSON.parse(String(inputs.defaultTags)), {
            tags: { team: "platform", "mindcloud:project": "mindcloud", "mindcloud:stack": "dev" },
        });
        assert.deepEqual(
            Object.keys(inputs).filter((input) => input === "ignoreTags" || input === "profile"),
            [],
        );
        assert.deepEqual(
            Object.entries(inputs).filter(
                ([input, value]) => input.startsWith("skip") && value !== "false" && input !== "skipRegionValidation",
            ),
            [],
        );
    });
});

describe("the alarm topic", () => {
    const alarms = (opts: pulumi.ComponentResourceOptions) =>
        new AlarmNotifications(
            "alarms",
            { scope, key, emails: ["b@example.com", "a@example.com", "a@example.com"] },
            opts,
        );

    it("is encrypted with our key and named by project and stack", async () => {
        const { inputs } = (await graphOf(alarms)).the("aws:sns/topic:Topic");
        assert.equal(inputs.name, "mindcloud-dev-alarms");
        assert.match(String(inputs.kmsMasterKeyId), /:key\//);
    });

    it("admits services on behalf of this account only, and nobody without TLS", async () => {
        const { inputs } = (await graphOf(alarms)).the("aws:sns/topicPolicy:TopicPolicy");
        const { Statement: statements } = JSON.parse(String(inputs.policy));
        assert.equal(statements.length, 2);
        assert.deepEqual(statements[0].Condition, { StringEquals: { "aws:SourceAccount": "111122223333" } });
        assert.deepEqual(statements[0].Principal.Service, [
            "budgets.amazonaws.com",
            "cloudwatch.amazonaws.com",
            "events.rds.amazonaws.com",
        ]);
        assert.equal(statements[1].Effect, "Deny");
        assert.deepEqual(statements[1].Condition, { Bool: { "aws:SecureTransport": "false" } });
    });

    it("subscribes each address once, under a name that does not depend on the others", async () => {
        const subscriptions = (await graphOf(alarms)).ofType("aws:sns/topicSubscription:TopicSubscription");
        assert.deepEqual(
            subscriptions.map((subscription) => subscription.name),
            ["alarms-to-a@example.com", "alarms-to-b@example.com"],
        );
        assert.deepEqual(
            subscriptions.map((subscription) => subscription.inputs.endpoint),
            ["a@example.com", "b@example.com"],
        );
    });

    it("hands out its ARN only after the policy is there", async () => {
        const graph = await graphOf((opts) => {
            const notifications = alarms(opts);
            new aws.rds.EventSubscription("events", { snsTopic: notifications.topicArn }, { parent: notifications });
        });
        assert.equal(
            graph.dependsOn(
                graph.the("aws:rds/eventSubscription:EventSubscription"),
                graph.the("aws:sns/topicPolicy:TopicPolicy"),
            ),
            true,
        );
    });
});

describe("the budget", () => {
    const budgetWith = (alertPercents: readonly number[]) => (opts: pulumi.ComponentResourceOptions) =>
        new MonthlyBudget("budget", { scope, monthlyUsd: 1500, alertPercents, emails: ["a@example.com"], topic }, opts);

    it("counts what carries this project's and this stack's tags, and nothing else", async () => {
        const { inputs } = (await graphOf(budgetWith([50]))).the("aws:budgets/budget:Budget");
        assert.deepEqual(inputs.filterExpression, {
            ands: [
                { tags: { key: "mindcloud:project", values: ["mindcloud"] } },
                { tags: { key: "mindcloud:stack", values: ["dev"] } },
            ],
        });
        assert.deepEqual(
            [inputs.limitAmount, inputs.limitUnit, inputs.timeUnit, inputs.metrics],
            ["1500", "USD", "MONTHLY", "UnblendedCost"],
        );
    });

    it("reports each share once when it is reached, and the highest when it is forecast", async () => {
        const { inputs } = (await graphOf(budgetWith([100, 50, 80, 50]))).the("aws:budgets/budget:Budget");
        const notifications = inputs.notifications as readonly Record<string, unknown>[];
        const seen = notifications.map(({ notificationType, threshold }) => [notificationType, threshold]);
        assert.deepEqual(seen, [
            ["ACTUAL", 50],
            ["ACTUAL", 80],
            ["ACTUAL", 100],
            ["FORECASTED", 100],
        ]);
        for (const notification of notifications)
            assert.deepEqual(notification.subscriberEmailAddresses, ["a@example.com"]);
    });

    it("refuses more notifications than AWS takes", async () => {
        await assert.rejects(
            graphOf(budgetWith([10, 20, 30, 40, 50])),
            /a budget takes 1 to 4 alert percentages .* got 5/,
        );
        await assert.rejects(graphOf(budgetWith([])), /got 0/);
    });
});

describe("backups of volumes and files", () => {
    const backups = (data: Scope["data"], fileSystemArn?: string) => (opts: pulumi.ComponentResourceOptions) =>
        new VolumeBackups(
            "backups",
            {
                scope: { ...scope, data },
                at: "01:30",
                volumes: true,
                keepDays: 35,
                key,
                alarms: topic,
                ...(fileSystemArn !== undefined && { fileSystemArn }),
            },
            opts,
        );

    it("save the volumes that pods of this environment asked for, not the nodes' own disks, nor copies that go with a pod", async () => {
        const { inputs } = (await graphOf(backups("keep"))).the("aws:backup/selection:Selection");
        assert.deepEqual(inputs.resources, ["arn:aws:ec2:*:*:volume/*"]);
        assert.deepEqual(inputs.conditions, [
            {
                stringEquals: [
                    { key: "aws:ResourceTag/mindcloud:project", value: "mindcloud" },
                    { key: "aws:ResourceTag/mindcloud:stack", value: "dev" },
                    { key: "aws:ResourceTag/ebs.csi.aws.com/cluster", value: "true" },
                ],
                stringNotEquals: [{ key: "aws:ResourceTag/mindcloud:disposable", value: "true" }],
            },
        ]);
    });

    it("save the file system by its ARN, when there is one", async () => {
        const arn = "arn:aws:elasticfilesystem:eu-central-1:111122223333:file-system/fs-0123456789abcdef0";
        const graph = await graphOf(backups("keep", arn));
        assert.deepEqual(graph.the("aws:backup/selection:Selection", "backups-files").inputs.resources, [arn]);
        assert.equal((await graphOf(backups("keep"))).ofType("aws:backup/selection:Selection").length, 1);
    });

    it("run daily at the given time and keep for the given days", async () => {
        const { inputs } = (await graphOf(backups("keep"))).the("aws:backup/plan:Plan");
        const rule = (inputs.rules as readonly Record<string, unknown>[])[0] ?? {};
        assert.equal(rule.schedule, "cron(30 1 * * ? *)");
        assert.deepEqual(rule.lifecycle, { deleteAfter: 35 });
    });

    it("protect the vault exactly when data is kept", async () => {
        for (const [data, protect] of [
            ["keep", true],
            ["disposable", false],
        ] as const) {
            const vault = (await graphOf(backups(data))).the("aws:backup/vault:Vault");
            assert.equal(vault.protect, protect);
            assert.equal(vault.inputs.forceDestroy, !protect);
            assert.match(String(vault.inputs.kmsKeyArn), /:key\//);
        }
    });

    it("start only when the role may do its work, and tell the topic when a job fails or expires", async () => {
        const graph = await graphOf(backups("keep"));
        const selection = graph.the("aws:backup/selection:Selection");
        assert.equal(graph.pathsTo(selection, "aws:iam/rolePolicyAttachment:RolePolicyAttachment").length, 2);
        const alarms = graph.ofType("aws:cloudwatch/metricAlarm:MetricAlarm");
        assert.deepEqual(
            alarms.map((alarm) => alarm.inputs.metricName),
            ["NumberOfBackupJobsExpired", "NumberOfBackupJobsFailed", "NumberOfRestoreJobsFailed"],
        );
        for (const alarm of alarms)
            assert.deepEqual(alarm.inputs.alarmActions, ["arn:aws:sns:eu-central-1:111122223333:alarms"]);
    });
});

describe("the certificate", () => {
    const certificate = (opts: pulumi.ComponentResourceOptions) =>
        new DomainCertificate("certificate", { scope, name: "ai.example.com", zoneId: "Z0123456789" }, opts);

    it("covers the domain and one level below it, proved by one record in the existing zone", async () => {
        const graph = await graphOf(certificate);
        const { inputs } = graph.the("aws:acm/certificate:Certificate");
        assert.deepEqual(
            [inputs.domainName, inputs.subjectAlternativeNames, inputs.validationMethod],
            ["ai.example.com", ["*.ai.example.com"], "DNS"],
        );
        const record = graph.the("aws:route53/record:Record");
        assert.equal(record.inputs.zoneId, "Z0123456789");
        assert.match(String(record.inputs.name), /^_[0-9a-f]{32}\.ai\.example\.com\.$/);
    });

    it("shows all of its resources in a preview, where the record is not known yet", async () => {
        const types = (graph: Graph) => graph.resources.map((resource) => resource.type);
        assert.deepEqual(types(await graphOf(certificate, "preview")), types(await graphOf(certificate)));
    });

    it("gives up after 15 minutes, and hands out an ARN that waits for the validation", async () => {
        const graph = await graphOf((opts) => {
            const { certificateArn } = certificate(opts);
            new aws.lb.Listener("listener", {
                loadBalancerArn: "arn",
                certificateArn,
                defaultActions: [{ type: "forward" }],
            });
        });
        const validation = graph.the("aws:acm/certificateValidation:CertificateValidation");
        assert.equal(validation.customTimeouts?.create, "15m");
        assert.equal(graph.dependsOn(graph.the("aws:lb/listener:Listener"), validation), true);
    });
});
