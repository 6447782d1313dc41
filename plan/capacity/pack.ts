import { fits, minus, NOTHING, plus, times, type Amounts } from "./amounts";
import type { NodeGroup } from "./nodes";
import { admits, liking } from "./placement";
import type { PodSet } from "./pods";

/** One node and what is on it. */
export interface Node {
    readonly group: NodeGroup;
    readonly zone: string;
    free: Amounts;
    readonly pods: Map<PodSet, number>;
}

export interface Unplaced {
    readonly set: PodSet;
    readonly pods: number;
}

/** Where everything went. */
export interface Packing {
    readonly nodes: readonly Node[];
    readonly unplaced: readonly Unplaced[];
    /** Zone of each volume, by claim; the scheduler decides it once, with the first pod. */
    readonly volumeZones: ReadonlyMap<string, string>;
}

export interface Wanted {
    readonly set: PodSet;
    readonly pods: number;
}

export interface PackArgs {
    readonly groups: readonly NodeGroup[];
    readonly agents: readonly PodSet[];
    readonly wanted: readonly Wanted[];
    /** Nodes of a group at the start; the autoscaler may add up to `max`. */
    readonly nodesAtStart: (group: NodeGroup) => number;
    /** Zones where volumes are already. */
    readonly volumeZones?: ReadonlyMap<string, string>;
    /** A zone that is lost: its nodes are gone, and others start in the rest. */
    readonly without?: string;
    /** USD an hour, by which a new node is chosen among those that would do. */
    readonly priceOf: (group: NodeGroup) => number;
}

/**
 * Places pods as scheduler and autoscaler would: the hard ones first, each on the node that the scheduler likes most and that has most
 * room; where none has room, a node is added in the group that it would like, the cheapest of equals. What is left over has no place.
 */
export function pack(args: PackArgs): Packing {
    return new Packer(args).run();
}

class Packer {
    readonly #args: PackArgs;
    readonly #nodes: Node[] = [];
    readonly #zonesOf: ReadonlyMap<NodeGroup, readonly string[]>;
    readonly #emptyNode = new Map<NodeGroup, Amounts>();
    readonly #volumeZones: Map<string, string>;

