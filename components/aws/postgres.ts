import * as rds from "@pulumi/aws/rds";
import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/environment";
import type { PostgresNeed } from "../../config/needs";
import { maxConnectionsOf } from "../../config/pools";
import { livesOf, usedLife } from "../../config/restores";
import type { AlarmTopic, NodeSecurity, KmsKey, Network, PostgresConnection, StoredSecret } from "../handles";
import { physicalName } from "../names";
import type { Scope } from "../scope";
import { tagsFor } from "../tags";
import { ServiceRole } from "./iam";
import { createDatabaseCredentials } from "./postgres-databases";
import { postgresAlarms } from "./postgres-alarms";
import {
    createPostgresInstance,
    identifierOf,
    majorOf,
    type PostgresInstanceParts,
    type PostgresLife,
} from "./postgres-instance";
import { createParameterGroups, type ParameterGroups } from "./postgres-parameters";
import { storeAlarms } from "./store-alarms";
import { storeSecurityGroup } from "./store-security";

const PORT = 5432;

/** Of the physical names. */
const CALLED = "stores-postgres";

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
        // So that credentials stay what they are when one that was brought (ExistingPostgres) goes.
        super("mindcloud:aws:Postgres", name, {}, { ...opts, aliases: [{ type: "mindcloud:aws:ExistingPostgres" }] });
        const { scope, settings } = args;
        const maxConnections = connectionsOf(settings.instance);

        const used = usedLife(settings.restoreFrom);
        const parameterGroups = createParameterGroups(this, name, { scope, called: CALLED, current: settings.version });
        const instances = this.createInstances(name, args, {
            parameterGroups,
            subnetGroup: this.createSubnetGroup(name, args),
            securityGroup: storeSecurityGroup(this, name, { ...args, called: CALLED, port: PORT, what: "PostgreSQL" }),
            monitoring: this.createMonitoringRole(name, args),
        });
        const instance = instances.get(used.suffix);
        if (instance === undefined) throw new Error(`${name}: the life in use was not made`);
        this.tellEvents(name, args, [...instances.values()], parameterGroups.of(majorOf(used, settings)));
        const nodes = [{ DBInstanceIdentifier: instance.identifier }];
        storeAlarms(
            this,
            name,
            { scope, called: CALLED, alarms: args.alarms, namespace: "AWS/RDS", nodes },
            postgresAlarms({ ...settings, maxConnections }),
        );

        this.host = instance.address;
        this.admin = adminSecret(instance);
        this.instanceArn = instanceArnOf(scope, used);
        this.databases = createDatabaseCredentials(this, name, { ...args, maxConnections });
        this.registerOutputs({ host: this.host, port: this.port });
    }

    /** New stands beside old, and needs it to be there: what is in use is made last and goes first. */
    private createInstances(name: string, args: PostgresArgs, parts: SharedParts): ReadonlyMap<string, rds.Instance> {
        const { scope, settings } = args;
        const made = new Map<string, rds.Instance>();
        let before: PostgresInstanceParts["before"] = { identifier: identifierOf(scope, CALLED, { suffix: "" }) };
        for (const life of livesOf(settings.restoreFrom)) {
            const major = majorOf(life, settings);
            const instance = createPostgresInstance(
                this,
                name,
                life,
                { ...args, called: CALLED, port: PORT },
                {
                    ...parts,
                    parameterGroup: parts.parameterGroups.of(major),
                    otherParameterGroups: parts.parameterGroups.except(major),
                    before,
                },
            );
            made.set(life.suffix, instance);
            before = { identifier: identifierOf(scope, CALLED, life), instance };
        }
        return made;
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

    private createMonitoringRole(name: string, { scope, settings }: PostgresArgs): ServiceRole {
        return new ServiceRole(
            `${name}-monitoring`,
            {
                scope,
                called: `${CALLED}-monitoring`,
                service: "monitoring.rds.amazonaws.com",
                description: "RDS enhanced monitoring: operating system metrics to CloudWatch Logs",
                sourceArns: livesOf(settings.restoreFrom).map((life) => instanceArnOf(scope, life)),
                managedPolicies: ["service-role/AmazonRDSEnhancedMonitoringRole"],
            },
            { parent: this },
        );
    }

    private tellEvents(
        name: string,
        { scope, alarms }: PostgresArgs,
        instances: readonly rds.Instance[],
        parameters: rds.ParameterGroup,
    ): void {
        const sources = {
            "db-instance": {
                sourceIds: instances.map(({ identifier }) => identifier),
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

interface SharedParts extends Pick<PostgresInstanceParts, "subnetGroup" | "securityGroup" | "monitoring"> {
    readonly parameterGroups: ParameterGroups;
}

/** Written, not read from the instance: whose policy names it need not wait a quarter of an hour. */
function instanceArnOf(scope: Scope, life: Pick<PostgresLife, "suffix">): string {
    return `arn:${scope.partition}:rds:${scope.region}:${scope.account}:db:${identifierOf(scope, CALLED, life)}`;
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
