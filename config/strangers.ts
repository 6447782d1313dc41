/** Keys that nobody knows, and the ones that they stand for. */
import { issuesWith, type Issue } from "./fix";
import { jsonSchema, keyPaths, keysAt, takes } from "./json-schema";
import { nearest, sound } from "./nearest";
import type { Problem } from "./problems";
import { at, dotted, isTree, without, withAt, type Path, type Tree } from "./tree";

/** A key that nobody knows, and the one that it stands for. */
export interface Stranger {
    readonly path: Path;
    readonly meant?: Path;
    readonly problem: Problem;
}

/**
 * Ours, and what AWS, Kubernetes and Terraform call it, whatever they write large or with underscores. With dots it is a place: what they
 * name is brought here, and not made.
 */
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
    ["existing.vpc.id", "vpcId"],
    ["existing.vpc.privateSubnetIds", "privateSubnets", "privateSubnetIds", "subnetIds"],
    ["existing.vpc.publicSubnetIds", "publicSubnets", "publicSubnetIds"],
    ["existing.cluster.name", "clusterName"],
];

const OURS: ReadonlyMap<string, string> = new Map(
    OTHER_NAMES.flatMap(([ours, ...others]) => others.map((other) => [sound(other), ours] as const)),
);

/** Of EKS's scalingConfig, which has min and max too. */
const DESIRED = /^desired(_?(size|capacity))?$/i;
const AUTOSCALED = "is not a key that mindcloud knows: the autoscaler sizes a group between min and max";

/** More are no help. */
const MOST_PLACES = 6;

/** What a file says, and with the layers below it. */
interface Words {
    readonly said: Tree;
    readonly whole: Tree;
}

export function strangersIn(issues: readonly Issue[], words: Words): Stranger[] {
    return issues.flatMap((issue) =>
        issue.code === "unrecognized_keys" ? issue.keys.map((key) => stranger(issue.path, key, words)) : [],
    );
}

function stranger(parent: Path, key: string, words: Words): Stranger {
    const known = keysAt(parent);
    const path = [...parent, key];
    if (parent[0] === "nodeGroups" && DESIRED.test(key))
        return { path, problem: { path: dotted(path), rule: AUTOSCALED, fix: "remove it" } };
    const problem = { path: dotted(path), rule: "is not a key that mindcloud knows" };
    const near = known.find((name) => OURS.get(sound(key)) === name) ?? nearest(key, known);
    if (near !== undefined)
        return { path, meant: [...parent, near], problem: { ...problem, fix: `did you mean ${near}?` } };
    const places = placesOf(path, words);
    const [only] = places;
    if (only !== undefined && places.length === 1)
        return { path, meant: only.split("."), problem: { ...problem, fix: `write it as ${only}` } };
    if (places.length > 1 && places.length <= MOST_PLACES)
        return { path, problem: { ...problem, fix: `write it as ${places.join(" or ")}` } };
    return { path, problem: { ...problem, fix: known.length === 0 ? "remove it" : `choose ${known.join(", ")}` } };
}

/** Where a key of this name may have been meant: deeper in the same part, which is a wrong indent, or else in another part. */
function placesOf(path: Path, words: Words): string[] {
    const parent = path.slice(0, -1);
    const key = String(path.at(-1));
    const ours = OURS.get(sound(key)) ?? key;
    const named = keyPaths(jsonSchema()).filter((each) => each === ours || [key, ours].includes(lastOf(each)));
    const fitting = named.filter((place) => isMeantFor(place.split("."), at(words.said, path), words.said));
    const deeper = fitting.filter((place) => parent.length > 0 && place.startsWith(dotted([...parent, ""])));
    if (deeper.length > 0) return deeper;
    // What belongs to one thing is not meant for another; and who names nothing that exists means what is made.
    if (parent.length > 1) return [];
    return fitting.filter(
        (place) =>
            place === ours || (at(words.whole, place.split(".").slice(0, -1)) !== undefined && !isBrought(place)),
    );
}

const lastOf = (place: string): string => place.slice(place.lastIndexOf(".") + 1);
const isBrought = (place: string): boolean => place.startsWith("existing.");

/**
 * Whether a place takes the value. Where its part stands in the file, what is wrong with the value is said there: a map for a map, and none
 * for none, is enough.
 */
function isMeantFor(place: Path, value: unknown, said: Tree): boolean {
    if (at(said, place.slice(0, -1)) === undefined)
        return takes(place, value) && issuesWith(said, place, value).length === 0;
    return takes(place, value) || (!isTree(value) && !takes(place, {}));
}

/** The file as it was meant: with each mistyped key under its right name, unless that is there too. */
export function asMeant(said: Tree, strangers: readonly Stranger[]): Tree {
    return strangers.reduce((tree, { path, meant }) => {
        const isFree = meant !== undefined && at(tree, meant) === undefined;
        if (!isFree || (meant.length > 1 && at(tree, meant.slice(0, -1)) === undefined)) return tree;
        return withAt(without(tree, path), meant, at(tree, path)) as Tree;
    }, said);
}
