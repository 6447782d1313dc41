/** What a look at a cluster finds, as plain numbers: no resource of Pulumi's, only what Kubernetes itself says. */
import { mebibytes, millicores, NOTHING, plus, type Amounts } from "../../plan/capacity/amounts";
import { mapIn, mapsIn, requestsOf } from "../../plan/capacity/requests";
import { isOperatedKind, MADE_OF_GENERATION, OPERATED_PATHS, statefulSetIn } from "../cluster/operated";
import { ADDED_FOR } from "../kubernetes/real/stand-ins/cluster-autoscaler";
import { ApiError, type Api, type Live } from "../kubernetes/real/api";
import { zoneOfVolume } from "../kubernetes/real/volume-zones";

export interface Workload {
    readonly namespace: string;
    readonly name: string;
    readonly kind: string;
    readonly ready: number;
    readonly wanted: number;
    /** Schedule of a CronJob. */
    readonly schedule?: string;
    /** An operator makes it, and nothing that was deployed waits for that. */
    readonly operated?: true;
    /** Its operator has not made it yet, or not as it is wanted now. */
    readonly pending?: true;
}

export interface Autoscaler {
    readonly namespace: string;
    readonly name: string;
    readonly target: string;
    readonly min: number;
    readonly max: number;
    readonly now: number;
    readonly by: readonly string[];
}

export interface Volume {
    readonly namespace: string;
    readonly name: string;
    readonly phase: string;
    readonly size: string;
    readonly storageClass: string;
    /** Of a zonal volume that is bound. */
    readonly zone: string;
}

export interface Node {
    readonly name: string;
    readonly group: string;
    readonly instanceType: string;
    readonly zone: string;
    readonly ready: boolean;
    /** The pod for which Cluster Autoscaler added it. Empty: it was there from the beginning. */
    readonly addedFor: string;
    readonly requested: Amounts;
    readonly allocatable: Amounts;
}

export interface ClusterFacts {
    readonly workloads: readonly Workload[];
    readonly autoscalers: readonly Autoscaler[];
    readonly volumes: readonly Volume[];
    readonly nodes: readonly Node[];
}

const ZONE = "topology.kubernetes.io/zone";

export async function clusterFacts(api: Pick<Api, "list">): Promise<ClusterFacts> {
    const operatedObjects = Promise.all(OPERATED_PATHS.map((path) => thoseAt(api, path)));
    const [deployments, statefulSets, daemonSets, jobs, cronJobs, autoscalers, claims, volumes, nodes, pods] =
        await Promise.all(
            [
                "/apis/apps/v1/deployments",
                "/apis/apps/v1/statefulsets",
                "/apis/apps/v1/daemonsets",
                "/apis/batch/v1/jobs",
                "/apis/batch/v1/cronjobs",
                "/apis/autoscaling/v2/horizontalpodautoscalers",
                "/api/v1/persistentvolumeclaims",
                "/api/v1/persistentvolumes",
                "/api/v1/nodes",
                "/api/v1/pods",
            ].map((path) => api.list(path)),
        );
    const pending = (await operatedObjects).flat().flatMap(notMade(some(statefulSets)));
    const isPending = ({ metadata }: Live): boolean => pending.some((workload) => isAt(workload, metadata));
    return {
        workloads: [
            ...some(deployments).map(replicated("Deployment")),
            ...some(statefulSets)
                .filter((set) => !isPending(set))
                .map(replicated("StatefulSet")),
            ...pending,
            ...some(daemonSets).map(onNodes),
            ...some(jobs)
                .filter((job) => mapsIn(job.metadata.ownerReferences).length === 0)
                .map(once),
            ...some(cronJobs).map(scheduled),
        ].sort(byPlace),
        autoscalers: some(autoscalers).map(autoscaler).sort(byPlace),
        volumes: some(claims)
            .map(volumeIn(some(volumes)))
            .sort(byPlace),
        nodes: some(nodes)
            .map(nodeWith(some(pods)))
            .sort((a, b) => (a.name < b.name ? -1 : 1)),
    };
}

const replicated =
    (kind: string) =>
    ({ metadata, spec, status }: Live): Workload => ({
        ...placeOf(metadata),
        kind,
        ready: number(mapIn(status).readyReplicas),
        wanted: number(mapIn(spec).replicas, 1),
        ...(isOperated(metadata) && { operated: true as const }),
    });

const isOperated = ({ ownerReferences }: Live["metadata"]): boolean =>
    mapsIn(ownerReferences).some(({ kind }) => isOperatedKind(String(kind)));

/** The StatefulSet that an operator is to make of an object, and has not made, or is making anew. */
const notMade =
    (statefulSets: readonly Live[]) =>
    (object: Live): readonly Workload[] => {
        const wanted = statefulSetIn(object);
        if (wanted === undefined) return [];
        const place = placeOf(mapIn(wanted.metadata));
        const { generation } = object.metadata;
        const isMade = ({ metadata }: Live): boolean =>
            isAt(place, metadata) &&
            metadata.deletionTimestamp === undefined &&
            mapIn(metadata.annotations)[MADE_OF_GENERATION] === String(generation);
        if (statefulSets.some(isMade)) return [];
        const { replicas } = mapIn(wanted.spec);
        const counts = { ready: 0, wanted: number(replicas, 1) };
        return [{ ...place, kind: "StatefulSet", ...counts, operated: true, pending: true }];
    };

