import { fits, lacking, minus, NOTHING, plus, type Kind } from "./amounts";
import type { NodeGroup } from "./nodes";
import type { Unplaced } from "./pack";
import { admits } from "./placement";
import type { PodSet } from "./pods";

/** Pods that have no place, why, and what would help. */
export interface Shortage {
    readonly pods: string;
    readonly count: number;
    readonly why: string;
    readonly fix: string;
}

const WORDS: Readonly<Record<Kind, string>> = {
    cpu: "vCPU",
    memory: "memory",
    scratch: "disk",
    pods: "pod slots",
    volumes: "volumes",
};

export function shortageOf({ set, pods }: Unplaced, groups: readonly NodeGroup[], agents: readonly PodSet[]): Shortage {
    const about = { pods: set.name, count: pods };
    const open = groups.filter((group) => admits(group, set));
    const keys = [...new Set(open.map(({ key }) => key))];
    if (open.length === 0) {
        const selector = Object.entries(set.nodeSelector).map(([key, value]) => `${key}=${String(value)}`);
        const wanted = selector.length > 0 ? `no node group has ${selector.join(", ")}` : "every node group is tainted";
        return { ...about, why: wanted, fix: "add a group of that purpose to nodeGroups, or take its taint away" };
    }
    const empty = open.map((group) => ({ group, free: emptyNode(group, agents) }));
    const large = empty.filter(({ free }) => fits(set.perPod, free));
    if (large.length === 0) {
        const kinds = new Set(empty.flatMap(({ free }) => lacking(set.perPod, free)));
        return {
            ...about,
            why: `one pod asks for more ${[...kinds].map((kind) => WORDS[kind]).join(" and ")} than an empty node has`,
            fix: `choose larger instance types: nodeGroups.${keys.join(" or nodeGroups.")}${kinds.has("scratch") ? ", or raise its diskGibibytes" : ""}`,
        };
    }
    const helpful = [...new Set(large.map(({ group }) => group.key))];
    const least = large.reduce((sum, { group }) => sum + group.max, 0);
    return {
        ...about,
        why: `all ${String(least)} nodes of ${helpful.join(", ")} are full${elsewhere(set)}`,
        fix: `raise nodeGroups.${helpful[0] ?? ""}.max, choose larger instance types, or lower what scales`,
    };
}

/** Nodes that have room, and are in the wrong zone. */
function elsewhere({ zoneSkew, sharedVolumes, besides }: PodSet): string {
    if (sharedVolumes.length > 0 || besides.length > 0) return ", or not in the zone of its volume";
    return zoneSkew === undefined ? "" : ", or in a zone that has its share";
}

function emptyNode(group: NodeGroup, agents: readonly PodSet[]) {
    const taken = agents.filter((agent) => admits(group, agent)).map(({ perPod }) => perPod);
    return minus(group.allocatable ?? NOTHING, taken.reduce(plus, NOTHING));
}
