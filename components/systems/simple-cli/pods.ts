/** The two StatefulSets of a company (SIM-1). */
import type * as pulumi from "@pulumi/pulumi";
import {
    between,
    claimed,
    files,
    fixed,
    from,
    internet,
    minutes,
    percent,
    shared,
    single,
    suspended,
    Workload,
    type Configuration,
    type Namespace,
    type SyncedSecret,
} from "../../workload";
import type { Replicated } from "../../workload/scaling";
import type { SystemContext } from "../context";
import { runOf } from "./container";
import { metrics } from "./metrics";
import { scalesByQueue, type CompanySettings, type SimpleCli } from "./schema";
import { queueExporter, QUEUE_PORT } from "./queue-exporter";
import { AGENT_DIRECTORY, BRAIN_DIRECTORY, HOME, MCP_FILE, modelVariables, namesOf } from "./settings";
import { sidecarsOf, type SidecarPort } from "./sidecars";
import type { Volumes } from "./volumes";

/** What the pods of one company are made with. */
export interface Parts {
    readonly name: string;
    readonly config: SimpleCli;
    readonly company: CompanySettings;
    readonly context: SystemContext;
    readonly namespace: Namespace;
    readonly mcp: Configuration;
    /** Of whoever's models the agents call. */
    readonly key: SyncedSecret;
    readonly volumes: Volumes;
    readonly opts: pulumi.ComponentResourceOptions;
}

type Agent = Pick<Workload<"agent", SidecarPort | typeof QUEUE_PORT>, "ready">;
type Brain = Workload<"brain", never, "brain">;

/** Vectors and graph: one writer, whatever it writes to. */
export function brain({ name, config, company, context, namespace, key, volumes, opts }: Parts): Brain {
    const run = runOf(config, company, context, "brain");
    const args = {
        namespace,
        kind: "StatefulSet",
        ...run.container,
        ...{ metadataName: namesOf(company.id).brain, containerName: "brain", component: "brain" },
        ports: { brain: run.port },
        health: { path: run.healthPath, on: "brain", ...run.probes },
        environment: {
            ...run.environment,
            BRAIN_STORAGE_ROOT: `${BRAIN_DIRECTORY}/episodic`,
            ...modelVariables(config, key),
        },
        mounts: { [BRAIN_DIRECTORY]: "brain" },
        scaling: company.suspended ? suspended() : single(),
        admits: [from(namesOf(company.id).agent, "brain")],
        // Embeddings: from the provider, or by a model that is fetched once.
        reaches: [internet()],
        priority: "store",
    } as const;
    return volumes.kind === "shared"
        ? new Workload(
              `${name}-brain`,
              { ...args, volumes: { brain: shared(volumes.brain) }, nodes: "untrusted" },
              opts,
          )
        : // Where a volume's zone always has a node group.
          new Workload(`${name}-brain`, { ...args, volumes: { brain: claimed(volumes.brain) }, nodes: "zonal" }, opts);
}

/**
 * The orchestrator: tasks, SOPs, HR loops. It runs what a model wrote, so it has nodes to itself, no token of the Kubernetes API - the
 * chart's Role to look at pods and Services has no user - and nobody may call it.
 */
export function agent(
    { name, config, company, context, namespace, mcp, key, volumes, opts }: Parts,
    asks: Brain,
): Agent {
    const run = runOf(config, company, context, "agent");
    const queue = queueExporter(`${name}-queue`, { namespace, id: company.id, image: run.container.image, opts });
    const args = {
        namespace,
        kind: "StatefulSet",
        ...run.container,
        workingDirectory: HOME,
        ...{ metadataName: namesOf(company.id).agent, containerName: "agent", component: "agent" },
        ports: { agent: run.port },
        health: { path: run.healthPath, on: "agent", ...run.probes },
        environment: { ...run.environment, ...modelVariables(config, key) },
        sidecars: { ...sidecarsOf(config, company, context, key), ...queue.sidecars },
        metrics: { on: QUEUE_PORT },
        reaches: [asks.on("brain"), internet()],
        nodes: "untrusted",
        // A task takes longer than a request; one that is cut off stays in scheduler_state.json.
        stop: { finish: minutes(2) },
    } as const;
    const both = {
        volumes: { mcp: files(mcp), ...queue.volumes },
        mounts: {
            [AGENT_DIRECTORY]: "agent",
            [`${HOME}/${MCP_FILE}`]: { volume: "mcp", subPath: MCP_FILE },
        },
    } as const;
    return volumes.kind === "shared"
        ? new Workload<"agent", SidecarPort | typeof QUEUE_PORT, "agent" | "brain" | "mcp" | "queue-exporter">(
              `${name}-agent`,
              {
                  ...{ ...args, scaling: scalingOf(company) },
                  volumes: { ...both.volumes, agent: shared(volumes.agent), brain: shared(volumes.brain) },
                  mounts: { ...both.mounts, [BRAIN_DIRECTORY]: "brain" },
              },
              opts,
          )
        : new Workload<"agent", SidecarPort | typeof QUEUE_PORT, "agent" | "mcp" | "queue-exporter">(
              `${name}-agent`,
              {
                  ...{ ...args, scaling: company.suspended ? suspended() : single() },
                  ...{ volumes: { ...both.volumes, agent: claimed(volumes.agent) }, mounts: both.mounts },
              },
              opts,
          );
}

/** SIM-26 to SIM-29. Every replica sees the one queue on the shared volume: the largest number is its length. */
function scalingOf(company: CompanySettings): Replicated {
    const { min, max } = company.agents;
    if (company.suspended) return suspended();
    if (min === max) return fixed(min);
    return between(min, max, {
        ...{ cpu: percent(80), memory: percent(80) },
        ...(scalesByQueue(company) && { queue: { metric: metrics.queueLength, perReplica: 5, over: "max" } }),
    });
}
