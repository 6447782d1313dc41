/** The two StatefulSets of a company (spec/002, Architecture). */
import { exportedBy } from "../../monitoring/catalogue";
import {
    between,
    claimed,
    files,
    fixed,
    from,
    internet,
    minutes,
    percent,
    seconds,
    shared,
    single,
    suspended,
    Workload,
    type Duration,
} from "../../workload";
import type { SidecarArgs } from "../../workload/pod-args";
import type { Replicated } from "../../workload/scaling";
import { metrics } from "./metrics";
import type { Company } from "./company";
import { resourcesOf, type Container } from "./resources";

import { AGENT_DIRECTORY, BRAIN_DIRECTORY, common, HOME, KEY_VARIABLE, MCP_FILE, PORTS } from "./settings";

const REPOSITORY = "simple-cli";
/** metadata.name of both, in the company's own namespace; as the chart's release is called. */
export const AGENT = "simple-cli-agent";
export const BRAIN = "simple-cli-brain";

/** LanceDB and, without a provider of embeddings, a model are loaded first. */
const START_WITHIN = minutes(2);

/** The chart's probes (upstream-systems 4.5): delay and period of liveness; readiness is 5 s and 10 s for all. */
const probes = (delay: Duration) => ({
    startWithin: START_WITHIN,
    liveness: { delay, every: seconds(20) },
    readiness: { delay: seconds(5), every: seconds(10) },
});

/** One container, as the stack says it is run. */
function run(company: Company, container: Container, script: string) {
    const { config, context, id } = company;
    const port = PORTS[container];
    const {
        image,
        command,
        arguments: args,
        ports,
        healthPath,
        environment,
    } = context.images.run(config.workloads[container], {
        ...{ repository: REPOSITORY, command: ["node", `dist/${script}`], ports: { http: port } },
        ...(container === "elasticSwarm" && {
            metrics: { on: "http", catalogue: exportedBy(metrics, "elastic-swarm") },
        }),
    });
    return {
        ...{ image, ...(command && { command }), ...(args && { arguments: args }) },
        resources: resourcesOf(config.size, container),
        environment: { ...common(id, ports.http), ...environment },
        port: ports.http,
        healthPath,
    };
}

/** Vectors and graph. Alone on its volume, or beside the agents on shared files. */
export function brain(company: Company): Workload<"brain", never, "brain"> {
    const { name, namespace, key, config, opts } = company;
    const { port, healthPath, environment, ...serving } = run(company, "brain", "mcp_servers/brain/index.js");
    const args = {
        ...{ namespace, metadataName: BRAIN, containerName: "brain", component: "brain" },
        kind: "StatefulSet",
        ...serving,
        environment: {
            ...environment,
            BRAIN_STORAGE_ROOT: `${BRAIN_DIRECTORY}/episodic`,
            [KEY_VARIABLE[config.provider]]: { secret: key, key: KEY_VARIABLE[config.provider] },
        },
        ports: { brain: port },
        health: { path: healthPath, on: "brain", ...probes(seconds(15)) },
        mounts: { [BRAIN_DIRECTORY]: "brain" },
        admits: [from(AGENT, "brain")],
        // Embeddings come from the provider, or a model that is downloaded once.
        reaches: [internet()],
        priority: "store",
    } as const;
    const scaling = company.state === "active" ? single() : suspended();
    const { volumes } = company;
    return volumes.kind === "shared"
        ? new Workload(
              `${name}-brain`,
              { ...args, scaling, volumes: { brain: shared(volumes.brain) }, nodes: "untrusted" },
              opts,
          )
        : new Workload(
              `${name}-brain`,
              { ...args, scaling, volumes: { brain: claimed(volumes.brain) }, nodes: "zonal" },
              opts,
          );
}

type Port = "agent" | "health-monitor" | "swarm" | "elastic-swarm";
type Sidecar = SidecarArgs<Exclude<Port, "agent">, "agent">;

/**
 * Native sidecars, one after the other, so that elastic-swarm is first: it waits for ever for a swarm that is already there, and listens at
 * once where there is none (upstream-systems 4.7, 2). If it is restarted alone it hangs; so its readiness is only that its container runs,
 * and the agent serves on while its liveness restarts it.
 */
