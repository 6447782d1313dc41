import type { Graph, RecordedResource } from "../graph";
import { factsOf } from "../facts";
import { isCreated, type Plan } from "../plan";
import { createSeconds } from "../times";
import { counted, kindOf, plural } from "../words";
import { addEdge, type Edges, reduced } from "./reduce";

/** What is drawn: boxes in frames, and arrows between boxes of one frame and between frames. Leaf resources are bundled into both. */
export interface Picture {
    readonly title: string;
    readonly frames: readonly Frame[];
    /** From the frame that is created first to the one that is built on it. */
    readonly edges: Edges;
}

export interface Frame {
    readonly name: string;
    readonly resources: number;
    readonly boxes: readonly Box[];
    readonly edges: Edges;
}

export interface Box {
    readonly id: string;
    readonly title: string;
    readonly facts: readonly string[];
    readonly resources: number;
    readonly category: Category;
}

export const CATEGORIES = ["network", "compute", "data", "security", "operations", "workloads"] as const;
export type Category = (typeof CATEGORIES)[number];

// More boxes of one class than this become one box with a number.
const MOST_ALIKE = 6;
const MOST_LEAF_BOXES = 5;
const MOST_FACTS = 2;

export function modelOf({ graph, environment, created }: Plan): Picture {
    const units = new Map<string, string>(); // URN of a created resource -> id of its box
    const frames = graph
        .roots()
        .filter((root) => membersOf(graph, root).length > 0)
        .map((root) => frameOf(graph, root, units));
    const frameOfBox = new Map(frames.flatMap((frame) => frame.boxes.map((box) => [box.id, frame.name] as const)));

    const within = new Map<string, Map<string, Map<string, number>>>();
    const between = new Map<string, Map<string, number>>();
    for (const resource of created)
        for (const urn of neededBy(graph, resource)) {
            const [from, to] = [units.get(urn), units.get(resource.urn)];
            if (from === undefined || to === undefined || from === to) continue;
            const [before, after] = [frameOfBox.get(from) ?? "", frameOfBox.get(to) ?? ""];
            if (before !== after) addEdge(between, before, after);
            else {
                const edges = within.get(before) ?? new Map<string, Map<string, number>>();
                addEdge(edges, from, to);
                within.set(before, edges);
            }
        }
    return {
        title: [
            environment.project,
            environment.stack,
            environment.region,
            environment.profile,
            counted(created.length, "resource"),
        ].join("   "),
        frames: frames.map((frame) => ({ ...frame, edges: reduced(within.get(frame.name) ?? new Map()) })),
        edges: reduced(between),
    };
}

function frameOf(graph: Graph, root: RecordedResource, units: Map<string, string>): Frame {
    const members = membersOf(graph, root);
    const bundles = root.custom ? [{ title: kindOf(root.type), members: [root] }] : bundlesOf(graph, root);
    const boxes = bundles.map((bundle, index) => {
        const id = `${root.name}/${String(index)}`;
        for (const member of bundle.members) units.set(member.urn, id);
        return boxOf(id, bundle);
    });
    return { name: root.name, resources: members.length, boxes, edges: new Map() };
}

interface Bundle {
    readonly title: string;
    readonly members: readonly RecordedResource[];
}

/** One box for each component inside, and one for each kind of what lies directly in the frame. */
function bundlesOf(graph: Graph, root: RecordedResource): readonly Bundle[] {
    const children = graph.childrenOf(root);
    const components = children
        .filter((child) => !child.custom)
        .map((child) => ({ child, members: membersOf(graph, child) }));
    const alike = groupBy(components, ({ child }) => child.type).flatMap((same) =>
        same.length > MOST_ALIKE
            ? [
                  {
                      title: counted(same.length, classOf(same[0]?.child.type ?? "")),
                      members: same.flatMap(({ members }) => members),
                  },
              ]
            : same.map(({ child, members }) => ({ title: shortName(root.name, child.name), members })),
    );
    const leaves = children.filter(isCreated);
    const kinds = groupBy(leaves, ({ type }) => type)
        .sort((a, b) => weight(b) - weight(a))
        .map((same) => ({
            title:
                same.length === 1
                    ? kindOf(same[0]?.type ?? "")
                    : `${String(same.length)} ${plural(kindOf(same[0]?.type ?? ""))}`,
            members: same,
        }));
    const shown = kinds.length > MOST_LEAF_BOXES ? kinds.slice(0, MOST_LEAF_BOXES - 1) : kinds;
    const rest = kinds.slice(shown.length).flatMap((kind) => kind.members);
    return [
        ...alike,
        ...shown,
        ...(rest.length > 0 ? [{ title: counted(rest.length, "more resource"), members: rest }] : []),
    ].filter((bundle) => bundle.members.length > 0);
}

function boxOf(id: string, { title, members }: Bundle): Box {
    const facts = new Set(members.map((member) => factsOf(member)).filter((fact) => fact !== ""));
    const main = [...members].sort((a, b) => weight([b]) - weight([a]))[0];
    return {
        id,
        title,
        facts: facts.size > MOST_FACTS ? [] : [...facts],
        resources: members.length,
        category: categoryOf(main?.type ?? ""),
    };
}

/** What it waits for; a provider stands for what the provider itself waits for. */
function neededBy(graph: Graph, resource: RecordedResource): readonly string[] {
    return graph.waitsFor(resource).flatMap((urn) => (isCreated(graph.get(urn)) ? [urn] : graph.waitsFor(urn)));
}

function membersOf(graph: Graph, root: RecordedResource): readonly RecordedResource[] {
    return [root, ...graph.descendantsOf(root)].filter(isCreated);
}

/** What AWS takes longest for is what a box is about. */
function weight(resources: readonly RecordedResource[]): number {
    return Math.max(0, ...resources.map(({ type, inputs }) => createSeconds(type, inputs)));
}

function categoryOf(type: string): Category {
    if (type.startsWith("kubernetes:")) return "workloads";
    const service = /^aws:(\w+)\//.exec(type)?.[1] ?? "";
    if (["ec2", "vpc", "route53"].includes(service)) return "network";
    if (["eks", "autoscaling"].includes(service)) return "compute";
    if (["rds", "elasticache", "efs", "s3"].includes(service)) return "data";
    if (["sns", "cloudwatch", "budgets", "backup"].includes(service)) return "operations";
    return "security";
}

/** `network-endpoints` inside `network` is `endpoints`. */
function shortName(parent: string, name: string): string {
    return name.startsWith(`${parent}-`) ? name.slice(parent.length + 1) : name;
}

function classOf(type: string): string {
    return (type.split(":").at(-1) ?? type).replace(/(?<=.)[A-Z]/g, " $&").toLowerCase();
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): T[][] {
    const groups = new Map<string, T[]>();
    for (const item of items) {
        const group = groups.get(key(item));
        if (group === undefined) groups.set(key(item), [item]);
        else group.push(item);
    }
    return [...groups.values()];
}
