/** What charts are told of their pods, and the same numbers as a footprint. */
import type { core } from "@pulumi/kubernetes/types/input";
import { PURPOSE_LABEL } from "../aws/node-labels";
import type { Footprint } from "../footprint";
import type { ChartVersion } from "../../config/versions";
import type { Scope } from "../scope";
import type { Labels } from "../workload/labels";
import type { Size } from "../workload/quantities";
import { numbersOf, type Resources } from "../workload/resources";

/** Pods of one controller of a chart. */
export interface ChartPods {
    /** Name of the Deployment, StatefulSet or DaemonSet that the chart makes. */
    readonly name: string;
    readonly replicas: number | "perNode";
    /** Of one pod, all its containers together. */
    readonly resources: Resources;
    /** Of each pod, where it has one. */
    readonly volume?: Size;
}

/** Kubernetes' own, above every class of ours: without these controllers nothing new starts. */
export const CRITICAL = "system-cluster-critical";

/** Cluster services belong to the system nodes, which are never spot and never run other people's code; they are not tainted against them. */
export const SYSTEM_NODES = { [PURPOSE_LABEL]: "system" };

/** What restricted Pod Security asks of a pod and of a container, for charts that leave it open. */
export const RESTRICTED_POD = {
    runAsNonRoot: true,
    runAsUser: 65534,
    runAsGroup: 65534,
    fsGroup: 65534,
    seccompProfile: { type: "RuntimeDefault" },
} as const;
export const RESTRICTED_CONTAINER = {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
} as const;

/** One that leads and one that takes over within seconds, where a node or a zone may be lost. */
export const controllerReplicas = ({ highlyAvailable }: Pick<Scope, "highlyAvailable">): number =>
    highlyAvailable ? 2 : 1;

/** A single replica must be evictable, or no node could ever be drained. */
export const chartBudget = (replicas: number): { readonly maxUnavailable: 1 } | undefined =>
    replicas > 1 ? { maxUnavailable: 1 } : undefined;

/** The same as kube-prometheus-stack takes it. */
export const operatedBudget = (replicas: number) =>
    replicas > 1 ? ({ enabled: true, minAvailable: 1 } as const) : ({ enabled: false } as const);

/** Preferably not on one node, and not in one zone: a full node must not keep a controller from starting. */
export function chartSpread(labels: Labels, replicas: number): core.v1.TopologySpreadConstraint[] {
    if (replicas < 2) return [];
    return ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
        maxSkew: 1,
        topologyKey,
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels: labels },
    }));
}

export function footprintOf(
    namespace: string,
    { source, version }: ChartVersion,
    pods: readonly ChartPods[],
    nodes: NonNullable<Footprint["nodes"]> = "system",
): readonly Footprint[] {
    return pods.map(({ name, replicas, resources, volume }) => {
        const { cpuMillicores, memoryMebibytes } = numbersOf(resources).requests;
        return {
            ...{ name, namespace, replicas, requests: { cpuMillicores, memoryMebibytes } },
            ...(volume && { volumeGibibytes: volume.mebibytes / 1024 }),
            ...(replicas !== "perNode" && { nodes }),
            source: `values of ${source} ${version}`,
        };
    });
}
