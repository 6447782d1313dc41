/** What a stack file may say about MemStack, and what it needs. Imports zod only. */
import { z } from "zod";
import { definition } from "../definition";
import { CLOSED_ENDPOINT, endpointNeeds, endpointSettings } from "../endpoint";
import { besideRedisProxy } from "../pod-ports";
import { neo4jBackup, scrapedParts, workloadSettings } from "../settings";
import type { ProtectedVariables } from "../variables";
import { MEMSTACK_ENDPOINT } from "./paths";

/** How each is run is a setting; in brackets its ports. */
export const MEMSTACK_WORKLOADS = { api: ["http", "metrics"], worker: ["metrics"] } as const;

/** Beginning of its dumps' names. */
export const MEMSTACK_BACKUP = "memstack_backup";

const bounds = (maximum: number) =>
    z.strictObject({
        min: z
            .number()
            .int()
            .min(1, "must be 1 or more: an autoscaler of Kubernetes 1.36 has a floor of 1 | write 1 or more")
            .max(maximum, `must be at most ${String(maximum)} | lower it`)
            .describe("Fewest pods."),
        max: z
            .number()
            .int()
            .min(1, "must be 1 or more | raise it")
            .max(maximum, `must be at most ${String(maximum)} | lower it`)
            .describe("Most pods."),
    });

export const LLM_PROVIDERS = { qwen: "dashscope", gemini: "gemini", openai: "openai" } as const;

/** MEM-26, MEM-27. */
const MEASURED = ["api", "worker"] as const;

/** What pods are told from other keys, and would be told twice. */
const OURS: ProtectedVariables = {
    "POSTGRES_(HOST|PORT|DB|USER)|REDIS_(HOST|PORT)|NEO4J_(URI|USER)":
        "comes with the store that it names | leave it out",
    "POSTGRES_(POOL_.*|MAX_OVERFLOW)":
        "is what PostgreSQL has connections for | choose a larger stores.postgres.instance",
    LLM_PROVIDER: "is set by a key of its own | write systems.memstack.provider",
    MAX_ASYNC_WORKERS: "is set by a key of its own | write systems.memstack.asyncWorkers",
    LOG_LEVEL: "is set by a key of its own | write systems.memstack.logLevel",
    API_ALLOWED_ORIGINS: "is set by a key of its own | write systems.memstack.allowedOrigins",
    "ENVIRONMENT|SERVICE_NAME": "is the same everywhere | leave it out",
    "PORT|HEALTH_PATH|PASSWORDS|ROTATE": "is what the first start is told | leave it out",
};

export const memstack = z.strictObject({
    enabled: z.boolean().describe("Whether MemStack is part of this environment."),
    size: z.enum(["dev", "production"]).describe("production has the documented replicas; dev one of each."),
    api: bounds(100),
    worker: bounds(100),
    uvicornProcesses: z
        .number()
        .int("must be a whole number | write 1 to 16")
        .min(1, "must be 1 or more | raise it")
        .max(16, "must be at most 16: a pod has 2 CPUs | lower it")
        .describe(
            "uvicorn --workers of an API pod (Makefile: 4). Fewer run where PostgreSQL has no connections for more.",
        ),
    asyncWorkers: z
        .number()
        .int("must be a whole number | write 1 to 200")
        .min(1, "must be 1 or more | raise it")
        .max(200, "must be at most 200 | lower it")
        .describe("MAX_ASYNC_WORKERS: tasks that one worker pod works on at the same time."),
    allowedOrigins: z
        .array(
            z
                .string()
                .regex(
                    /^https?:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/i,
                    "is not an origin | write scheme and host, for example https://app.example.com",
                ),
        )
        .describe("API_ALLOWED_ORIGINS, for browsers. Empty: the system's own host, or nobody without a domain."),
    logLevel: z.enum(["DEBUG", "INFO", "WARNING", "ERROR"]).describe("LOG_LEVEL. DEBUG prints every SQL statement."),
    neo4j: z
        .strictObject({
            storageGibibytes: z
                .number()
                .int("must be a whole number of GiB | write 10 or more")
                .min(10, "must be 10 GiB or more | raise it")
                .max(16384, "must be at most 16384 GiB | lower it")
                .describe("Volume of MemStack's own Neo4j. It can grow, never shrink."),
            restoreFrom: neo4jBackup(MEMSTACK_BACKUP).describe(
                "Backup to load before the server starts (docs/guides/restore-neo4j.md). No default.",
            ),
        })
        .describe("Graph database, unless existing.neo4j.memstack names another."),
    provider: z.enum(["qwen", "gemini", "openai"]).describe("LLM_PROVIDER; its key is a secret that people set."),
    scraped: scrapedParts(MEASURED, "nothing listens on 9090 today"),
    endpoint: endpointSettings,
    workloads: workloadSettings(MEMSTACK_WORKLOADS, OURS),
});
export type Memstack = z.infer<typeof memstack>;

