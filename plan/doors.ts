import type { Graph } from "./graph";
import { isMap } from "./values";

/** Who gets in where by one name, as its PublicEndpoint says. */
export interface Doors {
    readonly system: string;
    /** none: no name in the domain. */
    readonly scheme: "internet-facing" | "internal" | "none";
    readonly published: readonly Door[];
    /** Paths that are not sent on. */
    readonly closed: readonly string[];
}

export interface Door {
    readonly path: string;
    readonly by: string;
    readonly how: string;
}

export function doorsOf(graph: Graph): readonly Doors[] {
    return graph.resources
        .filter(({ custom, inputs: { doors } }) => !custom && isMap(doors))
        .map(({ inputs: { doors } }) => doors as Doors)
        .sort((one, other) => (one.system < other.system ? -1 : 1));
}

const WHO: Readonly<Record<string, string>> = {
    loadBalancer: "the load balancer asks",
    application: "the application asks",
    nobody: "NOBODY asks",
};

/** One line for each system and each way of asking. */
export function doorLines(all: readonly Doors[]): readonly string[] {
    const width = Math.max(0, ...all.map(({ system }) => system.length));
    return all.flatMap(({ system, scheme, published, closed }) => {
        const lead = system.padEnd(width);
        const where = scheme === "internal" ? ", inside only" : "";
        const kindOf = ({ by, how }: Door) => `${WHO[by] ?? by}${by === "nobody" ? "" : ` (${how})`}`;
        const ways = [...new Set(published.map(kindOf))].map((kind) => {
            const paths = published.filter((door) => kindOf(door) === kind).map(({ path }) => path);
            return `${lead}  ${kind}${where}: ${paths.join(" ")}`;
        });
        if (ways.length > 0) return ways;
        return closed.length === 0 ? [] : [`${lead}  not published: ${closed.join(" ")}`];
    });
}
