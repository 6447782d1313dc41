/** Breaking a recorded graph on purpose, one thing at a time. */
import assert from "node:assert/strict";
import { Graph, type RecordedResource } from "../../plan/graph";

export interface Mutation {
    /** What a person would have done to the program. */
    readonly what: string;
    readonly change: (graph: Graph) => Graph;
    /** Ids of the rules that find it: exactly these. */
    readonly kills: readonly string[];
}

export function mutation(what: string, change: Mutation["change"], ...kills: readonly string[]): Mutation {
    return { what, change, kills };
}

type Changed = { -readonly [K in keyof RecordedResource]?: RecordedResource[K] };

/** Which resource: its type, and where there are several a part of its name. The first in URN order is taken. */
export type Which = string | readonly [type: string, name: string];

export function find(graph: Graph, which: Which): RecordedResource {
    const [type, name] = typeof which === "string" ? [which, ""] : which;
    const found = graph.ofType(type).find((resource) => resource.name.includes(name));
    assert.ok(found, `nothing to mutate: no ${type} ${name}`);
    return found;
}

function replace(graph: Graph, resource: RecordedResource, change: Changed): Graph {
    return new Graph(graph.resources.map((each) => (each.urn === resource.urn ? { ...each, ...change } : each)));
}

/** Changes anything but inputs. */
export const edit =
    (which: Which, change: Changed | ((resource: RecordedResource, graph: Graph) => Changed)) =>
    (graph: Graph): Graph => {
        const resource = find(graph, which);
        return replace(graph, resource, typeof change === "function" ? change(resource, graph) : change);
    };

/** Sets the input at a path (`rules.0.status`); `undefined` takes it away. */
export const set =
    (which: Which, path: string, value: unknown) =>
    (graph: Graph): Graph => {
        const resource = find(graph, which);
        const inputs = structuredCopy(resource.inputs) as Record<string, unknown>;
        const keys = path.split(".");
        const last = keys.pop() ?? "";
        const holder = keys.reduce<Record<string, unknown>>(
            (at, key) => (at[key] ??= {}) as Record<string, unknown>,
            inputs,
        );
        if (value === undefined) Reflect.deleteProperty(holder, last);
        else holder[last] = value;
        const propertyDependencies = { ...resource.propertyDependencies, ...(value === undefined && { [path]: [] }) };
        return replace(graph, resource, { inputs, propertyDependencies });
    };

/** Replaces text in a JSON policy. */
export const rewrite =
    (which: Which, property: string, from: string | RegExp, to: string) =>
    (graph: Graph): Graph => {
        const before = String(find(graph, which).inputs[property]);
        const after = before.replace(from, to);
        assert.notEqual(after, before, `${property} has no ${String(from)}: ${before}`);
        assert.ok(JSON.parse(after));
        return set(which, property, after)(graph);
    };

export const remove =
    (...which: readonly Which[]) =>
    (graph: Graph): Graph => {
        const gone = new Set(which.map((each) => find(graph, each).urn));
        return new Graph(graph.resources.filter(({ urn }) => !gone.has(urn)));
    };

/** A resource more, beside the one that it is like. */
export const add =
    (like: Which, change: Changed & { readonly name: string }) =>
    (graph: Graph): Graph => {
        const model = find(graph, like);
        const urn = `${model.urn.slice(0, model.urn.lastIndexOf("::"))}::${change.name}`;
        return new Graph([...graph.resources, { ...model, ...change, urn: change.urn ?? urn }]);
    };

/** Takes away whatever makes `which` wait for resources of a type, directly or through others. */
export const cut =
    (which: Which, ...types: readonly string[]) =>
    (graph: Graph): Graph => {
        const resource = find(graph, which);
        const targets = graph.ofType(...types);
        const leads = (urn: string): boolean =>
            targets.some((target) => target.urn === urn || graph.dependsOn(urn, target));
        const dependencies = resource.dependencies.filter((urn) => !leads(urn));
        assert.notEqual(
            dependencies.length,
            resource.dependencies.length,
            `${resource.name} does not wait for ${types.join()}`,
        );
        return replace(graph, resource, { dependencies });
    };

/** Makes `which` wait for another. */
export const tie =
    (which: Which, other: Which) =>
    (graph: Graph): Graph => {
        const resource = find(graph, which);
        return replace(graph, resource, { dependencies: [...resource.dependencies, find(graph, other).urn] });
    };

export const all =
    (...changes: readonly ((graph: Graph) => Graph)[]) =>
    (graph: Graph): Graph =>
        changes.reduce((changed, change) => change(changed), graph);

/** Maps and lists are copied; secrets and unknowns, which compare by identity, stay what they are. */
function structuredCopy(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(structuredCopy);
    if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, structuredCopy(each)]));
}
