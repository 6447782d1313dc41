/** Turns what the schema refuses into problems: key path, value, rule, fix; the nearest known key for a typo. */
import { adviceOn, split, wantedAt, type Issue } from "./fix";
import { jsonSchema, keyPaths, keysAt } from "./json-schema";
import { nearest } from "./nearest";
import type { Problem } from "./problems";
import { REQUIRED } from "./schema";
import { at, dotted, without, type Path, type Tree } from "./tree";

const EXAMPLES: Readonly<Record<(typeof REQUIRED)[number], string>> = {
    account: 'write mindcloud:account: "123456789012"',
    "cluster.access": "list who may reach the Kubernetes API: <principal ARN>: admin | operate | view",
    "cluster.endpoint.publicCidrs":
        "list the CIDR blocks that may reach the Kubernetes API, or [] and deployment.runner",
    "budget.monthlyUsd": "write what this environment may cost a month, for example 1500",
    "alerts.emails": "list who receives alarms, for example [platform@example.com]",
};

/** `said`: the file's own words; `whole`: with the layers below it. Keys that nobody knows are strangers (strangersIn). */
export function issueProblems(issues: readonly Issue[], said: Tree, whole: Tree): Problem[] {
    return issues.flatMap((issue) => (issue.code === "unrecognized_keys" ? [] : problemsOf(issue, said, whole)));
}

function problemsOf(issue: Issue, said: Tree, whole: Tree): Problem[] {
    const path = dotted(issue.path);
    const value = at(said, issue.path);
    const missing = REQUIRED.filter((key) => value === undefined && (key === path || key.startsWith(`${path}.`)));
    if (missing.length > 0)
        return missing.map((key) => ({ path: key, rule: "is missing and has no default", fix: EXAMPLES[key] }));
    if (value === undefined && (issue.code === "invalid_type" || issue.code === "invalid_value")) {
        const fix = `${wantedAt(issue.path, whole)}; or remove ${dotted(issue.path.slice(0, -1))}`;
        return [{ path, rule: "is missing", fix }];
    }
    if (issue.code === "invalid_key") return [{ path, ...split(issue) }];
    return [{ path, value, ...adviceOn(issue, value, whole) }];
}

/** A key that nobody knows, and the one that it stands for. */
export interface Stranger {
    readonly path: Path;
    readonly meant?: Path;
    readonly problem: Problem;
}

/** What AWS, Kubernetes and Terraform call it, where ours is another word. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
    ...{ minSize: "min", min_size: "min", minReplicas: "min", maxSize: "max", max_size: "max", maxReplicas: "max" },
    ...{ capacityType: "capacity", capacity_type: "capacity", diskSize: "diskGibibytes", disk_size: "diskGibibytes" },
    ...{ version: "kubernetes", azs: "zoneNames", availabilityZones: "zoneNames", hostedZoneId: "zoneId" },
    ...{ instanceClass: "instance", nodeType: "node", backupRetentionPeriod: "backupDays" },
};

/** Of EKS's scalingConfig, which has min and max too. */
const DESIRED = /^desired(_?(size|capacity))?$/i;
const AUTOSCALED = "is not a key that mindcloud knows: the autoscaler sizes a group between min and max";

/** More are no help. */
const MOST_PLACES = 6;

export function strangersIn(issues: readonly Issue[]): Stranger[] {
    return issues.flatMap((issue) =>
        issue.code === "unrecognized_keys" ? issue.keys.map((key) => stranger(issue.path, key)) : [],
    );
}

function stranger(parent: Path, key: string): Stranger {
    const known = keysAt(parent);
    const path = [...parent, key];
    if (parent[0] === "nodeGroups" && DESIRED.test(key))
        return { path, problem: { path: dotted(path), rule: AUTOSCALED, fix: "remove it" } };
    const problem = { path: dotted(path), rule: "is not a key that mindcloud knows" };
    const near = known.find((name) => OTHER_NAMES[key] === name) ?? nearest(key, known);
    if (near !== undefined)
        return { path, meant: [...parent, near], problem: { ...problem, fix: `did you mean ${near}?` } };
    const elsewhere = keyPaths(jsonSchema()).filter((other) => other.endsWith(`.${key}`));
    // A wrong indent: deeper in the same part, rather than somewhere else.
    const deeper = elsewhere.filter((other) => other.startsWith(dotted([...parent, ""])));
    const places = deeper.length > 0 ? deeper : elsewhere;
    const [only] = places;
    if (only !== undefined && places.length === 1)
        return { path, meant: only.split("."), problem: { ...problem, fix: `write it as ${only}` } };
    if (deeper.length > 1 && deeper.length <= MOST_PLACES)
        return { path, problem: { ...problem, fix: `write it as ${deeper.join(" or ")}` } };
    return { path, problem: { ...problem, fix: known.length === 0 ? "remove it" : `choose ${known.join(", ")}` } };
}

/** The file as it was meant: with each mistyped key under its right name, unless that is there too. */
export function asMeant(said: Tree, strangers: readonly Stranger[]): Tree {
    return strangers.reduce((tree, { path, meant }) => {
        const parent = meant?.slice(0, -1);
        const isFree = meant !== undefined && at(tree, meant) === undefined;
        if (!isFree || (parent !== undefined && parent.length > 0 && at(tree, parent) === undefined)) return tree;
        return put(without(tree, path), meant, at(tree, path));
    }, said);
}

function put(tree: Tree, [key, ...rest]: Path, value: unknown): Tree {
    if (key === undefined) return tree;
    const inner = tree[String(key)];
    return { ...tree, [key]: rest.length === 0 ? value : put(inner as Tree, rest, value) };
}
