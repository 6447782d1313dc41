import type { Amounts } from "../../capacity/amounts";
import type { Capacity } from "../../capacity/capacity";
import { requestedBy, type Node } from "../../capacity/pack";
import { capacityText } from "../../capacity/text";
import { MONITORING, PLATFORM } from "../../owners";
import type { Plan } from "../../plan";
import { counted } from "../../words";
import { stackedBar } from "../bars";
import { markup, type Html, type Part } from "../html";
import { bullets, folded, type Section } from "../section";
import { verdict } from "./summary";

export function capacity({ capacity: found, cost }: Plan): Section {
    const [first = "", ...rest] = capacityText(found);
    const section = { id: "capacity", title: "Capacity" };
    if (found === undefined) return { ...section, body: markup`<p>${first}</p>` };
    const colours = coloursOf(cost.owners.map(({ owner }) => owner));
    const views = viewsOf(found);
    return {
        ...section,
        body: markup` <p>${verdict(found.fits, first)}</p>
            ${bullets(rest)}
            <p>Each node has two bars: what its pods ask of its vCPU, and of its memory. What is empty is free.</p>
            <ul class="legend">
                ${[...colours].map(([owner, colour]) => markup`<li><span class="swatch c${colour}"></span> ${owner}</li>`)}
            </ul>
            ${views.map(
                ({ title, nodes, notes }, index) =>
                    markup`<details${index === 0 ? markup` open` : undefined}><summary>${title}</summary>${bullets(notes)}${zonesOf(nodes, colours)}</details>`,
            )}`,
    };
}

/** The palette's last colour is for whoever comes when the others are given out. */
const COLOURS = 9;

function coloursOf(owners: readonly string[]): ReadonlyMap<string, number> {
    const all = [...owners.filter((owner) => owner !== PLATFORM && owner !== MONITORING).sort(), MONITORING, PLATFORM];
    return new Map(all.map((owner, index) => [owner, Math.min(index + 1, COLOURS)]));
}

interface View {
    readonly title: string;
    readonly nodes: readonly Node[];
    readonly notes: readonly string[];
}

function viewsOf({ floor, ceiling, zoneLoss = [] }: Capacity): readonly View[] {
    const nodes = (packing: Capacity["floor"]["packing"]): string => counted(packing.nodes.length, "node");
    return [
        { title: `At the floor: ${nodes(floor.packing)}`, nodes: floor.packing.nodes, notes: [] },
        { title: `At the ceiling: ${nodes(ceiling.packing)}`, nodes: ceiling.packing.nodes, notes: [] },
        ...zoneLoss.map(({ zone, packing, waiting, shortages }) => ({
            title: `At the floor, without ${zone}: ${nodes(packing)}`,
            nodes: packing.nodes,
            notes: [
                ...(waiting.length > 0 ? [`wait for their volumes there: ${waiting.join(", ")}`] : []),
                ...shortages.map(
                    ({ pods, count, why, fix }) =>
                        `${counted(count, "pod")} of ${pods} without a place: ${why}; ${fix}`,
                ),
            ],
        })),
    ];
}

function zonesOf(nodes: readonly Node[], colours: ReadonlyMap<string, number>): readonly Html[] {
    const zones = [...new Set(nodes.map(({ zone }) => zone))].sort();
    return zones.map((zone) => {
        const here = nodes.filter((node) => node.zone === zone).sort((a, b) => (a.group.name < b.group.name ? -1 : 1));
        return markup`<h3>${zone}</h3>
            <ul class="nodes">
                ${here.map((node) => nodeCard(node, colours))}
            </ul>`;
    });
}

function nodeCard(node: Node, colours: ReadonlyMap<string, number>): Html {
    const { group, free } = node;
    const whole = group.allocatable ?? free;
    const used = [...requestedBy(node)].sort(([a], [b]) => (colours.get(a) ?? 0) - (colours.get(b) ?? 0));
    // Agents are on every node; packing takes them off before it begins.
    const agents = (of: (amounts: Amounts) => number): number =>
        of(whole) - of(free) - used.reduce((sum, [, amounts]) => sum + of(amounts), 0);
    const bar = (of: (amounts: Amounts) => number): Html =>
        stackedBar(
            [
                ...used.map(([owner, amounts]) => ({ value: of(amounts), colour: colours.get(owner) ?? COLOURS })),
                { value: agents(of), colour: colours.get(PLATFORM) ?? COLOURS },
            ],
            of(whole),
        );
    const [cpu, memory] = [({ cpu: each }: Amounts) => each, ({ memory: each }: Amounts) => each];
    const share = (of: (amounts: Amounts) => number): string =>
        `${String(Math.round(((of(whole) - of(free)) / of(whole)) * 100))} %`;
    const pods = [...node.pods].map(([{ name }, count]) => (count === 1 ? name : `${String(count)} x ${name}`)).sort();
    return markup`<li>
        <strong>${group.key}</strong> <span class="quiet">${group.instanceTypes[0] ?? ""}</span>
        <span class="measure"><span>vCPU ${share(cpu)}</span>${bar(cpu)}</span
        ><span class="measure"><span>memory ${share(memory)}</span>${bar(memory)}</span> ${podList(pods)}
    </li>`;
}

const podList = (pods: readonly string[]): Part =>
    pods.length === 0
        ? markup`<span class="quiet">agents only</span>`
        : folded(counted(pods.length, "workload"), bullets(pods));
