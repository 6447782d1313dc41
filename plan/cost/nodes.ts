import { HOURS, PRICES } from "../../config/prices";
import { NOTHING, plus as plusAmounts, type Amounts } from "../capacity/amounts";
import type { Capacity, Load } from "../capacity/capacity";
import type { NodeGroup } from "../capacity/nodes";
import { requestedBy } from "../capacity/pack";
import { nodeHourly } from "../node-price";
import { PLATFORM } from "../owners";
import type { Line, Unpriced } from "./line";

/** Metrics of an instance that CloudWatch charges when they come every minute. */
const DETAILED_METRICS = 7;

/**
 * Nodes: at the floor as many as a group has at least, or as many as the floor's pods make the autoscaler add; at the ceiling all that the
 * group may have. Each group is shared out by what the pods on its nodes ask for, so that who asks for more of it pays more, idle room included.
 */
export function nodeLines({ groups, floor, ceiling }: Capacity): {
    readonly lines: readonly Line[];
    readonly unpriced: readonly Unpriced[];
} {
    const lines: Line[] = [];
    const unpriced: Unpriced[] = [];
    for (const group of groups) {
        const hourly = nodeHourly(group);
        if (hourly === undefined) {
            unpriced.push({ item: group.name, why: `the price table has none of ${group.instanceTypes.join(", ")}` });
            continue;
        }
        const monthly = hourly * HOURS + group.diskGibibytes * PRICES.volume.usd;
        const count = { floor: floor.nodes[group.name] ?? group.min, ceiling: Math.max(group.max, group.min) };
        const shares = { floor: sharesOf(group, floor), ceiling: sharesOf(group, ceiling) };
        const item = `${group.name}: ${range(count)} x ${group.instanceTypes[0] ?? ""}${group.spot ? " Spot" : ""}`;
        for (const owner of new Set([...shares.floor.keys(), ...shares.ceiling.keys()])) {
            const part = (which: "floor" | "ceiling"): number => count[which] * (shares[which].get(owner) ?? 0);
            const [least, most] = [part("floor"), part("ceiling")];
            lines.push({ category: "nodes", owner, item, floor: least * monthly, ceiling: most * monthly });
            if (!group.detailedMonitoring) continue;
            const metrics = DETAILED_METRICS * PRICES.metric.usd;
            const watched = { floor: least * metrics, ceiling: most * metrics };
            lines.push({ category: "monitoring", owner, item: `${group.name}: metrics of instances`, ...watched });
        }
    }
    return { lines, unpriced };
}

/** Parts of one, by owner. Cpu and memory weigh the same, whatever a machine has more of. */
function sharesOf(group: NodeGroup, { packing }: Load): ReadonlyMap<string, number> {
    const byOwner = new Map<string, Amounts>();
    for (const node of packing.nodes) {
        if (node.group !== group) continue;
        for (const [owner, amounts] of requestedBy(node))
            byOwner.set(owner, plusAmounts(byOwner.get(owner) ?? NOTHING, amounts));
    }
    const all = [...byOwner.values()].reduce(plusAmounts, NOTHING);
    if (all.cpu === 0 && all.memory === 0) return new Map([[PLATFORM, 1]]);
    const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
    const weights = [...byOwner].map(
        ([owner, { cpu, memory }]) => [owner, share(cpu, all.cpu) + share(memory, all.memory)] as const,
    );
    const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
    return new Map(weights.map(([owner, weight]) => [owner, weight / total]));
}

const range = ({ floor, ceiling }: { readonly floor: number; readonly ceiling: number }): string =>
    floor === ceiling ? String(floor) : `${String(floor)}-${String(ceiling)}`;
