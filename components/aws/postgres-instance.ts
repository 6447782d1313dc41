/** One life of the database: the instance that it began with, or one that a restore made beside it. */
import type * as ec2 from "@pulumi/aws/ec2";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as rds from "@pulumi/aws/rds";
import type * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/environment";
import { ofLife, type Life } from "../../config/restores";
import { DATA_PROTECTION } from "../data-policy";
import type { KmsKey } from "../handles";
import { physicalName } from "../names";
import type { Scope } from "../scope";
import { tagsFor } from "../tags";
import { finalSnapshotName } from "./final-snapshot";
import type { ServiceRole } from "./iam";
import { dailyWindow } from "./windows";

type Settings = Environment["stores"]["postgres"];
export type PostgresLife = Life<Settings["restoreFrom"][number]>;

/** Neither `postgres` nor `admin`, which are tried first (RDS.25). */
const ADMIN = "mindcloud_admin";

/** Logs that RDS writes to CloudWatch. */
const LOG_EXPORTS = ["postgresql", "upgrade", "iam-db-auth-error"] as const;

export interface PostgresInstanceArgs {
    readonly scope: Scope;
    /** Fixed words of the physical names. */
    readonly called: string;
    readonly settings: Settings;
    readonly port: number;
    readonly applyImmediately: boolean;
    readonly key: KmsKey;
    readonly secretsKey: KmsKey;
    readonly logsKey: KmsKey;
    readonly logRetentionDays: number;
}

export interface PostgresInstanceParts {
    /** Of the life's major. */
    readonly parameterGroup: rds.ParameterGroup;
    /** Those that an instance may still use while a change waits for its window. */
    readonly otherParameterGroups: readonly rds.ParameterGroup[];
    readonly subnetGroup: rds.SubnetGroup;
    readonly securityGroup: ec2.SecurityGroup;
    readonly monitoring: ServiceRole;
    /** The life before it: what a restore to a point in time reads, and what stays until this one is there. */
    readonly before: { readonly identifier: string; readonly instance?: rds.Instance };
}

export const identifierOf = (scope: Scope, called: string, life: Pick<PostgresLife, "suffix">): string =>
    physicalName(scope, "databaseInstance", ofLife(called, life));

export const majorOf = ({ from }: PostgresLife, { version }: Settings): Settings["version"] => from?.version ?? version;

export function createPostgresInstance(
    parent: pulumi.Resource,
    store: string,
    life: PostgresLife,
    args: PostgresInstanceArgs,
    parts: PostgresInstanceParts,
): rds.Instance {
    const { scope, called, settings, key } = args;
    const name = ofLife(store, life);
    const identifier = identifierOf(scope, called, life);
    const protection = protectionOf(scope, life);
    const finalSnapshot = finalSnapshotName(parent, name, scope, {
        prefix: identifier,
        replacedBy: { key: key.arn },
    });
    const logGroups = LOG_EXPORTS.map((log) => createLogGroup(parent, name, log, identifier, args));
    const { before } = parts;
    return new rds.Instance(
        `${name}-instance`,
        {
            identifier,
            engine: "postgres",
            engineVersion: majorOf(life, settings),
            autoMinorVersionUpgrade: true,
            // Only a change of stores.postgres.version asks for a new major, and then it is meant.
            allowMajorVersionUpgrade: true,
            engineLifecycleSupport: "open-source-rds-extended-support-disabled",
            instanceClass: settings.instance,
            multiAz: settings.multiZone,
            storageType: "gp3",
            ...beginning(life, settings, before.identifier),
            maxAllocatedStorage: settings.maxStorageGibibytes,
            storageEncrypted: true,
            kmsKeyId: key.arn,
            port: args.port,
            dbSubnetGroupName: parts.subnetGroup.name,
            vpcSecurityGroupIds: [parts.securityGroup.id],
            publiclyAccessible: false,
            caCertIdentifier: "rds-ca-rsa2048-g1",
            parameterGroupName: parts.parameterGroup.name,
            manageMasterUserPassword: true,
            masterUserSecretKmsKeyId: args.secretsKey.arn,
            iamDatabaseAuthenticationEnabled: true,
            backupRetentionPeriod: settings.backupDays,
            ...(settings.backupDays > 0 && { backupWindow: dailyWindow(settings.backupAt, 60) }),
            copyTagsToSnapshot: true,
            deleteAutomatedBackups: !protection.keepAutomatedBackups,
            deletionProtection: protection.deletionProtection,
            skipFinalSnapshot: finalSnapshot === undefined,
            ...(finalSnapshot !== undefined && { finalSnapshotIdentifier: finalSnapshot }),
            maintenanceWindow: settings.maintenance,
            // A change of class restarts the server: where data matters it waits for the maintenance window.
            applyImmediately: args.applyImmediately,
            enabledCloudwatchLogsExports: [...LOG_EXPORTS],
            monitoringInterval: 60,
            monitoringRoleArn: parts.monitoring.arn,
            databaseInsightsMode: "standard",
            performanceInsightsEnabled: true,
            performanceInsightsKmsKeyId: key.arn,
            performanceInsightsRetentionPeriod: 7,
            tags: tagsFor(`${name}-instance`),
        },
        {
            parent,
            protect: protection.protect,
            ...ignored(life),
            // RDS would make the log groups itself, without key and retention, and its monitoring needs the role's policy.
            dependsOn: [
                ...logGroups,
                parts.monitoring,
                ...parts.otherParameterGroups,
                ...(before.instance === undefined ? [] : [before.instance]),
            ],
            // Multi-AZ with a first backup takes 15 to 20 minutes; a change of class or major, or a restore, longer.
            customTimeouts: { create: life.from === undefined ? "60m" : "120m", update: "90m", delete: "60m" },
        },
    );
}

