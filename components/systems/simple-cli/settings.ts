/** What the agency's processes read: variables, the list of MCP servers, and the key of whoever's models they call. */
import type { SimpleCli } from "./schema";

/** As in the image (upstream-systems 4.1); the volumes are mounted below it. */
export const HOME = "/app";
export const AGENT_DIRECTORY = `${HOME}/.agent`;
export const BRAIN_DIRECTORY = `${AGENT_DIRECTORY}/brain`;
export const MCP_FILE = "mcp.json";

/** Port names, which are also those of the containers; numbers of spec/002. */
export const PORTS = { agent: 3000, brain: 3002, healthMonitor: 3004, swarm: 3005, elasticSwarm: 3006 } as const;

/** Name of the provider's key in the environment (upstream-systems 4.2). */
export const KEY_VARIABLE = {
    deepseek: "DEEPSEEK_API_KEY",
    openai: "OPENAI_API_KEY",
    anthropic: "ANTHROPIC_API_KEY",
    google: "GOOGLE_API_KEY",
    moonshot: "MOONSHOT_API_KEY",
} as const satisfies Record<SimpleCli["provider"], string>;

/** The tenant by both names: the document's chart sets `company`, the code reads the second (upstream-systems 4.7, 3). */
export const tenant = (company: string) => ({ COMPANY: company, JULES_COMPANY: company });

export const common = (company: string, port: number) => ({
    NODE_ENV: "production",
    PORT: String(port),
    JULES_AGENT_DIR: AGENT_DIRECTORY,
    ...tenant(company),
});

/**
 * MCP servers by address. The repository's file also starts two from npm at run time; one of them does not exist there (upstream-systems 4.7,
 * 5), and what an agent runs comes with its image.
 */
export function mcpServers({ sidecars }: SimpleCli, brain: string): string {
    const local = (port: number) => ({ url: `http://localhost:${String(port)}/sse` });
    const servers = {
        brain: { url: `http://${brain}:${String(PORTS.brain)}/sse` },
        ...(sidecars.healthMonitor && { health_monitor: local(PORTS.healthMonitor) }),
        ...(sidecars.swarm && { swarm: local(PORTS.swarm) }),
        ...(sidecars.elasticSwarm && { elastic_swarm: local(PORTS.elasticSwarm) }),
    };
    return `${JSON.stringify({ mcpServers: servers }, undefined, 2)}\n`;
}
