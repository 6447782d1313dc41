/** What a control plane is given at its start: nodes as the kubelets and CSI drivers of EKS would report them, and stand-in pods. */
import { PURPOSE } from "../../plan/capacity/footprints";
import type { Manifest, Node, StandInPods } from "./shaped";

/** What EKS writes on the nodes of a managed group (https://github.com/kubernetes/autoscaler/pull/6261): its own name of the group, and how it pays for it. */
export const MANAGED_GROUP = "eks.amazonaws.com/nodegroup";
const CAPACITY_TYPE = "eks.amazonaws.com/capacityType";

/** By which a stand-in for an add-on's pods is known, or for those of a chart of which there is no record. */
export const STANDS_IN = "mindcloud.dev/stands-in";
const ZONE = "topology.kubernetes.io/zone";

export function nodeManifests(node: Node): readonly Manifest[] {
    const { group, name, zone, region } = node;
    const amounts = {
        cpu: `${String(group.cpuMillicores)}m`,
        memory: `${String(group.memoryMebibytes)}Mi`,
        "ephemeral-storage": `${String(group.scratchMebibytes)}Mi`,
        pods: String(group.pods),
    };
    return [
        {
            ...{ apiVersion: "v1", kind: "Node" },
            metadata: {
                name,
                // kwok looks after what carries it; the second is where simulated usage is read (metrics-server).
                annotations: {
                    "kwok.x-k8s.io/node": "fake",
                    "metrics.k8s.io/resource-metrics-path": `/metrics/nodes/${name}/metrics/resource`,
                },
                labels: {
                    ...group.labels,
                    "kubernetes.io/hostname": name,
                    "node.kubernetes.io/instance-type": group.instanceType,
                    [MANAGED_GROUP]: group.managedName,
                    [CAPACITY_TYPE]: group.capacityType,
                    "topology.kubernetes.io/region": region,
                    [ZONE]: zone,
                    // The label that the EBS driver puts on nodes and into the affinity of its volumes.
                    "topology.ebs.csi.aws.com/zone": zone,
                },
            },
            spec: {
                providerID: `aws:///${zone}/${name}`,
                ...(group.taints.length > 0 && { taints: [...group.taints] }),
            },
            status: { capacity: amounts, allocatable: amounts },
        },
        {
            ...{ apiVersion: "storage.k8s.io/v1", kind: "CSINode" },
            metadata: { name },
            spec: {
                drivers: [
                    {
                        ...{
                            name: "ebs.csi.aws.com",
                            nodeID: name,
                            topologyKeys: ["topology.ebs.csi.aws.com/zone", ZONE],
                        },
                        allocatable: { count: group.volumes },
                    },
                    { name: "efs.csi.aws.com", nodeID: name, topologyKeys: [] },
                ],
            },
        },
    ];
}

/** Pods that ask for as much as the real ones: nothing runs in them. */
export function standInManifest({
    namespace,
    name,
    replicas,
    cpuMillicores,
    memoryMebibytes,
    nodeSelector,
}: StandInPods): Manifest {
    const labels = { [STANDS_IN]: name };
    const requests = { cpu: `${String(cpuMillicores)}m`, memory: `${String(memoryMebibytes)}Mi` };
    const everywhere = replicas === "perNode";
    return {
        ...{ apiVersion: "apps/v1", kind: everywhere ? "DaemonSet" : "Deployment" },
        metadata: { name, namespace, labels },
        spec: {
            ...(!everywhere && { replicas }),
            selector: { matchLabels: labels },
            template: {
                metadata: { labels },
                spec: {
                    priorityClassName: everywhere ? "system-node-critical" : "system-cluster-critical",
                    ...(Object.keys(nodeSelector).length > 0 && { nodeSelector }),
                    // Agents are everywhere; the rest goes where only its like may, if it is told to, and to no node that is being drained.
                    ...(everywhere && { tolerations: [{ operator: "Exists" }] }),
                    ...(!everywhere &&
                        Object.keys(nodeSelector).length > 0 && {
                            tolerations: [{ key: PURPOSE, operator: "Exists" }],
                        }),
                    automountServiceAccountToken: false,
                    securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
                    containers: [
                        {
                            ...{ name: "stand-in", image: "registry.k8s.io/pause:3.10" },
                            resources: { requests },
                            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
                        },
                    ],
                },
            },
        },
    };
}
