import * as ec2 from "@pulumi/aws/ec2";
import * as vpc from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterSecurity, Network, NodeWays, WayOut } from "../handles";
import { physicalName } from "../names";
import type { Scope } from "../scope";
import { tagsFor } from "../tags";

export interface ClusterSecurityGroupsArgs {
    readonly scope: Scope;
    readonly network: Network;
    /** How deployments reach the private endpoint. `vpc` without blocks of its own admits the whole VPC. Default: not at all. */
    readonly runner?: "vpc" | "vpn";
    /** CIDR blocks that may reach the Kubernetes API inside the network, beside the nodes: deployment runners, a VPN. Default none. */
    readonly runnerCidrs: readonly string[];
    /** TCP ports, beside 443, of registries that nodes pull images from. Default none. */
    readonly registryPorts?: readonly number[];
}

/**
 * Where the API server calls into every cluster, and for whom. Pods share their node's security group, so one table serves both; ports that
 * pods admit it on are added to it (`letApiIn`).
 * The words end up in descriptions: EC2 takes letters, digits, spaces and ._-:/()#,@[]+=&;{}!$* there, no apostrophe.
 */
export const CONTROL_PLANE_CALLS: Readonly<Record<number, string>> = {
    443: "Services on HTTPS, through its proxy (EKS requirement)",
    10250: "kubelet; webhooks of External Secrets and the Prometheus operator",
    10251: "metrics-server, on the port of its EKS add-on",
};

/** The same of what some clusters run. */
const CALLED_PODS: Readonly<Record<number, string>> = {
    6443: "metrics API of KEDA",
    9443: "webhooks of the AWS Load Balancer Controller and KEDA",
};

interface Rule {
    readonly description: string;
    readonly protocol: "tcp" | "-1";
    /** Absent with protocol -1, which is all ports. */
    readonly port?: number;
    readonly peer: { readonly group: ec2.SecurityGroup } | { readonly cidr: string };
}

/**
 * Security groups of the control plane and of the nodes, made with the network so that stores can admit nodes before EKS exists.
 * Satisfies EC2.13, EC2.14, EC2.18, EC2.19, CKV_AWS_23, CKV_AWS_260, CKV_AWS_277, CKV_AWS_382.
 *
 * Neither group carries `kubernetes.io/cluster/<name>`. The load balancer controller looks for that tag only on interfaces with several
 * groups, of which exactly one must have it. A node's interface has this one group: the launch template names it, which also keeps EKS's own
 * cluster security group (tagged, everything allowed among its members) off the nodes. Attach no second group without adding the tag.
 *
 * No rules for DNS and time: security groups do not filter the VPC's resolver and 169.254.169.123 (VPC user guide).
 */
export class ClusterSecurityGroups extends pulumi.ComponentResource implements ClusterSecurity {
    readonly nodeSecurityGroupId: pulumi.Output<string>;
    readonly controlPlaneSecurityGroupId: pulumi.Output<string>;
    readonly rules: readonly pulumi.Resource[];
    readonly ways: NodeWays;

    constructor(name: string, args: ClusterSecurityGroupsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:aws:ClusterSecurityGroups", name, {}, opts);

        const controlPlane = this.createGroup(name, "control-plane", "Kubernetes API of the cluster", args);
        const nodes = this.createGroup(name, "nodes", "Nodes and pods of the cluster", args);

        this.rules = [
            ...this.letNodesReachApi(name, controlPlane, nodes),
            ...this.letApiReachNodes(name, controlPlane, nodes),
            ...this.letNodesReachEachOther(name, nodes),
            this.letNodesReachHttps(name, nodes),
            ...this.letNodesReachRegistries(name, nodes, args.registryPorts ?? []),
        ];
        this.letRunnersReachApi(name, controlPlane, args);

        this.ways = this.openingFor(name, controlPlane, nodes);
        this.nodeSecurityGroupId = nodes.id;
        this.controlPlaneSecurityGroupId = controlPlane.id;
        this.registerOutputs({
            nodeSecurityGroupId: this.nodeSecurityGroupId,
            controlPlaneSecurityGroupId: this.controlPlaneSecurityGroupId,
        });
    }

    private createGroup(
        name: string,
        of: "control-plane" | "nodes",
        description: string,
        { scope, network }: ClusterSecurityGroupsArgs,
    ): ec2.SecurityGroup {
        return new ec2.SecurityGroup(
            `${name}-${of}-group`,
            {
                vpcId: network.vpcId,
                namePrefix: `${physicalName(scope, "securityGroup", `security-${of}`, PREFIX_RESERVE)}-`,
                description,
                // The load balancer controller adds rules of its own; left behind, they would hold the group.
                revokeRulesOnDelete: true,
                tags: tagsFor(`${name}-${of}-group`),
            },
            // Interfaces that the CNI leaves behind when nodes go are cleaned up by EC2 within minutes; until then the group is in use.
            { parent: this, customTimeouts: { delete: "30m" } },
        );
    }

    private letNodesReachApi(
        name: string,
        controlPlane: ec2.SecurityGroup,
        nodes: ec2.SecurityGroup,
    ): readonly pulumi.Resource[] {
        const https = { protocol: "tcp", port: 443, description: "Kubernetes API, from nodes and pods" } as const;
        return [
            this.allowOut(`${name}-nodes-to-control-plane-443`, nodes, { ...https, peer: { group: controlPlane } }),
            this.allowIn(`${name}-control-plane-from-nodes-443`, controlPlane, { ...https, peer: { group: nodes } }),
        ];
    }

