/** Where pods run: which nodes, and spread over zones and hosts so that no single loss takes them all. */
import type { core } from "@pulumi/kubernetes/types/input";
import { PURPOSE_LABEL, UNTRUSTED_TAINT } from "../aws/node-labels";
import type { Labels } from "./labels";

/**
 * Purpose of the node group. `general`: anywhere that is open. `zonal`: preferably where volumes have a group per zone.
 * `untrusted`: only on the nodes for other people's code, and nobody else is there.
 */
export type Nodes = "general" | "zonal" | "untrusted";

const ZONE = "topology.kubernetes.io/zone";
const HOST = "kubernetes.io/hostname";

/**
 * What a pod must be told to be allowed on nodes of that purpose. Zonal nodes are merely avoided, but the scheduler weighs an avoided node
 * (3) more than a preferred one (2): without the toleration no pod would go where it is meant to be.
 */
export function nodePlacement(nodes: Nodes): Partial<core.v1.PodSpec> {
    if (nodes === "general") return {};
    if (nodes === "zonal")
        return {
            tolerations: [{ key: PURPOSE_LABEL, operator: "Equal", value: "zonal", effect: "PreferNoSchedule" }],
        };
    return {
        nodeSelector: { [PURPOSE_LABEL]: "untrusted" },
        tolerations: [{ key: UNTRUSTED_TAINT, operator: "Equal", value: "true", effect: "NoSchedule" }],
    };
}

export interface Spreading {
    readonly selector: Labels;
    readonly nodes: Nodes;
    /** False for a single replica: there is nothing to spread. */
    readonly replicated: boolean;
    /** In highlyAvailable a pod rather waits for a node in the right zone than to double up in another. */
    readonly highlyAvailable: boolean;
    /** ReplicaSets have a label of their own, by which a rollout spreads only its new pods. StatefulSets have none that helps. */
    readonly perRevision: boolean;
}

export function spread({
    selector,
    nodes,
    replicated,
    highlyAvailable,
    perRevision,
}: Spreading): Partial<core.v1.PodSpec> {
    const affinity: core.v1.Affinity = {
        ...(nodes === "zonal" && { nodeAffinity: preferZonal() }),
        ...(replicated && { podAntiAffinity: avoidOwnHosts(selector) }),
    };
    return {
        ...(Object.keys(affinity).length > 0 && { affinity }),
        ...(replicated && {
            topologySpreadConstraints: [
                constraint(ZONE, highlyAvailable ? "DoNotSchedule" : "ScheduleAnyway", selector, perRevision),
                constraint(HOST, "ScheduleAnyway", selector, perRevision),
            ],
        }),
    };
}

/** In the zone of these workloads: what is copied from their volumes can be nowhere else. */
export function sameZone(selectors: readonly Labels[]): Partial<core.v1.PodSpec> {
    return {
        affinity: {
            podAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: selectors.map((matchLabels) => ({
                    labelSelector: { matchLabels },
                    topologyKey: ZONE,
                })),
            },
        },
    };
}

function constraint(
    topologyKey: string,
    whenUnsatisfiable: "DoNotSchedule" | "ScheduleAnyway",
    selector: Labels,
    perRevision: boolean,
): core.v1.TopologySpreadConstraint {
    return {
        maxSkew: 1,
        topologyKey,
        whenUnsatisfiable,
        labelSelector: { matchLabels: selector },
        // A zone whose nodes are all tainted (lost, or not for these pods) must not hold the others back.
        nodeTaintsPolicy: "Honor",
        ...(perRevision && { matchLabelKeys: ["pod-template-hash"] }),
    };
}

function avoidOwnHosts(selector: Labels): core.v1.PodAntiAffinity {
    return {
        preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 100, podAffinityTerm: { labelSelector: { matchLabels: selector }, topologyKey: HOST } },
        ],
    };
}

function preferZonal(): core.v1.NodeAffinity {
    return {
        preferredDuringSchedulingIgnoredDuringExecution: [
            {
                weight: 100,
                preference: { matchExpressions: [{ key: PURPOSE_LABEL, operator: "In", values: ["zonal"] }] },
            },
        ],
    };
}
