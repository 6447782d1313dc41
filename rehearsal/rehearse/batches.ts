import type { Graph, RecordedResource } from "../../plan/graph";

/** Types of what the cloud makes: neither components nor what Pulumi keeps for itself. */
export function typesToFail(graph: Graph): ReadonlySet<string> {
    return new Set(made(graph).map(({ type }) => type));
}

/**
 * One resource of each of these types, as many as one run can try: none of them waits for another, and none is there. What waits for them
 * gets its turn in a later run. Throws when a type has no resource left that could fail.
 */
export function nextBatch(
    graph: Graph,
    types: ReadonlySet<string>,
    there: ReadonlySet<string>,
): readonly RecordedResource[] {
    const blocked = new Set<string>();
    const batch = new Map<string, RecordedResource>();
    for (const resource of inTurn(graph, made(graph))) {
        const { type, urn } = resource;
        if (!types.has(type) || there.has(urn) || blocked.has(urn) || batch.has(type)) continue;
        batch.set(type, resource);
        for (const waiting of downstream(graph, urn)) blocked.add(waiting);
    }
    if (batch.size === 0) throw new Error(`nothing of these types is left to fail: ${[...types].join(", ")}`);
    return [...batch.values()];
}

/** Passwords come from this machine: nothing can refuse them. */
function made(graph: Graph): readonly RecordedResource[] {
    return graph.resources.filter(({ custom, type }) => custom && /^(aws|kubernetes):/.test(type));
}

/** By how many steps come before; then nothing that was taken waits for what comes later. Of equals, first what the fewest wait for. */
function inTurn(graph: Graph, custom: readonly RecordedResource[]): readonly RecordedResource[] {
    const depths = new Map<string, number>();
    for (const { urn } of graph.inOrder())
        depths.set(urn, 1 + Math.max(0, ...graph.waitsFor(urn).map((before) => depths.get(before) ?? 0)));
    const key = new Map(custom.map(({ urn }) => [urn, (depths.get(urn) ?? 0) * 1e6 + downstream(graph, urn).size]));
    return [...custom].sort((a, b) => (key.get(a.urn) ?? 0) - (key.get(b.urn) ?? 0));
}

/** Everything that waits for it, directly or through others. */
function downstream(graph: Graph, urn: string): ReadonlySet<string> {
    const found = new Set<string>();
    const queue = [urn];
    for (let next = queue.pop(); next !== undefined; next = queue.pop())
        for (const dependent of graph.dependentsOf(next))
            if (!found.has(dependent)) {
                found.add(dependent);
                queue.push(dependent);
            }
    return found;
}
