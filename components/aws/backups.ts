import * as backup from "@pulumi/aws/backup";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { DATA_PROTECTION } from "../data-policy";
import type { AlarmTopic, KmsKey } from "../handles";
import { physicalName } from "../names";
import type { Scope } from "../scope";
import { tagsFor } from "../tags";
import { ServiceRole } from "./iam";
import { RestoreTests } from "./restore-tests";

export interface VolumeBackupsArgs {
    readonly scope: Scope;
    /** Time of the daily backup, `hh:mm` UTC. */
    readonly at: string;
    /** Days that a recovery point is kept. */
    readonly keepDays: number;
    /** Key of the domain `backups`: recovery points of EFS are encrypted with it, those of EBS keep their volume's key. */
    readonly key: KmsKey;
    /** Whether pods have EBS volumes, which their claims make at run time. */
    readonly volumes: boolean;
    /** EFS file system to back up, when the environment has one. */
    readonly fileSystemArn?: pulumi.Input<string>;
    /** Told about failed and expired jobs. */
    readonly alarms: AlarmTopic;
}

/** Of the physical names. */
const CALLED = "backups";

/**
 * Job states to alarm on, by CloudWatch metric (AWS/Backup). AWS Backup's own notifications can only report every finished job, good or bad.
 * A monthly restore that never began is no failed job, and an alarm looks back seven days at most (PutMetricAlarm, Period): `make health`
 * asks for it every morning.
 */
const FAILURES = {
    failed: { metric: "NumberOfBackupJobsFailed", job: "backup" },
    expired: { metric: "NumberOfBackupJobsExpired", job: "backup" },
    "restore-failed": { metric: "NumberOfRestoreJobsFailed", job: "restore" },
} as const;

/** Tag that the EBS CSI driver puts on each volume it makes; without it the nodes' root volumes would be saved too. */
const MADE_BY_EBS_CSI = { key: "aws:ResourceTag/ebs.csi.aws.com/cluster", value: "true" } as const;

/**
 * Daily AWS Backup of what has no backup of its own: EBS volumes of pods, and the shared file system.
 * Satisfies Backup.1, EFS.2, CKV_AWS_166, CKV2_AWS_9, CKV2_AWS_18. No vault lock: it could not be undone.
 */
export class VolumeBackups extends pulumi.ComponentResource {
    constructor(name: string, args: VolumeBackupsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:aws:VolumeBackups", name, {}, opts);

        const vault = this.createVault(name, args);
        const plan = this.schedule(name, args, vault);
        const role = this.createRole(name, args.scope);
        if (args.volumes) this.selectVolumes(name, args.scope, plan, role);
        if (args.fileSystemArn !== undefined) this.selectFileSystem(name, args.scope, args.fileSystemArn, plan, role);
        this.alarmOnFailure(name, args, vault);
        if (args.scope.data === "keep") this.testRestores(name, args, vault);

        this.registerOutputs({});
    }

    private createVault(name: string, { scope, key }: VolumeBackupsArgs): backup.Vault {
        const { forceDestroy, protect } = DATA_PROTECTION[scope.data];
        return new backup.Vault(
            `${name}-vault`,
            {
                name: physicalName(scope, "backup", CALLED),
                kmsKeyArn: key.arn,
                forceDestroy,
                tags: tagsFor(`${name}-vault`),
            },
            { parent: this, protect },
        );
    }

    private schedule(name: string, { scope, at, keepDays }: VolumeBackupsArgs, vault: backup.Vault): backup.Plan {
        const [hour = "0", minute = "0"] = at.split(":");
        return new backup.Plan(
            `${name}-plan`,
            {
                name: physicalName(scope, "backup", CALLED),
                rules: [
                    {
                        ruleName: "daily",
                        targetVaultName: vault.name,
                        schedule: `cron(${Number(minute)} ${Number(hour)} * * ? *)`,
                        startWindow: 60, // minutes; AWS's least, so that "01:00" means 01:00 to 02:00
                        completionWindow: 720, // minutes; a first full copy of the largest volume takes hours
                        lifecycle: { deleteAfter: keepDays },
                    },
                ],
                tags: tagsFor(`${name}-plan`),
            },
            { parent: this },
        );
    }

