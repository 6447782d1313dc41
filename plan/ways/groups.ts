/** What the security groups of an environment let through between its nodes, on which pods live, and everything outside of the cluster. */
import { contains } from "../../config/subnets";
import type { Graph, RecordedResource } from "../graph";

/** A port of a block, as a NetworkPolicy admits it. */
export interface Target {
    readonly cidr: string;
    readonly port: number;
    /** As Kubernetes writes it. */
    readonly protocol: "TCP" | "UDP";
}

type Port = Pick<Target, "port" | "protocol">;

/** Where members of a group can be, by address. */
export interface Blocks {
    readonly vpc: readonly string[];
    /** Nodes, pods and the control plane. */
    readonly nodes: readonly string[];
}

const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";

interface GroupRule {
    readonly resource: RecordedResource;
    /** URN of a group of ours, or the id of one that exists. */
    readonly group: string;
    readonly cidr: string | undefined;
    readonly peer: string | undefined;
    readonly protocol: string;
    readonly ports: readonly [from: number, to: number];
}

export class Groups {
    /** The nodes' own; undefined where others made the nodes. */
    readonly nodes: RecordedResource | undefined;
    readonly controlPlane: RecordedResource | undefined;
    readonly #in: readonly GroupRule[];
    readonly #out: readonly GroupRule[];

    constructor(graph: Graph) {
        this.nodes = groupOf(graph, "aws:ec2/launchTemplate:LaunchTemplate");
        this.controlPlane = groupOf(graph, "aws:eks/cluster:Cluster");
        this.#in = graph.ofType(INGRESS).map(ruleOf);
        this.#out = graph.ofType(EGRESS).map(ruleOf);
    }

    /** Whether nodes are let out to a block: by address, or because the group of who answers there is named, and it does. `blocks` are unknown in a VPC that exists: there its owner says where somebody is. */
    letsOut({ cidr, ...to }: Target, blocks: Blocks | undefined): boolean {
        const within = (all: readonly string[]) => all.some((block) => contains(block, cidr));
        const ofCluster = [this.nodes?.urn, this.controlPlane?.urn];
        return this.#out
            .filter((rule) => rule.group === this.nodes?.urn && covers(rule, to))
            .some((rule) => {
                if (rule.cidr !== undefined) return contains(rule.cidr, cidr);
                if (!this.#answers(rule, to)) return false;
                if (blocks === undefined) return true;
                return ofCluster.includes(rule.peer)
                    ? within(blocks.nodes)
                    : within(blocks.vpc) && !within(blocks.nodes);
            });
    }

    /** Whether the other group admits what this one lets out. */
    #answers({ group, peer }: GroupRule, to: Port): boolean {
        return peer !== undefined && this.admits(peer, group, to);
    }

    /** Whether `group` admits members of `peer`. */
    admits(group: string, peer: string, to: Port): boolean {
        return this.#in.some((rule) => rule.group === group && rule.peer === peer && covers(rule, to));
    }

    /** Whether `group` admits all of a block. */
    admitsBlock(group: string, { cidr, ...to }: Target): boolean {
        return this.#in.some(
            (rule) => rule.group === group && rule.cidr !== undefined && contains(rule.cidr, cidr) && covers(rule, to),
        );
    }

    /** Both halves of a call from the API server into the cluster. */
    controlPlaneCalls(to: Port): boolean {
        const { nodes, controlPlane } = this;
        if (nodes === undefined || controlPlane === undefined) return false;
        const out = this.#out.some(
            (rule) => rule.group === controlPlane.urn && rule.peer === nodes.urn && covers(rule, to),
        );
        return out && this.admits(nodes.urn, controlPlane.urn, to);
    }

    /** Ports on which the API server may call nodes, with the rule. */
    get calls(): readonly (readonly [port: number, rule: RecordedResource])[] {
        return this.#in
            .filter(({ group, peer }) => group === this.nodes?.urn && peer === this.controlPlane?.urn)
            .map(({ ports: [port], resource }) => [port, resource] as const);
    }

    /** By address: where nodes may go, with the rule. */
    get openings(): readonly (readonly [target: Pick<Target, "cidr" | "port">, rule: RecordedResource])[] {
        return this.#out.flatMap(({ group, cidr, ports: [port], resource }) =>
            group === this.nodes?.urn && cidr !== undefined ? [[{ cidr, port }, resource] as const] : [],
        );
    }
}

function groupOf(graph: Graph, type: string): RecordedResource | undefined {
    return graph
        .ofType(type)
        .flatMap(({ dependencies }) => dependencies)
        .map((urn) => graph.find(urn))
        .find((resource) => resource?.type === GROUP);
}

function ruleOf(resource: RecordedResource): GroupRule {
    const { inputs, propertyDependencies } = resource;
    const named = (property: string): string | undefined => {
        const [urn] = propertyDependencies[property] ?? [];
        const value = inputs[property];
        return urn ?? (typeof value === "string" ? value : undefined);
    };
    const { ipProtocol, fromPort, toPort, cidrIpv4 } = inputs;
    return {
        resource,
        group: named("securityGroupId") ?? "",
        peer: named("referencedSecurityGroupId"),
        cidr: typeof cidrIpv4 === "string" ? cidrIpv4 : undefined,
        protocol: String(ipProtocol),
        ports: ipProtocol === "-1" ? [0, 65535] : [Number(fromPort), Number(toPort)],
    };
}

const covers = ({ protocol: carried, ports: [from, to] }: GroupRule, { port, protocol }: Port): boolean =>
    (carried === "-1" || carried === protocol.toLowerCase()) && from <= port && port <= to;