const isAt = ({ name, namespace }: Pick<Workload, "name" | "namespace">, metadata: Live["metadata"]): boolean =>
    metadata.name === name && metadata.namespace === namespace;

/** None where the kind is not there. */
async function thoseAt(api: Pick<Api, "list">, path: string): Promise<readonly Live[]> {
    try {
        return await api.list(path);
    } catch (error) {
        if (error instanceof ApiError && error.status === 404) return [];
        throw error;
    }
}

const onNodes = ({ metadata, status }: Live): Workload => ({
    ...placeOf(metadata),
    kind: "DaemonSet",
    ready: number(mapIn(status).numberReady),
    wanted: number(mapIn(status).desiredNumberScheduled),
});

const once = ({ metadata, spec, status }: Live): Workload => ({
    ...placeOf(metadata),
    kind: "Job",
    ready: number(mapIn(status).succeeded),
    wanted: number(mapIn(spec).completions, 1),
});

const scheduled = ({ metadata, spec, status }: Live): Workload => ({
    ...placeOf(metadata),
    kind: "CronJob",
    ready: mapsIn(mapIn(status).active).length,
    wanted: 0,
    schedule: String(mapIn(spec).schedule),
});

function autoscaler({ metadata, spec, status }: Live): Autoscaler {
    const { scaleTargetRef, minReplicas, maxReplicas, metrics } = mapIn(spec);
    return {
        ...placeOf(metadata),
        target: String(mapIn(scaleTargetRef).name),
        min: number(minReplicas, 1),
        max: number(maxReplicas),
        now: number(mapIn(status).currentReplicas),
        by: mapsIn(metrics).map(metricOf),
    };
}

/** `cpu 70 %`, or the name of what is counted. */
function metricOf(metric: Readonly<Record<string, unknown>>): string {
    const { resource, containerResource, external, pods, object } = metric;
    const { name, target, metric: named } = mapIn(resource ?? containerResource ?? external ?? pods ?? object);
    const share = mapIn(target).averageUtilization;
    return typeof share === "number" ? `${text(name)} ${String(share)} %` : text(mapIn(named).name ?? name);
}

const volumeIn =
    (volumes: readonly Live[]) =>
    ({ metadata, spec, status }: Live): Volume => {
        const { volumeName, storageClassName, resources } = mapIn(spec);
        const volume = volumes.find((other) => other.metadata.name === volumeName);
        return {
            ...placeOf(metadata),
            // It is still bound, and gone with the next pod that ends.
            phase: metadata.deletionTimestamp === undefined ? text(mapIn(status).phase) || "Pending" : "Terminating",
            size: String(mapIn(mapIn(resources).requests).storage),
            storageClass: typeof storageClassName === "string" ? storageClassName : "",
            zone: zoneOfVolume(volume),
        };
    };

const nodeWith =
    (pods: readonly Live[]) =>
    ({ metadata, status }: Live): Node => {
        const labels = mapIn(metadata.labels);
        const { allocatable, conditions } = mapIn(status);
        const here = pods.filter(
            (pod) => mapIn(pod.spec).nodeName === metadata.name && !ENDED.has(String(mapIn(pod.status).phase)),
        );
        const { cpu, memory, "ephemeral-storage": scratch, pods: most } = mapIn(allocatable);
        return {
            name: String(metadata.name),
            group: text(labels["mindcloud.dev/node-group"]),
            instanceType: text(labels["node.kubernetes.io/instance-type"]),
            zone: text(labels[ZONE]),
            ready: mapsIn(conditions).some(({ type, status: value }) => type === "Ready" && value === "True"),
            addedFor: text(mapIn(metadata.annotations)[ADDED_FOR]),
            requested: here.map((pod) => requestsOf(mapIn(pod.spec))).reduce(plus, NOTHING),
            allocatable: {
                ...NOTHING,
                cpu: millicores(cpu),
                memory: mebibytes(memory),
                scratch: mebibytes(scratch),
                pods: Number(most ?? 0),
            },
        };
    };

/** Their requests count no more. */
const ENDED = new Set(["Succeeded", "Failed"]);

const some = (list: readonly Live[] | undefined): readonly Live[] => list ?? [];

const placeOf = ({ name, namespace }: Live["metadata"]): { readonly namespace: string; readonly name: string } => ({
    namespace: typeof namespace === "string" ? namespace : "",
    name: String(name),
});

function byPlace<Placed extends { readonly namespace: string; readonly name: string }>(a: Placed, b: Placed): number {
    return `${a.namespace} ${a.name}` < `${b.namespace} ${b.name}` ? -1 : 1;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

const number = (value: unknown, otherwise = 0): number => (typeof value === "number" ? value : otherwise);
