/** What the agency's processes read: variables, the list of MCP servers, and the key of whoever's models they call. */
import type { SyncedSecret } from "../../workload";
import { PORTS } from "./ports";
import { embeddingsOf, keyedProviders, type CompanySettings, type SimpleCli } from "./schema";

/** As in the image (docs/upstream.md, Simple-CLI); the volumes are mounted below it. */
export const HOME = "/app";
export const AGENT_DIRECTORY = `${HOME}/.agent`;
export const BRAIN_DIRECTORY = `${AGENT_DIRECTORY}/brain`;
export const MCP_FILE = "mcp.json";

export type Container = keyof SimpleCli["workloads"];

export const portOf = ({ workloads }: SimpleCli, container: Container): number =>
    workloads[container].ports?.http ?? PORTS[container];

export const namesOf = (id: string) => ({ agent: `${id}-agent`, brain: `${id}-brain` });

/** By which each container knows another of its pod: they share one network. */
export const beside = (config: SimpleCli, container: Container, path = "/sse"): string =>
    `http://localhost:${String(portOf(config, container))}${path}`;

/**
 * Name of the provider's key in the environment, which the processes read and nothing else
 * (docs/upstream.md, Simple-CLI).
 */
export const KEY_VARIABLE = {
    deepseek: "DEEPSEEK_API_KEY",
    openai: "OPENAI_API_KEY",
    anthropic: "ANTHROPIC_API_KEY",
    google: "GOOGLE_API_KEY",
    moonshot: "MOONSHOT_API_KEY",
} as const satisfies Record<SimpleCli["provider"], string>;

/**
 * Of every container. The tenant by both names: SIM-14 injects `company`, the code reads JULES_COMPANY
 * (docs/upstream.md, Simple-CLI). PORT makes a process listen at all.
 */
export const variablesOf = (config: SimpleCli, id: string, container: Container) => ({
    ...config.variables,
    ...{ NODE_ENV: "production", HOME: "/tmp", PORT: String(portOf(config, container)) },
    ...{ JULES_AGENT_DIR: AGENT_DIRECTORY, COMPANY: id, JULES_COMPANY: id },
});

/** What images/simple-cli installs, with the folder that upstream's chart gives it. Paths that its container may not write stay as they are. */
const FILESYSTEM = {
    command: "node",
    args: [`${HOME}/node_modules/@modelcontextprotocol/server-filesystem/dist/index.js`, HOME],
} as const;

/**
 * MCP servers by address, one that the image can start, and those that the stack adds; one that is switched off is not named. The chart's
 * `git` does not exist on npm (docs/upstream.md, Simple-CLI): an agent that started it would get an error.
 */
export function mcpServers(config: SimpleCli, { id, sidecars }: CompanySettings): string {
    const brain = `http://${namesOf(id).brain}:${String(portOf(config, "brain"))}/sse`;
    const servers = {
        brain: { url: brain },
        ...(sidecars.healthMonitor && { health_monitor: { url: beside(config, "healthMonitor") } }),
        ...(sidecars.swarm && { swarm: { url: beside(config, "swarm") } }),
        ...(sidecars.elasticSwarm && { elastic_swarm: { url: beside(config, "elasticSwarm") } }),
        filesystem: FILESYSTEM,
        ...Object.fromEntries(Object.entries(config.mcpServers).map(([name, server]) => [name, added(server)])),
    };
    return `${JSON.stringify({ mcpServers: servers }, undefined, 2)}\n`;
}

/** In the words of upstream's src/mcp.ts. */
function added({ url, command: [command, ...args] = [], variables }: SimpleCli["mcpServers"][string]) {
    return url === undefined ? { command, args, ...(variables && { env: variables }) } : { url };
}

/** Of every process that calls a model: agent, Brain and swarm each make one of their own (upstream's createLLM). */
export const modelVariables = (config: SimpleCli, secret: SyncedSecret) => ({
    MODEL: config.model,
    ...(embeddingsOf(config) === "mock" && { MOCK_EMBEDDINGS: "true" }),
    ...Object.fromEntries(
        keyedProviders(config).map((provider) => [KEY_VARIABLE[provider], { secret, key: KEY_VARIABLE[provider] }]),
    ),
});
