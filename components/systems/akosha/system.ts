import * as pulumi from "@pulumi/pulumi";
import { PublicEndpoint } from "../../blocks/ingress";
import { RedisExporter } from "../../blocks/redis-exporter";
import { RedisProxy } from "../../blocks/redis-proxy";
import { Namespace, NamespaceLimits } from "../../workload";
import type { SystemContext } from "../context";
import { doorOf } from "../door";
import { isAbsent } from "../settings";
import { partsOf, type Parts } from "./parts";
import { aging, ingestion, query } from "./pods";
import { AKOSHA_ENDPOINT, usesRedis, type Akosha } from "./schema";
import { configurationOf, REDIS_USER, settingsOf } from "./settings";
import { hotStore, warmStore } from "./stores";

export function deployAkosha(config: Akosha, context: SystemContext): void {
    new AkoshaSystem("akosha", config, context);
}

/**
 * Universal memory: pods that take in and answer, a hot and a warm store, a cold bucket, and a job that moves records
 * between them (AKO-13 to AKO-18).
 */
class AkoshaSystem extends pulumi.ComponentResource {
    constructor(name: string, config: Akosha, context: SystemContext) {
        super("mindcloud:systems:AkoshaSystem", name, {}, context.opts);
        const opts = { parent: this };
        const { site } = context;

        const namespace = new Namespace(
            `${name}-home`,
            { site, metadataName: "akosha", system: "akosha", loadBalanced: site.ingress !== undefined },
            opts,
        );
        const making = { config, context, namespace, opts };
        const parts = partsOf({
            ...making,
            configuration: configurationOf(making),
            settings: settingsOf(making),
            ...(usesRedis(config) && { redis: redisProxy(name, making) }),
        });

        const has = (part: keyof Akosha["workloads"]): boolean => !isAbsent(config.workloads[part]);
        const stores = {
            ...(has("hotStore") && { hot: hotStore(parts) }),
            ...(has("warmStore") && { warm: warmStore(parts) }),
        };
        if (has("ingestion")) ingestion(parts, stores);
        const api = query(parts, stores);
        if (has("aging")) aging(parts, stores);
        if (usesRedis(config)) this.watchRedis(name, making);
        const door = doorOf(AKOSHA_ENDPOINT, config.endpoint, context);
        new PublicEndpoint(`${name}-endpoint`, { namespace, ...door, to: api, port: "api" }, opts);
        new NamespaceLimits(`${name}-limits`, { namespace }, opts);
        this.registerOutputs({});
    }

    /** "Metrics exporter" of the guide's table: what the cache says of itself, which no process of Akosha exports. */
    private watchRedis(
        name: string,
        { context, namespace, opts }: Pick<Parts, "context" | "namespace" | "opts">,
    ): void {
        const redis = context.stores.redis("cache");
        new RedisExporter(`${name}-redis-exporter`, { namespace, redis, user: REDIS_USER }, opts);
    }
}

function redisProxy(
    name: string,
    { context, namespace, opts }: Pick<Parameters<typeof partsOf>[0], "context" | "namespace" | "opts">,
): RedisProxy {
    const redis = context.stores.redis("cache");
    return new RedisProxy(`${name}-redis-proxy`, { namespace, redis, mode: "redis", user: REDIS_USER }, opts);
}
