import type { Graph } from "../graph";
import type { OwnerOf } from "../owners";
import { NOTHING } from "./amounts";
import type { PodSet } from "./pods";
import { mapIn, mapsIn } from "./requests";

/** Label of every node, by which pods choose (components/aws/node-labels.ts). */
export const PURPOSE = "mindcloud.dev/purpose";

export interface FootprintPods extends PodSet {
    /** URN of the component that says so. */
    readonly component: string;
    /** EBS volume that each pod has. */
    readonly volumeGibibytes?: number;
}

/** What charts and add-ons run: components say it in their own arguments (components/footprint.ts). */
export function footprintsOf(graph: Graph, ownerOf: OwnerOf): readonly FootprintPods[] {
    return graph.resources
        .filter(({ custom, inputs }) => !custom && Array.isArray(inputs.footprint))
        .flatMap((component) =>
            mapsIn(component.inputs.footprint).map((footprint) => ({
                ...podSetOf(footprint, ownerOf(component)),
                component: component.urn,
            })),
        );
}

function podSetOf(footprint: Readonly<Record<string, unknown>>, owner: string): Omit<FootprintPods, "component"> {
    const { name, namespace, replicas, ceiling, requests, nodes, volumeGibibytes } = footprint;
    const { cpuMillicores, memoryMebibytes } = mapIn(requests);
    const floor = typeof replicas === "number" ? replicas : 0;
    const hasVolume = typeof volumeGibibytes === "number";
    return {
        name: `${String(namespace)}/${String(name)}`,
        owner,
        kind: replicas === "perNode" ? "agent" : "service",
        floor,
        ceiling: typeof ceiling === "number" ? Math.max(ceiling, floor) : floor,
        perPod: {
            ...NOTHING,
            cpu: Number(cpuMillicores),
            memory: Number(memoryMebibytes),
            pods: 1,
            volumes: hasVolume ? 1 : 0,
        },
        labels: {},
        nodeSelector: typeof nodes === "string" ? { [PURPOSE]: nodes } : {},
        ...{ requires: [], prefers: [], tolerations: [], sharedVolumes: [], besides: [] },
        ownVolumes: hasVolume,
        ...(hasVolume && { volumeGibibytes }),
        yields: false,
    };
}
