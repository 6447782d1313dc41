import type { Amounts } from "./amounts";
import type { Capacity, Load } from "./capacity";

/** Millicores and MiB; nodes by group. */
export function capacityJson(capacity: Capacity | undefined): unknown {
    if (capacity === undefined) return undefined;
    const { fits, floor, ceiling, zoneLoss, groups, unknown } = capacity;
    return {
        fits,
        floor: load(floor),
        ceiling: load(ceiling),
        ...(zoneLoss && {
            zoneLoss: zoneLoss.map(({ zone, shortages, waiting }) => ({ zone, shortages, waiting })),
        }),
        groups: groups.map(({ name, key, instanceTypes, spot, min, max, zones, labels, taints, allocatable }) => ({
            ...{ name, key, instanceTypes, spot, min, max, zones, labels, taints },
            ...(allocatable && { allocatable: amounts(allocatable) }),
        })),
        unknown,
    };
}

const load = ({ nodes, pods, requested, allocatable, shortages }: Load) => ({
    ...{ nodes, pods, shortages },
    requested: amounts(requested),
    allocatable: amounts(allocatable),
});

const amounts = ({ cpu, memory, scratch, pods, volumes }: Amounts) => ({
    cpuMillicores: cpu,
    memoryMebibytes: Math.round(memory),
    scratchMebibytes: Math.round(scratch),
    ...{ pods, volumes },
});
