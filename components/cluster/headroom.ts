import * as pulumi from "@pulumi/pulumi";
import { IMAGES } from "../../config/versions";
import { image } from "../workload/image";
import { Namespace } from "../workload/namespace";
import { NamespaceLimits } from "../workload/namespace-limits";
import { minutes, seconds } from "../workload/quantities";
import type { Resources } from "../workload/resources";
import { fixed } from "../workload/scaling";
import type { Site } from "../workload/site";
import { Workload } from "../workload/workload";
import { SERVICES_SYSTEM } from "./chart-home";

/** One ingestion pod of Akosha, the largest of what is scaled by need (AKO-71); most others fit in several times. */
const ROOM: Resources = {
    requests: { cpu: "1", memory: "2Gi", scratch: "1Gi" },
    limits: { cpu: "1", memory: "2Gi", scratch: "1Gi" },
};

export interface HeadroomArgs {
    readonly site: Site;
    /** Zones in each of which that much room is kept. */
    readonly zones: number;
}

/**
 * Pods that do nothing and give way to any other. A new node takes two to four minutes, so "scales within 2 minutes" (MYR-81) is only true
 * where the first new pods find room at once; the autoscaler then brings a node for what was pushed out.
 */
export class Headroom extends pulumi.ComponentResource {
    constructor(name: string, { site, zones }: HeadroomArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:cluster:Headroom", name, {}, opts);
        const namespace = new Namespace(
            name,
            { site, metadataName: "headroom", system: SERVICES_SYSTEM },
            { parent: this },
        );
        new Workload(
            `${name}-pause`,
            {
                namespace,
                metadataName: "headroom",
                image: image(IMAGES.pause),
                // It listens nowhere; printing its version shows that it can run.
                health: {
                    command: ["/pause", "-v"],
                    liveness: { every: minutes(5) },
                    readiness: { every: minutes(5) },
                },
                stop: { finish: seconds(1) },
                resources: ROOM,
                priority: "headroom",
                scaling: fixed(zones),
            },
            { parent: this },
        );
        new NamespaceLimits(`${name}-limits`, { namespace }, { parent: this });
        this.registerOutputs({});
    }
}
