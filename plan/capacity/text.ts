import { counted } from "../words";
import type { Capacity, Load, ZoneLoss } from "./capacity";
import type { Shortage } from "./shortage";

/** The answer first; then the nodes of each group, and where the answer is no, which pods and what would help. */
export function capacityText(capacity: Capacity | undefined): readonly string[] {
    if (capacity === undefined) return ["not counted: the nodes are not this program's"];
    const { fits, floor, ceiling, groups, unknown } = capacity;
    const { cpu, memory } = floor.requested;
    const most = groups.reduce((sum, { max }) => sum + max, 0);
    const room = `${vcpu(cpu)} of ${vcpu(floor.allocatable.cpu)} vCPU, ${gibibytes(memory)} of ${gibibytes(floor.allocatable.memory)} GiB at the floor`;
    return [
        `${fits ? "fits" : "does not fit"}: ${room}; ceiling needs ${String(nodesOf(ceiling))} of ${counted(most, "node")}${zones(capacity.zoneLoss)}`,
        `nodes at the floor and at most: ${nodeCounts(capacity).join(", ")}`,
        ...unknown.map((name) => `not counted: ${name}, of an instance type whose size is not known`),
        ...shortages("floor", floor.shortages),
        ...shortages("ceiling", ceiling.shortages),
        ...(capacity.zoneLoss ?? []).flatMap((loss) => shortages(`without ${loss.zone}`, loss.shortages)),
    ];
}

const nodesOf = ({ nodes }: Load): number => Object.values(nodes).reduce((sum, count) => sum + count, 0);

/** Groups that exist once a zone are one in the stack file. */
function nodeCounts({ groups, floor, ceiling }: Capacity): readonly string[] {
    return [...new Set(groups.map(({ key }) => key))].map((key) => {
        const own = groups.filter((group) => group.key === key);
        const sum = (load: Load): number => own.reduce((total, { name }) => total + (load.nodes[name] ?? 0), 0);
        const max = own.reduce((total, group) => total + group.max, 0);
        const needed = sum(ceiling) > sum(floor) ? ` (ceiling ${String(sum(ceiling))})` : "";
        return `${key} ${String(sum(floor))}${needed} of ${String(max)} ${own[0]?.instanceTypes[0] ?? ""}`;
    });
}

function zones(losses: readonly ZoneLoss[] | undefined): string {
    if (losses === undefined) return "";
    const bad = losses.filter((loss) => loss.shortages.length > 0).map(({ zone }) => zone);
    if (bad.length > 0) return `; not without ${bad.join(", ")}`;
    const waiting = new Set(losses.flatMap((loss) => loss.waiting));
    const single = waiting.size > 0 ? ` (${counted(waiting.size, "single writer")} would wait for theirs)` : "";
    return `; any one zone may fail${single}`;
}

const MOST = 6;

function shortages(when: string, list: readonly Shortage[]): readonly string[] {
    const rest = list.length - MOST;
    return [
        ...list
            .slice(0, MOST)
            .map(
                ({ pods, count, why, fix }) =>
                    `${when}: ${counted(count, "pod")} of ${pods} ${count === 1 ? "has" : "have"} no place: ${why}; ${fix}`,
            ),
        ...(rest > 0 ? [`${when}: and ${counted(rest, "more workload")}`] : []),
    ];
}

const vcpu = (millicores: number): string => (millicores / 1000).toFixed(millicores < 10_000 ? 1 : 0);
const gibibytes = (mebibytes: number): string => (mebibytes / 1024).toFixed(mebibytes < 10_240 ? 1 : 0);
