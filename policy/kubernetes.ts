/** The Kubernetes objects of a graph as kubectl would list them, and the pods that their controllers would start. */
import type { Graph, RecordedResource } from "../plan/graph";
import { at, isMap, list, type Map } from "./inputs";

export interface Manifest {
    readonly resource: RecordedResource;
    readonly kind: string;
    readonly name: string;
    /** Empty for what has no namespace. */
    readonly namespace: string;
    readonly inputs: Map;
}

/** Pods of one controller. */
export interface PodTemplate {
    readonly owner: Manifest;
    /** Deployment and StatefulSet: it runs until somebody stops it. */
    readonly serves: boolean;
    readonly labels: Map;
    readonly annotations: Map;
    readonly spec: Map;
    /** Containers that run as long as the pod: the pod's own and native sidecars. */
    readonly running: readonly Map[];
    /** Those, and init containers. */
    readonly containers: readonly Map[];
    /** Volumes by name, templates of a StatefulSet included. */
    readonly volumes: ReadonlyMap<string, Map>;
}

/** Where each controller keeps its pod template. */
const TEMPLATE: Readonly<Record<string, string>> = {
    Deployment: "spec.template",
    StatefulSet: "spec.template",
    DaemonSet: "spec.template",
    Job: "spec.template",
    CronJob: "spec.jobTemplate.spec.template",
};
const SERVES = new Set(["Deployment", "StatefulSet", "DaemonSet"]);

export class Manifests {
    readonly all: readonly Manifest[];
    readonly pods: readonly PodTemplate[];
    readonly #byKind = new Map<string, Manifest[]>();
    readonly #byName = new Map<string, Manifest>();

    constructor(graph: Graph) {
        this.all = graph.resources.filter(isObject).map(manifestOf);
        for (const manifest of this.all) {
            this.#byKind.set(manifest.kind, [...(this.#byKind.get(manifest.kind) ?? []), manifest]);
            this.#byName.set(keyOf(manifest.kind, manifest.namespace, manifest.name), manifest);
        }
        this.pods = this.all.flatMap(templateOf);
    }

    of(...kinds: readonly string[]): readonly Manifest[] {
        return kinds.flatMap((kind) => this.#byKind.get(kind) ?? []);
    }

    find(kind: string, namespace: string, name: unknown): Manifest | undefined {
        return typeof name === "string" ? this.#byName.get(keyOf(kind, namespace, name)) : undefined;
    }

    podsOf({ kind, namespace, name }: Manifest): PodTemplate | undefined {
        return this.pods.find(
            ({ owner }) => owner.kind === kind && owner.namespace === namespace && owner.name === name,
        );
    }

    /** Pods that labels select; labels that are missing select nobody. */
    selected(namespace: string, labels: unknown): readonly PodTemplate[] {
        if (!isMap(labels) || Object.keys(labels).length === 0) return [];
        return this.pods.filter((pod) => pod.owner.namespace === namespace && matches(pod.labels, labels));
    }
}

export const matches = (labels: Map, wanted: Map): boolean =>
    Object.entries(wanted).every(([key, value]) => labels[key] === value);

const known = new WeakMap<Graph, Manifests>();

/** Read once per graph: thirty rules look at it. */
export function manifestsOf(graph: Graph): Manifests {
    const manifests = known.get(graph) ?? new Manifests(graph);
    known.set(graph, manifests);
    return manifests;
}

/** The first value there is at a path. */
export const one = (value: unknown, path: string): unknown => at(value, path)[0];
export const maps = (value: unknown, path: string): readonly Map[] => at(value, path).flatMap(list).filter(isMap);

const keyOf = (kind: string, namespace: string, name: string): string => `${kind} ${namespace}/${name}`;

/** Charts are objects of Helm, and patches change what others made. */
const isObject = ({ type, custom, inputs }: RecordedResource): boolean =>
    custom && type.startsWith("kubernetes:") && isMap(inputs.metadata) && !type.endsWith("Patch");

function manifestOf(resource: RecordedResource): Manifest {
    const { type, inputs } = resource;
    const metadata = isMap(inputs.metadata) ? inputs.metadata : {};
    return {
        ...{ resource, inputs, kind: type.slice(type.lastIndexOf(":") + 1) },
        name: typeof metadata.name === "string" ? metadata.name : "",
        namespace: typeof metadata.namespace === "string" ? metadata.namespace : "",
    };
}

function templateOf(owner: Manifest): readonly PodTemplate[] {
    const path = TEMPLATE[owner.kind];
    const template = path === undefined ? undefined : one(owner.inputs, path);
    if (!isMap(template)) return [];
    const map = (value: unknown): Map => (isMap(value) ? value : {});
    const spec = map(template.spec);
    const init = maps(spec, "initContainers");
    const own = maps(spec, "containers");
    const templates = maps(owner.inputs, "spec.volumeClaimTemplates").map(
        (claim) => [String(one(claim, "metadata.name")), claim] as const,
    );
    return [
        {
            ...{ owner, spec, serves: SERVES.has(owner.kind) },
            labels: map(one(template, "metadata.labels")),
            annotations: map(one(template, "metadata.annotations")),
            running: [...own, ...init.filter(({ restartPolicy }) => restartPolicy === "Always")],
            containers: [...own, ...init],
            volumes: new Map([
                ...maps(spec, "volumes").map((volume) => [String(volume.name), volume] as const),
                ...templates,
            ]),
        },
    ];
}

/** The ceiling of its scaler, or its own number. */
export function mostReplicas({ owner }: PodTemplate, graph: Graph): number {
    const scaler = scalersOf(graph, owner.namespace, owner.kind, owner.name)[0];
    const ceiling = scaler && (one(scaler.inputs, "spec.maxReplicas") ?? one(scaler.inputs, "spec.maxReplicaCount"));
    return Number(ceiling ?? one(owner.inputs, "spec.replicas") ?? 1);
}

export const scalersOf = (graph: Graph, namespace: string, kind: string, name: string) =>
    manifestsOf(graph)
        .of("HorizontalPodAutoscaler", "ScaledObject")
        .filter(
            (scaler) =>
                scaler.namespace === namespace &&
                one(scaler.inputs, "spec.scaleTargetRef.kind") === kind &&
                one(scaler.inputs, "spec.scaleTargetRef.name") === name,
        );
