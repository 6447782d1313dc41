/** One life of a Valkey group: the one that it began with, or one that a restore made beside it. */
import type * as cloudwatch from "@pulumi/aws/cloudwatch";
import type * as ec2 from "@pulumi/aws/ec2";
import * as elasticache from "@pulumi/aws/elasticache";
import type * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/environment";
import type { RedisUse } from "../../config/needs";
import { ofLife, type Life } from "../../config/restores";
import { VALKEY, type ValkeyMajor } from "../../config/versions";
import { DATA_PROTECTION } from "../data-policy";
import type { AlarmTopic, KmsKey, Network, NodeSecurity } from "../handles";
import { physicalName } from "../names";
import type { Scope } from "../scope";
import { tagsFor } from "../tags";
import { finalSnapshotName } from "./final-snapshot";
import type { RedisUsers } from "./redis-users";
import { dailyWindow } from "./windows";

export const REDIS_PORT = 6379;

export interface RedisArgs {
    readonly scope: Scope;
    readonly use: RedisUse;
    /** ElastiCache node type, for example `cache.m7g.large`. */
    readonly node: string;
    /** Valkey major. */
    readonly version: ValkeyMajor;
    /** Changes that interrupt connections happen at once instead of in the maintenance window. */
    readonly applyImmediately: boolean;
    /** Read replicas beside the primary, 0 to 5. With one or more, failover is automatic and the nodes are in different zones. */
    readonly replicas: number;
    /** Days that daily snapshots are kept, 0 (none) to 35. */
    readonly snapshotDays: number;
    /** Start of the snapshot window of one hour, `HH:MM` UTC. */
    readonly snapshotAt: string;
    /** Restores, oldest first: each makes a group beside the one before it. */
    readonly restoreFrom: Environment["stores"]["redis"][RedisUse]["restoreFrom"];
    /** Weekly maintenance window, `ddd:HH:MM-ddd:HH:MM` UTC. */
    readonly maintenance: string;
    /** Systems that log in, one user each. */
    readonly users: readonly string[];
    readonly network: Network;
    readonly security: NodeSecurity;
    /** Key of the domain `cache`. */
    readonly key: KmsKey;
    /** Key of the domain `logs`. */
    readonly logsKey: KmsKey;
    /** Key of the domain `secrets`. */
    readonly secretsKey: KmsKey;
    readonly alarms: AlarmTopic;
    /** Days that slow log and engine log are kept; a value that CloudWatch Logs accepts. */
    readonly logRetentionDays: number;
}

export type RedisLife = Life<RedisArgs["restoreFrom"][number]>;

export interface RedisGroupParts {
    readonly users: RedisUsers;
    readonly securityGroup: ec2.SecurityGroup;
    readonly subnetGroup: elasticache.SubnetGroup;
    readonly parameterGroups: ParameterGroups;
    readonly logs: readonly { readonly type: string; readonly group: cloudwatch.LogGroup }[];
    /** The life before it, which stays until this one is there. */
    readonly before: elasticache.ReplicationGroup | undefined;
}

export interface ParameterGroups {
    readonly current: elasticache.ParameterGroup;
    readonly before: readonly elasticache.ParameterGroup[];
}

/** Of the physical names. */
export const wordsOf = (use: RedisUse): string => `stores-${use}`;
export const groupId = (use: RedisUse, scope: Scope, life: Pick<RedisLife, "suffix">): string =>
    physicalName(scope, "cacheReplicationGroup", ofLife(wordsOf(use), life));

export function createRedisGroup(
    parent: pulumi.Resource,
    store: string,
    life: RedisLife,
    args: RedisArgs,
    parts: RedisGroupParts,
): elasticache.ReplicationGroup {
    const { scope, use, replicas, snapshotDays } = args;
    const name = ofLife(store, life);
    const id = groupId(use, scope, life);
    const finalSnapshot = finalSnapshotName(parent, name, scope, {
        prefix: id,
        replacedBy: { key: args.key.arn, subnetGroup: parts.subnetGroup.name, version: args.version },
    });
    return new elasticache.ReplicationGroup(
        `${name}-group`,
        {
            replicationGroupId: id,
            description: `Valkey ${use} of ${scope.project} ${scope.stack}`,
            engine: "valkey",
            engineVersion: VALKEY[args.version].version,
            clusterMode: "disabled",
            nodeType: args.node,
            numCacheClusters: 1 + replicas,
            automaticFailoverEnabled: replicas > 0,
            multiAzEnabled: replicas > 0,
            port: REDIS_PORT,
            parameterGroupName: parts.parameterGroups.current.name,
            subnetGroupName: parts.subnetGroup.name,
            securityGroupIds: [parts.securityGroup.id],
            transitEncryptionEnabled: true,
            transitEncryptionMode: "required",
            atRestEncryptionEnabled: true,
            kmsKeyId: args.key.arn,
            userGroupIds: [parts.users.groupId],
            snapshotRetentionLimit: snapshotDays,
            ...(snapshotDays > 0 && { snapshotWindow: dailyWindow(args.snapshotAt, 60) }),
            ...(finalSnapshot !== undefined && { finalSnapshotIdentifier: finalSnapshot }),
            maintenanceWindow: args.maintenance,
            autoMinorVersionUpgrade: true,
            // A change of node type or version interrupts connections: where data matters it waits for the maintenance window.
            applyImmediately: args.applyImmediately,
            logDeliveryConfigurations: parts.logs.map(({ type, group }) => ({
                logType: type,
                logFormat: "json",
                destinationType: "cloudwatch-logs",
                destination: group.name,
            })),
            ...(life.from !== undefined && { snapshotName: life.from.snapshot }),
            tags: tagsFor(`${name}-group`),
        },
        // AWS takes 10 to 25 minutes with replicas; the provider's default is 60 to create and 40 to change.
        {
            parent,
            protect: DATA_PROTECTION[scope.data].protect && life.state !== "leaving",
            ...ignored(life),
            dependsOn: [...parts.parameterGroups.before, ...(parts.before === undefined ? [] : [parts.before])],
            customTimeouts: { create: "60m", update: "60m", delete: "60m" },
        },
    );
}

/** Where a life came from is history, and one that is only kept stays on its major. */
function ignored({ from, state }: RedisLife): Pick<pulumi.CustomResourceOptions, "ignoreChanges"> {
    const ignoreChanges = [
        ...(from === undefined ? [] : ["snapshotName"]),
        ...(state === "used" ? [] : ["engineVersion", "parameterGroupName"]),
    ];
    return ignoreChanges.length === 0 ? {} : { ignoreChanges };
}