function sidecars(company: Company): Record<string, Sidecar> {
    const { config } = company;
    const one = (
        container: "healthMonitor" | "swarm" | "elasticSwarm",
        port: Exclude<Port, "agent">,
        script: string,
    ) => {
        const { port: number, healthPath, ...serving } = run(company, container, script);
        return {
            ...serving,
            ports: { [port]: number },
            mounts: { [AGENT_DIRECTORY]: "agent" },
            health: { path: healthPath, on: port, ...probes(seconds(15)) },
        } satisfies Sidecar;
    };
    const elastic = one("elasticSwarm", "elastic-swarm", "mcp_servers/elastic_swarm/index.js");
    const swarmAddress = { SWARM_URL: `http://localhost:${String(PORTS.swarm)}/sse`, AGENT_DIR: AGENT_DIRECTORY };
    return {
        ...(config.sidecars.elasticSwarm && {
            "elastic-swarm": {
                ...elastic,
                environment: { ...elastic.environment, ...swarmAddress },
                health: {
                    ...elastic.health,
                    readiness: { ...elastic.health.readiness, check: { command: ["node", "--version"] } },
                },
            },
        }),
        ...(config.sidecars.swarm && { swarm: one("swarm", "swarm", "mcp_servers/swarm/index.js") }),
        ...(config.sidecars.healthMonitor && {
            "health-monitor": one("healthMonitor", "health-monitor", "mcp_servers/health_monitor/index.js"),
        }),
    };
}

/** Tasks, SOPs and HR loops; it runs what its model writes, and so on nodes of its own. */
export function agent(company: Company, brainOf: Workload<"brain", never, "brain">): void {
    const { name, namespace, key, configuration, config, opts } = company;
    const { port, healthPath, environment, ...serving } = run(company, "agent", "daemon.js");
    const args = {
        ...{ namespace, metadataName: AGENT, containerName: "agent", component: "agent" },
        kind: "StatefulSet",
        ...serving,
        workingDirectory: HOME,
        environment: {
            ...environment,
            MODEL: config.model,
            [KEY_VARIABLE[config.provider]]: { secret: key, key: KEY_VARIABLE[config.provider] },
        },
        ports: { agent: port },
        health: { path: healthPath, on: "agent", ...probes(seconds(30)) },
        sidecars: sidecars(company),
        ...(config.sidecars.elasticSwarm && { metrics: { on: "elastic-swarm" as const } }),
        reaches: [brainOf.on("brain"), internet()],
        nodes: "untrusted",
        // A task is not finished in seconds; what is cut off is taken up again from the queue.
        stop: { finish: minutes(2) },
    } as const;
    const mcp = files(configuration);
    const mcpMount = { [`${HOME}/${MCP_FILE}`]: { volume: "mcp", subPath: MCP_FILE, readOnly: true } } as const;
    const { volumes } = company;
    if (volumes.kind === "shared")
        new Workload<"agent", Exclude<Port, "agent">, "agent" | "brain" | "mcp">(
            `${name}-agent`,
            {
                ...args,
                scaling: scalingOf(company),
                volumes: { agent: shared(volumes.agent), brain: shared(volumes.brain), mcp },
                mounts: { [AGENT_DIRECTORY]: "agent", [BRAIN_DIRECTORY]: "brain", ...mcpMount },
            },
            opts,
        );
    else
        new Workload<"agent", Exclude<Port, "agent">, "agent" | "mcp">(
            `${name}-agent`,
            {
                ...args,
                scaling: company.state === "active" ? single() : suspended(),
                volumes: { agent: claimed(volumes.agent), mcp },
                mounts: { [AGENT_DIRECTORY]: "agent", ...mcpMount },
            },
            opts,
        );
}

/** spec/002, Horizontal Pod Autoscaler. Every replica reports the one queue on the shared volume, so their largest number counts. */
function scalingOf({ state, bounds, config }: Company): Replicated {
    if (state === "suspended") return suspended();
    const { min, max } = bounds;
    if (min === max) return fixed(min);
    return between(min, max, {
        ...{ name: `${AGENT}-hpa`, cpu: percent(80), memory: percent(80) },
        ...(config.sidecars.elasticSwarm && { queue: { metric: metrics.queueLength, perReplica: 5, over: "max" } }),
    });
}
