/** How each process of the one image is run. */
import { minutes, seconds, type Duration } from "../../workload";
import type { SystemContext } from "../context";
import { resourcesOf } from "./resources";
import type { CompanySettings, SimpleCli } from "./schema";
import { portOf, variablesOf, type Container } from "./settings";

/** Below dist/ of the image (docs/upstream.md, Simple-CLI). */
const SCRIPTS: Readonly<Record<Container, string>> = {
    agent: "daemon.js",
    brain: "mcp_servers/brain/index.js",
    healthMonitor: "mcp_servers/health_monitor/index.js",
    swarm: "mcp_servers/swarm/index.js",
    elasticSwarm: "mcp_servers/elastic_swarm/index.js",
};

/** The Brain opens LanceDB, and may fetch a model for embeddings, before it listens. */
const START_WITHIN = minutes(2);

/**
 * The chart's probes (docs/upstream.md, Simple-CLI), all on /health: readiness after 5 s every 10 s, liveness every
 * 20 s.
 */
const probes = (delay: Duration) => ({
    startWithin: START_WITHIN,
    liveness: { delay, every: seconds(20) },
    readiness: { delay: seconds(5), every: seconds(10) },
});

export function runOf(config: SimpleCli, company: CompanySettings, { images }: SystemContext, container: Container) {
    const run = images.run(config.workloads[container], {
        ...{ repository: "simple-cli", command: ["node", `dist/${SCRIPTS[container]}`] },
        ports: { http: portOf(config, container) },
    });
    const { image, command, arguments: args } = run;
    return {
        container: { image, command, arguments: args, resources: resourcesOf(config, container) },
        environment: { ...variablesOf(config, company.id, container), ...run.environment },
        port: run.ports.http,
        healthPath: run.healthPath,
        probes: probes(seconds(container === "agent" ? 30 : 15)),
    };
}
