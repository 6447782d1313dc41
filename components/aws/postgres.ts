import * as cloudwatch from "@pulumi/aws/cloudwatch";
import type * as ec2 from "@pulumi/aws/ec2";
import * as rds from "@pulumi/aws/rds";
import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/environment";
import type { PostgresNeed } from "../../config/needs";
import { maxConnectionsOf } from "../../config/pools";
import { DATA_PROTECTION } from "../data-policy";
import type { AlarmTopic, NodeSecurity, KmsKey, Network, PostgresConnection, StoredSecret } from "../handles";
import { physicalName } from "../names";
import type { Scope } from "../scope";
import { tagsFor } from "../tags";
import { ServiceRole } from "./iam";
import { finalSnapshotName } from "./final-snapshot";
import { createDatabaseCredentials } from "./postgres-databases";
import { postgresAlarms } from "./postgres-alarms";
import { createParameterGroups, type ParameterGroups } from "./postgres-parameters";
import { storeAlarms } from "./store-alarms";
import { storeSecurityGroup } from "./store-security";
import { dailyWindow } from "./windows";

const PORT = 5432;

/** Of the physical names. */
const CALLED = "stores-postgres";

/** Neither `postgres` nor `admin`, which are tried first (RDS.25). */
const ADMIN = "mindcloud_admin";

/** Logs that RDS writes to CloudWatch. */
const LOG_EXPORTS = ["postgresql", "upgrade", "iam-db-auth-error"] as const;

export interface PostgresArgs {
    readonly scope: Scope;
    readonly settings: Environment["stores"]["postgres"];
    /** Changes that interrupt connections happen at once instead of in the maintenance window. */
    readonly applyImmediately: boolean;
    /** Databases of the enabled systems, one or more. */
    readonly databases: readonly PostgresNeed[];
    readonly network: Network;
    readonly security: NodeSecurity;
    /** Key of the domain `database`: storage, snapshots, insights. */
    readonly key: KmsKey;
    /** Key of the domain `secrets`: the admin's and the databases' credentials. */
    readonly secretsKey: KmsKey;
    /** Key of the domain `logs`. */
    readonly logsKey: KmsKey;
    readonly alarms: AlarmTopic;
    /** Days that exported logs are kept; a value that CloudWatch Logs accepts. */
    readonly logRetentionDays: number;
}

/**
 * RDS for PostgreSQL. The admin's password is made, kept and rotated by RDS; no pod but db-init reads it. Satisfies RDS.2, RDS.3, RDS.5
 * (with multiZone), RDS.6, RDS.8, RDS.9, RDS.10, RDS.11, RDS.13, RDS.17, RDS.20, RDS.21, RDS.25, RDS.36, RDS.38, CKV_AWS_211, CKV_AWS_353,
 * CKV_AWS_354. Exceptions: RDS.23 (the port is 5432: another hides nothing), RDS.26 (native backups are the one restore path).
 */
export class Postgres extends pulumi.ComponentResource implements PostgresConnection {
    readonly host: pulumi.Output<string>;
    readonly port = PORT;
    readonly admin: StoredSecret;
    readonly instanceArn: string;
    readonly databases: PostgresConnection["databases"];

    constructor(name: string, args: PostgresArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:aws:Postgres", name, {}, opts);
        const { scope, settings } = args;
        const maxConnections = connectionsOf(settings.instance);

        const parameterGroups = createParameterGroups(this, name, { scope, called: CALLED, current: settings.version });
        const instance = this.createInstance(name, args, {
            parameterGroups,
            subnetGroup: this.createSubnetGroup(name, args),
            securityGroup: storeSecurityGroup(this, name, { ...args, called: CALLED, port: PORT, what: "PostgreSQL" }),
            monitoring: this.createMonitoringRole(name, scope),
            logGroups: LOG_EXPORTS.map((log) => this.createLogGroup(name, log, args)),
        });
        this.tellEvents(name, args, instance, parameterGroups.current);
        const nodes = [{ DBInstanceIdentifier: instance.identifier }];
        storeAlarms(
            this,
            name,
            { scope, called: CALLED, alarms: args.alarms, namespace: "AWS/RDS", nodes },
            postgresAlarms({ ...settings, maxConnections }),
        );

        this.host = instance.address;
        this.admin = adminSecret(instance);
        this.instanceArn = instanceArnOf(args.scope);
        this.databases = createDatabaseCredentials(this, name, { ...args, maxConnections });
        this.registerOutputs({ host: this.host, port: this.port });
    }

