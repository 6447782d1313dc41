/**
 * From a stack file to an Environment: layers (common defaults, profile, sizes, the file), one parse, then the checks across keys.
 * All problems come at once: what a key breaks is taken out, so that the rest can still be checked.
 */
import type { Environment, PeopleSecrets, Profile } from "./environment";
import { COMMON, MEMSTACK_SIZES, PROFILES } from "./defaults";
import { checks } from "./checks";
import { needsOf } from "./needs";
import { issueProblems } from "./issues";
import type { Problem } from "./problems";
import { settings } from "./schema";
import { peopleSecrets } from "./secrets";
import { at, isTree, leaves, merge, without, type Path, type Tree } from "./tree";
import { partitionOf, ZONES } from "./zones";

/** What a stack says, before anything is checked. */
export interface StackInput {
    readonly project: string;
    readonly stack: string;
    /** Name of the file, for messages. */
    readonly file: string;
    readonly region: string | undefined;
    /** Everything under `mindcloud:` but `secrets`. */
    readonly settings: Tree;
    /** `mindcloud:secrets`; encrypted values as { secure: ... }. */
    readonly secrets: unknown;
}

/** Where the value of each key came from, by dotted path. */
export type Provenance = ReadonlyMap<string, string>;

export type Loaded =
    | { readonly ok: true; readonly environment: Environment; readonly secrets: PeopleSecrets; readonly provenance: Provenance }
    | { readonly ok: false; readonly problems: readonly Problem[] };

interface Layer {
    readonly name: string;
    readonly tree: Tree;
}

/** Layers from weakest to strongest; wrong values of profile and size fall back to a default and are reported by the parse. */
function layersOf(input: StackInput): Layer[] {
    const said = input.settings["profile"];
    const profile: Profile = said === "highlyAvailable" ? said : "economy";
    const layers: Layer[] = [
        { name: "default", tree: COMMON },
        { name: `profile ${profile}`, tree: { profile, ...PROFILES[profile] } },
    ];
    const memstackSize = at(input.settings, ["systems", "memstack", "size"]);
    if (memstackSize === "dev" || memstackSize === "production")
        layers.push({ name: `size ${memstackSize}`, tree: { systems: { memstack: MEMSTACK_SIZES[memstackSize] } } });
    const added = groupDefaults(input.settings["nodeGroups"]);
    if (added !== undefined) layers.push({ name: "default", tree: { nodeGroups: added } });
    const companies = companyDefaults(at(input.settings, ["systems", "simpleCli", "companies"]));
    if (companies !== undefined) layers.push({ name: "default", tree: { systems: { simpleCli: { companies } } } });
    return [...layers, { name: input.file, tree: input.settings }];
}

/** A node group that a user adds states purpose, instance types and bounds; the rest has defaults. */
function groupDefaults(groups: unknown): Tree | undefined {
    if (!isTree(groups)) return undefined;
    const known = Object.keys((PROFILES.economy as { nodeGroups: Tree }).nodeGroups);
    const added = Object.keys(groups).filter((name) => !known.includes(name));
    const defaults = { capacity: "onDemand", diskGibibytes: 50, labels: {}, taints: [], maxUnavailablePercent: 33 };
    return added.length === 0 ? undefined : Object.fromEntries(added.map((name) => [name, defaults]));
}

function companyDefaults(companies: unknown): Tree | undefined {
    if (!isTree(companies) || Object.keys(companies).length === 0) return undefined;
    return Object.fromEntries(Object.keys(companies).map((id) => [id, { state: "active" }]));
}

function provenanceOf(layers: readonly Layer[]): Provenance {
    const origin = new Map<string, string>();
    for (const layer of layers)
        for (const [path] of leaves(layer.tree)) {
            // A list or an empty tree that a stronger layer replaces takes its inner keys along.
            for (const known of [...origin.keys()]) if (path.startsWith(`${known}.`)) origin.delete(known);
            origin.set(path, layer.name);
        }
    return origin;
}

/** Values that let the checks across keys go on where a required key is missing or wrong; never part of a result. */
const SPECIMEN: Tree = {
    account: "111111111111",
    cluster: { access: { "arn:aws:iam::111111111111:role/specimen": "admin" }, endpoint: { publicCidrs: ["192.0.2.0/24"] } },
    budget: { monthlyUsd: 1_000_000 },
    alerts: { emails: ["specimen@example.com"] },
};

/** Takes out what cannot be parsed, one round per level of nesting, until the rest parses or nothing more can be removed. */
function heal(layers: readonly Layer[], broken: readonly Path[]) {
    let file = layers.at(-1)?.tree ?? {};
    let removed = [...broken];
    for (let round = 0; round < 4; round++) {
        for (const path of removed) file = without(file, path);
        const healed = settings.safeParse(merge(...layers.slice(0, -1).map(({ tree }) => tree), SPECIMEN, file));
        if (healed.success) return healed.data;
        removed = healed.error.issues.map((issue) => (issue.path.length > 1 ? issue.path.slice(0, -1) : issue.path));
    }
    return undefined;
}

export function load(input: StackInput): Loaded {
    const layers = layersOf(input);
    const parsed = settings.safeParse(merge(...layers.map(({ tree }) => tree)));
    const issues = parsed.success ? [] : parsed.error.issues;
    const data = parsed.success ? parsed.data : heal(layers, issues.flatMap((issue) => (issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path])));

    const problems: Problem[] = [...regionProblems(input.region), ...issueProblems(issues, input.settings)];
    const region = input.region !== undefined && input.region in ZONES ? input.region : "us-east-1";
    const { secrets, problems: secretProblems } = peopleSecrets(input.secrets);
    problems.push(...secretProblems);

    if (data !== undefined) {
        const environment: Environment = {
            ...data,
            project: input.project,
            stack: input.stack,
            region,
            partition: partitionOf(region),
            zoneNames: (data.network.zoneNames ?? ZONES[region] ?? []).slice(0, data.network.zones),
            needs: needsOf(data.systems),
        };
        const wrong = problems.map(({ path }) => path);
        const follows = (path: string) => wrong.some((key) => path === key || path.startsWith(`${key}.`) || key.startsWith(`${path}.`));
        problems.push(...checks({ environment, said: input.settings, secrets }).filter(({ path }) => !follows(path)));
        if (problems.length === 0) return { ok: true, environment, secrets, provenance: provenanceOf(layers) };
    }
    return { ok: false, problems };
}

function regionProblems(region: string | undefined): Problem[] {
    if (region === undefined) return [{ path: "aws:region", rule: "is missing", fix: "write for example aws:region: us-east-1" }];
    if (region in ZONES) return [];
    return [{ path: "aws:region", value: region, rule: "is not a region whose zones mindcloud knows", fix: `choose one of ${Object.keys(ZONES).join(", ")}` }];
}
