import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/environment";
import { keepsLogs } from "../../config/monitoring-needs";
import type { RedisUse } from "../../config/needs";
import { livesOf, ofLife } from "../../config/restores";
import type {
    AlarmTopic,
    Bucket,
    NodeSecurity,
    KeyRing,
    Neo4jStore,
    Network,
    PostgresConnection,
    RedisConnection,
} from "../handles";
import type { Scope } from "../scope";
import { PrivateBucket } from "./bucket";
import { existingBucket, ExistingPostgres, ExistingRedis } from "./existing-stores";
import { LOG_DELIVERY_ENCRYPTION } from "./load-balancer-logs";
import { createNeo4j, existingNeo4j } from "./neo4j";
import { Postgres } from "./postgres";
import { Redis } from "./redis";
import { ElasticFiles } from "./shared-files";

export interface DataStoresArgs {
    readonly scope: Scope;
    /** What the systems need, how the stores are sized, and what exists already. */
    readonly environment: Environment;
    readonly network: Network;
    readonly security: NodeSecurity;
    readonly keys: KeyRing;
    readonly alarms: AlarmTopic;
}

/** Whether there is anything to store: with no system, or with one that keeps its data elsewhere, there is not. */
export function needsStores(environment: Environment): boolean {
    const { needs } = environment;
    const { redis, postgres, coldData, backupArchive, neo4j, sharedFiles } = needs;
    const stored = [redis.cache, redis.queue, postgres, neo4j, sharedFiles].some((need) => need.length > 0);
    return stored || coldData || backupArchive || keepsLogs(environment) || logsRequests(environment);
}

/** A load balancer of our own writes down who asked for what. */
const logsRequests = ({ needs, domain, clusterServices }: Environment): boolean =>
    domain !== undefined && needs.ingress && clusterServices.loadBalancerController === "install";

/** What interrupts connections waits for the maintenance window where data matters, unless the stack file says otherwise. */
const changesAtOnce = ({ data, stores }: Environment): boolean => data === "disposable" || stores.applyImmediately;

const SWEEP_DAYS = 7;

/**
 * Every store that the enabled systems need, and no other (docs/design.md, rule 11). They wait for subnets and keys, never for the
 * cluster (docs/design.md, rule 6).
 */
export class DataStores extends pulumi.ComponentResource {
    /** For what leaves the warm tier; the documents' bucket names are prefixes in it. */
    readonly cold?: Bucket;
    /** For dumps that systems make of their own stores. */
    readonly dumps?: Bucket;
    /** For the logs of pods. */
    readonly podLogs?: Bucket;
    /** For the access logs of load balancers. */
    readonly loadBalancerLogs?: Bucket;
    readonly redis: Readonly<Partial<Record<RedisUse, RedisConnection>>>;
    readonly postgres?: PostgresConnection;
    /** By system. */
    readonly neo4j: Readonly<Record<string, Neo4jStore>>;
    readonly files?: ElasticFiles;

    constructor(name: string, args: DataStoresArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:aws:DataStores", name, {}, opts);
        const { needs } = args.environment;

        const logs = this.needsLogs(args) ? this.logBucket(name, args) : undefined;
        if (logs !== undefined && logsRequests(args.environment)) this.loadBalancerLogs = logs;
        if (needs.coldData) this.cold = this.coldBucket(name, args, logs);
        if (needs.backupArchive) this.dumps = this.dumpBucket(name, args, logs);
        if (keepsLogs(args.environment)) this.podLogs = this.podLogBucket(name, args, logs);
        this.redis = { ...this.redisFor(name, "cache", args), ...this.redisFor(name, "queue", args) };
        if (needs.postgres.length > 0) this.postgres = this.postgresFor(name, args);
        this.neo4j = Object.fromEntries(needs.neo4j.map((user) => [user, this.neo4jFor(name, user, args)]));
        if (needs.sharedFiles.length > 0) this.files = this.sharedFiles(name, args);

        this.registerOutputs({ coldBucketName: this.cold?.bucketName, postgresHost: this.postgres?.host });
    }

    /** A bucket of ours logs who reads it; a load balancer logs its requests. */
    private needsLogs({ environment }: DataStoresArgs): boolean {
        const { needs, existing } = environment;
        const ownCold = needs.coldData && existing.coldBucket === undefined;
        const own = ownCold || needs.backupArchive || keepsLogs(environment);
        return own || logsRequests(environment);
    }

    private logBucket(name: string, { scope, environment }: DataStoresArgs): Bucket {
        const loadBalancer = logsRequests(environment);
        return new PrivateBucket(
            `${name}-logs`,
            {
                scope,
                purpose: "logs",
                encryption: LOG_DELIVERY_ENCRYPTION,
                lifecycle: { expireAfterDays: environment.cluster.logRetentionDays, noncurrentDays: 1 },
                holdsData: false,
                receives: [
                    { from: "s3AccessLogs" },
                    ...(loadBalancer ? [{ from: "loadBalancerLogs", prefix: "load-balancer" } as const] : []),
                ],
            },
            { parent: this },
        );
    }

