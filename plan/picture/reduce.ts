/** Directed edges with the number of dependencies that each one stands for. */
export type Edges = ReadonlyMap<string, ReadonlyMap<string, number>>;

/**
 * Leaves out every edge that a longer way says as well (transitive reduction). Bundling can make circles of what is none in detail, so
 * edges are tried one by one, and each is left out only while its ends stay connected without it.
 */
export function reduced(edges: Edges): Edges {
    const kept = new Map([...edges].sort(byKey).map(([from, targets]) => [from, new Map([...targets].sort(byKey))]));
    for (const [from, targets] of kept)
        for (const [to, number] of [...targets]) {
            targets.delete(to);
            if (!connected(kept, from, to)) targets.set(to, number);
        }
    return kept;
}

function connected(edges: Edges, from: string, to: string): boolean {
    const seen = new Set<string>();
    const queue = [from];
    for (let node = queue.pop(); node !== undefined; node = queue.pop())
        for (const next of edges.get(node)?.keys() ?? []) {
            if (next === to) return true;
            if (!seen.has(next)) queue.push(next);
            seen.add(next);
        }
    return false;
}

export function addEdge(edges: Map<string, Map<string, number>>, from: string, to: string): void {
    const targets = edges.get(from) ?? new Map<string, number>();
    edges.set(from, targets.set(to, (targets.get(to) ?? 0) + 1));
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
    return a < b ? -1 : a > b ? 1 : 0;
}
