/** One managed node group: a launch template, and the group itself - or one group a zone, where pods hold volumes of one zone. */
import * as autoscaling from "@pulumi/aws/autoscaling";
import * as ec2 from "@pulumi/aws/ec2";
import * as eks from "@pulumi/aws/eks";
import * as pulumi from "@pulumi/pulumi";
import { architecturesOf, type Architecture } from "../../config/instance-types";
import { VERSIONS, type Minor } from "../../config/versions";
import { DATA_PROTECTION } from "../data-policy";
import type { NodeSecurity, KmsKey, Network } from "../handles";
import { physicalName } from "../names";
import type { Scope } from "../scope";
import { environmentTags, NAME_TAG, tagsFor } from "../tags";
import { labelsOf, scalingGroupTags, taintsOf, type NodeGroupConfig } from "./node-labels";
import type { NamedCluster } from "./pod-identity";

export interface NodeGroupArgs {
    readonly scope: Scope;
    /** Name in the stack file, for example `general`. */
    readonly groupName: string;
    readonly group: NodeGroupConfig;
    readonly cluster: NamedCluster;
    /** Kubernetes minor of the control plane, which the group follows unless it says its own. */
    readonly clusterKubernetes: Minor;
    readonly nodeRoleArn: pulumi.Input<string>;
    readonly network: Pick<Network, "private" | "zoneNames">;
    readonly security: NodeSecurity;
    /** Key of the root volumes. Its policy must admit the service-linked role of EC2 Auto Scaling. */
    readonly volumesKey: KmsKey;
    /** The user's own tags, for what AWS makes on our behalf: instances, their volumes and interfaces, the scaling group. */
    readonly tags: Readonly<Record<string, string>>;
    /** What must be there before a node can become ready. */
    readonly after: readonly pulumi.Resource[];
}

const AMI_TYPES: Readonly<Record<Architecture, string>> = {
    arm64: "AL2023_ARM_64_STANDARD",
    amd64: "AL2023_x86_64_STANDARD",
};
const CAPACITY_TYPES = { onDemand: "ON_DEMAND", spot: "SPOT" } as const;

/** What the provider appends to a prefix. */
const SUFFIX_LENGTH = 26;

/** Of the physical names, and of what the launch template puts on nodes: there a changed tag would replace every node. */
const wordsOf = (groupName: string): string => `nodes-${groupName}`;

interface Part {
    /** Logical name. */
    readonly name: string;
    /** Fixed words of the physical name. */
    readonly called: string;
    readonly subnetIds: readonly pulumi.Output<string>[];
    readonly zone?: string;
}

/**
 * Satisfies EC2.3, EC2.8, EC2.9, EC2.170, AutoScaling.2/3/4/6, CIS EKS 5.4.3, CKV_AWS_79/88/100/106/341.
 * Sizes: docs/decisions/0003-node-group-sizes.md.
 */
export class NodeGroup extends pulumi.ComponentResource {
    /** The groups; when they are there, so are their first nodes. */
    readonly ready: readonly pulumi.Resource[];
    readonly scalingGroupNames: readonly pulumi.Output<string>[];

    constructor(name: string, args: NodeGroupArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:aws:NodeGroup", name, {}, opts);

        const template = this.createLaunchTemplate(name, args);
        const groups = partsOf(name, args).map((part) => this.createGroup(part, args, template));

        this.ready = groups.map(({ group }) => group);
        this.scalingGroupNames = groups.map(({ scalingGroupName }) => scalingGroupName);
        this.registerOutputs({ scalingGroupNames: this.scalingGroupNames });
    }

