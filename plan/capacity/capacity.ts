import type { Environment } from "../../config/environment";
import type { Graph } from "../graph";
import { nodeHourly } from "../node-price";
import type { OwnerOf } from "../owners";
import { NOTHING, plus, type Amounts } from "./amounts";
import { footprintsOf } from "./footprints";
import { nodeGroupsOf, type NodeGroup } from "./nodes";
import { pack, requestedOn, type Packing, type Unplaced } from "./pack";
import { podSetsOf, type PodSet } from "./pods";
import { shortageOf, type Shortage } from "./shortage";

/** Whether everything has room, and on how many nodes. */
export interface Capacity {
    readonly fits: boolean;
    /** Autoscalers at their least, no job running. */
    readonly floor: Load;
    /** Autoscalers at their most, and every job at once. */
    readonly ceiling: Load;
    /** The floor on what is left when a zone is lost; absent where nobody promised that (profile economy). */
    readonly zoneLoss?: readonly ZoneLoss[];
    readonly groups: readonly NodeGroup[];
    /** Groups of instance types whose size the program does not know: what may run there is taken to fit. */
    readonly unknown: readonly string[];
}

export interface Load {
    readonly packing: Packing;
    /** By node group (logical name). */
    readonly nodes: Readonly<Record<string, number>>;
    readonly pods: number;
    readonly requested: Amounts;
    /** Of the nodes that are there, what pods can have. */
    readonly allocatable: Amounts;
    readonly shortages: readonly Shortage[];
}

export interface ZoneLoss {
    readonly zone: string;
    readonly packing: Packing;
    readonly shortages: readonly Shortage[];
    /** Pods whose volumes are there: they wait for the zone, or for a restore. */
    readonly waiting: readonly string[];
}

/** Undefined where the nodes are not this program's. */
export function capacityOf(graph: Graph, environment: Environment, ownerOf: OwnerOf): Capacity | undefined {
    const groups = nodeGroupsOf(graph);
    if (groups.length === 0) return undefined;
    const sets = [...podSetsOf(graph, ownerOf), ...footprintsOf(graph, ownerOf)];
    const trial = new Trial(groups, sets);

    const floor = trial.load("floor", new Map());
    const ceiling = trial.load("ceiling", floor.packing.volumeZones);
    const zoneLoss =
        environment.profile === "highlyAvailable"
            ? environment.zoneNames.map((zone) => trial.withoutZone(zone, floor.packing.volumeZones))
            : undefined;
    const shortages = [floor, ceiling, ...(zoneLoss ?? [])].flatMap((load) => load.shortages);
    return {
        fits: shortages.length === 0,
        floor,
        ceiling,
        ...(zoneLoss && { zoneLoss }),
        groups,
        unknown: groups.filter(({ allocatable }) => allocatable === undefined).map(({ name }) => name),
    };
}

const minimum = ({ min }: NodeGroup): number => min;
/** Dearest of all, but not out of the question. */
const UNPRICED = 1000;
const priceOf = (group: NodeGroup): number => nodeHourly(group) ?? UNPRICED;

class Trial {
    readonly #groups: readonly NodeGroup[];
    readonly #agents: readonly PodSet[];
    readonly #others: readonly PodSet[];

    constructor(groups: readonly NodeGroup[], sets: readonly PodSet[]) {
        this.#groups = groups;
        this.#agents = sets.filter(({ kind }) => kind === "agent");
        this.#others = sets.filter(({ kind }) => kind !== "agent");
    }

    load(which: "floor" | "ceiling", volumeZones: ReadonlyMap<string, string>): Load {
        const wanted = this.#others.map((set) => ({ set, pods: set[which] }));
        const packing = pack({
            ...{ groups: this.#groups, agents: this.#agents, wanted, volumeZones, priceOf },
            nodesAtStart: minimum,
        });
        const { nodes } = packing;
        return {
            packing,
            nodes: Object.fromEntries(
                this.#groups.map((group) => [group.name, nodes.filter((node) => node.group === group).length]),
            ),
            pods: wanted.reduce((sum, { pods }) => sum + pods, nodes.length * this.#agents.length),
            requested: requestedOn(nodes),
            allocatable: nodes.map(({ group }) => group.allocatable ?? NOTHING).reduce(plus, NOTHING),
            shortages: this.#shortages(packing.unplaced),
        };
    }

    withoutZone(zone: string, volumeZones: ReadonlyMap<string, string>): ZoneLoss {
        const stays = (set: PodSet): boolean => set.sharedVolumes.some((claim) => volumeZones.get(claim) === zone);
        const copies = ({ name, floor }: PodSet): readonly string[] =>
            Array.from({ length: floor }, (_, index) => `${name} ${String(index)}`);
        const lost = (set: PodSet): number =>
            stays(set)
                ? set.floor
                : set.ownVolumes
                  ? copies(set).filter((copy) => volumeZones.get(copy) === zone).length
                  : 0;
        const moved = [...volumeZones].filter(([, where]) => where !== zone);
        const packing = pack({
            ...{ groups: this.#groups, agents: this.#agents, priceOf, without: zone },
            wanted: this.#others.map((set) => ({ set, pods: set.floor - lost(set) })),
            // What is left of a set moves up, so that its copies are counted from nought again.
            volumeZones: renumbered(moved),
            nodesAtStart: minimum,
        });
        return {
            zone,
            packing,
            shortages: this.#shortages(packing.unplaced),
            waiting: this.#others.filter((set) => lost(set) > 0).map(({ name }) => name),
        };
    }

    /** Who gives way to others is not missed. */
    #shortages(unplaced: readonly Unplaced[]): readonly Shortage[] {
        return unplaced.filter(({ set }) => !set.yields).map((each) => shortageOf(each, this.#groups, this.#agents));
    }
}

/** Copies of a set are `<name> <number>`; claims have no number and keep their names. */
function renumbered(zones: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
    const next = new Map<string, number>();
    return new Map(
        zones.map(([volume, zone]) => {
            const copy = /^(.+) \d+$/.exec(volume)?.[1];
            if (copy === undefined) return [volume, zone] as const;
            const number = next.get(copy) ?? 0;
            next.set(copy, number + 1);
            return [`${copy} ${String(number)}`, zone] as const;
        }),
    );
}
