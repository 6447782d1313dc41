/** Nodes taken away from a running environment, and everything watched until it runs again. */
import { drainNode, resizeNodes } from "../../cluster";
import { run } from "../../cluster/run";
import type { Shape } from "../../cluster/shaped";
import type { ControlPlane } from "../../kubernetes/plane";
import { connect, disconnect, type Cluster } from "../../kubernetes/real/cluster";
import { StandIns } from "../../kubernetes/real/stand-ins";
import { addNode, isUnschedulable, placeFor, type Place } from "../../kubernetes/real/stand-ins/cluster-autoscaler";
import { claimZones } from "../../kubernetes/real/volume-zones";
import { violated } from "../checks/budgets";
import { givesWay, notRunning } from "../checks/runs";
import type { Findings } from "../rehearsal";
import { forgetEvicted } from "./evicted";
import { look, nameOf, type Sight } from "./sight";

const LOOK_EVERY_MILLISECONDS = 700;
/** How long a pod finds no place before a node is added for it: one that has just come must be seen by the scheduler first. */
const BEFORE_GROWTH_MILLISECONDS = 2500;
/** A drain is moments here; only what never ends takes longer. */
const PATIENCE_SECONDS = 60;
/** The pod of a lost node counts in a quota until the next round, five minutes at most (kube-controller-manager, --resource-quota-sync-period). */
const SETTLED_WITHIN_SECONDS = 400;
/** Twice: between the end of a pod and the start of the next, its controller may still know nothing. */
const LOOKS_IN_A_ROW = 2;

export interface Settling {
    /** Ends before everything can be well. What it throws is a finding. */
    readonly work?: Promise<void>;
    /** Pods that may wait, as `namespace/name`. */
    readonly mayWait?: ReadonlySet<string>;
    /** A zone in which AWS starts no node. */
    readonly withoutZone?: string;
}

export interface Settled {
    /** What does not run in the end, what could not be evicted, and budgets that the work violated. */
    readonly findings: Findings;
    readonly added: readonly Added[];
    /** The last one. */
    readonly sight: Sight;
}

export interface Added {
    readonly node: string;
    /** The pod that found no place, as `namespace/name`. */
    readonly addedFor: string;
}

/** CSI drivers stand in as in an `up`; nodes are added here, since a lost zone is known to nobody else. */
export class Drill {
    readonly shape: Shape;
    readonly cluster: Cluster;
    readonly #plane: ControlPlane;

    constructor(plane: ControlPlane, shape: Shape) {
        this.#plane = plane;
        this.shape = shape;
        this.cluster = connect(plane.kubeconfig);
        new StandIns(this.cluster);
    }

    close(): void {
        disconnect(this.cluster);
    }

    look(): Promise<Sight> {
        return look(this.cluster.api);
    }

    /** Until everything runs, or time is up. */
    async settle(settling: Settling = {}): Promise<Settled> {
        const { work, mayWait } = settling;
        const growth = new Growth(this, settling);
        const violations = new Set<string>();
        const refused: string[] = [];
        let isDone = work === undefined;
        const ended = work
            ?.catch((error: unknown) => refused.push(error instanceof Error ? error.message : String(error)))
            .finally(() => {
                isDone = true;
            });
        for (let deadline = Date.now() + SETTLED_WITHIN_SECONDS * 1000, well = 0; ;) {
            const sight = await this.look();
            // Who is scaled up is not disturbed: his new pods are not healthy yet, and were never.
            if (work !== undefined) for (const violation of violated(sight.budgets)) violations.add(violation);
            await forgetEvicted(this.cluster.api, sight);
            const open = notRunning(sight, mayWait);
            well = isDone && open.length === 0 ? well + 1 : 0;
            if (well >= LOOKS_IN_A_ROW || Date.now() > deadline) {
                await ended;
                return { findings: [...refused, ...violations, ...open], added: growth.added, sight };
            }
            if (await growth.help(sight)) deadline = Math.max(deadline, Date.now() + PATIENCE_SECONDS * 500);
            await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MILLISECONDS));
        }
    }

    /** All at once: a zone goes as a whole. */
    async drain(nodes: readonly string[]): Promise<void> {
        await Promise.all(nodes.map((node) => drainNode(this.#plane, node, PATIENCE_SECONDS)));
    }

    async cordon(nodes: readonly string[]): Promise<void> {
        if (nodes.length > 0) await this.#kubectl("cordon", ...nodes);
    }

    async uncordon(nodes: readonly string[]): Promise<void> {
        if (nodes.length > 0) await this.#kubectl("uncordon", ...nodes);
    }

    add(place: Place, nodes: Sight["nodes"], addedFor: string): Promise<string> {
        return addNode(this.cluster.api, this.shape, place, nodes, addedFor);
    }

    async remove(node: string): Promise<void> {
        await this.#kubectl("delete", `node/${node}`, `csinode/${node}`, "--ignore-not-found");
    }

    async resize(counts: Readonly<Record<string, number>>): Promise<void> {
        await resizeNodes(this.#plane, this.shape, counts);
    }

    async #kubectl(...words: readonly string[]): Promise<void> {
        const { kubectl, kubeconfig } = this.#plane;
        const { code, output } = await run(kubectl, ["--kubeconfig", kubeconfig, ...words]);
        if (code !== 0) throw new Error(`kubectl ${words.join(" ")} ended with ${String(code)}: ${output.trim()}`);
    }
}

/** Cluster Autoscaler: a node at a time, for as long as a pod finds no place and one would help. */
class Growth {
    readonly added: Added[] = [];
    readonly #drill: Drill;
    readonly #settling: Settling;
    #since: number | undefined;

    constructor(drill: Drill, settling: Settling) {
        this.#drill = drill;
        this.#settling = settling;
    }

    /** True when a node was added. */
    async help(sight: Sight): Promise<boolean> {
        const { mayWait = new Set(), withoutZone } = this.#settling;
        const waiting = sight.pods.filter((pod) => isUnschedulable(pod) && !mayWait.has(nameOf(pod)) && !givesWay(pod));
        if (waiting.length === 0) {
            this.#since = undefined;
            return false;
        }
        this.#since ??= Date.now();
        if (Date.now() - this.#since < BEFORE_GROWTH_MILLISECONDS) return false;
        const zones = claimZones(sight.claims, sight.volumes);
        for (const pod of waiting) {
            const place = placeFor(pod, this.#drill.shape, sight.nodes, { zones, without: withoutZone });
            if (place === undefined) continue;
            const addedFor = nameOf(pod);
            this.added.push({ node: await this.#drill.add(place, sight.nodes, addedFor), addedFor });
            this.#since = Date.now();
            return true;
        }
        return false;
    }
}