    private createRole(name: string, scope: Scope): ServiceRole {
        return new ServiceRole(
            `${name}-backup`,
            {
                scope,
                called: `${CALLED}-backup`,
                service: "backup.amazonaws.com",
                description: "AWS Backup: daily recovery points of volumes and files, and their restore",
                // AWS documents no source for AssumeRole by Backup (iam-service-roles). A role cannot be passed across accounts.
                sendsSource: false,
                managedPolicies: [
                    "service-role/AWSBackupServiceRolePolicyForBackup",
                    "service-role/AWSBackupServiceRolePolicyForRestores",
                ],
            },
            { parent: this },
        );
    }

    private selectVolumes(name: string, scope: Scope, plan: backup.Plan, role: ServiceRole): void {
        const ofEnvironment = (tag: string, value: string) => ({ key: `aws:ResourceTag/${tag}`, value });
        new backup.Selection(
            `${name}-volumes`,
            {
                name: physicalName(scope, "backup", `${CALLED}-volumes`),
                planId: plan.id,
                iamRoleArn: role.arn,
                resources: [`arn:${scope.partition}:ec2:*:*:volume/*`],
                // All conditions must hold.
                conditions: [
                    {
                        stringEquals: [
                            ofEnvironment("mindcloud:project", scope.project),
                            ofEnvironment("mindcloud:stack", scope.stack),
                            MADE_BY_EBS_CSI,
                        ],
                        // Copies for a backup of another kind, gone before this one is old (components/cluster/storage-classes.ts).
                        stringNotEquals: [ofEnvironment("mindcloud:disposable", "true")],
                    },
                ],
            },
            { parent: this, dependsOn: [role] },
        );
    }

    private selectFileSystem(
        name: string,
        scope: Scope,
        arn: pulumi.Input<string>,
        plan: backup.Plan,
        role: ServiceRole,
    ): void {
        new backup.Selection(
            `${name}-files`,
            {
                name: physicalName(scope, "backup", `${CALLED}-files`),
                planId: plan.id,
                iamRoleArn: role.arn,
                resources: [arn],
            },
            { parent: this, dependsOn: [role] },
        );
    }

    private alarmOnFailure(name: string, { scope, alarms }: VolumeBackupsArgs, vault: backup.Vault): void {
        for (const [state, { metric: metricName, job }] of Object.entries(FAILURES))
            new cloudwatch.MetricAlarm(
                `${name}-${state}`,
                {
                    name: physicalName(scope, "alarm", `${CALLED}-${state}`),
                    alarmDescription:
                        job === "backup"
                            ? `A backup job ${state}: AWS Backup > Jobs says why; start it again from there.`
                            : "A restore failed, the monthly test or one that somebody began: docs/guides/restore-tests.md.",
                    namespace: "AWS/Backup",
                    metricName,
                    dimensions: { BackupVaultName: vault.name },
                    statistic: "Sum",
                    period: 3600,
                    evaluationPeriods: 1,
                    comparisonOperator: "GreaterThanThreshold",
                    threshold: 0,
                    treatMissingData: "notBreaching",
                    alarmActions: [alarms.topicArn],
                    tags: tagsFor(`${name}-${state}`),
                },
                { parent: this },
            );
    }

    /** Where data may be lost at any time nobody restores it. */
    private testRestores(
        name: string,
        { scope, at, volumes, fileSystemArn }: VolumeBackupsArgs,
        vault: backup.Vault,
    ): void {
        const of = [
            ...(volumes ? (["volumes"] as const) : []),
            ...(fileSystemArn === undefined ? [] : (["files"] as const)),
        ];
        new RestoreTests(`${name}-tests`, { scope, called: CALLED, backupAt: at, vault, of }, { parent: this });
    }
}
