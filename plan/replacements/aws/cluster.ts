import { whenRemoved } from "../conditions";
import type { Table } from "../row";
import { provider, registry } from "../sources";

export const cluster: Table = {
    "aws:autoscaling/schedule:Schedule": {
        source: provider("autoscaling/schedule.go", "1049654fb0818bacf8518f017816daafa8a8ad8e"),
        replaces: ["autoscalingGroupName", "scheduledActionName"],
    },
    "aws:autoscaling/tag:Tag": {
        source: provider("autoscaling/group_tag.go", "050ac11163cab8cdae5936a7f40b0e528ff780df"),
        replaces: ["autoscalingGroupName", "tag.key"],
    },
    "aws:eks/accessEntry:AccessEntry": {
        source: provider("eks/access_entry.go", "01f431114674c27cf790fafb67ac274bf8f765e1"),
        replaces: ["clusterName", "principalArn", "type"],
    },
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": {
        source: provider("eks/access_policy_association.go"),
        replaces: ["accessScope", "clusterName", "policyArn", "principalArn"],
    },
    "aws:eks/addon:Addon": {
        source: provider("eks/addon.go"),
        replaces: ["addonName", "clusterName", "namespaceConfig"],
    },
    "aws:eks/cluster:Cluster": {
        source: [provider("eks/cluster.go"), registry("AWS::EKS::Cluster")].join(", "),
        replaces: [
            "accessConfig.bootstrapClusterCreatorAdminPermissions",
            "bootstrapSelfManagedAddons",
            "kubernetesNetworkConfig.ipFamily",
            "kubernetesNetworkConfig.serviceIpv4Cidr",
            "name",
            "outpostConfig.controlPlaneInstanceType",
            "outpostConfig.outpostArns",
            "roleArn",
        ],
        sometimes: { encryptionConfig: whenRemoved("encryptionConfig") },
        neverSent: {
            "encryptionConfig.provider.keyArn":
                "AssociateEncryptionConfig is called from none to one only, so EKS keeps the old key (https://github.com/hashicorp/terraform-provider-aws/issues/34883)",
        },
        autonamed: "name",
    },
    "aws:eks/nodeGroup:NodeGroup": {
        source: provider("eks/node_group.go", "012e0a32f0686212f447447fd3d81c3d0ce256ad"),
        replaces: [
            "amiType",
            "capacityType",
            "clusterName",
            "diskSize",
            "instanceTypes",
            "launchTemplate.id",
            "launchTemplate.name",
            "nodeGroupName",
            "nodeGroupNamePrefix",
            "nodeRoleArn",
            "remoteAccess",
            "subnetIds",
        ],
        autonamed: "nodeGroupName",
    },
    "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
        source: provider("eks/pod_identity_association.go", "00a35305dc1b297a6fcdecdfbba33f1e63c3da39"),
        replaces: ["clusterName", "namespace", "serviceAccount"],
    },
};
