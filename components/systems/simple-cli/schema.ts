/** What a stack file may say about Simple-CLI's digital agency (spec/002), and what it needs. Imports zod only. */
import { z } from "zod";
import { definition } from "../definition";
import { podBounds, workloadSettings } from "../settings";

/** How each is run is a setting; in brackets its ports. */
export const SIMPLE_CLI_WORKLOADS = {
    agent: ["http"],
    healthMonitor: ["http"],
    swarm: ["http"],
    elasticSwarm: ["http"],
    brain: ["http"],
} as const;

const agents = podBounds(50);
const gibibytes = z
    .number("must be a number of GiB | write 1 or more")
    .int("must be a whole number of GiB | write 1 or more")
    .min(1, "must be 1 GiB or more | raise it")
    .max(16384, "must be at most 16384 GiB | lower it");

const company = z.strictObject({
    state: z.enum(["active", "suspended"]).describe("suspended keeps the company's volumes at zero pods."),
    agents: agents.optional().describe("Replicas of this company's agent. Default systems.simpleCli.agents."),
});

const sidecars = z.strictObject({
    healthMonitor: z.boolean().describe("MCP server on 3004 that reads and serves the agent's metrics."),
    swarm: z.boolean().describe("MCP server on 3005: lifecycle and negotiation of agents."),
    elasticSwarm: z.boolean().describe("Daemon on 3006 that watches the queue; the queue's metric comes from it."),
});

const companyId = z
    .string()
    .regex(
        /^[a-z][a-z0-9-]{0,28}[a-z0-9]$/,
        "is not a company id | use 2-30 lower-case letters, digits and dashes, starting with a letter",
    );

/** Providers that the agents can call, with the secret each needs (upstream-systems 4.2). */
export const AGENT_MODELS = ["deepseek", "openai", "anthropic", "google", "moonshot"] as const;

export const simpleCli = z.strictObject({
    enabled: z.boolean().describe("Whether the digital agency is part of this environment."),
    size: z
        .enum(["dev", "production"])
        .describe("production scales agents 1-5 and shares files over EFS; dev runs one agent per company."),
    provider: z
        .enum(AGENT_MODELS)
        .describe("Whose models the agents call; its key is mindcloud:secrets.llm.<provider>."),
    model: z
        .string()
        .regex(/^[a-z]+:[\w./-]+$/, "is not provider:model | write for example deepseek:deepseek-reasoner")
        .describe("MODEL of the agents: the provider, a colon, and the provider's own name of the model."),
    agents: agents.describe("Replicas of each company's agent in size production; in dev there is one."),
    sidecars: sidecars.describe("Containers beside the agent, each of which may be left out."),
    storage: z
        .strictObject({
            agentGibibytes: gibibytes.describe("Claim for .agent: logs, metrics, local context. EFS ignores it."),
            brainGibibytes: gibibytes.describe("Claim for .agent/brain: vectors and graph. EFS ignores it."),
        })
        .describe("Volumes of each company."),
    companies: z.record(companyId, company).describe("Tenants by id: a namespace, volumes and identities each."),
    workloads: workloadSettings(SIMPLE_CLI_WORKLOADS),
});
export type SimpleCli = z.infer<typeof simpleCli>;

/** spec/002: one replica where the volumes are not shared. */
export const ONE = { min: 1, max: 1 } as const;

export function simpleCliNeeds(config: SimpleCli) {
    const companies = Object.entries(config.companies);
    const active = companies.filter(([, { state }]) => state === "active");
    const scales = config.size === "production";
    const agents = active.map(([, { agents: own }]) => (scales ? (own ?? config.agents) : ONE));
    const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
    return {
        namespaces: companies.map(([id]) => id),
        sharedFiles: scales ? companies.flatMap(([id]) => [`${id}-agent`, `${id}-brain`]) : [],
        zonalVolumes: !scales && companies.length > 0,
        untrustedCode: true,
        queueScaling: config.sidecars.elasticSwarm && agents.some(({ min, max }) => max > min),
        peopleSecrets: [`llm.${config.provider}`],
        // And a brain for each.
        pods: {
            floor: sum(agents.map(({ min }) => min + 1)),
            ceiling: sum(agents.map(({ max }) => max + 1)),
        },
    };
}

export const simpleCliDefinition = definition(simpleCli, {
    needs: simpleCliNeeds,
    workloads: SIMPLE_CLI_WORKLOADS,
    defaults: {
        common: {
            // The code's own default (upstream-systems 4.2).
            ...{ provider: "deepseek", model: "deepseek:deepseek-reasoner", companies: {} },
            // spec/002, Horizontal Pod Autoscaler: 1 to 5.
            agents: { min: 1, max: 5 },
            sidecars: { healthMonitor: true, swarm: true, elasticSwarm: true },
            // The chart's claims (upstream-systems 4.5).
            storage: { agentGibibytes: 1, brainGibibytes: 10 },
        },
        profiles: { economy: { size: "dev" }, highlyAvailable: { size: "production" } },
        entries: { companies: { state: "active" } },
    },
});