/** Accounts that MemStack makes at its first start, with passwords that everyone knows (docs/upstream.md, MemStack). */
export const MEMSTACK_ACCOUNTS = ["admin", "user"] as const;

/** MEM-38: POSTGRES_POOL_SIZE 20 + POSTGRES_MAX_OVERFLOW 40. */
const DOCUMENTED_CONNECTIONS_PER_POD = 60;
/**
 * SQLAlchemy's own default, 5 + 10 overflow: below it MemStack's four API processes wait for each other
 * (docs/upstream.md, MemStack).
 */
const SMALLEST_CONNECTIONS_PER_POD = 15;

export function memstackNeeds(config: Memstack) {
    const { ingress, internalIngress, logins } = endpointNeeds(MEMSTACK_ENDPOINT, config.endpoint);
    return {
        namespaces: ["memstack"],
        redis: [{ use: "queue", user: "memstack" }],
        postgres: [
            {
                database: "memstack",
                pods: config.api.max + config.worker.max,
                connectionsPerPod: DOCUMENTED_CONNECTIONS_PER_POD,
                fewestConnectionsPerPod: SMALLEST_CONNECTIONS_PER_POD,
            },
        ],
        backupArchive: true,
        neo4j: [{ user: "memstack" }],
        passwords: MEMSTACK_ACCOUNTS.map((account) => `memstack/${account}`),
        ...{ zonalVolumes: true, storageClasses: ["database" as const], volumes: ["memstack/neo4j-data"] },
        ...{ ingress, internalIngress },
        peopleSecrets: [`llm.${LLM_PROVIDERS[config.provider]}`, ...logins],
        pods: { floor: config.api.min + config.worker.min + 1, ceiling: config.api.max + config.worker.max + 1 },
    } as const;
}

export const memstackDefinition = definition(memstack, {
    needs: memstackNeeds,
    workloads: MEMSTACK_WORKLOADS,
    pods: () => [besideRedisProxy("api"), besideRedisProxy("worker")],
    endpoint: MEMSTACK_ENDPOINT,
    defaultPasswords: [
        {
            account:
                "`admin@memstack.ai`, `user@memstack.ai`: made at the first start with fixed passwords; their API keys are logged",
            instead: "rotated by the Job memstack-first-start before a pod serves; the keys are deleted",
        },
        { account: "Neo4j `neo4j`, PostgreSQL `postgres`: `password`", instead: "generated, in Secrets Manager" },
    ],
    measured: MEASURED,
    defaults: {
        // The deployment guide names no level and no origins; 4 and 20 are the code's own (docs/upstream.md, MemStack).
        common: {
            ...{ provider: "qwen", uvicornProcesses: 4, asyncWorkers: 20, allowedOrigins: [], logLevel: "INFO" },
            neo4j: { storageGibibytes: 20 },
            scraped: [],
            endpoint: CLOSED_ENDPOINT,
        },
        profiles: { economy: { size: "dev" }, highlyAvailable: { size: "production" } },
        // Replicas belong to the size, whatever the profile (MEM-16, MEM-20).
        sizes: {
            dev: { api: { min: 1, max: 2 }, worker: { min: 1, max: 2 } },
            production: { api: { min: 3, max: 20 }, worker: { min: 2, max: 15 } },
        },
    },
});
