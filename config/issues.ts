/** Turns what the schema refuses into problems: key path, value, rule, fix; the nearest known key for a typo. */
import { adviceOn, split, wantedAt, type Issue } from "./fix";
import { jsonSchema, keyPaths, keysAt, takes } from "./json-schema";
import { nearest } from "./nearest";
import type { Problem } from "./problems";
import { REQUIRED } from "./schema";
import { at, dotted, isTree, without, withAt, type Path, type Tree } from "./tree";

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

/** Ours, and what AWS, Kubernetes and Terraform call it, whatever they write large or with underscores. */
const OTHER_NAMES: readonly (readonly [ours: string, ...others: readonly string[]])[] = [
    ["min", "minSize", "minReplicas", "minCount", "minNodes"],
    ["max", "maxSize", "maxReplicas", "maxCount", "maxNodes"],
    ["capacity", "capacityType"],
    ["diskGibibytes", "diskSize", "volumeSize", "diskGb", "diskGib"],
    ["kubernetes", "version", "clusterVersion", "kubernetesVersion", "k8sVersion"],
    ["version", "engineVersion"],
    ["zoneNames", "azs", "availabilityZones"],
    ["zones", "azCount", "zoneCount"],
    ["nat", "natGateway", "natGateways", "enableNatGateway", "singleNatGateway"],
    ["cidr", "cidrBlock", "vpcCidr"],
    ["publicCidrs", "publicAccessCidrs", "endpointPublicAccessCidrs", "clusterEndpointPublicAccessCidrs"],
    ["zoneId", "hostedZoneId", "hostedZone"],
    ["certificateArn", "acmCertificateArn"],
    ["kmsKeyArn", "kmsKeyId", "kmsKey"],
    ["instance", "instanceClass", "dbInstanceClass"],
    ["node", "nodeType", "cacheNodeType"],
    ["replicas", "numCacheClusters", "replicasPerNodeGroup"],
    ["storageGibibytes", "allocatedStorage", "storageSize", "storageGb", "storageGib"],
    ["maxStorageGibibytes", "maxAllocatedStorage"],
    ["multiZone", "multiAz"],
    ["backupDays", "backupRetentionPeriod", "backupRetentionDays"],
    ["snapshotDays", "snapshotRetentionLimit"],
    ["backupAt", "backupWindow", "preferredBackupWindow"],
    ["snapshotAt", "snapshotWindow"],
    ["maintenance", "maintenanceWindow", "preferredMaintenanceWindow"],
];

const sound = (key: string): string => key.toLowerCase().replaceAll(/[_-]/g, "");
const OURS: ReadonlyMap<string, string> = new Map(
    OTHER_NAMES.flatMap(([ours, ...others]) => others.map((other) => [sound(other), ours] as const)),
);

/** Of EKS's scalingConfig, which has min and max too. */
const DESIRED = /^desired(_?(size|capacity))?$/i;
const AUTOSCALED = "is not a key that mindcloud knows: the autoscaler sizes a group between min and max";

/** More are no help. */
const MOST_PLACES = 6;

/** `said`: the file's own words. */
export function strangersIn(issues: readonly Issue[], said: Tree): Stranger[] {
    return issues.flatMap((issue) =>
        issue.code === "unrecognized_keys"
            ? issue.keys.map((key) => stranger(issue.path, key, at(said, [...issue.path, key])))
            : [],
    );
}

function stranger(parent: Path, key: string, value: unknown): Stranger {
    const known = keysAt(parent);
    const path = [...parent, key];
    if (parent[0] === "nodeGroups" && DESIRED.test(key))
        return { path, problem: { path: dotted(path), rule: AUTOSCALED, fix: "remove it" } };
    const problem = { path: dotted(path), rule: "is not a key that mindcloud knows" };
    const near = known.find((name) => OURS.get(sound(key)) === name) ?? nearest(key, known);
    if (near !== undefined)
        return { path, meant: [...parent, near], problem: { ...problem, fix: `did you mean ${near}?` } };
    const elsewhere = placesOf(key, value);
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

/** Keys of this name anywhere: that take the value, or else that hold a map if it is one, and none if it is none. */
function placesOf(key: string, value: unknown): string[] {
    const named = keyPaths(jsonSchema()).filter((path) => path.endsWith(`.${key}`));
    const fitting = named.filter((path) => takes(path.split("."), value));
    if (fitting.length > 0) return fitting;
    return isTree(value) ? [] : named.filter((path) => !takes(path.split("."), {}));
}

/** The file as it was meant: with each mistyped key under its right name, unless that is there too. */
export function asMeant(said: Tree, strangers: readonly Stranger[]): Tree {
    return strangers.reduce((tree, { path, meant }) => {
        const parent = meant?.slice(0, -1);
        const isFree = meant !== undefined && at(tree, meant) === undefined;
        if (!isFree || (parent !== undefined && parent.length > 0 && at(tree, parent) === undefined)) return tree;
        return withAt(without(tree, path), meant, at(tree, path)) as Tree;
    }, said);
}
