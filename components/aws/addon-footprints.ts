/** What each EKS add-on runs: requests as its manifest has them, which `addonSettings` leaves as they are. */
import type { AddonName } from "../../config/versions";
import type { Footprint } from "../footprint";
import { COREDNS_REPLICAS } from "./addon-settings";

type Pods = Omit<Footprint, "namespace">;

const NAMESPACE = "kube-system";
/** Of every container of the EBS driver: `controller.resources` and `node.resources`, which its sidecars inherit. */
const EBS_CONTAINER = { cpuMillicores: 10, memoryMebibytes: 40 };
const ebs = (containers: number): Footprint["requests"] => ({
    cpuMillicores: containers * EBS_CONTAINER.cpuMillicores,
    memoryMebibytes: containers * EBS_CONTAINER.memoryMebibytes,
});
const EBS_SOURCE = "charts/aws-ebs-csi-driver/values.yaml of kubernetes-sigs/aws-ebs-csi-driver";
/** They ask for nothing, and so count as pods only. */
const nothing = { cpuMillicores: 0, memoryMebibytes: 0 };

const FOOTPRINTS: Readonly<Record<AddonName, readonly Pods[]>> = {
    // CNI and network policy agent.
    "vpc-cni": [
        {
            ...{ name: "aws-node", replicas: "perNode", requests: { cpuMillicores: 50, memoryMebibytes: 0 } },
            source: "charts/aws-vpc-cni/values.yaml of aws/amazon-vpc-cni-k8s: 25m for each of two containers",
        },
    ],
    "kube-proxy": [
        {
            ...{ name: "kube-proxy", replicas: "perNode", requests: { cpuMillicores: 100, memoryMebibytes: 0 } },
            source: "the add-on's own DaemonSet, as `kubectl describe node` shows it",
        },
    ],
    "eks-pod-identity-agent": [
        {
            ...{ name: "eks-pod-identity-agent", replicas: "perNode", requests: nothing },
            source: "charts/eks-pod-identity-agent/values.yaml of aws/eks-pod-identity-agent: resources {}",
        },
    ],
    "eks-node-monitoring-agent": [
        {
            ...{ name: "eks-node-monitoring-agent", replicas: "perNode" },
            requests: { cpuMillicores: 10, memoryMebibytes: 30 },
            source: "charts/eks-node-monitoring-agent/values.yaml of aws/eks-node-monitoring-agent v1.7.0",
        },
    ],
    coredns: [
        {
            ...{ name: "coredns", replicas: COREDNS_REPLICAS.least, ceiling: COREDNS_REPLICAS.most, nodes: "system" },
            requests: { cpuMillicores: 100, memoryMebibytes: 70 },
            source: "the add-on's own Deployment, as `kubectl describe node` shows it",
        },
    ],
    "aws-ebs-csi-driver": [
        // Driver, provisioner, attacher, snapshotter, resizer, liveness probe.
        {
            ...{ name: "ebs-csi-controller", replicas: 2, nodes: "system", requests: ebs(6) },
            source: EBS_SOURCE,
        },
        // Driver, registrar, liveness probe.
        { name: "ebs-csi-node", replicas: "perNode", requests: ebs(3), source: EBS_SOURCE },
    ],
    "aws-efs-csi-driver": ["efs-csi-controller", "efs-csi-node"].map((name) => ({
        ...{ name, requests: nothing },
        ...(name === "efs-csi-node" ? { replicas: "perNode" } : { replicas: 2, nodes: "system" }),
        source: "charts/aws-efs-csi-driver/values.yaml of kubernetes-sigs/aws-efs-csi-driver: resources {}",
    })),
    "snapshot-controller": [
        {
            ...{ name: "snapshot-controller", replicas: 2, nodes: "system", requests: nothing },
            source: "the add-on's own Deployment, which asks for nothing",
        },
    ],
    "metrics-server": [
        {
            ...{ name: "metrics-server", replicas: 2, nodes: "system" },
            requests: { cpuMillicores: 100, memoryMebibytes: 200 },
            source: "charts/metrics-server/values.yaml of kubernetes-sigs/metrics-server; two replicas as EKS installs it",
        },
    ],
};

export const addonFootprint = (...addons: readonly AddonName[]): readonly Footprint[] =>
    addons.flatMap((addon) => FOOTPRINTS[addon].map((pods) => ({ ...pods, namespace: NAMESPACE })));
