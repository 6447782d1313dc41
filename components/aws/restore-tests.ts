import * as backup from "@pulumi/aws/backup";
import * as pulumi from "@pulumi/pulumi";
import { underscoredName } from "../names";
import type { Scope } from "../scope";
import { tagsFor } from "../tags";
import { ServiceRole } from "./iam";

/** What a vault holds points of, in AWS Backup's words, by the name of its selection. */
const TYPES = { volumes: "EBS", files: "EFS" } as const;

export interface RestoreTestsArgs {
    readonly scope: Scope;
    /** Fixed words with which physical names begin. */
    readonly called: string;
    /** Time of the daily backup, `hh:mm` UTC. */
    readonly backupAt: string;
    /** The only vault whose recovery points are restored. */
    readonly vault: backup.Vault;
    /** What the vault holds points of. */
    readonly of: readonly (keyof typeof TYPES)[];
}

/** Day of the month: the first night's backup of a month is there by then, and no deployment of the first day is in the way. */
const DAY = 3;
/** Hours after the backup, which begins within one hour and is given up after twelve (components/aws/backups.ts). */
const AFTER_BACKUP = 13;
/** Hours within which AWS Backup begins all restores of a test, in an order of its own. */
const START_WITHIN = 4;
/** Days that the newest point may be old: more than a day and START_WITHIN, or points are left out in silence (SelectionWindowDays, below). */
const NOT_OLDER = 7;
/** Hours that what came back stays, for whoever wants to look: AWS Backup deletes it then. */
const STAYS = 8;

/**
 * Once a month AWS Backup restores the newest recovery point of every volume and of the shared files, beside what is there, and deletes
 * it again. https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html,
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingRecoveryPointSelection.html
 */
export class RestoreTests extends pulumi.ComponentResource {
    constructor(name: string, args: RestoreTestsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:aws:RestoreTests", name, {}, opts);

        const plan = this.schedule(name, args);
        const role = this.createRole(name, args);
        for (const each of args.of) this.select(name, each, plan, role);

        this.registerOutputs({});
    }

    private schedule(name: string, { scope, called, backupAt, vault }: RestoreTestsArgs): backup.RestoreTestingPlan {
        const [hour = "0", minute = "0"] = backupAt.split(":");
        return new backup.RestoreTestingPlan(
            `${name}-plan`,
            {
                name: underscoredName(scope, "backup", called),
                scheduleExpression: `cron(${Number(minute)} ${(Number(hour) + AFTER_BACKUP) % 24} ${DAY} * ? *)`,
                startWindowHours: START_WITHIN,
                recoveryPointSelection: {
                    algorithm: "LATEST_WITHIN_WINDOW",
                    includeVaults: [vault.arn],
                    recoveryPointTypes: ["SNAPSHOT"],
                    selectionWindowDays: NOT_OLDER,
                },
                tags: tagsFor(`${name}-plan`),
            },
            { parent: this },
        );
    }

    /** Only restores, within the boundary: what it has no part in (instances, databases, clusters) it cannot bring back. */
    private createRole(name: string, { scope, called }: RestoreTestsArgs): ServiceRole {
        return new ServiceRole(
            `${name}-restore`,
            {
                scope,
                called: `${called}-restore-test`,
                service: "backup.amazonaws.com",
                description: "AWS Backup: restores recovery points once a month to see that they can be restored",
                sendsSource: false, // as for backups (components/aws/backups.ts)
                managedPolicies: ["service-role/AWSBackupServiceRolePolicyForRestores"],
            },
            { parent: this },
        );
    }

    private select(name: string, what: keyof typeof TYPES, plan: backup.RestoreTestingPlan, role: ServiceRole): void {
        new backup.RestoreTestingSelection(
            `${name}-${what}`,
            {
                name: what,
                restoreTestingPlanName: plan.name,
                protectedResourceType: TYPES[what],
                protectedResourceArns: ["*"], // of the vault
                iamRoleArn: role.arn,
                validationWindowHours: STAYS,
            },
            { parent: this, dependsOn: [role] },
        );
    }
}
