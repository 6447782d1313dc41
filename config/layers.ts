/** The layers of an environment, weakest first: common defaults, profile, sizes, the stack file; and where each value came from. */
import { COMMON, GROUP_DEFAULTS, MEMSTACK_SIZES, PROFILES } from "./defaults";
import type { Profile } from "./environment";
import { at, isTree, leaves, type Tree } from "./tree";

export interface Layer {
    readonly name: string;
    readonly tree: Tree;
}

/** Where the value of each key came from, by dotted path. */
export type Provenance = ReadonlyMap<string, string>;

/** A wrong profile or size falls back to a default here and is reported by the parse. */
export function layersOf(settings: Tree, file: string): Layer[] {
    const profile: Profile = settings.profile === "highlyAvailable" ? "highlyAvailable" : "economy";
    const layers: Layer[] = [
        { name: "default", tree: COMMON },
        { name: `profile ${profile}`, tree: { ...PROFILES[profile] } },
    ];
    const size = at(settings, ["systems", "memstack", "size"]);
    if (size === "dev" || size === "production")
        layers.push({ name: `size ${size}`, tree: { systems: { memstack: MEMSTACK_SIZES[size] } } });
    const added = groupDefaults(settings.nodeGroups);
    if (added !== undefined) layers.push({ name: "default", tree: { nodeGroups: added } });
    const companies = companyDefaults(at(settings, ["systems", "simpleCli", "companies"]));
    if (companies !== undefined) layers.push({ name: "default", tree: { systems: { simpleCli: { companies } } } });
    return [...layers, { name: file, tree: settings }];
}

/** A node group that a user adds states purpose, instance types and bounds; the rest has defaults. */
function groupDefaults(groups: unknown): Tree | undefined {
    if (!isTree(groups)) return undefined;
    const added = Object.keys(groups).filter((name) => !Object.hasOwn(PROFILES.economy.nodeGroups, name));
    return added.length === 0 ? undefined : Object.fromEntries(added.map((name) => [name, GROUP_DEFAULTS]));
}

function companyDefaults(companies: unknown): Tree | undefined {
    if (!isTree(companies) || Object.keys(companies).length === 0) return undefined;
    return Object.fromEntries(Object.keys(companies).map((id) => [id, { state: "active" }]));
}

export function provenanceOf(layers: readonly Layer[]): Provenance {
    const origin = new Map<string, string>();
    for (const { name, tree } of layers)
        for (const [path] of leaves(tree)) {
            // An empty tree of a weaker layer ends where a stronger one puts keys into it.
            for (let dot = path.indexOf("."); dot >= 0; dot = path.indexOf(".", dot + 1))
                origin.delete(path.slice(0, dot));
            origin.set(path, name);
        }
    return origin;
}
