/**
 * ConfigMap and Secrets with the names and keys of Akosha's deployment guide: AKO-28 to AKO-31, and AKO-37 to AKO-43.
 */
import { dnsSuffixOf } from "../../../config/zones";
import type * as pulumi from "@pulumi/pulumi";
import { REDIS_PROXY_HOST, REDIS_PROXY_PORT } from "../../blocks/redis-proxy";
import type { Bucket, RedisConnection } from "../../handles";
import { Configuration, PlainSecret, SyncedSecret, type Namespace } from "../../workload";
import type { SystemContext } from "../context";
import { JWT_ACCOUNT, TOKEN_ACCOUNT, usesRedis, type Akosha } from "./schema";

/** The guide's bucket: a prefix in the environment's. */
export const COLD_PREFIX = "akosha-cold-data";
export const REDIS_USER = "akosha";

export interface Settings {
    readonly storage: PlainSecret;
    /** What callers must show. */
    readonly tokens: SyncedSecret;
    /** Addresses of somebody else's service that verifies tokens. */
    readonly authService?: PlainSecret;
    readonly redis?: SyncedSecret;
}

interface Making {
    readonly config: Akosha;
    readonly context: SystemContext;
    readonly namespace: Namespace;
    readonly opts: pulumi.ComponentResourceOptions;
}

/** Every key of the guide's ConfigMap, and what a stack adds. */
export function configurationOf({ config, namespace, opts }: Making): Configuration {
    const { limits, cache, tiers } = config;
    const values = {
        AKOSHA_HOT_PATH: HOT_PATH,
        AKOSHA_WARM_PATH: WARM_PATH,
        AKOSHA_MAX_CONCURRENT_INGESTS: String(limits.maxConcurrentIngests),
        AKOSHA_INGESTION_TIMEOUT: String(limits.ingestionTimeoutSeconds),
        AKOSHA_QUERY_TIMEOUT: String(limits.queryTimeoutSeconds),
        AKOSHA_MAX_RESULTS: String(limits.maxResults),
        AKOSHA_CACHE_ENABLED: String(cache.enabled),
        AKOSHA_L1_CACHE_SIZE: String(cache.l1Size),
        AKOSHA_L2_CACHE_ENABLED: String(usesRedis(config)),
        AKOSHA_HOT_TIER_DAYS: String(tiers.hotDays),
        AKOSHA_WARM_TIER_DAYS: String(tiers.warmDays),
        AKOSHA_AGING_SCHEDULE: config.agingSchedule,
        // Dashboards, alerts and the ingestion autoscaler read them.
        AKOSHA_METRICS_ENABLED: "true",
        AKOSHA_LOG_LEVEL: config.logLevel,
        ...config.variables,
    };
    return new Configuration("akosha-config", { namespace, values }, opts);
}

export const HOT_PATH = "/data/hot";
export const WARM_PATH = "/data/warm";

export function settingsOf(making: Making): Settings {
    const { config, context, namespace, opts } = making;
    return {
        storage: storageSecret(context, namespace, opts),
        ...authenticationOf(making),
        ...(usesRedis(config) && { redis: redisSecret(context.stores.redis("cache"), namespace, opts) }),
    };
}

/** Without them Akosha lets everybody in (akosha/security.py, is_auth_enabled), whoever else verifies tokens besides. */
function authenticationOf({ config, context, namespace, opts }: Making): Pick<Settings, "tokens" | "authService"> {
    const { authentication: service } = config;
    const keys = {
        "jwt-secret": { from: context.password(JWT_ACCOUNT) },
        "api-token": { from: context.password(TOKEN_ACCOUNT) },
    };
    const tokens = new SyncedSecret("akosha-jwt", { namespace, keys }, opts);
    if (service === undefined) return { tokens };
    const values = { "auth-service-url": service.serviceUrl, "jwks-url": service.jwksUrl };
    return { tokens, authService: new PlainSecret("akosha-auth-config", { namespace, values }, opts) };
}

/** Without the guide's access keys: pods get short-lived ones from Pod Identity, where every AWS client looks by itself. */
function storageSecret(
    { stores, site }: SystemContext,
    namespace: Namespace,
    opts: pulumi.ComponentResourceOptions,
): PlainSecret {
    const cold: Bucket = stores.cold();
    const { region, partition } = site.scope;
    const values = {
        bucket: cold.bucketName,
        prefix: COLD_PREFIX,
        endpoint: `https://s3.${region}.${dnsSuffixOf(partition)}`,
        region,
    };
    return new PlainSecret("akosha-storage-credentials", { namespace, values }, opts);
}

/**
 * Host and port are the proxy's in each pod, which speaks TLS and logs in; Akosha can do neither (docs/upstream.md,
 * Akosha). The password is the one of Akosha's own user, for an image that can; no pod reads it today.
 */
function redisSecret(redis: RedisConnection, namespace: Namespace, opts: pulumi.ComponentResourceOptions) {
    const from = redis.users[REDIS_USER];
    if (from === undefined) throw new Error(`redis ${redis.use} has no user ${REDIS_USER}`);
    return new SyncedSecret(
        "akosha-redis-config",
        {
            namespace,
            keys: { "redis-password": { from, property: "password" } },
            plain: { "redis-host": REDIS_PROXY_HOST, "redis-port": String(REDIS_PROXY_PORT) },
        },
        opts,
    );
}
