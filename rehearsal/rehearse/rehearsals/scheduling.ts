import { neverMet } from "../checks/budgets";
import { ranWell } from "../checks/outcome";
import { addedBy, standing, strayPods } from "../checks/runs";
import { singleWriters, told, withoutRunbook, type SingleWriter } from "../checks/single-writers";
import { belowTheirMost, toTheCeilings } from "../drill/ceilings";
import { busiestOfEach, zonesByWriters } from "../drill/choice";
import type { Drill, Settled } from "../drill/drill";
import { drainNode, drainZone, giveBack } from "../drill/drains";
import { nameOf, type Sight } from "../drill/sight";
import { withDrill } from "../drill/with-drill";
import type { Lab } from "../lab";
import type { Rehearsal } from "../rehearsal";
import { onRealKubernetes } from "./on-real-kubernetes";

/** Pods, nodes, budgets and volumes on a real scheduler: at the floors, without a node, without a zone, and at the ceilings. */
export const scheduling: Rehearsal = {
    name: "scheduling",
    shows: "every pod runs at the floors and the ceilings; a drained node or zone violates no budget, and only single writers wait for their zone",
    form: "short",
    async run(lab) {
        await onRealKubernetes(lab, "nothing was scheduled", async () => {
            const up = await lab.step("up on a real control plane", () => lab.up({ kubernetes: "real" }), ranWell);
            if (up.status === 0) await withDrill(lab, (drill) => drills(lab, drill));
        });
    },
};

async function drills(lab: Lab, drill: Drill): Promise<Settled> {
    const { sight } = await lab.step(
        "floors: every pod runs",
        () => drill.settle(),
        (settled) => ({
            findings: [...endsRight(drill, settled), ...neverMet(settled.sight.budgets)],
            fact: `${standing(settled.sight)}; ${addedBy(settled.sight)}`,
        }),
    );
    const writers = singleWriters(sight);
    await lab.step(
        "every single writer has its restore runbook",
        () => Promise.resolve(withoutRunbook(writers, lab.checkout)),
        (findings) => ({ findings, fact: `${String(writers.length)} single writers` }),
    );
    await nodeAfterNode(lab, drill, sight);
    await zoneAfterZone(lab, drill, writers);
    return lab.step(
        "ceilings: every pod runs",
        () => toTheCeilings(drill),
        (settled) => ({
            findings: [...endsRight(drill, settled), ...belowTheirMost(settled.sight)],
            fact: standing(settled.sight),
        }),
    );
}

function endsRight({ shape }: Drill, { findings, sight }: Settled): readonly string[] {
    return [...findings, ...strayPods(sight, shape.groups)];
}

async function nodeAfterNode(lab: Lab, drill: Drill, sight: Sight): Promise<void> {
    const nodes = lab.full ? sight.nodes.map(nameOf).sort() : busiestOfEach(sight);
    for (const node of nodes)
        await lab.step(
            `without node ${node}`,
            () => drainNode(drill, node),
            (drained) => ({
                findings: endsRight(drill, drained),
                fact: withNew([`${drained.instead} in its stead`, ...helped(drained)]),
            }),
        );
}

const helped = ({ added }: Settled): readonly string[] => added.map(({ node, addedFor }) => `${node} for ${addedFor}`);

const withNew = (nodes: readonly string[]): string =>
    nodes.length === 0 ? "everything runs on the others" : `everything runs, with ${nodes.join(", ")}`;

async function zoneAfterZone(lab: Lab, drill: Drill, writers: readonly SingleWriter[]): Promise<void> {
    const before = await drill.look();
    const zones = zonesByWriters(before, writers).slice(0, lab.full ? undefined : 1);
    for (const zone of zones) {
        const { nodes } = await lab.step(
            `without zone ${zone}`,
            () => drainZone(drill, zone, writers),
            (drained) => ({ findings: endsRight(drill, drained), fact: told(drained.waiting) }),
        );
        await lab.step(
            `zone ${zone} is back`,
            () => giveBack(drill, nodes, before),
            (settled) => ({
                findings: endsRight(drill, settled),
                fact: `${standing(settled.sight)}; ${withNew(helped(settled))}`,
            }),
        );
    }
}
