/** What runs beside each agent (SIM-4, SIM-24, SIM-25). */
import { seconds, type SidecarArgs, type SyncedSecret } from "../../workload";
import type { SystemContext } from "../context";
import { runOf } from "./container";
import type { CompanySettings, SimpleCli } from "./schema";
import { AGENT_DIRECTORY, beside, HOME, modelVariables } from "./settings";

export type SidecarPort = "health-monitor" | "swarm" | "elastic-swarm";
type Sidecar = SidecarArgs<SidecarPort, "agent">;

/**
 * Native sidecars in this order, each started once the one before it is well: elastic-swarm listens only if it was
 * there before swarm, and otherwise waits for it for ever (docs/upstream.md, Simple-CLI). Ordinary containers start
 * together and would race.
 */
export function sidecarsOf(
    config: SimpleCli,
    company: CompanySettings,
    context: SystemContext,
    key: SyncedSecret,
): Readonly<Record<string, Sidecar>> {
    const { elasticSwarm, swarm, healthMonitor } = company.sidecars;
    const sidecar = (container: "healthMonitor" | "swarm", port: SidecarPort): Sidecar => {
        const run = runOf(config, company, context, container);
        return {
            ...run.container,
            ports: { [port]: run.port },
            health: { path: run.healthPath, on: port, ...run.probes },
            environment: { ...run.environment, ...(container === "swarm" && modelVariables(config, key)) },
            mounts: { [AGENT_DIRECTORY]: "agent", ...(container === "healthMonitor" && ALERT_RULES) },
        };
    };
    return {
        ...(elasticSwarm && { "elastic-swarm": elasticSwarmOf(config, company, context) }),
        ...(swarm && { swarm: sidecar("swarm", "swarm") }),
        ...(healthMonitor && { "health-monitor": sidecar("healthMonitor", "health-monitor") }),
    };
}

/**
 * The health monitor writes alert_rules.json here, outside its volume, and would forget them
 * (docs/upstream.md, Simple-CLI).
 */
const ALERT_RULES = { [`${HOME}/scripts/dashboard`]: { volume: "agent", subPath: "health-monitor" } } as const;

function elasticSwarmOf(config: SimpleCli, company: CompanySettings, context: SystemContext): Sidecar {
    const run = runOf(config, company, context, "elasticSwarm");
    const other = runOf(config, company, context, "swarm").healthPath;
    const either = anyOf(beside(config, "elasticSwarm", run.healthPath), beside(config, "swarm", other));
    const { startWithin } = run.probes;
    return {
        ...run.container,
        ports: { "elastic-swarm": run.port },
        health: company.sidecars.swarm
            ? { startWithin, ...either }
            : { path: run.healthPath, on: "elastic-swarm", ...run.probes },
        environment: { ...run.environment, SWARM_URL: beside(config, "swarm"), AGENT_DIR: AGENT_DIRECTORY },
        mounts: { [AGENT_DIRECTORY]: "agent" },
    };
}

const ONE_ANSWERS =
    "Promise.any(process.argv.slice(1).map(async (url) => { if (!(await fetch(url)).ok) throw url; }))" +
    ".then(() => process.exit(0), () => process.exit(1));";

/**
 * Well if one of two answers. At the first start only elastic-swarm can, so swarm waits for it. Restarted alone later it hangs, and no further
 * restart helps; then swarm answers, and the agent goes on serving and scaling by cpu and memory until its pod is next replaced.
 * Seldom, because each look is a Node process.
 */
const anyOf = (...urls: readonly string[]) => ({
    command: ["node", "-e", ONE_ANSWERS, ...urls],
    liveness: { delay: seconds(15), every: seconds(60), timeout: seconds(5) },
    readiness: { delay: seconds(5), every: seconds(30), timeout: seconds(5) },
});