    private coldBucket(name: string, { scope, environment, keys }: DataStoresArgs, logs: Bucket | undefined): Bucket {
        const { existing, stores } = environment;
        if (existing.coldBucket !== undefined) return existingBucket(scope, existing.coldBucket);
        const lives = livesOf(stores.cold.restoreFrom).map((life) => {
            const bucket = new PrivateBucket(
                ofLife(`${name}-cold`, life),
                {
                    ...{ scope, purpose: ofLife("cold", life), encryption: { kms: keys.of("objects") } },
                    ...{ lifecycle: stores.cold, accessLogsTo: logs, holdsData: true },
                    leaving: life.state === "leaving",
                },
                { parent: this },
            );
            return { life, bucket };
        });
        const used = lives.find(({ life }) => life.state === "used");
        if (used === undefined) throw new Error(`${name}: no cold bucket is in use`);
        return used.bucket;
    }

    private dumpBucket(name: string, { scope, environment, keys }: DataStoresArgs, logs: Bucket | undefined): Bucket {
        return new PrivateBucket(
            `${name}-dumps`,
            {
                scope,
                purpose: "dumps",
                encryption: { kms: keys.of("objects") },
                // The systems delete by count, after the new dump verifies; versions bridge a dump that was deleted too early.
                lifecycle: { noncurrentDays: environment.backups.keepDays },
                accessLogsTo: logs,
                holdsData: true,
            },
            { parent: this },
        );
    }

    /** Loki deletes by itself; the lifecycle sweeps up what it loses sight of. Logs are not data: nothing else is lost with them. */
    private podLogBucket(name: string, { scope, environment, keys }: DataStoresArgs, logs: Bucket | undefined): Bucket {
        return new PrivateBucket(
            `${name}-pod-logs`,
            {
                ...{ scope, purpose: "pod-logs", encryption: { kms: keys.of("objects") }, holdsData: false },
                lifecycle: { expireAfterDays: environment.monitoring.logs.days + SWEEP_DAYS, noncurrentDays: 1 },
                accessLogsTo: logs,
            },
            { parent: this },
        );
    }

    private redisFor(name: string, use: RedisUse, args: DataStoresArgs): Partial<Record<RedisUse, RedisConnection>> {
        const { scope, environment, network, security, keys, alarms } = args;
        const users = environment.needs.redis[use];
        if (users.length === 0) return {};
        const existing = environment.existing.redis?.[use];
        if (existing !== undefined)
            return {
                [use]: new ExistingRedis(
                    `${name}-${use}`,
                    { scope, use, existing, users, network, security },
                    { parent: this },
                ),
            };
        const { redis } = environment.stores;
        const group = new Redis(
            `${name}-${use}`,
            {
                scope,
                use,
                ...redis[use],
                version: redis.version,
                applyImmediately: changesAtOnce(environment),
                snapshotAt: redis.snapshotAt,
                maintenance: redis.maintenance,
                users,
                network,
                security,
                key: keys.of("cache"),
                logsKey: keys.of("logs"),
                secretsKey: keys.of("secrets"),
                alarms,
                logRetentionDays: environment.cluster.logRetentionDays,
            },
            { parent: this },
        );
        return { [use]: group };
    }

    private postgresFor(
        name: string,
        { scope, environment, network, security, keys, alarms }: DataStoresArgs,
    ): PostgresConnection {
        const databases = environment.needs.postgres;
        const secretsKey = keys.of("secrets");
        const { postgres: existing } = environment.existing;
        if (existing !== undefined)
            return new ExistingPostgres(
                `${name}-postgres`,
                { scope, existing, databases, network, security, secretsKey },
                { parent: this },
            );
        return new Postgres(
            `${name}-postgres`,
            {
                scope,
                settings: environment.stores.postgres,
                applyImmediately: changesAtOnce(environment),
                databases,
                network,
                security,
                key: keys.of("database"),
                secretsKey,
                logsKey: keys.of("logs"),
                alarms,
                logRetentionDays: environment.cluster.logRetentionDays,
            },
            { parent: this },
        );
    }

    /** The server is pods, made by the system; here its password is born, beside the cluster. */
    private neo4jFor(name: string, user: string, { scope, environment, keys }: DataStoresArgs): Neo4jStore {
        const existing = environment.existing.neo4j?.[user];
        return existing === undefined
            ? createNeo4j(this, `${name}-neo4j-${user}`, { scope, user, key: keys.of("secrets") })
            : existingNeo4j(scope, existing);
    }

    private sharedFiles(name: string, { scope, environment, network, security, keys }: DataStoresArgs): ElasticFiles {
        return new ElasticFiles(
            `${name}-files`,
            {
                scope,
                accessPoints: environment.needs.sharedFiles,
                restoreFrom: environment.stores.sharedFiles.restoreFrom,
                infrequentAfterDays: environment.stores.sharedFiles.infrequentAfterDays,
                backedUp: environment.backups.enabled,
                network,
                security,
                key: keys.of("files"),
            },
            { parent: this },
        );
    }
}
