import { factsOf } from "../facts";
import type { Graph, RecordedResource } from "../graph";
import { isCreated, type Plan } from "../plan";
import { createSeconds } from "../times";
import { counted, kindOf } from "../words";
import { addEdge, type Edges, reduced } from "./reduce";

/** What is drawn: a frame for each component at the top of the tree, boxes in it, and arrows between frames. */
export interface Picture {
    readonly title: string;
    readonly frames: readonly Frame[];
    /** From the frame that is created first to the one that is built on it, with the number of dependencies behind the arrow. */
    readonly edges: Edges;
}

export interface Frame {
    readonly name: string;
    readonly resources: number;
    /** When all of it is there, in seconds after the start of a first deployment. */
    readonly readyAfter: number;
    readonly boxes: readonly Box[];
}

export interface Box {
    readonly title: string;
    readonly facts: readonly string[];
    readonly resources: number;
    readonly category: Category;
}

export const CATEGORIES = ["network", "compute", "data", "security", "operations", "workloads"] as const;
export type Category = (typeof CATEGORIES)[number];

// More components of one class than this become one box with a number.
const MOST_ALIKE = 6;
const MOST_KINDS = 5;
const MOST_FACTS = 2;

export function modelOf({ graph, environment, created, time }: Plan): Picture {
    const roots = graph.roots().filter((root) => membersOf(graph, root).length > 0);
    const rootOf = new Map(roots.flatMap((root) => membersOf(graph, root).map(({ urn }) => [urn, root.name] as const)));

    const edges = new Map<string, Map<string, number>>();
    for (const resource of created)
        for (const urn of neededBy(graph, resource)) {
            const [before, after] = [rootOf.get(urn), rootOf.get(resource.urn)];
            if (before !== undefined && after !== undefined && before !== after) addEdge(edges, before, after);
        }
    const { project, stack, region, profile } = environment;
    return {
        title: [project, stack, region, profile, counted(created.length, "resource")].join("   "),
        frames: roots.map((root) => frameOf(graph, root, time.finish)),
        edges: reduced(edges),
    };
}

function frameOf(graph: Graph, root: RecordedResource, finish: ReadonlyMap<string, number>): Frame {
    const members = membersOf(graph, root);
    const bundles = root.custom ? [{ title: kindOf(root.type), members: [root] }] : bundlesOf(graph, root);
    return {
        name: root.name,
        resources: members.length,
        readyAfter: Math.max(0, ...members.map(({ urn }) => finish.get(urn) ?? 0)),
        boxes: bundles.map(boxOf),
    };
}

interface Bundle {
    readonly title: string;
    readonly members: readonly RecordedResource[];
}

/** One box for each component inside, one for each kind of what lies directly in the frame, and one for what is left. */
function bundlesOf(graph: Graph, root: RecordedResource): readonly Bundle[] {
    const children = graph.childrenOf(root);
    const components = children
        .filter((child) => !child.custom)
        .map((child) => ({
            title: shortName(root.name, child.name),
            type: child.type,
            members: membersOf(graph, child),
        }))
        .filter(({ members }) => members.length > 0);
    const alike = groupBy(components, ({ type }) => type).flatMap((same): readonly Bundle[] =>
        same.length > MOST_ALIKE
            ? [
                  {
                      title: counted(same.length, kindOf(same[0]?.type ?? "")),
                      members: same.flatMap(({ members }) => members),
                  },
              ]
            : same,
    );
    const kinds = groupBy(children.filter(isCreated), ({ type }) => kindOf(type))
        .sort((a, b) => weight(b) - weight(a) || b.length - a.length)
        .map((same) => ({ title: titleOf(same), members: same }));
    const shown = kinds.length > MOST_KINDS ? kinds.slice(0, MOST_KINDS - 1) : kinds;
    const rest = kinds.slice(shown.length).flatMap(({ members }) => members);
    const bundles = [...alike, ...shown].sort(
        (a, b) => weight(b.members) - weight(a.members) || (a.title < b.title ? -1 : 1),
    );
    return [...bundles, ...(rest.length > 0 ? [{ title: `${String(rest.length)} more`, members: rest }] : [])];
}

function boxOf({ title, members }: Bundle): Box {
    const facts = [...new Set(members.map(factsOf).filter((fact) => fact !== ""))];
    const [main] = [...members].sort((a, b) => weight([b]) - weight([a]));
    return {
        title,
        facts: facts.length > MOST_FACTS ? [] : facts,
        resources: members.length,
        category: categoryOf(main?.type ?? ""),
    };
}

function titleOf(same: readonly RecordedResource[]): string {
    const kind = kindOf(same[0]?.type ?? "");
    return same.length === 1 ? kind : counted(same.length, kind);
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

function groupBy<T>(items: readonly T[], key: (item: T) => string): T[][] {
    const groups = new Map<string, T[]>();
    for (const item of items) {
        const group = groups.get(key(item));
        if (group === undefined) groups.set(key(item), [item]);
        else group.push(item);
    }
    return [...groups.values()];
}
