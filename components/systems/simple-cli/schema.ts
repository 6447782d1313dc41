/** What a stack file may say about Simple-CLI's digital agency, and what it needs. Imports zod only. */
import { z } from "zod";
import { definition } from "../definition";
import { mcpServers } from "../mcp-server";
import type { PodPorts } from "../pod-ports";
import { podBounds, volumeGibibytes, workloadSettings } from "../settings";
import { variables, type ProtectedVariables } from "../variables";
import { PORTS, QUEUE_NUMBER } from "./ports";

/** How each is run is a setting; in brackets its ports. */
export const SIMPLE_CLI_WORKLOADS = {
    agent: ["http"],
    healthMonitor: ["http"],
    swarm: ["http"],
    elasticSwarm: ["http"],
    brain: ["http"],
} as const;

/** Beside each agent (SIM-4, SIM-24, SIM-25). */
const sidecars = {
    healthMonitor: z.boolean().describe("health-monitor, 3004: reads and serves what the agents measured."),
    swarm: z.boolean().describe("swarm, 3005: lifecycle and negotiation of agents."),
    elasticSwarm: z
        .boolean()
        .describe(
            "elastic-swarm, 3006: asks swarm for more agents in its own pod when tasks wait. The autoscaler does not need it.",
        ),
};

const agents = podBounds(50);

const company = z.strictObject({
    state: z.enum(["active", "suspended"]).describe("suspended keeps namespace and volumes at zero pods."),
    agents: agents.optional().describe("Replicas of this company's agents. Default systems.simpleCli.agents."),
    sidecars: z
        .strictObject(sidecars)
        .partial()
        .optional()
        .describe("Where this company differs from systems.simpleCli.sidecars."),
});

const companyId = z
    .string()
    .regex(
        /^[a-z][a-z0-9-]{0,28}[a-z0-9]$/,
        "is not a company id | use 2-30 lower-case letters, digits and dashes, starting with a letter",
    );

/** Providers that the agents can call, with the secret each needs (docs/upstream.md, Simple-CLI). */
export const AGENT_MODELS = ["deepseek", "openai", "anthropic", "google", "moonshot"] as const;

/** What pods are told from other keys, and would be told twice. */
const OURS: ProtectedVariables = {
    "COMPANY|JULES_COMPANY": "is the company's id | leave it out",
    "JULES_AGENT_DIR|AGENT_DIR|BRAIN_STORAGE_ROOT": "is where the volumes are mounted | leave it out",
    PORT: "is the container's own port | write systems.simpleCli.workloads.<name>.ports",
    MODEL: "is set by a key of its own | write systems.simpleCli.model",
    MOCK_EMBEDDINGS: "is set by a key of its own | write systems.simpleCli.embeddings: mock",
    SWARM_URL: "leads to the sidecar of the same pod | leave it out",
    NODE_ENV: "is production everywhere | leave it out",
    "STATE_FILE|QUEUE_PORT": "is what the queue's exporter is told | leave it out",
};

