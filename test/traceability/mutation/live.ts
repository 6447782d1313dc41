/**
 * Recordings that change under the tests that hold them: whatever `record` returned shows the mutation of the moment, so that hundreds of
 * mutations cost no recording. Import it before any test.
 */
import * as recorder from "../../../plan/record";
import * as kubernetes from "../../../policy/kubernetes";
import { Graph, type RecordedResource } from "../../../plan/graph";

export type Mutate = (graph: Graph) => readonly RecordedResource[];

let mutate: Mutate | undefined;
let turn = 0;
/** How many recordings the mutation has changed. */
let changed = 0;

export function mutateBy(next: Mutate | undefined): void {
    mutate = next;
    turn++;
    changed = 0;
}

export const changedRecordings = (): number => changed;

interface Shown {
    readonly turn: number;
    readonly graph: Graph;
}
const shown = new WeakMap<Graph, Shown>();

function nowOf(base: Graph): Graph {
    if (mutate === undefined) return base;
    const known = shown.get(base);
    if (known?.turn === turn) return known.graph;
    const resources = mutate(base);
    const same =
        resources.length === base.resources.length && resources.every((each, index) => each === base.resources[index]);
    if (!same) changed++;
    const graph = same ? base : new Graph(resources);
    shown.set(base, { turn, graph });
    return graph;
}

const bases = new WeakMap<Graph, Graph>();

function live(base: Graph): Graph {
    const proxy = new Proxy(base, {
        get(_, property) {
            const graph = nowOf(base);
            const value: unknown = Reflect.get(graph, property, graph);
            return typeof value === "function" ? (value as (...args: unknown[]) => unknown).bind(graph) : value;
        },
    });
    bases.set(proxy, base);
    return proxy;
}

/** From now on every recording is live. CommonJS: whoever calls `record` of that module calls this. */
export function install(): void {
    const original = recorder.record;
    const replaced: typeof recorder.record = async (program, options) => {
        const { graph, outputs } = await original(program, options);
        return { graph: live(graph), outputs };
    };
    Object.defineProperty(recorder, "record", { value: replaced, configurable: true, enumerable: true });
    // It remembers by graph, and a live one is always the same.
    const read = kubernetes.manifestsOf;
    const readNow: typeof read = (graph) => {
        const base = bases.get(graph);
        return read(base === undefined ? graph : nowOf(base));
    };
    Object.defineProperty(kubernetes, "manifestsOf", { value: readNow, configurable: true, enumerable: true });
}