/** What somebody has let go is deleted by the next change; it leaves a final snapshot all the same. */
const protectionOf = (scope: Scope, { state }: PostgresLife) => ({
    ...DATA_PROTECTION[scope.data],
    ...(state === "leaving" && { protect: false, deletionProtection: false }),
});

/**
 * Empty, or restored. The administrator's name comes with what is restored. Storage of a snapshot is not asked for: it may have grown, and
 * the provider would ask RDS for less right after the restore (terraform-provider-aws, internal/service/rds/instance.go, resourceInstanceCreate).
 */
function beginning({ from }: PostgresLife, { storageGibibytes }: Settings, before: string): Partial<rds.InstanceArgs> {
    if (from === undefined) return { allocatedStorage: storageGibibytes, username: ADMIN };
    if (from.snapshot !== undefined) return { snapshotIdentifier: from.snapshot };
    return {
        allocatedStorage: storageGibibytes,
        restoreToPointInTime: {
            sourceDbInstanceIdentifier: from.of ?? before,
            ...(from.pointInTime !== undefined && { restoreTime: from.pointInTime }),
        },
    };
}

/**
 * Where a life came from is history: that its source has another name by now must not make it anew. A restored one keeps the key of its
 * source, which neither request takes (RDS API, RestoreDBInstanceFromDBSnapshot), and one that is only kept stays on its major.
 */
function ignored({ from, state }: PostgresLife): Pick<pulumi.CustomResourceOptions, "ignoreChanges"> {
    const history = from === undefined ? [] : ["restoreToPointInTime", "snapshotIdentifier", "kmsKeyId"];
    const still = state === "used" ? [] : ["engineVersion", "parameterGroupName"];
    const ignoreChanges = [...history, ...still];
    return ignoreChanges.length === 0 ? {} : { ignoreChanges };
}

function createLogGroup(
    parent: pulumi.Resource,
    name: string,
    log: string,
    identifier: string,
    { logsKey, logRetentionDays }: PostgresInstanceArgs,
): cloudwatch.LogGroup {
    return new cloudwatch.LogGroup(
        `${name}-${log}-log`,
        {
            name: `/aws/rds/instance/${identifier}/${log}`, // RDS's own name for it
            kmsKeyId: logsKey.arn,
            retentionInDays: logRetentionDays,
            tags: tagsFor(`${name}-${log}-log`),
        },
        { parent },
    );
}
