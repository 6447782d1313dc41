/** Which nodes and zones a rehearsal takes away. */
import { mapIn } from "../../../plan/capacity/requests";
import { hasEnded } from "../checks/runs";
import type { SingleWriter } from "../checks/single-writers";
import { GROUP, labelOf, nameOf, ZONE, type Sight } from "./sight";

/** Of each node group the node with the most pods: what is hardest to move. */
export function busiestOfEach({ nodes, pods }: Pick<Sight, "nodes" | "pods">): readonly string[] {
    const load = (name: string): number =>
        pods.filter((pod) => mapIn(pod.spec).nodeName === name && !hasEnded(pod)).length;
    const busiest = new Map<string, string>();
    for (const node of nodes) {
        const group = labelOf(node, GROUP);
        const before = busiest.get(group);
        if (before === undefined || load(nameOf(node)) > load(before)) busiest.set(group, nameOf(node));
    }
    return [...busiest.values()].sort();
}

/** Those with nodes; first those in which most single writers have their volumes. */
export function zonesByWriters({ nodes }: Pick<Sight, "nodes">, writers: readonly SingleWriter[]): readonly string[] {
    const held = (zone: string): number => writers.filter((writer) => writer.zone === zone).length;
    const zones = [...new Set(nodes.map((node) => labelOf(node, ZONE)))].sort();
    return zones.sort((a, b) => held(b) - held(a));
}
