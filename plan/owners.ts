import type { Graph, RecordedResource } from "./graph";
import { isMap } from "./values";

/** Whose a resource is, in the words of cost and capacity: a system's name, `monitoring`, or `platform` for what all share. */
export type OwnerOf = (resource: RecordedResource) => string;

export const PLATFORM = "platform";
export const MONITORING = "monitoring";

const SYSTEM = /^mindcloud:systems:\w+System$/;
/** Alerts and dashboards are made beside the systems, because they are about all of them. */
const MONITORS = /^mindcloud:(monitoring:|systems:(Alerts|Dashboards)$)/;

/** By the component that it is part of, else by the namespace that it lives in. */
export function ownersOf(graph: Graph): OwnerOf {
    const known = new Map<string, string | undefined>();
    const byAncestor = (resource: RecordedResource): string | undefined => {
        if (!known.has(resource.urn)) known.set(resource.urn, look(resource));
        return known.get(resource.urn);
    };
    // The outermost: a company of the digital agency is the agency's.
    const look = (resource: RecordedResource): string | undefined => {
        const parent = resource.parent === undefined ? undefined : graph.find(resource.parent);
        const above = parent === undefined ? undefined : byAncestor(parent);
        if (above !== undefined) return above;
        if (SYSTEM.test(resource.type)) return resource.name;
        return MONITORS.test(resource.type) ? MONITORING : undefined;
    };
    const namespaces = new Map(
        graph.ofType("kubernetes:core/v1:Namespace").flatMap((namespace) => {
            const owner = byAncestor(namespace);
            return owner === undefined ? [] : [[metadataOf(namespace).name, owner]];
        }),
    );
    return (resource) => byAncestor(resource) ?? namespaces.get(metadataOf(resource).namespace ?? "") ?? PLATFORM;
}

/** All systems of the graph, by name. */
export function systemsOf(graph: Graph, ownerOf: OwnerOf): readonly string[] {
    return graph.resources
        .filter((each) => SYSTEM.test(each.type) && ownerOf(each) === each.name)
        .map(({ name }) => name);
}

export function metadataOf({ inputs }: RecordedResource): { readonly name: string; readonly namespace?: string } {
    const metadata = isMap(inputs.metadata) ? inputs.metadata : {};
    return {
        name: typeof metadata.name === "string" ? metadata.name : "",
        ...(typeof metadata.namespace === "string" && { namespace: metadata.namespace }),
    };
}
