import * as pulumi from "@pulumi/pulumi";
import type { HowToReach } from "../../blocks/ingress";
import { RedisExporter } from "../../blocks/redis-exporter";
import { Namespace, NamespaceLimits } from "../../workload";
import type { SystemContext } from "../context";
import { loadGraph } from "./jobs";
import { neo4j } from "./neo4j";
import { SERVICES, type Part } from "./part";
import type { MyriadPython } from "./schema";
import { graphdbManager, orchestrator, REDIS_USER, smallServices } from "./services";
import { SIZES } from "./sizes";

const NAME = "myriad-python";

export function deployMyriadPython(config: MyriadPython, context: SystemContext): void {
    new MyriadPythonSystem(NAME, config, context);
}

/**
 * Myriad in Python: seven services around one graph. Internal only: what serves them has no business on the internet.
 */
class MyriadPythonSystem extends pulumi.ComponentResource {
    constructor(name: string, config: MyriadPython, context: SystemContext) {
        super("mindcloud:systems:MyriadPythonSystem", name, { reach: howToReach(config) }, context.opts);
        const opts = { parent: this };
        const namespace = new Namespace(name, { site: context.site, metadataName: NAME, system: NAME }, opts);
        const part: Part = { name, namespace, config, size: SIZES[config.size], context, opts };

        const graph = neo4j(part);
        const manager = graphdbManager(part, graph);
        orchestrator(part);
        smallServices(part);
        loadGraph(part, graph, manager.ready);
        exporter(part);
        new NamespaceLimits(`${name}-limits`, { namespace }, opts);
        this.registerOutputs({});
    }
}

/** INF-18: the Redis exporter. It asks as the system itself, of whose cache it is. */
function exporter({ name, namespace, context, opts }: Part): void {
    const redis = context.stores.redis("cache");
    new RedisExporter(`${name}-redis-exporter`, { namespace, redis, user: REDIS_USER }, opts);
}

/** From a person's own machine, with their own rights in the cluster. */
function howToReach({ workloads }: MyriadPython): HowToReach {
    const { metadataName, port } = SERVICES.orchestrator;
    const number = String(workloads.orchestrator.ports?.http ?? port);
    return { system: NAME, command: `kubectl -n ${NAME} port-forward svc/${metadataName} ${number}` };
}