    private letApiReachNodes(
        name: string,
        controlPlane: ec2.SecurityGroup,
        nodes: ec2.SecurityGroup,
    ): readonly pulumi.Resource[] {
        return Object.entries(CONTROL_PLANE_CALLS).flatMap(([port, reason]) =>
            this.letApiCall(name, controlPlane, nodes, { port: Number(port), reason }),
        );
    }

    private letApiCall(
        name: string,
        controlPlane: ec2.SecurityGroup,
        nodes: ec2.SecurityGroup,
        { port, reason }: { readonly port: number; readonly reason: string },
    ): readonly pulumi.Resource[] {
        const rule = { protocol: "tcp", port, description: `API server to ${reason}` } as const;
        return [
            this.allowOut(`${name}-control-plane-to-nodes-${String(port)}`, controlPlane, {
                ...rule,
                peer: { group: nodes },
            }),
            this.allowIn(`${name}-nodes-from-control-plane-${String(port)}`, nodes, {
                ...rule,
                peer: { group: controlPlane },
            }),
        ];
    }

    /**
     * For rows of the traffic table that the rules above and the stores' own do not carry. They are made when the row is, after the nodes,
     * and whoever has the row waits for them.
     */
    private openingFor(name: string, controlPlane: ec2.SecurityGroup, nodes: ec2.SecurityGroup): NodeWays {
        const out = new Map<string, pulumi.Resource>();
        const calls = new Map<number, readonly pulumi.Resource[]>();
        return {
            letOut: ({ cidr, port, what }: WayOut) => {
                const ruleName = `${name}-nodes-to-${cidr.replace("/", "-")}-${String(port)}`;
                const rule = { protocol: "tcp", port, description: what, peer: { cidr } } as const;
                return remembered(out, ruleName, () => this.allowOut(ruleName, nodes, rule));
            },
            letApiIn: (port) => {
                if (Object.hasOwn(CONTROL_PLANE_CALLS, port)) return this.rules;
                const reason = CALLED_PODS[port] ?? "pods that admit it";
                return remembered(calls, port, () => this.letApiCall(name, controlPlane, nodes, { port, reason }));
            },
        };
    }

    /** Everything, because pods choose their ports; NetworkPolicies say which pod may talk to which. */
    private letNodesReachEachOther(name: string, nodes: ec2.SecurityGroup): readonly pulumi.Resource[] {
        const rule = {
            protocol: "-1",
            description: "Nodes and pods among themselves",
            peer: { group: nodes },
        } as const;
        return [
            this.allowOut(`${name}-nodes-to-nodes`, nodes, rule),
            this.allowIn(`${name}-nodes-from-nodes`, nodes, rule),
        ];
    }

    /** AWS APIs, registries, models of others: through NAT, or to interface endpoints where there is none. Stores and `ways` add their own ports. */
    private letNodesReachHttps(name: string, nodes: ec2.SecurityGroup): pulumi.Resource {
        return this.allowOut(`${name}-nodes-to-https`, nodes, {
            protocol: "tcp",
            port: 443,
            description: "HTTPS to AWS services, image registries and the internet",
            peer: { cidr: "0.0.0.0/0" },
        });
    }

    /** To everywhere: a registry has a name, and its addresses are its owner's to choose. */
    private letNodesReachRegistries(
        name: string,
        nodes: ec2.SecurityGroup,
        ports: readonly number[],
    ): readonly pulumi.Resource[] {
        return ports.map((port) =>
            this.allowOut(`${name}-nodes-to-registries-${String(port)}`, nodes, {
                ...{ protocol: "tcp", port, peer: { cidr: "0.0.0.0/0" } },
                description: "Registries of images that answer on this port",
            }),
        );
    }

    private letRunnersReachApi(
        name: string,
        controlPlane: ec2.SecurityGroup,
        { runner, runnerCidrs, network }: ClusterSecurityGroupsArgs,
    ): void {
        const somewhereInside = runner === "vpc" && runnerCidrs.length === 0;
        for (const cidr of new Set(somewhereInside ? [network.cidr] : runnerCidrs))
            this.allowIn(`${name}-control-plane-from-${cidr.replace("/", "-")}`, controlPlane, {
                protocol: "tcp",
                port: 443,
                description: "Kubernetes API, from deployment runners",
                peer: { cidr },
            });
    }

    private allowIn(name: string, group: ec2.SecurityGroup, rule: Rule): vpc.SecurityGroupIngressRule {
        return new vpc.SecurityGroupIngressRule(name, ruleArgs(name, group, rule), { parent: this });
    }

    private allowOut(name: string, group: ec2.SecurityGroup, rule: Rule): vpc.SecurityGroupEgressRule {
        return new vpc.SecurityGroupEgressRule(name, ruleArgs(name, group, rule), { parent: this });
    }
}

function remembered<K, V>(made: Map<K, V>, key: K, make: () => V): V {
    const value = made.get(key) ?? make();
    made.set(key, value);
    return value;
}

/** Characters that the provider adds to a `namePrefix`, and the dash before them. */
const PREFIX_RESERVE = 27;

function ruleArgs(name: string, group: ec2.SecurityGroup, { protocol, port, description, peer }: Rule) {
    return {
        securityGroupId: group.id,
        ipProtocol: protocol,
        ...(port !== undefined && { fromPort: port, toPort: port }),
        ...("group" in peer ? { referencedSecurityGroupId: peer.group.id } : { cidrIpv4: peer.cidr }),
        description,
        tags: tagsFor(name),
    };
}
