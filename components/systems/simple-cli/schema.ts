/** What a stack file may say about Simple-CLI's digital agency (spec/002), and what it needs. Imports zod only. */
import { z } from "zod";
import { definition } from "../definition";
import { workloadSettings } from "../settings";

/** How each is run is a setting; in brackets its ports. */
export const SIMPLE_CLI_WORKLOADS = {
    agent: ["http"],
    healthMonitor: ["http"],
    swarm: ["http"],
    elasticSwarm: ["http"],
    brain: ["http"],
} as const;

const company = z.strictObject({
    state: z.enum(["active", "suspended"]).describe("suspended keeps the company's volumes at zero pods."),
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
    companies: z.record(companyId, company).describe("Tenants by id: a namespace, volumes and identities each."),
    workloads: workloadSettings(SIMPLE_CLI_WORKLOADS),
});
export type SimpleCli = z.infer<typeof simpleCli>;

export function simpleCliNeeds(config: SimpleCli) {
    const companies = Object.entries(config.companies);
    const active = companies.filter(([, { state }]) => state === "active").length;
    const scales = config.size === "production";
    return {
        namespaces: companies.map(([id]) => id),
        sharedFiles: scales ? companies.flatMap(([id]) => [`${id}-agent`, `${id}-brain`]) : [],
        zonalVolumes: !scales && companies.length > 0,
        untrustedCode: true,
        queueScaling: scales && active > 0,
        peopleSecrets: [`llm.${config.provider}`],
        pods: { floor: active * 2, ceiling: active * (scales ? 6 : 2) },
    };
}

export const simpleCliDefinition = definition(simpleCli, {
    needs: simpleCliNeeds,
    workloads: SIMPLE_CLI_WORKLOADS,
    defaults: {
        common: { provider: "deepseek", companies: {} },
        profiles: { economy: { size: "dev" }, highlyAvailable: { size: "production" } },
        entries: { companies: { state: "active" } },
    },
});
