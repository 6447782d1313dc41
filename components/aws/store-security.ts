/**
 * Who reaches a store: the nodes, on one port. Needs security groups of the network only, so that no store waits for the cluster
 * (docs/design.md, rule 6).
 */
import * as ec2 from "@pulumi/aws/ec2";
import * as vpc from "@pulumi/aws/vpc";
import type * as pulumi from "@pulumi/pulumi";
import { contains } from "../../config/subnets";
import type { NodeSecurity, Network } from "../handles";
import { physicalName } from "../names";
import type { Scope } from "../scope";
import { tagsFor } from "../tags";

/** The provider adds 26 characters to a name prefix. */
const SUFFIX = 26;

export interface StoreSecurityArgs {
    readonly scope: Scope;
    /** Fixed words of the group's physical name. */
    readonly called: string;
    readonly network: Network;
    readonly security: NodeSecurity;
    /** TCP port of the store. */
    readonly port: number;
    /** What the store is, for the descriptions of group and rules: `PostgreSQL`. */
    readonly what: string;
}

/** A security group that admits the nodes and lets nothing out: a store answers, it does not call. Satisfies EC2.13, CKV_AWS_23, CKV_AWS_382. */
export function storeSecurityGroup(parent: pulumi.Resource, name: string, args: StoreSecurityArgs): ec2.SecurityGroup {
    const { scope, called, network, what } = args;
    const group = new ec2.SecurityGroup(
        `${name}-security-group`,
        {
            // A prefix, because a replacement must exist before the store lets go of the old group.
            namePrefix: `${physicalName(scope, "generic", called, SUFFIX + 1)}-`,
            description: `${what} of ${scope.project} ${scope.stack}`,
            vpcId: network.vpcId,
            tags: tagsFor(`${name}-security-group`),
        },
        { parent },
    );
    admitNodes(parent, name, group.id, args);
    return group;
}

/**
 * A store that exists in another network, by the blocks that it has its addresses in. A rule names a group of the same VPC or of a peered one
 * (VPC user guide, "Update your security groups to reference peer security groups"), and over a transit gateway a rule that lets out names
 * none (Transit Gateway guide, "Security group referencing support"): blocks hold over every way.
 */
export function admitBlocks(
    parent: pulumi.Resource,
    name: string,
    storeGroupId: pulumi.Input<string>,
    { network, port, what }: Pick<StoreSecurityArgs, "network" | "port" | "what">,
): void {
    for (const cidr of network.private.cidrs) {
        const ruleName = `${name}-from-${cidr.replace("/", "-")}`;
        new vpc.SecurityGroupIngressRule(
            ruleName,
            {
                ...{ ipProtocol: "tcp", fromPort: port, toPort: port, cidrIpv4: cidr },
                securityGroupId: storeGroupId,
                description: `${what} from a private subnet`,
                tags: tagsFor(ruleName),
            },
            { parent },
        );
    }
}

/** Whether no rule in the VPC can name its group. */
export const isApart = (network: Pick<Network, "cidr" | "cidrs">, cidrs: readonly string[] | undefined): boolean =>
    cidrs !== undefined &&
    !cidrs.every((cidr) => (network.cidrs ?? [network.cidr]).some((block) => contains(block, cidr)));

/** Both directions between the nodes and a store's security group, ours or one that exists. */
export function admitNodes(
    parent: pulumi.Resource,
    name: string,
    storeGroupId: pulumi.Input<string>,
    { security, port, what }: Pick<StoreSecurityArgs, "security" | "port" | "what">,
): void {
    const nodeGroupId = security.nodeSecurityGroupId;
    const tcp = { ipProtocol: "tcp", fromPort: port, toPort: port };
    new vpc.SecurityGroupIngressRule(
        `${name}-from-nodes`,
        {
            ...tcp,
            securityGroupId: storeGroupId,
            referencedSecurityGroupId: nodeGroupId,
            description: `${what} from the nodes`,
            tags: tagsFor(`${name}-from-nodes`),
        },
        { parent },
    );
    new vpc.SecurityGroupEgressRule(
        `${name}-from-nodes-out`,
        {
            ...tcp,
            securityGroupId: nodeGroupId,
            referencedSecurityGroupId: storeGroupId,
            description: `${what} of this environment`,
            tags: tagsFor(`${name}-from-nodes-out`),
        },
        { parent },
    );
}
