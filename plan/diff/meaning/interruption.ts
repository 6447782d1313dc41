/** Who restarts or goes away, and for how long somebody notices: known from the kind of the change. Rows, each with its source. */
import { at } from "../../replacements";
import { sameValue } from "../graph/same-value";
import type { Change, Interruption } from "../change";
import { physicalName } from "./surroundings";

interface Row {
    readonly path: string;
    readonly how: (change: Change) => string;
    /** About. */
    readonly seconds: (change: Change) => number;
}

const multi = ({ now }: Change): boolean => now?.inputs.multiAz === true || now?.inputs.multiAzEnabled === true;

/** Applied to what exists; the first row that fits is the worst. */
const IN_PLACE: Readonly<Record<string, readonly Row[]>> = {
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.DBInstance.Modifying.html (which settings cost an outage)
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.Failover.html (60 to 120 s)
    "aws:rds/instance:Instance": [
        {
            path: "engineVersion",
            how: () => "an upgrade of the engine: every zone at once, connections break",
            seconds: ({ old, now }) =>
                major(old?.inputs.engineVersion) === major(now?.inputs.engineVersion) ? 300 : 900,
        },
        {
            path: "instanceClass",
            how: (change) => (multi(change) ? "a failover: connections break" : "a restart on another host"),
            seconds: (change) => (multi(change) ? 90 : 600),
        },
        { path: "identifier", how: () => "a reboot under another address", seconds: () => 120 },
        { path: "dbSubnetGroupName", how: () => "a move to another network", seconds: () => 600 },
        {
            path: "parameterGroupName",
            how: () => "nothing until its next reboot, which static parameters wait for",
            seconds: () => 0,
        },
    ],
    // https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/scaling-redis-standalone.html and .../VersionManagement.HowTo.html
    "aws:elasticache/replicationGroup:ReplicationGroup": [
        {
            path: "engineVersion",
            how: () => "an upgrade, node by node: connections break",
            seconds: (change) => (multi(change) ? 30 : 300),
        },
        {
            path: "nodeType",
            how: () => "other nodes take over: connections break",
            seconds: (change) => (multi(change) ? 30 : 120),
        },
    ],
    // https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html: the API answers meanwhile, by the other servers
    "aws:eks/cluster:Cluster": [
        { path: "version", how: () => "the control plane is renewed; its API answers meanwhile", seconds: () => 0 },
    ],
    // https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html
    "aws:eks/nodeGroup:NodeGroup": [
        { path: "version", how: () => "nodes are renewed a few at a time: each pod moves once", seconds: moving },
        {
            path: "releaseVersion",
            how: () => "nodes are renewed a few at a time: each pod moves once",
            seconds: moving,
        },
        {
            path: "launchTemplate",
            how: () => "nodes are renewed a few at a time: each pod moves once",
            seconds: moving,
        },
    ],
};

/** Gone and made anew. */
const REPLACED: Readonly<Record<string, { readonly how: string; readonly seconds: number }>> = {
    "aws:eks/nodeGroup:NodeGroup": {
        how: "all nodes of the group go at once, budgets or not, and the new group begins at its smallest size (docs/guides/node-groups.md)",
        seconds: 300,
    },
    "aws:ec2/natGateway:NatGateway": { how: "connections to the internet break", seconds: 120 },
    "aws:efs/mountTarget:MountTarget": { how: "files cannot be reached from its zone", seconds: 120 },
    "aws:rds/instance:Instance": { how: "the database is away until another one is made and filled", seconds: 1800 },
    "aws:elasticache/replicationGroup:ReplicationGroup": { how: "it is away until another one is made", seconds: 900 },
    "aws:eks/cluster:Cluster": { how: "everything that runs is away until another cluster is made", seconds: 1050 },
    "aws:ec2/vpc:Vpc": { how: "everything in the network is made anew", seconds: 1050 },
    "kubernetes:networking.k8s.io/v1:Ingress": {
        how: "its paths are away until the load balancer knows them again",
        seconds: 60,
    },
    "kubernetes:core/v1:Service": { how: "another address in the cluster: open connections break", seconds: 5 },
};

