import type { Graph, RecordedResource } from "../../graph";
import { effectOf } from "../../replacements";
import { UNKNOWN } from "../../values";
import { sameValue } from "./same-value";

/**
 * Whether a resource must go before one of `going` does, and by which arguments: undefined when it can stay. The engine holds each
 * argument that reads something that goes for unknown, all of it (pulumi/pulumi step_generator.go, `calculateDependentReplacements`).
 */
export function mayGoFirst(
    { type, custom, provider, inputs, propertyDependencies }: RecordedResource,
    going: ReadonlySet<string>,
    mutableKinds: ReadonlySet<string>,
): readonly string[] | undefined {
    if (!custom) return undefined;
    if (provider !== undefined && going.has(provider)) return ["provider"];
    const unknown = Object.entries(propertyDependencies)
        .filter(([, urns]) => urns.some((urn) => going.has(urn)))
        .map(([key]) => [key, UNKNOWN] as const);
    if (unknown.length === 0) return undefined;
    const { replaces } = effectOf(
        type,
        inputs,
        { ...inputs, ...Object.fromEntries(unknown) },
        { same: sameValue, mutableKinds },
    );
    return replaces.length > 0 ? replaces : undefined;
}

/** Everything that waits for it, each after what it waits for. */
export function dependentsInOrder(graph: Graph, root: RecordedResource): readonly RecordedResource[] {
    const found = new Set<string>();
    const queue = [root.urn];
    for (let urn = queue.shift(); urn !== undefined; urn = queue.shift())
        for (const next of graph.dependentsOf(urn))
            if (!found.has(next)) {
                found.add(next);
                queue.push(next);
            }
    return graph.inOrder().filter(({ urn }) => found.has(urn));
}
