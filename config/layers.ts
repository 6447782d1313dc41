/** The layers of an environment, weakest first: common defaults, profile, sizes, the stack file; and where each value came from. */
import { SYSTEMS } from "../components/systems";
import type { SystemDefaults } from "../components/systems/definition";
import { COMMON, GROUP_DEFAULTS, ON_EXISTING_CLUSTER, PROFILES, WATCHED_BY_OTHERS } from "./defaults";
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
    for (const [key, { defaults }] of Object.entries(SYSTEMS))
        layers.push(...systemLayers(key, defaults, profile, at(settings, ["systems", key])));
    const grafana = grafanaAddress(settings);
    if (grafana !== undefined) layers.push({ name: "domain", tree: { monitoring: { urls: { grafana } } } });
    if (at(settings, ["existing", "cluster"]) !== undefined)
        layers.push({ name: "existing.cluster", tree: ON_EXISTING_CLUSTER });
    if (isWatchedByOthers(settings)) layers.push({ name: "clusterServices.monitoring", tree: WATCHED_BY_OTHERS });
    const added = groupDefaults(settings.nodeGroups);
    if (added !== undefined) layers.push({ name: "default", tree: { nodeGroups: added } });
    return [...layers, { name: file, tree: settings }];
}

/** A node group that a user adds states purpose, instance types and bounds; the rest has defaults. */
function groupDefaults(groups: unknown): Tree | undefined {
    if (!isTree(groups)) return undefined;
    const added = Object.keys(groups).filter((name) => !Object.hasOwn(PROFILES.economy.nodeGroups, name));
    return added.length === 0 ? undefined : Object.fromEntries(added.map((name) => [name, GROUP_DEFAULTS]));
}

/** Only behind a login that everybody has their own account for is it reachable by name. */
function grafanaAddress(settings: Tree): string | undefined {
    const domain = at(settings, ["domain", "name"]);
    const login = at(settings, ["monitoring", "grafana", "oidc"]);
    return typeof domain === "string" && isTree(login) ? `https://grafana.${domain}` : undefined;
}

/** As the layers below will say it, with the file on top. */
const isWatchedByOthers = (settings: Tree): boolean =>
    (at(settings, ["clusterServices", "monitoring"]) ??
        (at(settings, ["existing", "cluster"]) === undefined ? "install" : "present")) === "present";

/** What the size in effect brings, and what entries of maps have that a user writes. */
function systemLayers(key: string, defaults: SystemDefaults, profile: Profile, said: unknown): Layer[] {
    const written = isTree(said) ? said : {};
    const { sizes = {} } = defaults;
    const known = [written.size, defaults.profiles[profile].size].filter((size) => typeof size === "string");
    const size = known.find((one) => Object.hasOwn(sizes, one));
    const layers: Layer[] =
        size === undefined ? [] : [{ name: `size ${size}`, tree: { systems: { [key]: sizes[size] } } }];
    for (const [map, entry] of Object.entries(defaults.entries ?? {})) {
        const entries = written[map];
        if (!isTree(entries) || Object.keys(entries).length === 0) continue;
        const tree = Object.fromEntries(Object.keys(entries).map((id) => [id, entry]));
        layers.push({ name: "default", tree: { systems: { [key]: { [map]: tree } } } });
    }
    return layers;
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