    private createInstance(name: string, args: PostgresArgs, parts: InstanceParts): rds.Instance {
        const { scope, settings, key } = args;
        const protection = DATA_PROTECTION[scope.data];
        const finalSnapshot = finalSnapshotName(this, name, scope, {
            prefix: identifierOf(scope),
            replacedBy: { key: key.arn },
        });
        return new rds.Instance(
            `${name}-instance`,
            {
                identifier: identifierOf(scope),
                engine: "postgres",
                engineVersion: settings.version,
                autoMinorVersionUpgrade: true,
                // Only a change of stores.postgres.version asks for a new major, and then it is meant.
                allowMajorVersionUpgrade: true,
                engineLifecycleSupport: "open-source-rds-extended-support-disabled",
                instanceClass: settings.instance,
                multiAz: settings.multiZone,
                storageType: "gp3",
                allocatedStorage: settings.storageGibibytes,
                maxAllocatedStorage: settings.maxStorageGibibytes,
                storageEncrypted: true,
                kmsKeyId: key.arn,
                port: PORT,
                dbSubnetGroupName: parts.subnetGroup.name,
                vpcSecurityGroupIds: [parts.securityGroup.id],
                publiclyAccessible: false,
                caCertIdentifier: "rds-ca-rsa2048-g1",
                parameterGroupName: parts.parameterGroups.current.name,
                username: ADMIN,
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
                parent: this,
                protect: protection.protect,
                // RDS would make the log groups itself, without key and retention, and its monitoring needs the role's policy.
                dependsOn: [...parts.logGroups, parts.monitoring, ...parts.parameterGroups.before],
                // Multi-AZ with a first backup takes 15 to 20 minutes; a change of class or major, longer.
                customTimeouts: { create: "60m", update: "90m", delete: "60m" },
            },
        );
    }

    private createSubnetGroup(name: string, { scope, network }: PostgresArgs): rds.SubnetGroup {
        return new rds.SubnetGroup(
            `${name}-subnets`,
            {
                name: physicalName(scope, "databaseSubnetGroup", CALLED),
                description: `Data subnets for PostgreSQL of ${scope.project} ${scope.stack}`,
                subnetIds: [...network.data.ids],
                tags: tagsFor(`${name}-subnets`),
            },
            { parent: this },
        );
    }

    private createMonitoringRole(name: string, scope: Scope): ServiceRole {
        return new ServiceRole(
            `${name}-monitoring`,
            {
                scope,
                called: `${CALLED}-monitoring`,
                service: "monitoring.rds.amazonaws.com",
                description: "RDS enhanced monitoring: operating system metrics to CloudWatch Logs",
                sourceArns: [instanceArnOf(scope)],
                managedPolicies: ["service-role/AmazonRDSEnhancedMonitoringRole"],
            },
            { parent: this },
        );
    }

    private createLogGroup(
        name: string,
        log: string,
        { scope, logsKey, logRetentionDays }: PostgresArgs,
    ): cloudwatch.LogGroup {
        return new cloudwatch.LogGroup(
            `${name}-${log}-log`,
            {
                name: `/aws/rds/instance/${identifierOf(scope)}/${log}`, // RDS's own name for it
                kmsKeyId: logsKey.arn,
                retentionInDays: logRetentionDays,
                tags: tagsFor(`${name}-${log}-log`),
            },
            { parent: this },
        );
    }

    private tellEvents(
        name: string,
        { scope, alarms }: PostgresArgs,
        instance: rds.Instance,
        parameters: rds.ParameterGroup,
    ): void {
        const sources = {
            "db-instance": {
                sourceIds: [instance.identifier],
                eventCategories: [
                    "availability",
                    "configuration change",
                    "failover",
                    "failure",
                    "low storage",
                    "maintenance",
                    "recovery",
                ],
            },
            "db-parameter-group": {
                sourceIds: [parameters.name],
                eventCategories: ["configuration change"],
            },
        };
        for (const [sourceType, source] of Object.entries(sources))
            new rds.EventSubscription(
                `${name}-${sourceType}-events`,
                {
                    name: physicalName(scope, "generic", `${CALLED}-${sourceType}`),
                    snsTopic: alarms.topicArn,
                    sourceType,
                    ...source,
                    tags: tagsFor(`${name}-${sourceType}-events`),
                },
                { parent: this },
            );
    }
}

interface InstanceParts {
    readonly parameterGroups: ParameterGroups;
    readonly subnetGroup: rds.SubnetGroup;
    readonly securityGroup: ec2.SecurityGroup;
    readonly monitoring: ServiceRole;
    readonly logGroups: readonly cloudwatch.LogGroup[];
}

const identifierOf = (scope: Scope): string => physicalName(scope, "databaseInstance", CALLED);

/** Written, not read from the instance: whose policy names it need not wait a quarter of an hour. */
function instanceArnOf(scope: Scope): string {
    return `arn:${scope.partition}:rds:${scope.region}:${scope.account}:db:${identifierOf(scope)}`;
}

function connectionsOf(instance: string): number {
    const connections = maxConnectionsOf(instance);
    if (connections === undefined)
        throw new Error(`max_connections of ${instance} is not known: config/pools.ts needs its memory`);
    return connections;
}

/** The secret that RDS makes: `rds!db-<id>`, and an ARN that ends in a dash and six characters. */
function adminSecret(instance: rds.Instance): StoredSecret {
    const arn = instance.masterUserSecrets.apply(([secret]) => {
        if (secret === undefined)
            throw new Error("RDS made no secret for the admin user, although manageMasterUserPassword is set");
        return secret.secretArn;
    });
    return { arn, secretName: arn.apply((text) => text.replace(/^.*:secret:/, "").replace(/-\w{6}$/, "")) };
}
