import { factsOf } from "../facts";
import type { Graph, RecordedResource } from "../graph";
import { isCreated, type Plan } from "../plan";
import { createSeconds } from "../times";
import { counted, kindOf } from "../words";

/** A component at the top of the tree, and what is in it, bundled. */
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
}

// More components of one class than this become one box with a number.
const MOST_ALIKE = 6;
const MOST_KINDS = 5;
const MOST_FACTS = 2;

export function framesOf({ graph, time }: Plan): readonly Frame[] {
    const roots = graph.roots().filter((root) => membersOf(graph, root).length > 0);
    return roots.map((root) => frameOf(graph, root, time.finish));
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
    return {
        title,
        facts: facts.length > MOST_FACTS ? [] : facts,
        resources: members.length,
    };
}

function titleOf(same: readonly RecordedResource[]): string {
    const kind = kindOf(same[0]?.type ?? "");
    return same.length === 1 ? kind : counted(same.length, kind);
}

function membersOf(graph: Graph, root: RecordedResource): readonly RecordedResource[] {
    return [root, ...graph.descendantsOf(root)].filter(isCreated);
}

/** What AWS takes longest for is what a box is about. */
function weight(resources: readonly RecordedResource[]): number {
    return Math.max(0, ...resources.map(({ type, inputs }) => createSeconds(type, inputs)));
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
