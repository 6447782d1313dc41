/**
 * What MemStack's processes read: one ConfigMap and one Secret of environment variables, as its Settings class knows
 * nothing else (docs/upstream.md, MemStack).
 */
import type { StoredSecret } from "../../handles";
import { Configuration, SyncedSecret } from "../../workload";
import type { Making, Parts } from "./parts";
import { LLM_PROVIDERS, type Memstack } from "./schema";

/** MEM-38: 20 kept open and 40 more under load, for one pod. */
const DOCUMENTED_POOL = { size: 20, overflow: 40 } as const;
/**
 * SQLAlchemy's own default, which the code of 2025-12 uses in every process whatever it is told: 5 + 10
 * (docs/upstream.md, MemStack).
 */
const CONNECTIONS_PER_PROCESS = 15;

/** The documented pool where PostgreSQL has room for it; otherwise the same shape of what is there. */
export function poolOf(perPod: number): { readonly size: number; readonly overflow: number } {
    const documented = DOCUMENTED_POOL.size + DOCUMENTED_POOL.overflow;
    if (perPod >= documented) return DOCUMENTED_POOL;
    const size = Math.max(1, Math.floor((perPod * DOCUMENTED_POOL.size) / documented));
    return { size, overflow: Math.max(0, perPod - size) };
}

/** Processes of an API pod: what was asked for, or as many as its connections carry. */
export const processesOf = ({ uvicornProcesses }: Memstack, perPod: number): number =>
    Math.max(1, Math.min(uvicornProcesses, Math.floor(perPod / CONNECTIONS_PER_PROCESS)));

type Stores = Pick<Parts, "database" | "neo4j" | "redis">;

export function configurationOf(
    { config, context, namespace, opts }: Making,
    { database, neo4j, redis }: Stores,
): Configuration {
    const pool = poolOf(database.pool.perPod);
    const values = {
        POSTGRES_HOST: database.host,
        POSTGRES_PORT: String(database.port),
        POSTGRES_DB: database.database,
        // MEM-38: the documented pool where there is room for it.
        POSTGRES_POOL_SIZE: String(pool.size),
        POSTGRES_MAX_OVERFLOW: String(pool.overflow),
        POSTGRES_POOL_RECYCLE: "3600",
        POSTGRES_POOL_PRE_PING: "true",
        REDIS_HOST: redis.host,
        REDIS_PORT: String(redis.port),
        NEO4J_URI: neo4j.uri,
        LLM_PROVIDER: config.provider,
        MAX_ASYNC_WORKERS: String(config.asyncWorkers),
        LOG_LEVEL: config.logLevel,
        ENVIRONMENT: "production",
        SERVICE_NAME: "memstack",
        // A list in JSON: a text with commas would stay one origin, and match parts of others
        // (docs/upstream.md, MemStack).
        API_ALLOWED_ORIGINS: JSON.stringify(originsOf(config, context.site.ingress?.domainName)),
    };
    return new Configuration("memstack-config", { namespace, values }, opts);
}

function originsOf({ allowedOrigins }: Memstack, domain: string | undefined): readonly string[] {
    if (allowedOrigins.length > 0 || domain === undefined) return allowedOrigins;
    return [`https://memstack.${domain}`];
}

/** Name of the provider's key in MemStack's settings. */
const KEY_VARIABLE = {
    qwen: "DASHSCOPE_API_KEY",
    gemini: "GEMINI_API_KEY",
    openai: "OPENAI_API_KEY",
} as const satisfies Record<Memstack["provider"], string>;

export function secretsOf({ config, context, namespace, opts }: Making, { database, neo4j }: Stores): SyncedSecret {
    const queue = credentialOf(context.stores.redis("queue").users, "memstack");
    return new SyncedSecret(
        "memstack-secrets",
        {
            namespace,
            keys: {
                POSTGRES_USER: { from: database.credential, property: "username" },
                POSTGRES_PASSWORD: { from: database.credential, property: "password" },
                REDIS_PASSWORD: { from: queue, property: "password" },
                NEO4J_USER: { from: neo4j.credential, property: "username" },
                NEO4J_PASSWORD: { from: neo4j.credential, property: "password" },
                [KEY_VARIABLE[config.provider]]: {
                    from: context.peopleSecret(`llm.${LLM_PROVIDERS[config.provider]}`),
                },
            },
        },
        opts,
    );
}

function credentialOf(users: Readonly<Record<string, StoredSecret>>, user: string): StoredSecret {
    const secret = users[user];
    if (secret === undefined) throw new Error(`redis queue has no user ${user}`);
    return secret;
}

/** Read by the job that rotates them, and by nobody else. */
export const accountPasswords = ({ context, namespace, opts }: Making, accounts: readonly string[]): SyncedSecret =>
    new SyncedSecret(
        "memstack-accounts",
        {
            namespace,
            keys: Object.fromEntries(
                accounts.map((account) => [account, { from: context.password(`memstack/${account}`) }]),
            ),
        },
        opts,
    );
