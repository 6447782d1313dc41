import type { Shape } from "./shape";

const eks = (what: string): string => `arn:{partition}:eks:{region}:{account}:${what}`;
// AWS answers with real times; a fixed one keeps two runs equal.
const TIME = "2026-01-01T00:00:00Z";

export const cluster: Readonly<Record<string, Shape>> = {
    "aws:eks/cluster:Cluster": {
        name: "name",
        id: "{name}",
        outputs: {
            name: "{name}",
            arn: eks("cluster/{name}"),
            endpoint: "https://{HEX:32}.gr7.{region}.eks.{domain}",
            certificateAuthority: {
                data: (context) => Buffer.from(`certificate authority of ${context.name}`).toString("base64"),
            },
            identities: [{ oidcs: [{ issuer: "https://oidc.eks.{region}.{domain}/id/{HEX:32}" }] }],
            createdAt: TIME,
            platformVersion: "eks.1",
            status: "ACTIVE",
            vpcConfig: { clusterSecurityGroupId: "sg-{hex:17:cluster}", vpcId: "vpc-{hex:17:vpc}" },
            kubernetesNetworkConfig: { serviceIpv4Cidr: "172.20.0.0/16", ipFamily: "ipv4" },
        },
        defaults: { version: "1.36", deletionProtection: false },
    },
    "aws:eks/nodeGroup:NodeGroup": {
        name: "nodeGroupName",
        id: "{input:clusterName}:{name}",
        outputs: {
            nodeGroupName: "{name}",
            arn: eks("nodegroup/{input:clusterName}/{name}/{uuid}"),
            status: "ACTIVE",
            resources: [{ autoscalingGroups: [{ name: "eks-{name}-{uuid}" }], remoteAccessSecurityGroupId: "" }],
        },
        defaults: { amiType: "AL2023_x86_64_STANDARD", capacityType: "ON_DEMAND", diskSize: 20 },
    },
    "aws:eks/addon:Addon": {
        id: "{input:clusterName}:{input:addonName}",
        outputs: { arn: eks("addon/{input:clusterName}/{input:addonName}/{uuid}"), createdAt: TIME, modifiedAt: TIME },
    },
    "aws:eks/accessEntry:AccessEntry": {
        id: "{input:clusterName}:{input:principalArn}",
        outputs: {
            accessEntryArn: eks("access-entry/{input:clusterName}/role/{account}/{uuid}"),
            createdAt: TIME,
            modifiedAt: TIME,
        },
        defaults: { type: "STANDARD", userName: "{input:principalArn}", kubernetesGroups: [] },
    },
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": {
        id: "{input:clusterName}#{input:principalArn}#{input:policyArn}",
        outputs: { associatedAt: TIME, modifiedAt: TIME },
    },
    "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
        id: "a-{alnum:17}",
        outputs: { associationId: "{id}", associationArn: eks("podidentityassociation/{input:clusterName}/{id}") },
    },
    "aws:autoscaling/tag:Tag": {
        id: (context) => {
            const tag = context.inputs.tag;
            const key = typeof tag === "object" && tag !== null && "key" in tag ? String(tag.key) : "";
            return context.fill(`{input:autoscalingGroupName},${key}`);
        },
    },
};
