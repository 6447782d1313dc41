import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as elasticache from "@pulumi/aws/elasticache";
import * as pulumi from "@pulumi/pulumi";
import type { RedisUse } from "../../config/needs";
import { livesOf, usedLife } from "../../config/restores";
import { VALKEY, VALKEY_MAJORS, type ValkeyMajor } from "../../config/versions";
import type { RedisConnection, StoredSecret } from "../handles";
import { pathName, physicalName } from "../names";
import { tagsFor } from "../tags";
import { redisAlarms } from "./redis-alarms";
import {
    createRedisGroup,
    REDIS_PORT,
    groupId,
    wordsOf,
    type ParameterGroups,
    type RedisArgs,
    type RedisGroupParts,
    type RedisLife,
} from "./redis-group";
import { createRedisUsers } from "./redis-users";
import { storeAlarms } from "./store-alarms";
import { storeSecurityGroup } from "./store-security";

export type { RedisArgs } from "./redis-group";

/** What happens when memory is full: a cache forgets what was used least, a queue refuses new work instead of losing old. */
const MAXMEMORY_POLICY: Readonly<Record<RedisUse, string>> = { cache: "allkeys-lru", queue: "noeviction" };

/** Memory kept free for snapshots and failover; the default of 25 % is too little on the smallest nodes (ElastiCache user guide). */
const RESERVED_MEMORY_PERCENT: Readonly<Record<string, string>> = { micro: "50", small: "30" };

/**
 * A Valkey replication group for one use, cluster mode off, because MemStack moves work between keys in one command. Satisfies
 * ElastiCache.1 (with snapshotDays), .2, .3 (with a replica), .4, .5, .6, .7, CKV_AWS_29, CKV_AWS_30, CKV_AWS_191. No notification topic:
 * ElastiCache cannot publish to an encrypted one (user guide, "Event notifications and Amazon SNS") and ours is.
 */
export class Redis extends pulumi.ComponentResource implements RedisConnection {
    readonly use: RedisUse;
    readonly host: pulumi.Output<string>;
    readonly port = REDIS_PORT;
    readonly users: Readonly<Record<string, StoredSecret>>;

    constructor(name: string, args: RedisArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:aws:Redis", name, {}, opts);

        const users = createRedisUsers(this, name, {
            ...args,
            called: wordsOf(args.use),
            path: `redis/${args.use}`,
            withoutNames: args.use === "queue",
        });
        const groups = this.createGroups(name, args, {
            users,
            securityGroup: storeSecurityGroup(this, name, {
                ...{ ...args, called: wordsOf(args.use), port: REDIS_PORT },
                what: `Valkey ${args.use}`,
            }),
            subnetGroup: this.createSubnetGroup(name, args),
            parameterGroups: this.createParameterGroups(name, args),
            logs: (["slow-log", "engine-log"] as const).map((type) => ({
                type,
                group: this.createLogGroup(name, type, args),
            })),
        });
        const used = usedLife(args.restoreFrom);
        const group = groups.get(used.suffix);
        if (group === undefined) throw new Error(`${name}: the life in use was not made`);
        this.raiseAlarms(name, args, used);

        this.use = args.use;
        this.host = group.primaryEndpointAddress;
        this.users = users.secrets;
        this.registerOutputs({ host: this.host, port: this.port });
    }

    /** New stands beside old, and needs it to be there. */
    private createGroups(
        name: string,
        args: RedisArgs,
        parts: Omit<RedisGroupParts, "before">,
    ): ReadonlyMap<string, elasticache.ReplicationGroup> {
        const made = new Map<string, elasticache.ReplicationGroup>();
        let before: elasticache.ReplicationGroup | undefined;
        for (const life of livesOf(args.restoreFrom)) {
            before = createRedisGroup(this, name, life, args, { ...parts, before });
            made.set(life.suffix, before);
        }
        return made;
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

    private raiseAlarms(name: string, args: RedisArgs, used: RedisLife): void {
        const { scope, use, alarms, replicas } = args;
        const member = (index: number) => ({
            CacheClusterId: `${groupId(use, scope, used)}-${String(index + 1).padStart(3, "0")}`,
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
