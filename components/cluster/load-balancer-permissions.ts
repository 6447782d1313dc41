/**
 * What AWS Load Balancer Controller may do: docs/install/iam_policy.json of v3.5.0 without what we do not use (WAF, Shield, Cognito, certificate
 * discovery, network load balancers), in this account and region, and with the cluster's own tag instead of any.
 */
import type * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../aws/iam";
import type { Scope } from "../scope";

export interface LoadBalancerPermissionsArgs {
    readonly scope: Scope;
    readonly clusterName: string;
    readonly vpcId: pulumi.Output<string>;
    /** Security group of the nodes, to which it adds the way in from the load balancer. */
    readonly nodeSecurityGroupId: pulumi.Output<string>;
}

/** Tag that the controller puts on everything it makes. */
const CLUSTER_TAG = "elbv2.k8s.aws/cluster";

type Statements = readonly [pulumi.Input<Statement>, ...pulumi.Input<Statement>[]];

export function loadBalancerStatements(args: LoadBalancerPermissionsArgs): Statements {
    const { scope, clusterName } = args;
    return [look(), becomeKnown(scope), ...securityGroups(args), ...loadBalancers(scope, clusterName)];
}

/** None of these takes a resource (service authorization reference of both). */
function look(): Statement {
    return {
        Sid: "Look",
        Effect: "Allow",
        Action: [
            ...["AccountAttributes", "Addresses", "AvailabilityZones", "InternetGateways", "Vpcs", "Subnets"],
            ...["SecurityGroups", "Instances", "NetworkInterfaces", "Tags", "RouteTables", "VpcPeeringConnections"],
        ]
            .map((what) => `ec2:Describe${what}`)
            .concat(
                ...["LoadBalancers", "LoadBalancerAttributes", "Listeners", "ListenerCertificates", "SSLPolicies"].map(
                    (what) => `elasticloadbalancing:Describe${what}`,
                ),
                ...["Rules", "TargetGroups", "TargetGroupAttributes", "TargetHealth", "Tags", "TrustStores"].map(
                    (what) => `elasticloadbalancing:Describe${what}`,
                ),
                "elasticloadbalancing:DescribeListenerAttributes",
                "elasticloadbalancing:DescribeCapacityReservation",
            ),
        Resource: "*",
    };
}

/** The first load balancer of an account needs the role by which the service works for it. */
function becomeKnown({ partition, account }: Scope): Statement {
    return {
        Sid: "MakeServiceRole",
        Effect: "Allow",
        Action: "iam:CreateServiceLinkedRole",
        Resource: `arn:${partition}:iam::${account}:role/aws-service-role/elasticloadbalancing.amazonaws.com/*`,
        Condition: { StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" } },
    };
}

function securityGroups({
    scope,
    clusterName,
    vpcId,
    nodeSecurityGroupId,
}: LoadBalancerPermissionsArgs): pulumi.Input<Statement>[] {
    const arn = `arn:${scope.partition}:ec2:${scope.region}:${scope.account}`;
    const anyGroup = `${arn}:security-group/*`;
    return [
        vpcId.apply((vpc) => ({
            Sid: "FindGroupsHere",
            Effect: "Allow" as const,
            Action: "ec2:GetSecurityGroupsForVpc",
            Resource: `${arn}:vpc/${vpc}`,
        })),
        vpcId.apply((vpc) => ({
            Sid: "MakeGroupsHere",
            Effect: "Allow" as const,
            Action: "ec2:CreateSecurityGroup",
            // The call is for both: no group in another VPC.
            Resource: [`${arn}:vpc/${vpc}`, anyGroup],
        })),
        nodeSecurityGroupId.apply((group) => ({
            Sid: "OpenNodesToIt",
            Effect: "Allow" as const,
            Action: ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"],
            Resource: `${arn}:security-group/${group}`,
        })),
        {
            Sid: "TagNewGroups",
            Effect: "Allow",
            Action: "ec2:CreateTags",
            Resource: anyGroup,
            Condition: {
                StringEquals: {
                    "ec2:CreateAction": "CreateSecurityGroup",
                    [`aws:RequestTag/${CLUSTER_TAG}`]: clusterName,
                },
            },
        },
        {
            Sid: "TagOwnGroups",
            Effect: "Allow",
            Action: ["ec2:CreateTags", "ec2:DeleteTags"],
            Resource: anyGroup,
            Condition: keepsOwnTag(clusterName),
        },
        {
            Sid: "ChangeOwnGroups",
            Effect: "Allow",
            Action: ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress", "ec2:DeleteSecurityGroup"],
            Resource: anyGroup,
            Condition: owned(clusterName),
        },
    ];
}

function loadBalancers({ partition, region, account }: Scope, clusterName: string): Statement[] {
    const arn = `arn:${partition}:elasticloadbalancing:${region}:${account}`;
    const balancers = `${arn}:loadbalancer/app/*/*`;
    const targets = `${arn}:targetgroup/*/*`;
    const listeners = `${arn}:listener/app/*/*/*`;
    const rules = `${arn}:listener-rule/app/*/*/*/*`;
    const can = (
        Sid: string,
        actions: readonly string[],
        Resource: readonly string[],
        Condition?: Statement["Condition"],
    ): Statement => ({
        ...{ Sid, Effect: "Allow", Action: actions.map((action) => `elasticloadbalancing:${action}`), Resource },
        ...(Condition && { Condition }),
    });
    return [
        can("Make", ["CreateLoadBalancer", "CreateTargetGroup"], [balancers, targets], requested(clusterName)),
        can("TagNew", ["AddTags"], [balancers, targets], {
            StringEquals: {
                "elasticloadbalancing:CreateAction": ["CreateLoadBalancer", "CreateTargetGroup"],
                [`aws:RequestTag/${CLUSTER_TAG}`]: clusterName,
            },
        }),
        can("TagOwn", ["AddTags", "RemoveTags"], [balancers, targets], keepsOwnTag(clusterName)),
        can(
            "ChangeOwn",
            [
                ...["ModifyLoadBalancerAttributes", "SetIpAddressType", "SetSecurityGroups", "SetSubnets"],
                ...["DeleteLoadBalancer", "ModifyTargetGroup", "ModifyTargetGroupAttributes", "DeleteTargetGroup"],
                ...["ModifyCapacityReservation"],
            ],
            [balancers, targets],
            owned(clusterName),
        ),
        can("RegisterPods", ["RegisterTargets", "DeregisterTargets"], [targets], owned(clusterName)),
        can("Listen", ["CreateListener"], [balancers], owned(clusterName)),
        // Upstream holds listeners and their rules to no tag: older ones have none.
        can(
            "ChangeListeners",
            [
                ...["DeleteListener", "ModifyListener", "ModifyListenerAttributes", "CreateRule"],
                ...["AddListenerCertificates", "RemoveListenerCertificates"],
            ],
            [listeners],
        ),
        can("ChangeRules", ["DeleteRule", "ModifyRule", "SetRulePriorities"], [rules]),
        can("TagListeners", ["AddTags", "RemoveTags"], [listeners, rules]),
    ];
}

const owned = (clusterName: string) => ({ StringEquals: { [`aws:ResourceTag/${CLUSTER_TAG}`]: clusterName } });
const requested = (clusterName: string) => ({ StringEquals: { [`aws:RequestTag/${CLUSTER_TAG}`]: clusterName } });
/** Of its own things, every tag but the one by which they are its own. */
const keepsOwnTag = (clusterName: string) => ({
    ...owned(clusterName),
    Null: { [`aws:RequestTag/${CLUSTER_TAG}`]: "true" },
});
