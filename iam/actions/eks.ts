import type { Rows } from "./row";

const CLUSTER = "cluster={clusterName}";
const VIA_EKS = "@kms:ViaService=eks.{region}.{dnsSuffix}";
// What an association hands to pods: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html
const PASSED_TO_PODS = "@iam:PassedToService=pods.eks.amazonaws.com";

/** EKS tries the template out as whoever asks: https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html */
const FROM_TEMPLATE = [
    "ec2:RunInstances subnet={subnetIds} launch-template={launchTemplate.id} image=* security-group=* instance=* network-interface=* volume=* ?launchTemplate",
    "ec2:CreateTags instance=* volume=* ?launchTemplate",
];

export const rows: Rows = {
    "aws:eks/cluster:Cluster": {
        source: "eks/cluster.go",
        self: "cluster={name}",
        create: [
            "eks:CreateCluster",
            "iam:PassRole role={roleArn} @iam:PassedToService=eks.amazonaws.com",
            "iam:GetRole role={roleArn}",
            "iam:CreateServiceLinkedRole role=aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS @iam:AWSServiceName=eks.amazonaws.com",
            "ec2:DescribeSubnets",
            "ec2:DescribeSecurityGroups",
            "ec2:DescribeVpcs",
            `kms:DescribeKey key={encryptionConfig.provider.keyArn} ${VIA_EKS}`,
            `kms:CreateGrant key={encryptionConfig.provider.keyArn} ${VIA_EKS}`,
        ],
        tagsAtCreation: ["eks:TagResource ."],
        read: ["eks:DescribeCluster ."],
        update: {
            version: ["eks:UpdateClusterVersion .", "eks:DescribeUpdate ."],
            encryptionConfig: [
                "eks:AssociateEncryptionConfig .",
                "eks:DescribeUpdate .",
                `kms:DescribeKey key={encryptionConfig.provider.keyArn} ${VIA_EKS}`,
                `kms:CreateGrant key={encryptionConfig.provider.keyArn} ${VIA_EKS}`,
            ],
            "*": ["eks:UpdateClusterConfig .", "eks:DescribeUpdate ."],
        },
        tag: ["eks:TagResource ."],
        untag: ["eks:UntagResource ."],
        delete: ["eks:DeleteCluster ."],
    },
    "aws:eks/nodeGroup:NodeGroup": {
        source: "eks/node_group.go",
        self: "nodegroup={arn}",
        // https://docs.aws.amazon.com/eks/latest/userguide/create-managed-node-group.html and launch-templates.html.
        create: [
            `eks:CreateNodegroup ${CLUSTER}`,
            "iam:PassRole role={nodeRoleArn} @iam:PassedToService=ec2.amazonaws.com",
            "iam:GetRole role={nodeRoleArn}",
            "iam:ListAttachedRolePolicies role={nodeRoleArn}",
            "iam:CreateServiceLinkedRole role=aws-service-role/eks-nodegroup.amazonaws.com/AWSServiceRoleForAmazonEKSNodegroup @iam:AWSServiceName=eks-nodegroup.amazonaws.com",
            // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/service-linked-roles-spot-instance-requests.html
            "iam:CreateServiceLinkedRole role=aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot @iam:AWSServiceName=spot.amazonaws.com ?capacityType=SPOT",
            "ec2:DescribeSubnets",
            "ec2:DescribeLaunchTemplateVersions",
            ...FROM_TEMPLATE,
        ],
        tagsAtCreation: ["eks:TagResource ."],
        read: ["eks:DescribeNodegroup ."],
        update: {
            "version releaseVersion launchTemplate": [
                "eks:UpdateNodegroupVersion .",
                "eks:DescribeUpdate cluster={clusterName} .",
                "ec2:DescribeLaunchTemplateVersions",
                ...FROM_TEMPLATE,
            ],
            "*": ["eks:UpdateNodegroupConfig .", "eks:DescribeUpdate cluster={clusterName} ."],
        },
        tag: ["eks:TagResource ."],
        untag: ["eks:UntagResource ."],
        delete: ["eks:DeleteNodegroup ."],
    },
    "aws:eks/addon:Addon": {
        source: "eks/addon.go",
        self: "addon={arn}",
        create: [
            `eks:CreateAddon ${CLUSTER}`,
            `eks:CreatePodIdentityAssociation ${CLUSTER} ?podIdentityAssociations`,
            `iam:PassRole role={podIdentityAssociations.*.roleArn} ${PASSED_TO_PODS}`,
            "iam:GetRole role={podIdentityAssociations.*.roleArn}",
        ],
        tagsAtCreation: ["eks:TagResource ."],
        read: [
            "eks:DescribeAddon .",
            "eks:DescribePodIdentityAssociation podidentityassociation={clusterName}|* ?podIdentityAssociations",
        ],
        update: {
            podIdentityAssociations: [
                "eks:UpdateAddon .",
                "eks:DescribeUpdate cluster={clusterName} .",
                `eks:CreatePodIdentityAssociation ${CLUSTER}`,
                "eks:UpdatePodIdentityAssociation podidentityassociation={clusterName}|*",
                "eks:DeletePodIdentityAssociation podidentityassociation={clusterName}|*",
                `iam:PassRole role={podIdentityAssociations.*.roleArn} ${PASSED_TO_PODS}`,
                "iam:GetRole role={podIdentityAssociations.*.roleArn}",
            ],
            "*": ["eks:UpdateAddon .", "eks:DescribeUpdate cluster={clusterName} ."],
        },
        tag: ["eks:TagResource ."],
        untag: ["eks:UntagResource ."],
        delete: [
            "eks:DeleteAddon .",
            "eks:DeletePodIdentityAssociation podidentityassociation={clusterName}|* ?podIdentityAssociations",
        ],
    },
    "aws:eks/accessEntry:AccessEntry": {
        source: "eks/access_entry.go",
        self: "access-entry={clusterName}|role|*|*|*",
        create: [`eks:CreateAccessEntry ${CLUSTER}`],
        tagsAtCreation: ["eks:TagResource ."],
        read: ["eks:DescribeAccessEntry ."],
        update: { "*": ["eks:UpdateAccessEntry ."] },
        tag: ["eks:TagResource ."],
        untag: ["eks:UntagResource ."],
        delete: ["eks:DeleteAccessEntry ."],
    },
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": {
        source: "eks/access_policy_association.go",
        self: "access-entry={clusterName}|role|*|*|*",
        create: ["eks:AssociateAccessPolicy ."],
        read: ["eks:ListAssociatedAccessPolicies ."],
        delete: ["eks:DisassociateAccessPolicy ."],
    },
    "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
        source: "eks/pod_identity_association.go",
        self: "podidentityassociation={clusterName}|{id}",
        create: [
            `eks:CreatePodIdentityAssociation ${CLUSTER}`,
            `iam:PassRole role={roleArn} ${PASSED_TO_PODS}`,
            "iam:GetRole role={roleArn}",
        ],
        tagsAtCreation: ["eks:TagResource ."],
        read: ["eks:DescribePodIdentityAssociation ."],
        update: {
            "*": [
                "eks:UpdatePodIdentityAssociation .",
                `iam:PassRole role={roleArn} ${PASSED_TO_PODS}`,
                "iam:GetRole role={roleArn}",
            ],
        },
        tag: ["eks:TagResource ."],
        untag: ["eks:UntagResource ."],
        delete: ["eks:DeletePodIdentityAssociation ."],
    },
};
