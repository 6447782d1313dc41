import * as pulumi from "@pulumi/pulumi";
import { Namespace, NamespaceLimits } from "../../workload";
import type { SystemContext } from "../context";
import { isAbsent } from "../settings";
import { neo4j } from "./neo4j";
import { orchestrator } from "./orchestrator";
import type { Part } from "./part";
import type { Myriad } from "./schema";
import { graphdb, inputProcessor, outputProcessor } from "./services";

const NAME = "myriad";

export function deployMyriad(config: Myriad, context: SystemContext): void {
    new MyriadSystem(NAME, config, context);
}

/** Myriad on .NET: one orchestrator in front, everything else behind it. */
class MyriadSystem extends pulumi.ComponentResource {
    constructor(name: string, config: Myriad, context: SystemContext) {
        super("mindcloud:systems:MyriadSystem", name, {}, context.opts);
        const opts = { parent: this };
        const namespace = new Namespace(
            name,
            { site: context.site, metadataName: NAME, system: NAME, loadBalanced: context.site.ingress !== undefined },
            opts,
        );
        const part: Part = { name, namespace, config, context, opts };

        const has = (key: "graphdb" | "inputProcessor" | "outputProcessor"): boolean =>
            !isAbsent(config.workloads[key]);
        orchestrator(part, {
            ...(has("graphdb") && { graphdb: graphdb(part, neo4j(part)) }),
            ...(has("inputProcessor") && { inputProcessor: inputProcessor(part) }),
            ...(has("outputProcessor") && { outputProcessor: outputProcessor(part) }),
        });
        new NamespaceLimits(`${name}-limits`, { namespace }, opts);
        this.registerOutputs({});
    }
}
