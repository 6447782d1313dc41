/** Controllers that run in the cluster. */
import { each, type Need } from "./need";

const CLUSTER = "elbv2.k8s.aws/cluster={cluster}";
const OWNED = `@aws:ResourceTag/${CLUSTER}`;
const NEW = `@aws:RequestTag/${CLUSTER}`;
const BALANCER = "~loadbalancer/app/=k8s-apps-1|0123456789abcdef";
const TARGETS = "~targetgroup=k8s-apps-1|0123456789abcdef";
const LISTENER = "~listener/app=k8s-apps-1|0123456789abcdef|0123456789abcdef";
const RULE = "~listener-rule/app=k8s-apps-1|0123456789abcdef|0123456789abcdef|0123456789abcdef";
const GROUP = "~security-group=sg-0123456789abcdef0";

const loadBalancer: Need = {
    role: "services-load-balancer-identity",
    sources: [
        "https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/v3.5.0/docs/install/iam_policy.json",
    ],
    calls: [
        ...each(
            "ec2",
            "DescribeAccountAttributes DescribeAddresses DescribeAvailabilityZones DescribeInternetGateways",
        ),
        ...each("ec2", "DescribeVpcs DescribeVpcPeeringConnections DescribeSubnets DescribeSecurityGroups"),
        ...each("ec2", "DescribeInstances DescribeNetworkInterfaces DescribeTags DescribeRouteTables"),
        "ec2:GetSecurityGroupsForVpc vpc={vpc}",
        ...each(
            "elasticloadbalancing",
            [
                ...["DescribeLoadBalancers", "DescribeLoadBalancerAttributes", "DescribeListeners"],
                ...["DescribeListenerCertificates", "DescribeSSLPolicies", "DescribeRules", "DescribeTargetGroups"],
                ...["DescribeTargetGroupAttributes", "DescribeTargetHealth", "DescribeTags", "DescribeTrustStores"],
                ...["DescribeListenerAttributes", "DescribeCapacityReservation"],
            ].join(" "),
        ),
        "iam:CreateServiceLinkedRole role=arn:{partition}:iam::{account}:role/aws-service-role/elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing @iam:AWSServiceName=elasticloadbalancing.amazonaws.com",
        `ec2:CreateSecurityGroup security-group=* ${NEW}`,
        `ec2:CreateSecurityGroup vpc={vpc} ${NEW}`,
        `ec2:CreateTags security-group=* @ec2:CreateAction=CreateSecurityGroup ${NEW}`,
        ...each("ec2", "CreateTags DeleteTags", `${GROUP} ${OWNED} @aws:TagKeys=team`),
        ...each(
            "ec2",
            "AuthorizeSecurityGroupIngress RevokeSecurityGroupIngress DeleteSecurityGroup",
            `${GROUP} ${OWNED}`,
        ),
        ...each("ec2", "AuthorizeSecurityGroupIngress RevokeSecurityGroupIngress", "security-group={nodeGroup}"),
        `elasticloadbalancing:CreateLoadBalancer loadbalancer/app/=*|* ${NEW}`,
        `elasticloadbalancing:CreateTargetGroup targetgroup=*|* ${NEW}`,
        `elasticloadbalancing:AddTags loadbalancer/app/=*|* @elasticloadbalancing:CreateAction=CreateLoadBalancer ${NEW}`,
        `elasticloadbalancing:AddTags targetgroup=*|* @elasticloadbalancing:CreateAction=CreateTargetGroup ${NEW}`,
        ...[BALANCER, TARGETS].flatMap((target) =>
            each("elasticloadbalancing", "AddTags RemoveTags", `${target} ${OWNED} @aws:TagKeys=team`),
        ),
        ...[LISTENER, RULE].flatMap((target) => each("elasticloadbalancing", "AddTags RemoveTags", target)),
        ...each(
            "elasticloadbalancing",
            "ModifyLoadBalancerAttributes SetIpAddressType SetSecurityGroups SetSubnets DeleteLoadBalancer ModifyCapacityReservation CreateListener",
            `${BALANCER} ${OWNED}`,
        ),
        ...each(
            "elasticloadbalancing",
            "ModifyTargetGroup ModifyTargetGroupAttributes DeleteTargetGroup RegisterTargets DeregisterTargets",
            `${TARGETS} ${OWNED}`,
        ),
        ...each(
            "elasticloadbalancing",
            "DeleteListener ModifyListener ModifyListenerAttributes CreateRule AddListenerCertificates RemoveListenerCertificates",
            LISTENER,
        ),
        ...each("elasticloadbalancing", "DeleteRule ModifyRule SetRulePriorities", RULE),
    ],
};

const AUTOSCALED = "autoScalingGroup=1|eks-{nodes-general.nodeGroupName}-0123456789abcdef";

const autoscaler: Need = {
    role: "services-autoscaler-identity",
    sources: ["https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md"],
    calls: [
        ...each("autoscaling", "DescribeAutoScalingGroups DescribeAutoScalingInstances DescribeTags"),
        ...each("autoscaling", "DescribeLaunchConfigurations DescribeScalingActivities"),
        ...each("ec2", "DescribeImages DescribeInstanceTypes DescribeLaunchTemplateVersions"),
        "ec2:GetInstanceTypesFromInstanceRequirements",
        "eks:DescribeNodegroup nodegroup={cluster}|{nodes-general.nodeGroupName}|01234567",
        ...each(
            "autoscaling",
            "SetDesiredCapacity TerminateInstanceInAutoScalingGroup",
            `${AUTOSCALED} @aws:ResourceTag/mindcloud:stack={stack} @aws:ResourceTag/k8s.io/cluster-autoscaler/{cluster}=owned`,
        ),
    ],
};

const READ = "DescribeSecret GetSecretValue";

const secrets: Need = {
    role: "services-secrets-identity",
    sources: ["https://external-secrets.io/latest/provider/aws-secrets-manager/"],
    calls: [
        ...each("secretsmanager", READ, "Secret={syncedSecrets}"),
        ...each("secretsmanager", READ, "Secret={broughtSecrets}"),
        ...each(
            "secretsmanager",
            READ,
            "Secret=arn:{partition}:secretsmanager:{region}:{account}:secret:rds!db-{stores-postgres-instance.id} @aws:ResourceTag/aws:rds:primaryDBInstanceArn={stores-postgres-instance.arn}",
        ),
        ...["{key.secrets}", "{broughtSecretKeys}"].map(
            (key) => `kms:Decrypt key=${key} @kms:ViaService=secretsmanager.{region}.{dnsSuffix}`,
        ),
    ],
};

export const needs: readonly Need[] = [loadBalancer, autoscaler, secrets];