    private createLaunchTemplate(
        name: string,
        { scope, groupName, group, security, volumesKey, tags }: NodeGroupArgs,
    ): ec2.LaunchTemplate {
        // No resource of ours has this name, so that what Auto Scaling makes is not taken for one of ours by its tags.
        const made = {
            ...environmentTags(scope, tags),
            ...tagsFor(`${wordsOf(groupName)}-node`),
            Name: physicalName(scope, "generic", `${wordsOf(groupName)}-node`),
        };
        return new ec2.LaunchTemplate(
            `${name}-template`,
            {
                namePrefix: `${physicalName(scope, "launchTemplate", wordsOf(groupName), SUFFIX_LENGTH + 1)}-`,
                updateDefaultVersion: true,
                // One hop: the answer of the metadata service does not reach a pod, so no pod borrows the node's role.
                metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
                monitoring: { enabled: true },
                blockDeviceMappings: [
                    {
                        deviceName: "/dev/xvda", // root of Amazon Linux 2023
                        ebs: {
                            deleteOnTermination: "true",
                            encrypted: "true",
                            kmsKeyId: volumesKey.arn,
                            volumeSize: group.diskGibibytes,
                            volumeType: "gp3",
                        },
                    },
                ],
                // EKS takes one interface, without a subnet; with groups of our own it adds none (user guide, "Using custom security groups").
                networkInterfaces: [
                    {
                        associatePublicIpAddress: "false",
                        deleteOnTermination: "true",
                        deviceIndex: 0,
                        securityGroups: [security.nodeSecurityGroupId],
                    },
                ],
                // The provider's default tags stop at the template: Auto Scaling makes these.
                tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({
                    resourceType,
                    tags: made,
                })),
                tags: tagsFor(`${name}-template`),
            },
            { parent: this },
        );
    }

    private createGroup(part: Part, args: NodeGroupArgs, template: ec2.LaunchTemplate) {
        const { scope, group, cluster } = args;
        const minor = group.kubernetes ?? args.clusterKubernetes;
        const nodeGroup = new eks.NodeGroup(
            part.name,
            {
                clusterName: cluster.name,
                nodeGroupNamePrefix: `${physicalName(scope, "nodeGroup", part.called, SUFFIX_LENGTH + 1)}-`,
                nodeRoleArn: args.nodeRoleArn,
                subnetIds: [...part.subnetIds],
                amiType: AMI_TYPES[architectureOfGroup(args)],
                capacityType: CAPACITY_TYPES[group.capacity],
                instanceTypes: [...group.instanceTypes],
                version: minor,
                releaseVersion: VERSIONS[minor].nodeRelease,
                launchTemplate: { id: template.id, version: pulumi.interpolate`${template.latestVersion}` },
                labels: labelsOf(args.groupName, group),
                taints: taintsOf(group),
                scalingConfig: { minSize: group.min, desiredSize: group.min, maxSize: group.max },
                updateConfig: { maxUnavailablePercentage: group.maxUnavailablePercent },
                nodeRepairConfig: { enabled: true },
                tags: tagsFor(part.name),
            },
            {
                parent: this,
                // Replacing or deleting a group takes its nodes away at once, budgets or not: docs/guides/node-groups.md is how it is done.
                protect: DATA_PROTECTION[scope.data].protect,
                dependsOn: [...args.after],
                // The size at birth. Then the autoscaler owns the desired size, and `floor` below the smallest.
                ignoreChanges: ["scalingConfig.desiredSize", "scalingConfig.minSize"],
                // Nodes are drained one by one and pods have up to 15 minutes each, so the last ones take their time.
                customTimeouts: { create: "30m", update: "2h", delete: "60m" },
            },
        );
        const scalingGroupName = nodeGroup.resources.apply(scalingGroupOf);
        this.tagScalingGroup(part, args, scalingGroupName);
        this.keepFloor(part, group.min, scalingGroupName);
        return { group: nodeGroup, scalingGroupName };
    }

    /** On the scaling group itself, because EKS does not hand a node group's tags down and the autoscaler reads them there. */
    private tagScalingGroup(part: Part, args: NodeGroupArgs, autoscalingGroupName: pulumi.Output<string>): void {
        const tags = {
            ...environmentTags(args.scope, args.tags),
            [NAME_TAG]: `${part.name}-scaling-group`,
            ...scalingGroupTags(args.cluster.clusterName, args.groupName, args.group, part.zone),
        };
        for (const [key, value] of Object.entries(tags))
            new autoscaling.Tag(
                `${part.name}-tag-${key}`,
                { autoscalingGroupName, tag: { key, value, propagateAtLaunch: false } },
                { parent: this },
            );
    }

    /**
     * The smallest size. EKS refuses a smallest size above the desired one, and the ignored desired size is what the provider would send; EC2
     * Auto Scaling itself raises the desired size along, so it is told there, every five minutes. -1 leaves a size as it is.
     */
    private keepFloor(part: Part, minSize: number, autoscalingGroupName: pulumi.Output<string>): void {
        new autoscaling.Schedule(
            `${part.name}-floor`,
            {
                autoscalingGroupName,
                scheduledActionName: "floor",
                recurrence: "*/5 * * * *",
                minSize,
                maxSize: -1,
                desiredCapacity: -1,
            },
            { parent: this },
        );
    }
}

interface ScalingGroups {
    readonly autoscalingGroups: readonly { readonly name: string }[];
}

function scalingGroupOf(resources: readonly ScalingGroups[]): string {
    const name = resources[0]?.autoscalingGroups[0]?.name;
    if (name === undefined || name === "") throw new Error("EKS answered a node group without its scaling group");
    return name;
}

/** One group over all zones, or one a zone: the autoscaler can only choose a zone by choosing a group. */
function partsOf(name: string, { group, groupName, network }: NodeGroupArgs): readonly Part[] {
    const { ids } = network.private;
    const called = wordsOf(groupName);
    if (group.purpose !== "zonal") return [{ name, called, subnetIds: ids }];
    return network.zoneNames.flatMap((zone, index) => {
        const subnetId = ids[index];
        return subnetId === undefined
            ? []
            : [{ name: `${name}-${zone}`, called: `${called}-${zone}`, subnetIds: [subnetId], zone }];
    });
}

function architectureOfGroup({ groupName, group }: NodeGroupArgs): Architecture {
    const [architecture, ...others] = architecturesOf(group.instanceTypes);
    if (architecture === undefined || others.length > 0)
        throw new Error(
            `nodeGroups.${groupName}.instanceTypes mixes architectures (${group.instanceTypes.join(", ")}): one group has one image`,
        );
    return architecture;
}
