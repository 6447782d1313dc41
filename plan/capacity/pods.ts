import type { Graph, RecordedResource } from "../graph";
import { metadataOf, type OwnerOf } from "../owners";
import type { Amounts } from "./amounts";
import { mapIn, mapsIn, requestsOf } from "./requests";

/** Equal pods of one controller, and where the scheduler may put them. */
export interface PodSet {
    /** `<namespace>/<name>`, as kubectl would find it. */
    readonly name: string;
    readonly owner: string;
    /** `service` always runs, `job` comes and goes, `agent` is on every node. */
    readonly kind: "service" | "job" | "agent";
    readonly floor: number;
    readonly ceiling: number;
    readonly perPod: Amounts;
    readonly labels: Labels;
    readonly nodeSelector: Labels;
    /** Required of a node's labels, beside the selector. */
    readonly requires: readonly Expression[];
    readonly prefers: readonly Expression[];
    readonly tolerations: readonly Toleration[];
    /** Greatest difference between zones that the scheduler accepts; absent where it need not care. */
    readonly zoneSkew?: number;
    /** Volumes of one zone that all pods of the set mount: where the first is, the others must be. */
    readonly sharedVolumes: readonly string[];
    /** Each pod has volumes of its own, which stay in the zone where it started. */
    readonly ownVolumes: boolean;
    /** Must be in the zone of pods with these labels. */
    readonly besides: readonly Labels[];
    /** Gives its place to whoever needs it (priority below zero). */
    readonly yields: boolean;
}

export type Labels = Readonly<Record<string, unknown>>;
export interface Expression {
    readonly key: string;
    readonly operator: string;
    readonly values: readonly string[];
}
export interface Toleration {
    readonly key?: string;
    readonly value?: string;
    readonly effect?: string;
}

const ZONE = "topology.kubernetes.io/zone";

/** Controllers of pods, by type: which key of `spec` holds the template, and whether its pods come and go. */
const CONTROLLERS: Readonly<Record<string, PodSet["kind"]>> = {
    "kubernetes:apps/v1:Deployment": "service",
    "kubernetes:apps/v1:StatefulSet": "service",
    "kubernetes:apps/v1:DaemonSet": "agent",
    "kubernetes:batch/v1:CronJob": "job",
    "kubernetes:batch/v1:Job": "job",
};

/** Everything in the graph that runs pods and is not made by a chart. */
export function podSetsOf(graph: Graph, ownerOf: OwnerOf): readonly PodSet[] {
    const claims = zonalClaims(graph);
    const bounds = boundsByTarget(graph);
    const yielding = yieldingClasses(graph);
    return graph.ofType(...Object.keys(CONTROLLERS)).map((resource): PodSet => {
        const { name, namespace = "default" } = metadataOf(resource);
        const kind = CONTROLLERS[resource.type] ?? "service";
        const spec = mapIn(resource.inputs.spec);
        const template = mapIn(mapIn(mapIn(spec.jobTemplate).spec ?? spec).template);
        const pod = mapIn(template.spec);
        const affinity = mapIn(pod.affinity);
        const volumes = volumesOf(pod, spec, namespace, claims);
        const { zoneSkew } = spreadOf(pod);
        return {
            name: `${namespace}/${name}`,
            owner: ownerOf(resource),
            kind,
            ...(bounds.get(`${resource.type.split(":")[2] ?? ""} ${namespace}/${name}`) ?? fixed(kind, spec)),
            perPod: { ...requestsOf(pod), volumes: volumes.attached },
            labels: mapIn(mapIn(template.metadata).labels),
            nodeSelector: mapIn(pod.nodeSelector),
            ...nodeAffinity(mapIn(affinity.nodeAffinity)),
            tolerations: mapsIn(pod.tolerations),
            ...(zoneSkew !== undefined && { zoneSkew }),
            sharedVolumes: volumes.shared,
            ownVolumes: volumes.own,
            besides: zonePartners(mapIn(affinity.podAffinity)),
            yields: yielding.has(String(pod.priorityClassName)),
        };
    });
}

type Bounds = Pick<PodSet, "floor" | "ceiling">;

function fixed(kind: PodSet["kind"], { replicas, parallelism, suspend }: Labels): Bounds {
    const asked = kind === "job" ? parallelism : replicas;
    const number = suspend === true ? 0 : typeof asked === "number" ? asked : 1;
    return { floor: kind === "job" ? 0 : number, ceiling: number };
}

