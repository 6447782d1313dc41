/** What `data: keep` protects: Pulumi deletes it only after somebody has said so, and stops in the middle otherwise. */
import { isDeepStrictEqual } from "node:util";
import { purposeIsNeeded } from "../checks/check";
import type { Environment } from "../environment";
import { keepsLogs } from "../monitoring-needs";
import type { SystemNeeds } from "../needs";
import type { Tree } from "../tree";
import { problem, up, WANTED, type Rule, type Step, type Transition, type TransitionProblem } from "./transition";

const PROTECT = "https://www.pulumi.com/docs/iac/concepts/options/protect/";

/** How what goes is let go: a word to Pulumi, or also to AWS, which protects it by itself. */
type Held = "byPulumi" | "byAwsToo";

interface Stored {
    readonly held: Held;
    /** Of two states with the same key: another value is another store. */
    readonly as: string;
}

/** Everything that holds data, by the key that asks for it. */
function storedIn(environment: Environment): ReadonlyMap<string, Stored> {
    const { needs, existing, systems } = environment;
    const found = new Map<string, Stored>();
    const add = (key: string, held: Held, as: string): void => void found.set(key, { held, as });
    // What a release before `stores.keptFor` wrote down has none that is kept.
    const kept = (needs as Partial<typeof needs>).kept ?? {};
    const system = (key: string, needed: SystemNeeds, as: string): void => {
        const held = hasSecrets(needed) ? "byAwsToo" : "byPulumi";
        const stores = held === "byAwsToo" || (needed.sharedFiles ?? []).length > 0;
        if (stores || needed.zonalVolumes === true) add(`systems.${key}`, held, as);
    };
    for (const [key, needed] of Object.entries(needs.systems)) system(key, needed, "enabled");
    for (const [key, needed] of Object.entries(kept)) system(key, needed, JUST_STORES);
    const { simpleCli } = systems;
    if (simpleCli.enabled || "simpleCli" in kept) {
        for (const id of Object.keys(simpleCli.companies))
            add(`systems.simpleCli.companies.${id}`, "byPulumi", "a company");
        if (Object.keys(simpleCli.companies).length > 0 && simpleCli.storage.replaced !== undefined)
            add("systems.simpleCli.storage.replaced", "byPulumi", "the volumes of the size before");
    }
    for (const use of ["cache", "queue"] as const)
        if (needs.redis[use].length > 0) add(`stores.redis.${use}`, "byPulumi", theirs(existing.redis?.[use]));
    if (needs.postgres.length > 0) add("stores.postgres", "byAwsToo", theirs(existing.postgres));
    if (needs.coldData) add("stores.cold", "byAwsToo", theirs(existing.coldBucket));
    for (const key of needs.neo4j)
        add(`existing.neo4j.${key}`, "byAwsToo", theirs((existing.neo4j as Tree | undefined)?.[key]));
    if (keepsLogs(environment)) add("monitoring.logs.enabled", "byAwsToo", LOGS);
    return found;
}

/** S3 deletes only an empty bucket, and `data: keep` has the program empty none (BucketNotEmpty). */
const LOGS = "its logs";

/** Of a system that is off by `stores.keptFor`. */
const JUST_STORES = "its stores";

/**
 * Under data: keep Secrets Manager keeps the name of a deleted Neo4j credential for 30 days, and of every secret that a release before 0.2
 * deployed last: the system could not be switched on again.
 */
const hasSecrets = ({ redis = [], postgres = [], passwords = [], neo4j = [], peopleSecrets = [] }: SystemNeeds) =>
    redis.length + postgres.length + passwords.length + neo4j.length + peopleSecrets.length > 0;

const theirs = (store: unknown): string => (store === undefined ? "ours" : "theirs");

const goes: Rule = {
    id: "kept.goes",
    source: PROTECT,
    find: (transition) => {
        const { from, to } = transition;
        if (from.data !== "keep") return [];
        const [before, after] = [storedIn(from), storedIn(to)];
        const fate = ([key, { as, held }]: readonly [string, Stored]): Held | undefined => {
            const now = after.get(key)?.as;
            if (as === "theirs" || now === as || (as === JUST_STORES && now === "enabled")) return undefined;
            if (now !== JUST_STORES) return held;
            // Its stores stay, and the claims of its volumes go.
            return from.needs.systems[key.slice("systems.".length)]?.zonalVolumes === true ? "byPulumi" : undefined;
        };
        const gone = [...before].filter((each) => fate(each) !== undefined);
        // What a system takes with it goes for the same reason, and is not said again.
        const said = gone.filter(([key]) => !gone.some(([other]) => key !== other && covers(other, key, transition)));
        const held = gone.some((each) => fate(each) === "byAwsToo") ? "byAwsToo" : "byPulumi";
        return said.map(([key, { as }]) => protectedOne(key, [as, after.get(key)?.as], held, transition));
    },
};