/** Volumes are attached again in the zone that they are in; the others are served by their like meanwhile. */
function moving({ name }: Change): number {
    return name.includes("zonal") ? 300 : 0;
}

const WORKLOAD = /^kubernetes:apps\/v1:(Deployment|StatefulSet|DaemonSet)$/;

export function interruption(change: Change): Interruption | undefined {
    const { type, operation, old, now } = change;
    const who = physicalName(now ?? old ?? ({ inputs: {}, name: change.name } as never));
    if (WORKLOAD.test(type)) return ofWorkload(change, who);
    if (operation === "replace") {
        const row = REPLACED[type];
        return row === undefined ? undefined : { who, how: row.how, seconds: row.seconds };
    }
    if (operation !== "update" || old === undefined || now === undefined) return undefined;
    if (type === "kubernetes:helm.sh/v3:Release") return ofRelease(change, who);
    const row = IN_PLACE[type]?.find(({ path }) => !sameValue(at(old.inputs, path), at(now.inputs, path)));
    return row === undefined ? undefined : { who, how: row.how(change), seconds: row.seconds(change) };
}

/** https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy, .../statefulset/#rolling-updates */
function ofWorkload({ type, operation, old, now }: Change, who: string): Interruption | undefined {
    if (operation === "create") return undefined;
    if (operation === "delete") return { who, how: "gone", seconds: 0 };
    if (operation === "replace") return { who, how: "all of its pods go before new ones come", seconds: 120 };
    const [before, after] = [at(old?.inputs, "spec.template"), at(now?.inputs, "spec.template")];
    if (sameValue(before, after)) return undefined;
    const replicas = at(now?.inputs, "spec.replicas");
    if (type.endsWith(":DaemonSet")) return { who, how: "restarts, node by node", seconds: 0 };
    if (type.endsWith(":StatefulSet"))
        return replicas === undefined || Number(replicas) > 1
            ? { who, how: "restarts, pod by pod", seconds: 0 }
            : { who, how: "restarts; it is the only one of its kind", seconds: 90 };
    if (at(now?.inputs, "spec.strategy.type") === "Recreate")
        return { who, how: "stops, then starts again", seconds: 90 };
    const unavailable = at(now?.inputs, "spec.strategy.rollingUpdate.maxUnavailable");
    const alone = Number(replicas) === 1 && unavailable !== 0 && unavailable !== undefined;
    return { who, how: "restarts, pod by pod: a new one is ready before an old one goes", seconds: alone ? 60 : 0 };
}

function ofRelease({ old, now }: Change, who: string): Interruption | undefined {
    const otherChart = !sameValue(old?.inputs.version, now?.inputs.version);
    if (!otherChart && sameValue(old?.inputs.values, now?.inputs.values)) return undefined;
    return {
        who,
        how: otherChart ? "another chart: its pods restart" : "other values: pods that they are about restart",
        seconds: 0,
    };
}

function major(version: unknown): string {
    return String(version).split(".")[0] ?? "";
}

/** `now`, or in the maintenance window where AWS is told to wait for it: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html */
const WINDOWED: Readonly<Record<string, readonly string[]>> = {
    "aws:rds/instance:Instance": [
        "instanceClass",
        "engineVersion",
        "identifier",
        "multiAz",
        "allocatedStorage",
        "parameterGroupName",
        "iops",
        "monitoringInterval",
    ],
    "aws:elasticache/replicationGroup:ReplicationGroup": ["nodeType", "engineVersion", "parameterGroupName"],
};

export function whenOf({ type, operation, old, now }: Change): {
    readonly when: "now" | "window";
    readonly window?: string;
} {
    const waits =
        operation === "update" &&
        now?.inputs.applyImmediately === false &&
        (WINDOWED[type] ?? []).some((path) => !sameValue(at(old?.inputs, path), at(now.inputs, path)));
    const window = now?.inputs.maintenanceWindow;
    return waits ? { when: "window", ...(typeof window === "string" && { window }) } : { when: "now" };
}
