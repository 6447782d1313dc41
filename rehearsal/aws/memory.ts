import { factsOf, type CloudObject, type Store } from "../cloud/store";

/** What AWS remembers of an object and no property shows. Hours are those of the store. */
export interface Memory {
    readonly createdAt?: number;
    /** EKS: the minor that the last update in place began at, and when. */
    readonly upgradedFrom?: string;
    readonly upgradedAt?: number;
    /** RDS: when storage was changed last. */
    readonly storageChangedAt?: number;
    /** EFS: when its throughput was changed last. */
    readonly throughputChangedAt?: number;
    /** What waits for the maintenance window: the values that hold until then. */
    readonly pending?: Readonly<Record<string, unknown>>;
    readonly pendingSince?: number;
}

/** The output that holds it; Pulumi never sees it. */
export const MEMORY = "aws:memory";
export const HOURS_OF_A_WEEK = 7 * 24;

const RDS = "aws:rds/instance:Instance";
const CACHE = "aws:elasticache/replicationGroup:ReplicationGroup";
const STORAGE = ["allocatedStorage", "storageType", "iops", "storageThroughput"];

/**
 * Changes that wait for the window while `applyImmediately` is off (botocore: rds ModifyDBInstance, elasticache ModifyReplicationGroup).
 * RDS takes the name of another parameter group at once, unless it belongs to the family of an engine that is pending itself.
 */
const WAITING: Readonly<Record<string, readonly string[]>> = {
    [RDS]: ["instanceClass", "engineVersion", "parameterGroupName", "multiAz"],
    [CACHE]: ["nodeType", "engineVersion", "parameterGroupName", "automaticFailoverEnabled", "multiAzEnabled"],
};

export function memoryOf(object: CloudObject): Memory {
    return object.outputs[MEMORY] ?? {};
}

/** What still holds although the program asked for something else: empty once a maintenance window, of which a week has one, has passed. */
export function pendingOf(object: CloudObject, store: Store): Readonly<Record<string, unknown>> {
    const { pending = {}, pendingSince = 0 } = memoryOf(object);
    return store.hours - pendingSince >= HOURS_OF_A_WEEK ? {} : pending;
}

type Inputs = Readonly<Record<string, unknown>>;

/** Those of them that a look shows as they are (terraform-provider-aws, rds/engine_version.go, elasticache/cluster.go: what still runs). */
const SHOWN: ReadonlySet<string> = new Set(["engineVersion", "instanceClass", "multiAz", "nodeType"]);

/** What somebody who looks finds in the place of what was asked for. */
export const shownOf = (object: CloudObject, store: Store): Readonly<Record<string, unknown>> =>
    Object.fromEntries(Object.entries(pendingOf(object, store)).filter(([key]) => SHOWN.has(key)));

/** What AWS remembers after an update. */
export function remembered(object: CloudObject, inputs: Inputs, store: Store): Memory {
    const before = memoryOf(object);
    const facts = factsOf(object);
    const changed = (key: string): boolean => inputs[key] !== undefined && inputs[key] !== facts[key];
    const upgraded = object.type === "aws:eks/cluster:Cluster" && changed("version");
    const fileSystem = object.type === "aws:efs/fileSystem:FileSystem";
    const faster = fileSystem && ["throughputMode", "provisionedThroughputInMibps"].some(changed);
    const resized = object.type === RDS && STORAGE.some(changed);
    return {
        ...before,
        ...(upgraded ? { upgradedFrom: String(facts.version), upgradedAt: store.hours } : {}),
        ...(resized ? { storageChangedAt: store.hours } : {}),
        ...(faster ? { throughputChangedAt: store.hours } : {}),
        ...pendingAfter(object, inputs, store),
    };
}

function pendingAfter(object: CloudObject, inputs: Inputs, store: Store): Pick<Memory, "pending" | "pendingSince"> {
    const waiting = WAITING[object.type];
    if (waiting === undefined) return {};
    if (inputs.applyImmediately === true) return { pending: {} };
    const facts = factsOf(object);
    const earlier = pendingOf(object, store);
    const newly = waiting.filter((key) => inputs[key] !== undefined && inputs[key] !== facts[key]);
    const held = Object.fromEntries(newly.map((key) => [key, facts[key]]));
    const pending = { ...held, ...earlier };
    if (object.type === RDS && pending.engineVersion === undefined) delete pending.parameterGroupName;
    return { pending, pendingSince: newly.length > 0 ? store.hours : (memoryOf(object).pendingSince ?? 0) };
}

/** What AWS wrote again after it had been deleted belongs to no resource of the program. */
export const writtenAgain = (name: string): string => `written again after ${name}`;
/** Where the control plane of this cluster logs to (EKS user guide, "Send control plane logs to CloudWatch Logs"). */
export const controlPlaneLogs = (clusterName: string): string => `/aws/eks/${clusterName}/cluster`;
export const isControlPlaneLogs = ({ type, id }: Pick<CloudObject, "type" | "id">): boolean =>
    type === "aws:cloudwatch/logGroup:LogGroup" && /^\/aws\/eks\/[^/]+\/cluster$/.test(id);
export const isWrittenAgain = (name: string): boolean => name.startsWith(writtenAgain(""));