export const simpleCli = z
    .strictObject({
        enabled: z.boolean().describe("Whether the digital agency is part of this environment."),
        size: z
            .enum(["dev", "production"])
            .describe(
                "production scales agents and shares their files over EFS; dev runs one agent per company, on gp3 volumes.",
            ),
        provider: z
            .enum(AGENT_MODELS)
            .describe("Whose models the agents call; its key is mindcloud:secrets.llm.<provider>."),
        model: z
            .string()
            .regex(/^[a-z]+:\S+$/, "is not a model | write <provider>:<its name there>")
            .describe("MODEL of the agents: the provider, a colon, and the provider's own name of the model."),
        embeddings: z
            .enum(["openai", "google", "mock"])
            .optional()
            .describe(
                "Who makes vectors of what is remembered: openai needs mindcloud:secrets.llm.openai, google the provider google; mock finds nothing by meaning. Default the provider where it can, else openai. A change makes older vectors useless.",
            ),
        agents: agents.describe("Replicas of each company's agents: the autoscaler's bounds."),
        sidecars: z.strictObject(sidecars).describe("Containers beside the agent, each of which may be left out."),
        storage: z
            .strictObject({
                agentGibibytes: volumeGibibytes.describe(
                    "Claim for .agent: logs, metrics, local context. EFS ignores it.",
                ),
                brainGibibytes: volumeGibibytes.describe("Claim for .agent/brain: vectors and graph. EFS ignores it."),
                replaced: z
                    .enum(["copy", "keep"])
                    .optional()
                    .describe(
                        "While size changes, and with it the class of storage. copy: no pods, and Jobs copy the volumes of the size before into the new ones. keep: pods run on the new ones, the old ones stay. Left out, the old ones go.",
                    ),
            })
            .describe("Volumes of each company, in GiB. May grow, never shrink."),
        variables: variables(OURS).describe(
            "Further variables of every container, for example MOCK_EMBEDDINGS. No secrets.",
        ),
        mcpServers: mcpServers.describe(
            "Servers in every agent's mcp.json beside Brain, sidecars and filesystem, by name; filesystem replaces that one.",
        ),
        companies: z.record(companyId, company).describe("Tenants by id: a namespace, volumes and identities each."),
        workloads: workloadSettings(SIMPLE_CLI_WORKLOADS, OURS),
    })
    .refine(({ provider, model }) => model.startsWith(`${provider}:`), {
        path: ["model"],
        error: "is no model of systems.simpleCli.provider, whose key the agents get | write <provider>:<its name there>",
    })
    .refine(({ provider, embeddings }) => embeddings !== "google" || provider === "google", {
        path: ["embeddings"],
        error: "is asked with the key of the provider, which is another | write provider: google, or embeddings: openai",
    })
    .superRefine(({ size, agents: common, companies }, context) => {
        if (size === "production") return;
        // SIM-23: ReadWriteOnce works for single replicas.
        const refuse = (path: string[]) => {
            context.addIssue({
                ...{ code: "custom", path: [...path, "max"] },
                message:
                    "is more than the one agent that a volume on gp3 can have | choose size: production, or write 1",
            });
        };
        if (common.max > 1) refuse(["agents"]);
        for (const [id, own] of Object.entries(companies))
            if (own.agents !== undefined && own.agents.max > 1) refuse(["companies", id, "agents"]);
    });
export type SimpleCli = z.infer<typeof simpleCli>;
export type Sidecars = SimpleCli["sidecars"];

/** What holds for one company: its own word, or the agency's. */
export function companyOf({ agents: common, sidecars: all, storage, companies }: SimpleCli, id: string) {
    const own = companies[id];
    if (own === undefined) throw new Error(`systems.simpleCli.companies has no ${id}`);
    const { state, agents: bounds = common, sidecars: beside = {} } = own;
    return {
        ...{ id, suspended: state === "suspended" || storage.replaced === "copy", agents: bounds },
        sidecars: {
            healthMonitor: beside.healthMonitor ?? all.healthMonitor,
            swarm: beside.swarm ?? all.swarm,
            elasticSwarm: beside.elasticSwarm ?? all.elasticSwarm,
        } satisfies Sidecars,
    };
}
export type CompanySettings = ReturnType<typeof companyOf>;

/** Scales at all: by the queue too, and then KEDA does it. */
export const scalesByQueue = ({ agents: { min, max } }: CompanySettings): boolean => min < max;

/** LLM.embed of upstream's src/llm.ts knows two providers, whatever the model. */
export const embeddingsOf = ({ provider, embeddings }: Pick<SimpleCli, "provider" | "embeddings">) =>
    embeddings ?? (provider === "google" ? "google" : "openai");

/** Whose keys the processes need. */
export const keyedProviders = (
    config: Pick<SimpleCli, "provider" | "embeddings">,
): readonly (typeof AGENT_MODELS)[number][] => {
    const by = embeddingsOf(config);
    return [...new Set([config.provider, ...(by === "mock" ? [] : [by])])];
};

