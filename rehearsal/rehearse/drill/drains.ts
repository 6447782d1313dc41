import { emptiest, placeFor } from "../../kubernetes/real/stand-ins/cluster-autoscaler";
import type { Live } from "../../kubernetes/real/api";
import { leftOn } from "../checks/runs";
import { mustWait, type SingleWriter } from "../checks/single-writers";
import type { Drill, Settled } from "./drill";
import { GROUP, labelOf, nameOf, ZONE, type Sight } from "./sight";

const EVENTS_WITHIN_MILLISECONDS = 30_000;
const BEFORE_ROOM_MILLISECONDS = 4000;
const LOOK_EVERY_MILLISECONDS = 700;

export interface Drained extends Settled {
    /** The node that came in its stead. */
    readonly instead: string;
}

/**
 * A node goes as when a managed node group is updated: first one comes in its stead, of its group and in its zone, then it is drained (EKS,
 * "Understand each phase of node updates"). Were it drained first, a store without a place would preempt what serves, and no budget holds
 * that up: docs/guides/operations.md says so to whoever drains by hand.
 */
export async function drainNode(drill: Drill, name: string): Promise<Drained> {
    const { nodes } = await drill.look();
    const node = nodes.find((other) => nameOf(other) === name);
    const group = drill.shape.groups.find((other) => node !== undefined && other.managedName === labelOf(node, GROUP));
    if (node === undefined || group === undefined) throw new Error(`${name} is no node of a declared group`);
    const instead = await drill.add({ group, zone: labelOf(node, ZONE) }, nodes, `what was on ${name}`);
    // Until what is on every node is on this one too.
    const ready = await drill.settle();
    const settled = await drill.settle({ work: drill.drain([name]) });
    await drill.remove(name);
    const findings = [...ready.findings, ...settled.findings, ...leftOn(settled.sight, [name])];
    return { ...settled, instead, findings };
}

export interface ZoneDrained extends Settled {
    readonly nodes: readonly string[];
    readonly waiting: readonly SingleWriter[];
}

/**
 * A zone goes: its nodes are cordoned and drained, and AWS starts none there. Auto Scaling keeps the size of each group that has other
 * zones, and starts in them what it has lost.
 */
export async function drainZone(drill: Drill, zone: string, writers: readonly SingleWriter[]): Promise<ZoneDrained> {
    const before = (await drill.look()).nodes;
    const lost = before.filter((node) => labelOf(node, ZONE) === zone);
    const nodes = lost.map(nameOf);
    await drill.cordon(nodes);
    await startElsewhere(drill, zone, lost, before);
    const waiting = writers.filter((writer) => writer.zone === zone);
    const settled = await drill.settle({
        work: drill.drain(nodes),
        mayWait: new Set(waiting.map(({ pod }) => pod)),
        withoutZone: zone,
    });
    const findings = [
        ...settled.findings,
        ...leftOn(settled.sight, nodes),
        ...(await waitingWell(drill, zone, waiting)),
    ];
    return { ...settled, nodes, waiting, findings };
}

/** The zone is there again, and each group as large as before. */
export async function giveBack(drill: Drill, nodes: readonly string[], before: Sight): Promise<Settled> {
    await drill.uncordon(nodes);
    const counts = drill.shape.groups.map(({ key, managedName }) => {
        const standing = before.nodes.filter((node) => labelOf(node, GROUP) === managedName).length;
        return [key, standing] as const;
    });
    const back = await drill.settle();
    const smaller = await drill.settle({ work: drill.resize(Object.fromEntries(counts)) });
    return { ...smaller, findings: [...back.findings, ...smaller.findings] };
}

async function startElsewhere(
    drill: Drill,
    zone: string,
    lost: readonly Live[],
    before: readonly Live[],
): Promise<void> {
    let nodes = before;
    for (const gone of lost) {
        const group = drill.shape.groups.find(({ managedName }) => managedName === labelOf(gone, GROUP));
        if (group === undefined) continue;
        const others = group.zones.filter((other) => other !== zone);
        const place = emptiest(group, others, nodes);
        if (place === undefined) continue;
        await drill.add({ group, zone: place }, nodes, `what was in ${zone}`);
        nodes = (await drill.look()).nodes;
    }
}

/**
 * The scheduler tells at its next attempt, a few seconds later at most. Of a node that is full it says that and looks no further: then a
 * node comes in another zone, with room for the pod, so that nothing but its volume is left to wait for.
 */
async function waitingWell(drill: Drill, zone: string, waiting: readonly SingleWriter[]): Promise<readonly string[]> {
    let patient = Date.now() + BEFORE_ROOM_MILLISECONDS;
    for (const deadline = Date.now() + EVENTS_WITHIN_MILLISECONDS; ;) {
        const [sight, events] = await Promise.all([drill.look(), drill.cluster.api.list("/api/v1/events")]);
        const open = waiting.filter((writer) => mustWait([writer], sight, events).length > 0);
        if (open.length === 0 || Date.now() > deadline) return mustWait(open, sight, events);
        if (Date.now() > patient) {
            await giveRoom(drill, zone, open, sight);
            patient = Date.now() + BEFORE_ROOM_MILLISECONDS;
        }
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MILLISECONDS));
    }
}

async function giveRoom(drill: Drill, zone: string, open: readonly SingleWriter[], sight: Sight): Promise<void> {
    for (const { pod } of open) {
        const live = sight.pods.find((other) => nameOf(other) === pod);
        const anywhere = { zones: new Map<string, string>(), without: zone };
        const place = live === undefined ? undefined : placeFor(live, drill.shape, sight.nodes, anywhere);
        if (place === undefined) continue;
        await drill.add(place, sight.nodes, pod);
        return;
    }
}
