/** A port that a NetworkPolicy admits beyond the cluster is open in the security groups and routes between as well, and no other is. */
import { registryPorts } from "../../config/images";
import { contains } from "../../config/subnets";
import type { Graph, RecordedResource } from "../../plan/graph";
import { Groups, type Blocks } from "../../plan/ways/groups";
import { beyondCluster, type Admitted } from "../../plan/ways/policies";
import { Routes } from "../../plan/ways/routes";
import { at } from "../inputs";
import { rule, type Complaint, type Rule } from "../rule";
import { TYPE } from "../types";

/** On every node, or part of EKS: no NetworkPolicy of ours has a say (components/aws/cluster-security). */
const OF_NODES: ReadonlySet<number> = new Set([443, 10250, 10251]);

const HTTPS = 443;

/** ClusterIPs are translated on the node; what leaves it is an address of a pod or of the control plane. */
const serviceBlocks = (graph: Graph): readonly string[] =>
    graph
        .ofType(TYPE.cluster)
        .flatMap(({ inputs }) => at(inputs, "kubernetesNetworkConfig.serviceIpv4Cidr"))
        .map(String);

function leaving(graph: Graph): readonly Admitted[] {
    const services = serviceBlocks(graph);
    return beyondCluster(graph).out.filter(({ cidr }) => !services.some((block) => contains(block, cidr)));
}

/** Ports that an Ingress sends to, by namespace: the load balancer controller opens the nodes' group for them itself. */
function balanced(graph: Graph): ReadonlySet<string> {
    const services = new Map(
        graph
            .ofType("kubernetes:core/v1:Service")
            .map(({ inputs }) => [
                `${String(at(inputs, "metadata.namespace")[0])}/${String(at(inputs, "metadata.name")[0])}`,
                inputs,
            ]),
    );
    return new Set(
        graph.ofType("kubernetes:networking.k8s.io/v1:Ingress").flatMap(({ inputs }) => {
            const namespace = String(at(inputs, "metadata.namespace")[0]);
            return at(inputs, "spec.rules[].http.paths[].backend.service.name").flatMap((name) => {
                const service = services.get(`${namespace}/${String(name)}`);
                // A chart's own Service is not in the graph: all that its namespace lets in counts.
                if (service === undefined) return [`${namespace}/*`];
                return at(service, "spec.ports[].port").map((port) => `${namespace}/${String(port)}`);
            });
        }),
    );
}

const said = ({ cidr, port }: Admitted): string => `${cidr} on port ${String(port)}`;

export const wayRules: readonly Rule[] = [
    rule(
        "ways-out",
        "What a NetworkPolicy lets out, the nodes' security group lets out, and the group at the other end admits",
        "docs/design.md, rule 17",
        function* (graph): Iterable<Complaint> {
            const groups = new Groups(graph);
            if (groups.nodes === undefined) return;
            const blocks = blocksOf(graph);
            for (const target of leaving(graph))
                if (!groups.letsOut(target, blocks))
                    yield [target.policy, `lets pods out to ${said(target)}, and the nodes' security group does not`];
        },
    ),
    rule(
        "ways-in",
        "What a NetworkPolicy lets in from the control plane or a load balancer, the nodes' security group lets in",
        "docs/design.md, rule 17",
        function* (graph): Iterable<Complaint> {
            const groups = new Groups(graph);
            if (groups.nodes === undefined) return;
            const targets = balanced(graph);
            for (const source of beyondCluster(graph).in) {
                const { namespace, port } = source;
                const sent = targets.has(`${namespace}/${String(port)}`) || targets.has(`${namespace}/*`);
                if (!sent && !groups.controlPlaneCalls(source))
                    yield [source.policy, `lets in ${said(source)}, and the nodes' security group does not`];
            }
        },
    ),
    rule(
        "ways-routed",
        "What a NetworkPolicy lets out has a route from every zone",
        "docs/design.md, rule 17",
        function* (graph): Iterable<Complaint> {
            const routes = new Routes(graph);
            if (routes.vpc.length === 0) return;
            for (const target of leaving(graph))
                for (const table of routes.withoutWay(target.cidr, target.port))
                    yield [target.policy, `lets pods out to ${said(target)}, and ${table.name} has no route there`];
        },
    ),
    rule(
        "ways-used",
        "The nodes' security group is open where a NetworkPolicy is, and nowhere else",
        "docs/design.md, rule 17",
        function* (graph, { images }): Iterable<Complaint> {
            const pulled = images === undefined ? [] : registryPorts(images);
            const groups = new Groups(graph);
            const { in: entering } = beyondCluster(graph);
            const out = leaving(graph);
            if (out.length === 0) return; // nothing runs in the cluster
            for (const [{ cidr, port }, opening] of groups.openings)
                if (
                    port !== HTTPS &&
                    !pulled.includes(port) &&
                    !out.some((target) => target.port === port && contains(cidr, target.cidr))
                )
                    yield [
                        opening,
                        `lets nodes out to ${cidr} on port ${String(port)}, and no NetworkPolicy lets a pod`,
                    ];
            for (const [port, call] of groups.calls)
                if (!OF_NODES.has(port) && !entering.some((source) => source.port === port))
                    yield [call, `lets the API server in on port ${String(port)}, and no NetworkPolicy does`];
        },
    ),
    rule(
        "endpoints-admit",
        "Interface endpoints admit every subnet that nodes are in",
        "docs/design.md, rule 17",
        function* (graph): Iterable<Complaint> {
            const groups = new Groups(graph);
            for (const endpoint of graph.ofType(TYPE.vpcEndpoint))
                for (const group of endpoint.propertyDependencies.securityGroupIds ?? [])
                    for (const { inputs, name } of nodeSubnets(graph))
                        if (
                            !groups.admitsBlock(group, { cidr: String(inputs.cidrBlock), port: HTTPS, protocol: "TCP" })
                        )
                            yield [endpoint, `does not admit ${name} on port 443`];
        },
    ),
];

function blocksOf(graph: Graph): Blocks | undefined {
    const { vpc } = new Routes(graph);
    if (vpc.length === 0) return undefined;
    return { vpc, nodes: nodeSubnets(graph).map(({ inputs }) => String(inputs.cidrBlock)) };
}

const nodeSubnets = (graph: Graph): readonly RecordedResource[] =>
    [...new Set(graph.ofType(TYPE.nodeGroup).flatMap(({ propertyDependencies: { subnetIds = [] } }) => subnetIds))].map(
        (urn) => graph.get(urn),
    );
