/** Steps that will fail, when in the run, and how to do it instead. */
import { at, AWS, kindRow } from "../../replacements";
import type { Change } from "../change";
import { sameValue } from "../graph/same-value";

const GUIDES: readonly (readonly [test: RegExp, guide: string])[] = [
    [/^simple-cli|access|-files-/i, "docs/guides/companies.md#remove-one"],
    [/^(akosha|myriad|memstack)/, "docs/guides/operations.md#remove-a-system"],
];

const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";

/** Guides for what stands behind a protection. */
export function guideFor({ name, type }: Pick<Change, "name" | "type">): string {
    if (type === "aws:efs/accessPoint:AccessPoint") return "docs/guides/companies.md#remove-one";
    if (type === NODE_GROUP) return "docs/guides/node-groups.md";
    return GUIDES.find(([test]) => test.test(name))?.[1] ?? "docs/pull-requests.md#when-a-step-is-refused";
}

/** What AWS puts into one network for good; each asks for subnets of the same VPC (botocore: ModifyDBSubnetGroup, ModifyCacheSubnetGroup, UpdateClusterConfig). */
const IN_ONE_NETWORK: Readonly<Record<string, string>> = {
    "aws:rds/subnetGroup:SubnetGroup": "subnetIds",
    "aws:elasticache/subnetGroup:SubnetGroup": "subnetIds",
    "aws:eks/cluster:Cluster": "vpcConfig.subnetIds",
};

/** `otherNetwork`: the VPC is replaced. */
export function refusal(change: Change, otherNetwork = false): string | undefined {
    const { operation, old, now, type } = change;
    if (change.protected && operation === "delete")
        return `protected: up deletes last, and stops there after all that it creates and changes. For good: pulumi state unprotect first (${guideFor(change)})`;
    if (change.protected && operation === "replace" && type === NODE_GROUP)
        return "protected: its nodes would go at once, budgets or not. Instead: another group under another name, state: leaving, make drain, then state: absent (docs/guides/node-groups.md)";
    if (change.protected && operation === "replace")
        return `protected: up stops when its turn comes, with what came before it done. Instead: a new environment, and restore into it (${guideFor(change)})`;
    if (old === undefined) return undefined;
    if (operation === "delete" || operation === "replace") return ofDeletion(change);
    if (operation !== "update" || now === undefined) return undefined;
    const subnets = IN_ONE_NETWORK[type];
    if (otherNetwork && subnets !== undefined && !sameValue(at(old.inputs, subnets), at(now.inputs, subnets)))
        return "InvalidParameter: it stays in the VPC that it was made in. Instead: a new environment, and restore into it";
    if (subnets === "subnetIds" && losesOne(at(old.inputs, subnets), at(now.inputs, subnets)))
        return "SubnetInUse: a node or a standby stands in the subnet that goes. Instead: move it to another zone first (fewer zones are a new environment)";
    if (subnets === "vpcConfig.subnetIds" && count(at(now.inputs, subnets)) !== count(at(old.inputs, subnets)))
        return `InvalidParameterException: EKS keeps the zones that a cluster was made in. Instead: cluster.controlPlaneZones: ${String(count(at(old.inputs, subnets)))}, which is what it was made with; nodes may use more`;
    return type.startsWith("kubernetes:") ? ofObject(change) : ofCloud(change);
}

const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const count = (value: unknown): number => listed(value).length;

/** Those that are brought have names; of ours, which a preview does not know, there may be fewer. */
function losesOne(before: unknown, after: unknown): boolean {
    const kept = new Set(listed(after));
    const isGone = (id: unknown): boolean => typeof id === "string" && id.startsWith("subnet-") && !kept.has(id);
    return count(after) < count(before) || listed(before).some(isGone);
}

function ofDeletion({ type, old }: Change): string | undefined {
    if (type === "aws:s3/bucket:Bucket" && old?.inputs.forceDestroy !== true)
        return "BucketNotEmpty: S3 deletes only an empty bucket. Empty it first, versions included";
    if (type === "aws:rds/instance:Instance" && old?.inputs.deletionProtection === true)
        return "InvalidParameterCombination: deletion protection is on. Switch it off by an up of its own first";
    return undefined;
}

/** What the API server lets nobody change (kubernetes/kubernetes pkg/apis, `Validate*Update`). */
function ofObject({ type, old, now }: Change): string | undefined {
    const before = old?.inputs;
    const after = now?.inputs;
    const fixed = (kindRow(type)?.refused ?? []).filter((path) => !sameValue(at(before, path), at(after, path)));
    if (fixed.length > 0)
        return `Forbidden: the API server lets nobody change ${fixed.join(", ")}. Give it another name, or add replaceOnChanges: ${JSON.stringify(fixed)}`;
    if (type !== "kubernetes:core/v1:PersistentVolumeClaim") return undefined;
    const size = "spec.resources.requests.storage";
    return bytes(at(after, size)) < bytes(at(before, size))
        ? `Forbidden: Kubernetes shrinks no volume (${String(at(before, size))} to ${String(at(after, size))}). Instead: a new claim, and copy`
        : undefined;
}

const UNITS = ["", "Ki", "Mi", "Gi", "Ti", "Pi"];

function bytes(quantity: unknown): number {
    const [, number = "0", unit = ""] = /^(\d+(?:\.\d+)?)(\w*)$/.exec(String(quantity)) ?? [];
    return Number(number) * 1024 ** Math.max(UNITS.indexOf(unit), 0);
}

function ofCloud({ type, old, now }: Change): string | undefined {
    const lower = (path: string): boolean => Number(at(now?.inputs, path)) < Number(at(old?.inputs, path));
    const never = Object.entries(AWS[type]?.neverSent ?? {}).find(
        ([path]) => at(old?.inputs, path) !== undefined && !sameValue(at(old?.inputs, path), at(now?.inputs, path)),
    );
    if (never !== undefined)
        return `no request carries out another ${never[0]}: ${never[1]}. It is shown again on every run`;
    if (type === "aws:eks/cluster:Cluster") return ofMinor(old?.inputs.version, now?.inputs.version);
    if (type === "aws:rds/instance:Instance" && lower("engineVersion"))
        return "InvalidParameterCombination: RDS takes no engine back. Instead: restore the snapshot from before the upgrade";
    if (type === "aws:rds/instance:Instance" && lower("allocatedStorage"))
        return "InvalidParameterCombination: RDS takes no storage back. Instead: a new instance, and restore into it";
    return undefined;
}

/** https://docs.aws.amazon.com/eks/latest/userguide/rollback-cluster.html, .../update-cluster.html */
function ofMinor(before: unknown, after: unknown): string | undefined {
    const [from, to] = [before, after].map((version) => Number(String(version).split(".")[1]));
    if (from === undefined || to === undefined || from === to) return undefined;
    if (to > from + 1)
        return `InvalidParameterException: EKS takes one minor at a time. Instead: 1.${String(from + 1)} first`;
    if (to < from - 1) return "InvalidParameterException: EKS goes back one minor at most. Instead: a new cluster";
    return to < from
        ? "EKS goes back one minor only within seven days of the upgrade, and nodes first. Hold the nodes back (nodeGroups.<name>.kubernetes) before the way back is needed"
        : undefined;
}
