/** The nodes of a cluster: the groups that somebody needs, and the one role that all nodes share. */
import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/environment";
import type { Minor } from "../../config/versions";
import type { ClusterSecurity, KmsKey, Network } from "../handles";
import type { Scope } from "../scope";
import { ServiceRole } from "./iam";
import { NodeGroup } from "./node-group";
import type { NodeGroupConfig } from "./node-labels";
import type { NamedCluster } from "./pod-identity";

export interface NodeGroupsArgs {
    readonly scope: Scope;
    readonly cluster: NamedCluster;
    /** Kubernetes minor of the control plane; a group may lag it (`nodeGroups.<name>.kubernetes`). */
    readonly clusterKubernetes: Minor;
    /** All groups of the stack file, by name. Which of them exist is decided by `needs`. */
    readonly groups: Environment["nodeGroups"];
    readonly needs: Pick<Environment["needs"], "zonalVolumes" | "untrustedCode">;
    readonly network: Pick<Network, "private" | "zoneNames" | "egress">;
    readonly security: Pick<ClusterSecurity, "nodeSecurityGroupId" | "rules">;
    /** Key of the nodes' root volumes. */
    readonly volumesKey: KmsKey;
    /** The user's own tags (`tags` of the stack file), for what AWS makes on our behalf. Default none. */
    readonly tags?: Readonly<Record<string, string>>;
    /** Add-ons without which a node never becomes ready: vpc-cni and kube-proxy (`AddonsBeforeNodes.ready`). */
    readonly addons: readonly pulumi.Resource[];
}

/**
 * Nodes come up once images can be pulled (`network.egress`) and pods can get addresses; they go before either does.
 * Satisfies CIS EKS 3.x and 5.4.3; IAM of nodes: no policy but EKS's own and pulling images.
 */
export class NodeGroups extends pulumi.ComponentResource {
    readonly nodeRoleArn: pulumi.Output<string>;
    /** Every node group: when they are there, pods have somewhere to run. */
    readonly ready: readonly pulumi.Resource[];
    /** EC2 Auto Scaling groups, by node group of the stack file; a zonal group has one a zone. */
    readonly scalingGroupNames: Readonly<Record<string, readonly pulumi.Output<string>[]>>;

    constructor(name: string, args: NodeGroupsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:aws:NodeGroups", name, {}, opts);

        const role = this.createRole(name, args);
        const groups = neededGroups(args.groups, args.needs).map(
            ([groupName, group]) => [groupName, this.createGroup(name, groupName, group, args, role)] as const,
        );

        this.nodeRoleArn = role.arn;
        this.ready = groups.flatMap(([, group]) => group.ready);
        this.scalingGroupNames = Object.fromEntries(
            groups.map(([groupName, group]) => [groupName, group.scalingGroupNames]),
        );
        this.registerOutputs({ nodeRoleArn: this.nodeRoleArn, scalingGroupNames: this.scalingGroupNames });
    }

    /**
     * Addresses for pods are the CNI's business, which has an identity of its own, and a shell on a node is `kubectl debug`: so neither
     * AmazonEKS_CNI_Policy nor AmazonSSMManagedInstanceCore. No access entry either: with `authenticationMode: API` EKS makes the one for a
     * managed node group's role itself.
     */
    private createRole(name: string, { scope, cluster }: NodeGroupsArgs): ServiceRole {
        return new ServiceRole(
            `${name}-node`,
            {
                scope,
                called: "nodes-node",
                service: "ec2.amazonaws.com",
                sendsSource: false,
                description: `Nodes of EKS cluster ${cluster.clusterName}`,
                managedPolicies: ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"],
            },
            { parent: this },
        );
    }

    private createGroup(
        name: string,
        groupName: string,
        group: NodeGroupConfig,
        args: NodeGroupsArgs,
        role: ServiceRole,
    ): NodeGroup {
        const { scope, cluster, clusterKubernetes, network, security, volumesKey, tags = {} } = args;
        return new NodeGroup(
            `${name}-${groupName}`,
            {
                ...{ scope, cluster, clusterKubernetes, groupName, group, network, security, volumesKey, tags },
                nodeRoleArn: role.arn,
                after: [role, ...network.egress, ...security.rules, ...args.addons],
            },
            { parent: this },
        );
    }
}

/** Groups whose purpose somebody needs, in order of their names: nothing exists that nobody uses. */
export function neededGroups(
    groups: Environment["nodeGroups"],
    needs: NodeGroupsArgs["needs"],
): readonly (readonly [string, NodeGroupConfig])[] {
    const needed: Readonly<Record<NodeGroupConfig["purpose"], boolean>> = {
        system: true,
        general: true,
        zonal: needs.zonalVolumes,
        untrusted: needs.untrustedCode,
    };
    return Object.entries(groups)
        .filter(([, group]) => needed[group.purpose])
        .sort(([a], [b]) => (a < b ? -1 : 1));
}