function covers(other: string, key: string, { to }: Transition): boolean {
    if (key.startsWith(`${other}.`)) return true;
    return (
        /^(stores|existing|monitoring)\./.test(key) &&
        other.startsWith("systems.") &&
        !(other.slice("systems.".length) in to.needs.systems)
    );
}

function protectedOne(
    key: string,
    values: readonly [string, string | undefined],
    held: Held,
    { to }: Transition,
): TransitionProblem {
    const rule = values[0] === LOGS ? LOGS_GO : "takes what data: keep protects with it";
    return problem(key, values, rule, lettingGo(held, to, values[1] === JUST_STORES));
}

const LOGS_GO =
    "takes the bucket of its logs away, which S3 deletes only when it is empty, and data: keep leaves it full";

/** `deployed` first, so that nothing else changes while nothing is protected. */
function lettingGo(held: Held, to: Environment, justVolumes: boolean): readonly Step[] {
    const stores = "docs/runbooks/data-stores.md; of a system: stores.keptFor, docs/guides/off-and-on.md";
    const save: Step = {
        does: "byHand",
        say: justVolumes
            ? "save what its volumes hold (docs/guides/off-and-on.md, docs/guides/restore-volumes.md)"
            : `save what must stay (docs/guides/restore-volumes.md, ${stores})`,
    };
    return held === "byAwsToo" || to.data === "disposable" ? [save, UNPROTECTED, WANTED] : [save, UNPROTECT, WANTED];
}

export const UNPROTECTED: Step = up("deployed", { data: "disposable" }, "takes the protection away, and nothing else");

export const UNPROTECT: Step = {
    does: "unprotect",
    say: "pulumi state unprotect '<urn>' for each that the preview calls protected (docs/guides/companies.md#remove-one)",
};

/** Of a group that exists EKS changes none of these; Pulumi deletes it, and its nodes go at once. */
const OF_A_GROUP = ["purpose", "instanceTypes", "capacity"] as const;

const nodes: Rule = {
    id: "kept.nodes",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/delete-managed-node-group.html",
    find: ({ from, to }) => {
        if (from.data !== "keep" || (from.existing.cluster ?? to.existing.cluster) !== undefined) return [];
        const made = (environment: Environment) =>
            new Map(
                Object.entries(environment.nodeGroups).filter(([, { purpose }]) =>
                    purposeIsNeeded(purpose, environment),
                ),
            );
        const after = made(to);
        return [...made(from)].flatMap(([name, group]) => {
            const next = after.get(name);
            const key = `nodeGroups.${name}`;
            if (next === undefined) return [problem(key, ["a group", undefined], AT_ONCE, lettingNodesGo(name))];
            return OF_A_GROUP.filter((each) => !isDeepStrictEqual(group[each], next[each])).map((each) =>
                problem(`${key}.${each}`, [group[each], next[each]], AT_ONCE, lettingNodesGo(name)),
            );
        });
    },
};

const AT_ONCE = "takes all nodes of the group away at once, budgets or not, so data: keep protects it";

const lettingNodesGo = (name: string): readonly Step[] => [
    {
        does: "byHand",
        say: `another group under another name, state: leaving for ${name}, make drain GROUP=${name}, then state: absent (docs/guides/node-groups.md)`,
    },
    { does: "unprotect", say: "pulumi state unprotect '<urn>' for each group that the preview calls protected" },
    WANTED,
];

/** A group that spans zones has a subnet in each, and EKS changes none of them on a group that exists. */
const zones: Rule = {
    id: "kept.network.zones",
    source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateNodegroupConfig.html",
    find: ({ from, to }) => {
        const brought = [from, to].some(({ existing }) => existing.cluster !== undefined);
        const [before, after] = [from.zoneNames.length, to.zoneNames.length];
        const spanning = Object.entries(from.nodeGroups).filter(
            ([name, { purpose }]) =>
                purpose !== "zonal" && purposeIsNeeded(purpose, from) && to.nodeGroups[name] !== undefined,
        );
        if (from.data !== "keep" || brought || after <= before || spanning.length === 0) return [];
        const groups = spanning.map(([name]) => name).join(", ");
        const rule = `gives the groups ${groups} subnets that EKS adds to none that exists: their nodes would go at once, budgets or not, so data: keep protects them`;
        return [problem("network.zones", [before, after], rule, lettingAllGo(groups))];
    },
};

const lettingAllGo = (groups: string): readonly Step[] => [
    { does: "byHand", say: `choose a quiet hour: what runs on ${groups} starts anew, about five minutes` },
    { does: "unprotect", say: "pulumi state unprotect '<urn>' for each group that the preview calls protected" },
    WANTED,
];

export const kept: readonly Rule[] = [goes, nodes, zones];