/** Names of a company's access points, which are directories of the environment's file system. */
export const accessPointOf = (id: string, volume: "agent" | "brain"): string => `${id}-${volume}`;

export function simpleCliNeeds(config: SimpleCli) {
    const ids = Object.keys(config.companies);
    const active = ids.map((id) => companyOf(config, id)).filter(({ suspended }) => !suspended);
    const shared = config.size === "production";
    const both = config.storage.replaced !== undefined;
    // One Brain each.
    const pods = (bound: "min" | "max") => active.reduce((sum, each) => sum + each.agents[bound] + 1, 0);
    return {
        namespaces: ids,
        sharedFiles:
            shared || both ? ids.flatMap((id) => [accessPointOf(id, "agent"), accessPointOf(id, "brain")]) : [],
        zonalVolumes: (!shared || both) && ids.length > 0,
        storageClasses: ["general" as const],
        volumes: shared && !both ? [] : ids.flatMap((id) => [`${id}/${id}-agent-data`, `${id}/${id}-brain-data`]),
        untrustedCode: true,
        queueScaling: active.some(scalesByQueue),
        peopleSecrets: keyedProviders(config).map((provider) => `llm.${provider}`),
        pods: { floor: pods("min"), ceiling: pods("max") },
    };
}

/** upstream's src/scheduler.ts: every daemon loads scheduler_state.json and scheduler.json of the shared volume, and runs all of it. */
export function agentNotes(config: SimpleCli): readonly string[] {
    const ids = Object.keys(config.companies);
    const most = Math.max(0, ...ids.map((id) => companyOf(config, id).agents.max));
    const because = "upstream's scheduler has no lock, so every replica runs every scheduled and pending task";
    if (most > 1)
        return [`WARNING up to ${String(most)} agents a company: ${because}; write agents.max: 1 until it has one`];
    return config.size === "production" && ids.length > 0
        ? [`one agent a company instead of the documented 1 to 5: ${because}; systems.simpleCli.agents.max raises it`]
        : [];
}

/** One for each set of sidecars that a company has. */
function agentPods(config: SimpleCli): readonly PodPorts[] {
    const { agent, healthMonitor, swarm, elasticSwarm } = PORTS;
    const beside = Object.keys(config.companies).map((id) => companyOf(config, id).sidecars);
    return [...new Map(beside.map((sidecars) => [JSON.stringify(sidecars), sidecars])).values()].map((sidecars) => ({
        workloads: {
            agent: { http: agent },
            ...(sidecars.healthMonitor && { healthMonitor: { http: healthMonitor } }),
            ...(sidecars.swarm && { swarm: { http: swarm } }),
            ...(sidecars.elasticSwarm && { elasticSwarm: { http: elasticSwarm } }),
        },
        taken: { [QUEUE_NUMBER]: "the queue's exporter" },
    }));
}

export const simpleCliDefinition = definition(simpleCli, {
    needs: simpleCliNeeds,
    workloads: SIMPLE_CLI_WORKLOADS,
    notes: agentNotes,
    pods: agentPods,
    defaults: {
        common: {
            // The code's own default (docs/upstream.md, Simple-CLI).
            ...{ provider: "deepseek", model: "deepseek:deepseek-reasoner" },
            sidecars: { healthMonitor: true, swarm: true, elasticSwarm: true },
            // The chart's claims (docs/upstream.md, Simple-CLI).
            storage: { agentGibibytes: 1, brainGibibytes: 10 },
            ...{ variables: {}, mcpServers: {}, companies: {} },
        },
        profiles: { economy: { size: "dev" }, highlyAvailable: { size: "production" } },
        sizes: {
            dev: { agents: { min: 1, max: 1 } },
            // SIM-31 has 1 to 5: until upstream's scheduler has a lock each replica runs every task again.
            production: { agents: { min: 1, max: 1 } },
        },
        entries: { companies: { state: "active" } },
    },
});
