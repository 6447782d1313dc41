import * as pulumi from "@pulumi/pulumi";
import { CHARTS, VERSIONS } from "../../config/versions";
import type { Statement } from "../aws/iam";
import { GROUP_LABEL } from "../aws/node-labels";
import { PodIdentity } from "../aws/pod-identity";
import type { NamespaceHandle, Site } from "../workload/site";
import { resourceRequirements, type Resources } from "../workload/resources";
import { aws } from "../workload/traffic";
import { chartRelease } from "./chart";
import { chartHome } from "./chart-home";
import {
    chartBudget,
    chartSpread,
    controllerReplicas,
    CRITICAL,
    footprintOf,
    RESTRICTED_CONTAINER,
    RESTRICTED_POD,
    SYSTEM_NODES,
    type ChartPods,
} from "./chart-pods";

const CHART = CHARTS.clusterAutoscaler;
const NAME = CHART.chart;

/** It simulates the scheduler over every pod and node, so memory grows with both. An estimate for a hundred nodes; its own scalability tests ran with 1,000. */
const RESOURCES: Resources = {
    requests: { cpu: "50m", memory: "192Mi", scratch: "64Mi" },
    limits: { cpu: "500m", memory: "512Mi", scratch: "256Mi" },
};

export interface ClusterAutoscalerArgs {
    readonly site: Site;
}

/** Adds nodes for pods that find no room and removes those that nobody needs, within the bounds of each node group. */
export class ClusterAutoscaler extends pulumi.ComponentResource {
    constructor(name: string, { site }: ClusterAutoscalerArgs, opts?: pulumi.ComponentResourceOptions) {
        const pods = podsOf(controllerReplicas(site.scope));
        super("mindcloud:cluster:ClusterAutoscaler", name, { footprint: footprintOf(NAME, CHART, [pods]) }, opts);
        const statements = autoscalerStatements(site);

        const home = this.createHome(name, site, statements);
        const { scope, cluster } = site;
        const identity = new PodIdentity(
            `${name}-identity`,
            {
                scope,
                called: "services-autoscaler-identity",
                cluster,
                namespace: NAME,
                serviceAccount: NAME,
                statements,
            },
            { parent: this },
        );
        chartRelease(name, {
            ...{ parent: this, chart: CHART, namespace: home, values: valuesOf(site, pods) },
            after: [identity, ...(site.prometheus?.ready ?? [])],
        });
        this.registerOutputs({});
    }

    private createHome(
        name: string,
        site: Site,
        [first, ...rest]: readonly [Statement, ...Statement[]],
    ): NamespaceHandle {
        return chartHome(name, {
            ...{ parent: this, site, metadataName: NAME, ports: { metrics: 8085 } },
            admits: [{ from: "prometheus", ports: ["metrics"] }],
            reaches: [
                { to: "kubernetesApi" },
                aws("autoscaling", first, ...rest),
                aws("ec2", first),
                aws("eks", first),
            ],
        });
    }
}

const podsOf = (replicas: number): ChartPods & { readonly replicas: number } => ({
    ...{ name: NAME, replicas, resources: RESOURCES },
});

/** Its AWS documentation's "Full Cluster Autoscaler Features Policy", with what changes something held to the tag that our groups carry. */
export function autoscalerStatements({ scope, cluster }: Site): readonly [Statement, ...Statement[]] {
    const { partition, region, account } = scope;
    return [
        {
            Sid: "SizeGroupsOfThisCluster",
            Effect: "Allow",
            Action: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
            Resource: `arn:${partition}:autoscaling:${region}:${account}:autoScalingGroup:*:autoScalingGroupName/*`,
            Condition: {
                StringEquals: { [`aws:ResourceTag/k8s.io/cluster-autoscaler/${cluster.clusterName}`]: "owned" },
            },
        },
        {
            Sid: "ReadNodeGroups",
            Effect: "Allow",
            Action: "eks:DescribeNodegroup",
            Resource: `arn:${partition}:eks:${region}:${account}:nodegroup/${cluster.clusterName}/*/*`,
        },
        {
            // None of these takes a resource (service authorization reference of each).
            Sid: "FindGroupsAndInstanceTypes",
            Effect: "Allow",
            Action: [
                "autoscaling:DescribeAutoScalingGroups",
                "autoscaling:DescribeAutoScalingInstances",
                "autoscaling:DescribeLaunchConfigurations",
                "autoscaling:DescribeScalingActivities",
                "autoscaling:DescribeTags",
                "ec2:DescribeImages",
                "ec2:DescribeInstanceTypes",
                "ec2:DescribeLaunchTemplateVersions",
                "ec2:GetInstanceTypesFromInstanceRequirements",
            ],
            Resource: "*",
        },
    ];
}

/** Groups are found by the tags of components/aws/node-labels, which are the chart's own defaults. */
function valuesOf(
    { scope, cluster, kubernetes, prometheus }: Site,
    { replicas, resources }: ReturnType<typeof podsOf>,
) {
    const budget = chartBudget(replicas);
    return {
        fullnameOverride: NAME,
        cloudProvider: "aws",
        awsRegion: scope.region,
        autoDiscovery: { clusterName: cluster.clusterName },
        image: { tag: VERSIONS[kubernetes].clusterAutoscaler },
        replicaCount: replicas,
        rbac: { serviceAccount: { name: NAME } },
        extraArgs: {
            // Groups that differ in their zone alone grow together.
            "balance-similar-node-groups": true,
            "balancing-ignore-label_1": GROUP_LABEL,
            expander: "least-waste",
            // Whether a group is at its maximum, and which: an alert and a dashboard ask.
            "emit-per-nodegroup-metrics": true,
            // Controllers here survive an eviction: each has a budget, or a single replica that may move.
            "skip-nodes-with-system-pods": false,
            "skip-nodes-with-local-storage": false,
        },
        resources: resourceRequirements(resources),
        securityContext: RESTRICTED_POD,
        containerSecurityContext: RESTRICTED_CONTAINER,
        priorityClassName: CRITICAL,
        nodeSelector: SYSTEM_NODES,
        topologySpreadConstraints: chartSpread({ "app.kubernetes.io/instance": NAME }, replicas),
        podDisruptionBudget: budget ?? { maxUnavailable: 1 },
        serviceMonitor: { enabled: prometheus !== undefined, namespace: NAME, interval: "30s" },
    };
}
