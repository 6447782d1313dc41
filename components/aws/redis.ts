import * as cloudwatch from "@pulumi/aws/cloudwatch";
import type * as ec2 from "@pulumi/aws/ec2";
import * as elasticache from "@pulumi/aws/elasticache";
import * as pulumi from "@pulumi/pulumi";
import type { RedisUse } from "../../config/needs";
import { VALKEY, VALKEY_MAJORS, type ValkeyMajor } from "../../config/versions";
import { DATA_PROTECTION } from "../data-policy";
import type { AlarmTopic, NodeSecurity, KmsKey, Network, RedisConnection, StoredSecret } from "../handles";
import { pathName, physicalName } from "../names";
import type { Scope } from "../scope";
import { tagsFor } from "../tags";
import { redisAlarms } from "./redis-alarms";
import { finalSnapshotName } from "./final-snapshot";
import { createRedisUsers, type RedisUsers } from "./redis-users";
import { storeAlarms } from "./store-alarms";
import { storeSecurityGroup } from "./store-security";
import { dailyWindow } from "./windows";

const PORT = 6379;

/** What happens when memory is full: a cache forgets what was used least, a queue refuses new work instead of losing old. */
const MAXMEMORY_POLICY: Readonly<Record<RedisUse, string>> = { cache: "allkeys-lru", queue: "noeviction" };

/** Memory kept free for snapshots and failover; the default of 25 % is too little on the smallest nodes (ElastiCache user guide). */
const RESERVED_MEMORY_PERCENT: Readonly<Record<string, string>> = { micro: "50", small: "30" };

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

/**
 * A Valkey replication group for one use, cluster mode off, because MemStack moves work between keys in one command. Satisfies
 * ElastiCache.1 (with snapshotDays), .2, .3 (with a replica), .4, .5, .6, .7, CKV_AWS_29, CKV_AWS_30, CKV_AWS_191. No notification topic:
 * ElastiCache cannot publish to an encrypted one (user guide, "Event notifications and Amazon SNS") and ours is.
 */
export class Redis extends pulumi.ComponentResource implements RedisConnection {
    readonly use: RedisUse;
    readonly host: pulumi.Output<string>;
    readonly port = PORT;
    readonly users: Readonly<Record<string, StoredSecret>>;

    constructor(name: string, args: RedisArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:aws:Redis", name, {}, opts);

        const users = createRedisUsers(this, name, {
            ...args,
            called: wordsOf(args.use),
            path: `redis/${args.use}`,
            withoutNames: args.use === "queue",
        });
        const group = this.createGroup(name, args, {
            users,
            securityGroup: storeSecurityGroup(this, name, {
                ...{ ...args, called: wordsOf(args.use), port: PORT },
                what: `Valkey ${args.use}`,
            }),
            subnetGroup: this.createSubnetGroup(name, args),
            parameterGroups: this.createParameterGroups(name, args),
        });
        this.raiseAlarms(name, args);

        this.use = args.use;
        this.host = group.primaryEndpointAddress;
        this.users = users.secrets;
        this.registerOutputs({ host: this.host, port: this.port });
    }

    private createGroup(name: string, args: RedisArgs, parts: GroupParts): elasticache.ReplicationGroup {
        const { scope, use, replicas, snapshotDays } = args;
        const protection = DATA_PROTECTION[scope.data];
        const finalSnapshot = finalSnapshotName(this, name, scope, {
            prefix: groupId(use, scope),
            replacedBy: { key: args.key.arn, subnetGroup: parts.subnetGroup.name, version: args.version },
        });
        return new elasticache.ReplicationGroup(
            `${name}-group`,
            {
                replicationGroupId: groupId(use, scope),
                description: `Valkey ${use} of ${scope.project} ${scope.stack}`,
                engine: "valkey",
                engineVersion: VALKEY[args.version].version,
                clusterMode: "disabled",
                nodeType: args.node,
                numCacheClusters: 1 + replicas,
                automaticFailoverEnabled: replicas > 0,
                multiAzEnabled: replicas > 0,
                port: PORT,
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
                logDeliveryConfigurations: (["slow-log", "engine-log"] as const).map((logType) => ({
                    logType,
                    logFormat: "json",
                    destinationType: "cloudwatch-logs",
                    destination: this.createLogGroup(name, logType, args).name,
                })),
                tags: tagsFor(`${name}-group`),
            },
            // AWS takes 10 to 25 minutes with replicas; the provider's default is 60 to create and 40 to change.
            {
                parent: this,
                protect: protection.protect,
                dependsOn: [...parts.parameterGroups.before],
                customTimeouts: { create: "60m", update: "60m", delete: "60m" },
            },
        );
    }

