/**
 * The two agents of the code, beside every orchestrator: its registry knows them as localhost:5001 and localhost:5002
 * (docs/upstream.md, Myriad (.NET)).
 */
import type { Resources, SidecarArgs } from "../../workload";
import type { SystemContext } from "../context";
import { listensOn, PRODUCTION } from "./part";
import { PORTS } from "./ports";
import type { Myriad } from "./schema";

type Agent = "lightbulb" | "factory";

/** Not in the document: they answer from memory. */
const RESOURCES: Resources = {
    requests: { cpu: "50m", memory: "96Mi", scratch: "32Mi" },
    limits: { cpu: "250m", memory: "256Mi", scratch: "128Mi" },
};

/** Native sidecars: an orchestrator that takes requests has agents to ask. Nobody but it and the kubelet may ask them. */
export function agents(config: Myriad, context: SystemContext): Readonly<Record<Agent, SidecarArgs<Agent, never>>> {
    return { lightbulb: agent("lightbulb", config, context), factory: agent("factory", config, context) };
}

function agent(name: Agent, config: Myriad, { images }: SystemContext): SidecarArgs<Agent, never> {
    const {
        ports,
        healthPath,
        environment,
        image,
        command,
        arguments: args,
    } = images.run(config.workloads[name], {
        repository: `myriad/${name}`,
        ports: { http: PORTS[name] },
    });
    return {
        ...{ image, command, arguments: args, resources: RESOURCES },
        ports: { [name]: { number: ports.http, probesOnly: true } },
        health: { path: healthPath, on: name },
        environment: { ...PRODUCTION, ...listensOn(ports.http), ...environment },
    };
}
