/** How pods find the nodes of a purpose, and how the autoscaler knows a group that has no node yet. */
import type { Environment } from "../../config/environment";

/** Label of every node, by which pods choose: system, general, zonal or untrusted. */
export const PURPOSE_LABEL = "mindcloud.dev/purpose";
export const GROUP_LABEL = "mindcloud.dev/node-group";
/** Taint of nodes that run code of others; only those pods tolerate it. */
export const UNTRUSTED_TAINT = "mindcloud.dev/untrusted";

export type NodeGroupConfig = Environment["nodeGroups"][string];
type Taint = NodeGroupConfig["taints"][number];

/**
 * Untrusted nodes are closed. System and zonal nodes are merely avoided, so that cluster services and single writers find room there, while
 * in an emergency - or in a small environment - everything may still run everywhere.
 */
const PURPOSE_TAINTS: Readonly<Record<NodeGroupConfig["purpose"], readonly Taint[]>> = {
    general: [],
    system: [{ key: PURPOSE_LABEL, value: "system", effect: "PREFER_NO_SCHEDULE" }],
    zonal: [{ key: PURPOSE_LABEL, value: "zonal", effect: "PREFER_NO_SCHEDULE" }],
    untrusted: [{ key: UNTRUSTED_TAINT, value: "true", effect: "NO_SCHEDULE" }],
};

/** Nothing tolerates it but what runs on every node; the autoscaler reads it on the scaling group, and adds no node for a pod. */
const LEAVING: Taint = { key: "mindcloud.dev/leaving", value: "true", effect: "NO_SCHEDULE" };

/** EKS writes effects in capitals, Kubernetes and the autoscaler do not. */
const EFFECTS: Readonly<Record<Taint["effect"], string>> = {
    NO_SCHEDULE: "NoSchedule",
    PREFER_NO_SCHEDULE: "PreferNoSchedule",
    NO_EXECUTE: "NoExecute",
};

export function labelsOf(groupName: string, group: NodeGroupConfig): Record<string, string> {
    return { ...group.labels, [PURPOSE_LABEL]: group.purpose, [GROUP_LABEL]: groupName };
}

export function taintsOf(group: NodeGroupConfig): Taint[] {
    const leaving = group.state === "leaving" ? [LEAVING] : [];
    return [...PURPOSE_TAINTS[group.purpose], ...leaving, ...group.taints];
}

/** Tags by which Cluster Autoscaler finds its groups, and what it may assume of a node that does not exist yet (its AWS documentation). */
export function scalingGroupTags(
    clusterName: string,
    groupName: string,
    group: NodeGroupConfig,
    zone: string | undefined,
): Record<string, string> {
    const prefix = "k8s.io/cluster-autoscaler";
    const labels = {
        ...labelsOf(groupName, group),
        // A pending volume asks for its zone by the label that the EBS CSI driver puts on nodes: an empty group has none yet.
        ...(zone !== undefined && { "topology.ebs.csi.aws.com/zone": zone }),
    };
    return {
        [`${prefix}/enabled`]: "true",
        [`${prefix}/${clusterName}`]: "owned",
        ...Object.fromEntries(
            Object.entries(labels).map(([key, value]) => [`${prefix}/node-template/label/${key}`, value]),
        ),
        ...Object.fromEntries(
            taintsOf(group).map(({ key, value = "", effect }) => [
                `${prefix}/node-template/taint/${key}`,
                `${value}:${EFFECTS[effect]}`,
            ]),
        ),
    };
}
