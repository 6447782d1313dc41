/** Add-ons of EKS, its control plane and its nodes. */
import { each, managedPolicy, type Need } from "./need";

const MANAGED = "@aws:ResourceTag/ebs.csi.aws.com/cluster=true @ec2:ResourceTag/ebs.csi.aws.com/cluster=true";
const NEW = "@aws:RequestTag/ebs.csi.aws.com/cluster=true @aws:RequestTag/mindcloud:stack={stack}";
const VOLUME = "~volume=vol-0123456789abcdef0";
const SNAPSHOT = "~snapshot=snap-0123456789abcdef0";
const INSTANCE = "~instance=i-0123456789abcdef0";
const INTERFACE = "~network-interface=eni-0123456789abcdef0";
const VIA_EC2 = "@kms:ViaService=ec2.{region}.{dnsSuffix}";
const VOLUMES_KEY = `key={key.volumes} ${VIA_EC2}`;

const ebs: Need = {
    role: "addons-aws-ebs-csi-driver",
    sources: [
        "https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/AmazonEBSCSIDriverPolicyV2.json",
        "https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/install.md",
    ],
    calls: [
        ...each("ec2", "DescribeAvailabilityZones DescribeInstances DescribeInstanceTypes DescribeSnapshots"),
        ...each("ec2", "DescribeVolumes DescribeVolumesModifications DescribeVolumeStatus"),
        `ec2:CreateVolume volume=* ${NEW}`,
        `ec2:CreateTags volume=* ${NEW} @ec2:CreateAction=CreateVolume`,
        `ec2:CreateVolume ${SNAPSHOT} ${MANAGED}`,
        // Clones of volumes, by which the nightly dumps of Neo4j are made.
        `ec2:CopyVolumes volume=* ${NEW}`,
        `ec2:CopyVolumes ${VOLUME} ${MANAGED}`,
        `ec2:CreateTags volume=* ${NEW} @ec2:CreateAction=CopyVolumes`,
        `ec2:CreateSnapshot snapshot=* ${NEW}`,
        `ec2:CreateSnapshot ${VOLUME} ${MANAGED}`,
        `ec2:CreateTags snapshot=* ${NEW} @ec2:CreateAction=CreateSnapshot`,
        `ec2:DeleteSnapshot ${SNAPSHOT} ${MANAGED}`,
        ...each("ec2", "ModifyVolume AttachVolume DetachVolume DeleteVolume", `${VOLUME} ${MANAGED}`),
        ...each("ec2", "AttachVolume DetachVolume", INSTANCE),
        ...each("ec2", "CreateTags DeleteTags", `${VOLUME} ${MANAGED} @aws:TagKeys=team`),
        // See kubernetes-sigs/aws-ebs-csi-driver/docs/install.md, "Encrypted EBS Volumes via KMS"; EC2 asks on its behalf.
        ...each("kms", "Decrypt DescribeKey GenerateDataKeyWithoutPlaintext", VOLUMES_KEY),
        `kms:CreateGrant ${VOLUMES_KEY} @kms:GrantIsForAWSResource=true`,
    ],
};

const efs: Need = {
    role: "addons-aws-efs-csi-driver",
    // Without what makes and deletes access points: this program makes them.
    sources: ["https://github.com/kubernetes-sigs/aws-efs-csi-driver/blob/master/docs/iam-policy-example.json"],
    calls: [
        "elasticfilesystem:DescribeAccessPoints ~access-point=fsap-0123456789abcdef0",
        "elasticfilesystem:DescribeFileSystems file-system={stores-files-file-system.id}",
        "elasticfilesystem:DescribeMountTargets file-system={stores-files-file-system.id}",
        "ec2:DescribeAvailabilityZones",
    ],
};

const cni: Need = {
    role: "network-addons-vpc-cni",
    sources: [
        managedPolicy("AmazonEKS_CNI_Policy"),
        "https://github.com/aws/amazon-vpc-cni-k8s/blob/master/docs/iam-policy.md",
    ],
    calls: [
        ...each(
            "ec2",
            "DescribeInstances DescribeTags DescribeNetworkInterfaces DescribeInstanceTypes DescribeSubnets",
        ),
        "ec2:CreateNetworkInterface network-interface=* subnet={privateSubnets} security-group={nodeGroup}",
        "ec2:CreateTags network-interface=* @ec2:CreateAction=CreateNetworkInterface @aws:RequestTag/mindcloud:stack={stack}",
        ...each("ec2", "AttachNetworkInterface DetachNetworkInterface", `${INTERFACE} ${INSTANCE}`),
        ...each("ec2", "AssignPrivateIpAddresses UnassignPrivateIpAddresses DeleteNetworkInterface", INTERFACE),
        `ec2:ModifyNetworkInterfaceAttribute ${INTERFACE} security-group={nodeGroup}`,
    ],
};

const controlPlane: Need = {
    role: "cluster-control-plane",
    sources: [
        // The least of it, beside which AWS's policy serves load balancers of the provider in the tree, which are not used here.
        "https://docs.aws.amazon.com/eks/latest/userguide/cluster-iam-role.html",
        "https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html",
    ],
    calls: [
        ...each("ec2", "DescribeInstances DescribeNetworkInterfaces DescribeVpcs DescribeDhcpOptions"),
        ...each("ec2", "DescribeAvailabilityZones DescribeInstanceTopology"),
        `ec2:CreateTags ${INSTANCE} @aws:TagKeys=kubernetes.io/cluster/{cluster}`,
        ...each("kms", "Decrypt DescribeKey Encrypt ListGrants", "key={key.cluster}"),
    ],
};

const nodes: Need = {
    role: "nodes-node",
    sources: [
        managedPolicy("AmazonEKSWorkerNodePolicy"),
        managedPolicy("AmazonEC2ContainerRegistryPullOnly"),
        "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html",
    ],
    calls: [
        ...each("ec2", "DescribeInstances DescribeInstanceTypes DescribeRouteTables DescribeSecurityGroups"),
        ...each("ec2", "DescribeSubnets DescribeVolumes DescribeVolumesModifications DescribeVpcs"),
        "eks:DescribeCluster cluster={cluster}",
        "eks-auth:AssumeRoleForPodIdentity cluster={cluster}",
        "ecr:GetAuthorizationToken",
        ...each(
            "ecr",
            "BatchGetImage GetDownloadUrlForLayer",
            "repository={project}/akosha @aws:ResourceTag/mindcloud:stack=account",
        ),
        // Images of add-ons, from the registries of EKS.
        ...each(
            "ecr",
            "BatchGetImage GetDownloadUrlForLayer",
            "repository=arn:{partition}:ecr:{region}:602401143452:repository/eks/pause",
        ),
    ],
};

export const needs: readonly Need[] = [ebs, efs, cni, controlPlane, nodes];