    private createSubnetGroup(name: string, { scope, network, use }: RedisArgs): elasticache.SubnetGroup {
        return new elasticache.SubnetGroup(
            `${name}-subnets`,
            {
                name: physicalName(scope, "cacheSubnetGroup", wordsOf(use)),
                description: `Data subnets for Valkey ${use} of ${scope.project} ${scope.stack}`,
                subnetIds: [...network.data.ids],
                tags: tagsFor(`${name}-subnets`),
            },
            { parent: this },
        );
    }

    /** One for each major up to the one in use: none is replaced or deleted by an upgrade (postgres-parameters.ts says why). */
    private createParameterGroups(name: string, args: RedisArgs): ParameterGroups {
        const before = VALKEY_MAJORS.slice(0, VALKEY_MAJORS.indexOf(args.version));
        return {
            current: this.createParameterGroup(name, args, args.version),
            before: before.map((major) => this.createParameterGroup(name, args, major)),
        };
    }

    private createParameterGroup(
        name: string,
        { scope, use, node, version }: RedisArgs,
        major: ValkeyMajor,
    ): elasticache.ParameterGroup {
        const { family } = VALKEY[major];
        const reserved = RESERVED_MEMORY_PERCENT[node.split(".")[2] ?? ""];
        return new elasticache.ParameterGroup(
            `${name}-parameters-${major}`,
            {
                name: physicalName(scope, "cacheParameterGroup", `${wordsOf(use)}-${family}`),
                description: `Valkey ${use} of ${scope.project} ${scope.stack}`,
                family,
                parameters: [
                    { name: "maxmemory-policy", value: MAXMEMORY_POLICY[use] },
                    ...(reserved === undefined ? [] : [{ name: "reserved-memory-percent", value: reserved }]),
                ],
                tags: tagsFor(`${name}-parameters-${major}`),
            },
            // Until 0.1 there was one, of the major in use.
            { parent: this, ...(major === version && { aliases: [{ name: `${name}-parameters` }] }) },
        );
    }

    private createLogGroup(
        name: string,
        logType: string,
        { scope, use, logsKey, logRetentionDays }: RedisArgs,
    ): cloudwatch.LogGroup {
        return new cloudwatch.LogGroup(
            `${name}-${logType}`,
            {
                // Below /aws/vendedlogs/ the delivery service needs no line of its own in the account's log resource policy, which is short.
                name: `/aws/vendedlogs/${pathName(scope, `${wordsOf(use)}/${logType}`)}`,
                kmsKeyId: logsKey.arn,
                retentionInDays: logRetentionDays,
                tags: tagsFor(`${name}-${logType}`),
            },
            { parent: this },
        );
    }

    private raiseAlarms(name: string, args: RedisArgs): void {
        const { scope, use, alarms, replicas } = args;
        const member = (index: number) => ({
            CacheClusterId: `${groupId(use, scope)}-${String(index + 1).padStart(3, "0")}`,
        });
        const nodes = Array.from({ length: 1 + replicas }, (_, index) => member(index));
        storeAlarms(
            this,
            name,
            { scope, called: wordsOf(use), alarms, namespace: "AWS/ElastiCache", nodes },
            redisAlarms(args),
        );
    }
}

interface GroupParts {
    readonly users: RedisUsers;
    readonly securityGroup: ec2.SecurityGroup;
    readonly subnetGroup: elasticache.SubnetGroup;
    readonly parameterGroups: ParameterGroups;
}

interface ParameterGroups {
    readonly current: elasticache.ParameterGroup;
    readonly before: readonly elasticache.ParameterGroup[];
}

/** Of the physical names. */
const wordsOf = (use: RedisUse): string => `stores-${use}`;
const groupId = (use: RedisUse, scope: Scope): string => physicalName(scope, "cacheReplicationGroup", wordsOf(use));
