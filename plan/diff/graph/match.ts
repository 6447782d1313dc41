/** Which resource of before is which of now: by URN, by what the program says it was called, and by what the parent was called. */
import type { Graph, RecordedResource } from "../../graph";

export interface Pairs {
    /** URN now -> the resource before. */
    readonly before: ReadonlyMap<string, RecordedResource>;
    /** What nothing now continues. */
    readonly gone: readonly RecordedResource[];
}

/** As the engine does it (pulumi/pulumi pkg/resource/deploy/step_generator.go, `generateAliases`): parents first, their old names known. */
export function pairsOf(olds: Graph, news: Graph): Pairs {
    const before = new Map<string, RecordedResource>();
    const taken = new Set<string>();
    for (const resource of parentsFirst(news)) {
        const urns = [resource.urn, ...aliasesOf(resource, news, before)];
        const found = urns.map((urn) => olds.find(urn)).find((old) => old !== undefined && !taken.has(old.urn));
        // A resource that still stands under its own name is nobody else's past.
        if (found === undefined || (found.urn !== resource.urn && news.find(found.urn) !== undefined)) continue;
        before.set(resource.urn, found);
        taken.add(found.urn);
    }
    return { before, gone: olds.resources.filter(({ urn }) => !taken.has(urn)) };
}

/** New URN -> old name, of what an alias renames: all that comes out of it stays what it was. */
export function oldNames(olds: Graph, news: Graph): ReadonlyMap<string, string> {
    const renamed = [...pairsOf(olds, news).before].filter(
        ([urn, old]) => old.custom && news.find(urn)?.name !== old.name,
    );
    return new Map(renamed.map(([urn, { name }]) => [urn, name]));
}

function parentsFirst(graph: Graph): readonly RecordedResource[] {
    const below = (resource: RecordedResource): RecordedResource[] => [
        resource,
        ...graph.childrenOf(resource).flatMap(below),
    ];
    return graph.roots().flatMap(below);
}

interface Alias {
    readonly name?: string;
    readonly type?: string;
    readonly parent?: string;
}

function aliasesOf(
    resource: RecordedResource,
    news: Graph,
    before: ReadonlyMap<string, RecordedResource>,
): readonly string[] {
    const parent = resource.parent === undefined ? undefined : news.find(resource.parent);
    const oldParent = parent === undefined ? undefined : before.get(parent.urn);
    const parents = new Map([[parent?.urn, parent?.urn]]);
    if (oldParent !== undefined) parents.set(oldParent.urn, oldParent.urn);
    const own = resource.aliases.map(aliasFrom);
    const urns: string[] = own.flatMap((alias) => (typeof alias === "string" ? [alias] : []));
    for (const alias of [{}, ...own.filter((each) => typeof each !== "string")] as readonly Alias[]) {
        const name = alias.name ?? resource.name;
        const type = alias.type ?? resource.type;
        const explicit = alias.parent !== undefined && alias.parent !== (parent?.urn ?? "none");
        if (explicit) {
            urns.push(urnOf(resource, alias.parent === "none" ? undefined : alias.parent, type, name));
            continue;
        }
        urns.push(urnOf(resource, parent?.urn, type, name));
        if (parent !== undefined && oldParent !== undefined && oldParent.urn !== parent.urn)
            urns.push(urnOf(resource, oldParent.urn, type, inherited(name, parent.name, oldParent.name)));
    }
    return [...new Set(urns)].filter((urn) => urn !== resource.urn);
}

/** Names of children begin with the parent's (`inheritedChildAlias` in the SDK and the engine). */
function inherited(name: string, parent: string, oldParent: string): string {
    return name.startsWith(parent) ? oldParent + name.slice(parent.length) : name;
}

/** As `plan/request.ts` writes them down: a URN, or `name=... type=... parent=...`. */
function aliasFrom(text: string): Alias | string {
    if (text.startsWith("urn:")) return text;
    const parts = [...text.matchAll(/(?:^| )(name|type|parent)=(.*?)(?= (?:name|type|parent)=|$)/g)];
    // The stack itself is the parent of what has none.
    return Object.fromEntries(
        parts.map(([, key = "", value = ""]) => [key, value.includes("::pulumi:pulumi:Stack::") ? "none" : value]),
    );
}

function urnOf({ urn }: RecordedResource, parent: string | undefined, type: string, name: string): string {
    const [, rest = ""] = urn.split("urn:pulumi:");
    const [stack = "", project = ""] = rest.split("::");
    const parentType = parent?.split("::")[2];
    return `urn:pulumi:${stack}::${project}::${parentType === undefined ? type : `${parentType}$${type}`}::${name}`;
}
