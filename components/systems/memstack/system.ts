import * as pulumi from "@pulumi/pulumi";
import { Database } from "../../blocks/database";
import { connectNeo4j, type Neo4jConnection, type Neo4jSize } from "../../blocks/neo4j";
import { PublicEndpoint } from "../../blocks/ingress";
import { RedisProxy } from "../../blocks/redis-proxy";
import { from, gibibytes, mebibytes, Namespace, NamespaceLimits } from "../../workload";
import type { SystemContext } from "../context";
import { doorOf } from "../door";
import { firstStart } from "./first-start";
import type { Making } from "./parts";
import { api, worker } from "./pods";
import { MEMSTACK_ENDPOINT } from "./paths";
import { MEMSTACK_BACKUP, type Memstack } from "./schema";
import { configurationOf, secretsOf } from "./settings";

export function deployMemstack(config: Memstack, context: SystemContext): void {
    new MemstackSystem("memstack", config, context);
}

/** Memory for agents: an API and workers on PostgreSQL, Neo4j and a queue in Redis. */
class MemstackSystem extends pulumi.ComponentResource {
    constructor(name: string, config: Memstack, context: SystemContext) {
        super("mindcloud:systems:MemstackSystem", name, {}, context.opts);
        const opts = { parent: this };
        const { site, stores } = context;

        const namespace = new Namespace(
            `${name}-home`,
            { site, metadataName: "memstack", system: "memstack", loadBalanced: site.ingress !== undefined },
            opts,
        );
        const making = { config, context, namespace, opts };
        const connections = {
            database: new Database(
                `${name}-database`,
                { site, postgres: stores.postgres(), database: "memstack" },
                opts,
            ),
            neo4j: this.graph(name, making),
            // Its password goes through: the queue's commands are more than Envoy's Redis filter knows
            // (docs/upstream.md, MemStack).
            redis: new RedisProxy(
                `${name}-redis-proxy`,
                { namespace, redis: stores.redis("queue"), mode: "tcp" },
                opts,
            ),
        };
        const settings = {
            configuration: configurationOf(making, connections),
            secrets: secretsOf(making, connections),
        };

        const prepared = firstStart({ ...making, ...connections, ...settings }).ready;
        const parts = { ...making, ...connections, ...settings, prepared };
        const service = api(parts);
        worker(parts);
        const door = doorOf(MEMSTACK_ENDPOINT, config.endpoint, context);
        new PublicEndpoint(`${name}-endpoint`, { namespace, ...door, to: service, port: "http" }, opts);
        new NamespaceLimits(`${name}-limits`, { namespace }, opts);
        this.registerOutputs({});
    }

    private graph(name: string, { config, context, namespace, opts }: Making): Neo4jConnection {
        const { stores } = context;
        return connectNeo4j(
            `${name}-neo4j`,
            {
                ...{ namespace, store: stores.neo4j("memstack"), size: SIZES[config.size] },
                storage: gibibytes(config.neo4j.storageGibibytes),
                // Graphiti asks for it (docs/upstream.md, MemStack).
                apoc: true,
                admits: ["memstack-api", "memstack-worker", "memstack-first-start"].map((client) =>
                    from(client, "bolt"),
                ),
                backups: {
                    to: stores.dumps(),
                    ...{ prefix: "memstack/neo4j", fileName: MEMSTACK_BACKUP },
                    ...(config.neo4j.restoreFrom !== undefined && { restoreFrom: config.neo4j.restoreFrom }),
                },
            },
            opts,
        );
    }
}

const SIZES: Readonly<Record<Memstack["size"], Neo4jSize>> = {
    dev: { heap: mebibytes(512), pageCache: mebibytes(256), cpu: { request: "250m", limit: "1" } },
    // MEM-36, MEM-37: heap 4G, page cache 1G.
    production: { heap: gibibytes(4), pageCache: gibibytes(1), cpu: { request: "1", limit: "2" } },
};
