import type { Graph } from "./graph";
import { isMap } from "./values";

/** How people come to a system: by a URL, or by a command that forwards a port of their own machine to it. */
export type Reach = { readonly system: string } & ({ readonly url: string } | { readonly command: string });

/** By system: what its components say about it, a PublicEndpoint or the system itself. One that says nothing is for other systems only. */
export function reachOf(graph: Graph): readonly Reach[] {
    return graph.resources
        .filter(({ custom }) => !custom)
        .flatMap(({ inputs: { reach } }): Reach[] => {
            if (!isMap(reach) || typeof reach.system !== "string") return [];
            const { system, url, command } = reach;
            if (typeof url === "string") return [{ system, url }];
            return typeof command === "string" ? [{ system, command }] : [];
        })
        .sort((one, other) => (one.system < other.system ? -1 : 1));
}
