import type { Node, Shape } from "./shaped";

/** Nodes of a group by number, spread over its zones as Auto Scaling spreads them. */
export function nodesOf(shape: Shape, counts: Readonly<Record<string, number>>): readonly Node[] {
    return shape.groups.flatMap((group) =>
        Array.from({ length: counts[group.key] ?? 0 }, (_, index) => ({
            ...{ group, name: `${group.key}-${String(index)}`, region: shape.region },
            zone: group.zones[index % group.zones.length] ?? "?",
        })),
    );
}
