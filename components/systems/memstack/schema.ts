/** What a stack file may say about MemStack (spec/004), and what it needs. Imports zod only. */
import { z } from "zod";
import { definition } from "../definition";
import { workloadSettings } from "../settings";

/** How each is run is a setting; in brackets its ports. */
export const MEMSTACK_WORKLOADS = { api: ["http"], worker: [] } as const;

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

export const memstack = z.strictObject({
    enabled: z.boolean().describe("Whether MemStack is part of this environment."),
    size: z.enum(["dev", "production"]).describe("production has the documented replicas; dev one of each."),
    api: bounds(100),
    worker: bounds(100),
    provider: z.enum(["qwen", "gemini", "openai"]).describe("LLM_PROVIDER; its key is a secret that people set."),
    workloads: workloadSettings(MEMSTACK_WORKLOADS),
});
export type Memstack = z.infer<typeof memstack>;

/** spec/004: POSTGRES_POOL_SIZE 20 + POSTGRES_MAX_OVERFLOW 40. */
const DOCUMENTED_CONNECTIONS_PER_POD = 60;
/** SQLAlchemy's own default, 5 + 10 overflow: below it MemStack's four API processes wait for each other (upstream-systems 6.6). */
const SMALLEST_CONNECTIONS_PER_POD = 15;

export function memstackNeeds(config: Memstack) {
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
        backupArchive: [{ user: "memstack" }],
        neo4j: [{ user: "memstack" }],
        zonalVolumes: true, // Neo4j
        ingress: true,
        peopleSecrets: [`llm.${LLM_PROVIDERS[config.provider]}`],
        pods: { floor: config.api.min + config.worker.min + 1, ceiling: config.api.max + config.worker.max + 1 },
    } as const;
}

export const memstackDefinition = definition(memstack, {
    needs: memstackNeeds,
    workloads: MEMSTACK_WORKLOADS,
    defaults: {
        common: { provider: "qwen" },
        profiles: { economy: { size: "dev" }, highlyAvailable: { size: "production" } },
        // Replicas belong to the size, whatever the profile: spec/004, Autoscaling Configuration.
        sizes: {
            dev: { api: { min: 1, max: 2 }, worker: { min: 1, max: 2 } },
            production: { api: { min: 3, max: 20 }, worker: { min: 2, max: 15 } },
        },
    },
});
