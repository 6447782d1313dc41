import * as pulumi from "@pulumi/pulumi";
import { IMAGES } from "../../config/versions";
import type { RedisConnection } from "../handles";
import { image, redis, single, SyncedSecret, Workload, type NamespaceHandle, type Resources } from "../workload";

export interface RedisExporterArgs {
    readonly namespace: NamespaceHandle;
    readonly redis: RedisConnection;
    /** Of the connection, as whom the exporter logs in. */
    readonly user: string;
    /** metadata.name. Default redis-exporter. */
    readonly metadataName?: string;
    /** Where a Redis that the user brings has its addresses. Default the data subnets. */
    readonly cidrs?: readonly string[];
}

/** INF-18, INF-40: Redis exporter; in the binary units of Kubernetes. */
const RESOURCES: Resources = {
    requests: { cpu: "100m", memory: "64Mi", scratch: "16Mi" },
    limits: { cpu: "250m", memory: "128Mi", scratch: "64Mi" },
};

/**
 * What our users may not ask (components/aws/redis-users.ts: nothing that is @dangerous but INFO), the exporter does not, or it would log
 * every refusal: CONFIG and LATENCY. SLOWLOG it asks in vain and in silence. INFO alone gives memory with its limit, clients, keys, hits,
 * evictions and commands (redis_exporter, README, "Authenticating with Redis").
 */
const REFUSED_TO_US = {
    REDIS_EXPORTER_CONFIG_COMMAND: "-",
    REDIS_EXPORTER_EXCLUDE_LATENCY_HISTOGRAM_METRICS: "true",
};

/** Tells Prometheus how a Valkey group is, on 9121 as documented (INF-10, INF-18). */
export class RedisExporter extends pulumi.ComponentResource {
    readonly serviceName: string;

    constructor(name: string, args: RedisExporterArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:blocks:RedisExporter", name, {}, opts);

        const exporter = this.run(name, args, this.syncCredential(name, args));

        this.serviceName = exporter.serviceName;
        this.registerOutputs({ serviceName: this.serviceName });
    }

    private syncCredential(name: string, { namespace, redis: { use, users }, user }: RedisExporterArgs): SyncedSecret {
        const from = users[user];
        if (from === undefined) throw new Error(`${name}: redis ${use} has no user ${user}`);
        const keys = { username: { from, property: "username" }, password: { from, property: "password" } };
        return new SyncedSecret(`${name}-credential`, { namespace, keys }, { parent: this });
    }

    private run(name: string, args: RedisExporterArgs, secret: SyncedSecret): Workload<"metrics"> {
        const { namespace, redis: connection, cidrs, metadataName = "redis-exporter" } = args;
        return new Workload(
            name,
            {
                ...{ namespace, metadataName, image: image(IMAGES.redisExporter), resources: RESOURCES },
                // One is enough: a second would count everything twice.
                scaling: single(),
                environment: {
                    REDIS_ADDR: pulumi.interpolate`rediss://${connection.host}:${connection.port}`,
                    // As variables: its password file maps addresses to passwords, and the user is in the secret too.
                    REDIS_USER: { secret, key: "username" },
                    REDIS_PASSWORD: { secret, key: "password" },
                    ...REFUSED_TO_US,
                },
                ports: { metrics: 9121 },
                // Says that the exporter is well, not Valkey: for that there is redis_up.
                health: { path: "/health", on: "metrics" },
                metrics: { on: "metrics" },
                reaches: [redis(connection, cidrs)],
            },
            { parent: this },
        );
    }
}