/** An autoscaler owns the number, whatever the controller says. KEDA's defaults: 0 and 100. */
function boundsByTarget(graph: Graph): ReadonlyMap<string, Bounds> {
    const bounds = new Map<string, Bounds>();
    const scalers = graph.ofType(
        "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
        "kubernetes:keda.sh/v1alpha1:ScaledObject",
    );
    for (const scaler of scalers) {
        const spec = mapIn(scaler.inputs.spec);
        const target = mapIn(spec.scaleTargetRef);
        const floor = numberIn(spec.minReplicas) ?? numberIn(spec.minReplicaCount);
        const ceiling = numberIn(spec.maxReplicas) ?? numberIn(spec.maxReplicaCount) ?? 100;
        const isKeda = scaler.type.includes("keda.sh");
        bounds.set(
            `${typeof target.kind === "string" ? target.kind : "Deployment"} ${metadataOf(scaler).namespace ?? "default"}/${String(target.name)}`,
            { floor: floor ?? (isKeda ? 0 : 1), ceiling },
        );
    }
    return bounds;
}

const numberIn = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);

/** Claims of EBS volumes, which live in one zone; EFS is claimed with the empty class. */
function zonalClaims(graph: Graph): ReadonlySet<string> {
    const claims = graph
        .ofType("kubernetes:core/v1:PersistentVolumeClaim")
        .filter(({ inputs }) => mapIn(inputs.spec).storageClassName !== "");
    return new Set(claims.map(fullName));
}

const fullName = (resource: RecordedResource): string => {
    const { name, namespace = "default" } = metadataOf(resource);
    return `${namespace}/${name}`;
};

function volumesOf(pod: Labels, spec: Labels, namespace: string, claims: ReadonlySet<string>) {
    const shared: string[] = [];
    let ephemeral = 0;
    for (const volume of mapsIn(pod.volumes)) {
        const claim = `${namespace}/${String(mapIn(volume.persistentVolumeClaim).claimName)}`;
        if (claims.has(claim)) shared.push(claim);
        if ("ephemeral" in volume) ephemeral += 1;
    }
    const templates = mapsIn(spec.volumeClaimTemplates).length;
    return { shared, own: templates > 0, attached: shared.length + ephemeral + templates };
}

function spreadOf(pod: Labels): { readonly zoneSkew?: number } {
    const strict = mapsIn(pod.topologySpreadConstraints).find(
        ({ topologyKey, whenUnsatisfiable }) => topologyKey === ZONE && whenUnsatisfiable !== "ScheduleAnyway",
    );
    return strict === undefined ? {} : { zoneSkew: numberIn(strict.maxSkew) ?? 1 };
}

function nodeAffinity(affinity: Labels): Pick<PodSet, "requires" | "prefers"> {
    const required = mapIn(affinity.requiredDuringSchedulingIgnoredDuringExecution);
    const preferred = mapsIn(affinity.preferredDuringSchedulingIgnoredDuringExecution);
    return {
        // Terms are alternatives; the program never writes more than one.
        requires: mapsIn(required.nodeSelectorTerms).flatMap(({ matchExpressions }) => expressionsIn(matchExpressions)),
        prefers: preferred.flatMap(({ preference }) => expressionsIn(mapIn(preference).matchExpressions)),
    };
}

const expressionsIn = (value: unknown): readonly Expression[] =>
    mapsIn(value).map(({ key, operator, values }) => ({
        key: String(key),
        operator: String(operator),
        values: Array.isArray(values) ? values.map(String) : [],
    }));

function zonePartners(affinity: Labels): readonly Labels[] {
    return mapsIn(affinity.requiredDuringSchedulingIgnoredDuringExecution)
        .filter(({ topologyKey }) => topologyKey === ZONE)
        .map(({ labelSelector }) => mapIn(mapIn(labelSelector).matchLabels));
}

function yieldingClasses(graph: Graph): ReadonlySet<string> {
    const classes = graph.ofType("kubernetes:scheduling.k8s.io/v1:PriorityClass");
    return new Set(
        classes.filter(({ inputs }) => (numberIn(inputs.value) ?? 0) < 0).map((each) => metadataOf(each).name),
    );
}