    constructor(args: PackArgs) {
        this.#args = args;
        this.#volumeZones = new Map(args.volumeZones);
        this.#zonesOf = new Map(
            args.groups.map((group) => [group, group.zones.filter((zone) => zone !== args.without)]),
        );
        for (const group of args.groups) {
            if (group.allocatable === undefined) continue;
            const agents = args.agents.filter((agent) => admits(group, agent)).map(({ perPod }) => perPod);
            this.#emptyNode.set(group, minus(group.allocatable, agents.reduce(plus, NOTHING)));
            for (let index = 0; index < args.nodesAtStart(group); index++) this.#add(group);
        }
    }

    run(): Packing {
        const unplaced = [...this.#args.wanted].sort(hardestFirst).flatMap(({ set, pods }) => {
            const left = this.#placeAll(set, pods);
            return left > 0 ? [{ set, pods: left }] : [];
        });
        return { nodes: this.#nodes, unplaced, volumeZones: this.#volumeZones };
    }

    /** How many of them found no place. */
    #placeAll(set: PodSet, pods: number): number {
        const groups = this.#args.groups.filter((group) => admits(group, set));
        // Of a size that nobody knows, no one can say what fits.
        if (groups.some((group) => group.allocatable === undefined)) return 0;
        const inZone = new Map<string, number>();
        for (let index = 0; index < pods; index++) {
            const node = this.#choose(set, groups, inZone) ?? this.#grow(set, groups, inZone);
            if (node === undefined) return pods - index;
            node.free = minus(node.free, set.perPod);
            node.pods.set(set, (node.pods.get(set) ?? 0) + 1);
            inZone.set(node.zone, (inZone.get(node.zone) ?? 0) + 1);
            for (const claim of set.sharedVolumes) this.#volumeZones.set(claim, node.zone);
            if (set.ownVolumes) this.#volumeZones.set(`${set.name} ${String(index)}`, node.zone);
        }
        return 0;
    }

    #choose(set: PodSet, groups: readonly NodeGroup[], inZone: ReadonlyMap<string, number>): Node | undefined {
        const zone = this.#zoneFor(set, inZone);
        const domains = this.#domains(set, groups);
        let best: Node | undefined;
        let bestScore = -Infinity;
        for (const node of this.#nodes) {
            if (!groups.includes(node.group) || !fits(set.perPod, node.free)) continue;
            if (zone !== undefined && node.zone !== zone) continue;
            if (!isEven(set, node.zone, inZone, domains)) continue;
            const score = liking(node.group, set, node.pods.get(set) ?? 0) + this.#room(node, set);
            if (score > bestScore) [best, bestScore] = [node, score];
        }
        return best;
    }

    /** Least allocated first: 0 to 100, as the scheduler's default does. */
    #room({ free, group }: Node, { perPod }: PodSet): number {
        const whole = group.allocatable ?? free;
        return 50 * ((free.cpu - perPod.cpu) / whole.cpu + (free.memory - perPod.memory) / whole.memory);
    }

    /** Adds nodes until the pod has one. A group over several zones evens them out by itself, so the right zone may be the second to come. */
    #grow(set: PodSet, groups: readonly NodeGroup[], inZone: ReadonlyMap<string, number>): Node | undefined {
        const zone = this.#zoneFor(set, inZone);
        const open = groups
            .filter((group) => {
                const empty = this.#emptyNode.get(group);
                return empty !== undefined && fits(set.perPod, empty) && this.#roomIn(group) > 0;
            })
            .filter((group) => zone === undefined || this.#zonesOf.get(group)?.includes(zone) === true)
            // Who needs one zone goes first to the group of that zone alone: of the others nobody can choose the zone.
            .sort(
                (a, b) =>
                    (zone === undefined ? 0 : this.#zones(a) - this.#zones(b)) ||
                    liking(b, set, 0) - liking(a, set, 0) ||
                    this.#args.priceOf(a) - this.#args.priceOf(b),
            );
        for (const group of open) {
            const before = this.#nodes.length;
            for (let tries = this.#zones(group); tries > 0 && this.#roomIn(group) > 0; tries--) {
                this.#add(group);
                const node = this.#choose(set, groups, inZone);
                if (node !== undefined) return node;
            }
            this.#nodes.length = before;
        }
        return undefined;
    }

    #zones(group: NodeGroup): number {
        return this.#zonesOf.get(group)?.length ?? 0;
    }

    #roomIn(group: NodeGroup): number {
        return this.#zones(group) === 0 ? 0 : group.max - this.#nodes.filter((node) => node.group === group).length;
    }

    #add(group: NodeGroup): void {
        const free = this.#emptyNode.get(group);
        const counts = (this.#zonesOf.get(group) ?? []).map((zone) => ({
            zone,
            nodes: this.#nodes.filter((node) => node.group === group && node.zone === zone).length,
        }));
        const least = counts.reduce<(typeof counts)[number] | undefined>(
            (best, each) => (best === undefined || each.nodes < best.nodes ? each : best),
            undefined,
        );
        if (free !== undefined && least !== undefined)
            this.#nodes.push({ group, zone: least.zone, free, pods: new Map() });
    }

    /** Where it must be: with its volume, or with whom it copies from. */
    #zoneFor(set: PodSet, inZone: ReadonlyMap<string, number>): string | undefined {
        const placed = [...inZone.values()].reduce((sum, count) => sum + count, 0);
        const claims = set.ownVolumes ? [`${set.name} ${String(placed)}`] : set.sharedVolumes;
        for (const claim of claims) {
            const zone = this.#volumeZones.get(claim);
            if (zone !== undefined) return zone;
        }
        for (const labels of set.besides) {
            const partner = this.#nodes.find((node) => [...node.pods.keys()].some((other) => carries(other, labels)));
            if (partner !== undefined) return partner.zone;
        }
        return undefined;
    }

    /** Zones that count for spreading: those that have a node for these pods, whether full or not. */
    #domains(set: PodSet, groups: readonly NodeGroup[]): ReadonlySet<string> {
        if (set.zoneSkew === undefined) return new Set();
        return new Set(this.#nodes.filter((node) => groups.includes(node.group)).map(({ zone }) => zone));
    }
}

function isEven(
    { zoneSkew }: PodSet,
    zone: string,
    inZone: ReadonlyMap<string, number>,
    domains: ReadonlySet<string>,
): boolean {
    if (zoneSkew === undefined) return true;
    const least = Math.min(...[...domains].map((domain) => inZone.get(domain) ?? 0));
    return (inZone.get(zone) ?? 0) + 1 - least <= zoneSkew;
}

const carries = ({ labels }: PodSet, wanted: PodSet["labels"]): boolean =>
    Object.keys(wanted).length > 0 && Object.entries(wanted).every(([key, value]) => labels[key] === value);

/** Those that give way come last; those that volumes hold, or that few nodes admit, come first; then by size. */
function hardestFirst({ set: a }: Wanted, { set: b }: Wanted): number {
    const rank = ({ yields, besides, sharedVolumes, ownVolumes, nodeSelector }: PodSet): number => {
        if (yields) return 3;
        if (besides.length > 0) return 2;
        return sharedVolumes.length > 0 || ownVolumes || Object.keys(nodeSelector).length > 0 ? 0 : 1;
    };
    const size = ({ perPod }: PodSet): number => perPod.cpu + perPod.memory / 4; // as nodes have them: 4 GiB a core
    return rank(a) - rank(b) || size(b) - size(a) || (a.name < b.name ? -1 : 1);
}

/** What is asked for on these nodes, agents included. */
export function requestedOn(nodes: readonly Node[]): Amounts {
    return nodes.map(({ group, free }) => minus(group.allocatable ?? free, free)).reduce(plus, NOTHING);
}

/** By whose pods they are. */
export function requestedBy({ pods }: Node): ReadonlyMap<string, Amounts> {
    const byOwner = new Map<string, Amounts>();
    for (const [set, count] of pods)
        byOwner.set(set.owner, plus(byOwner.get(set.owner) ?? NOTHING, times(count, set.perPod)));
    return byOwner;
}
