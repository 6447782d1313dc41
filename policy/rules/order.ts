/** Order is explicit, and only where it is real (docs/design.md, rule 6). Destroy runs the same order backwards. */
import type { Graph, RecordedResource } from "../../plan/graph";
import { rule, ruleFor, type Complaint, type Rule } from "../rule";
import { DATA_STORES, TYPE } from "../types";

/** What may wait for a certificate. */
const LISTENERS: ReadonlySet<string> = new Set(["aws:lb/listener:Listener", "kubernetes:networking.k8s.io/v1:Ingress"]);

const addons = (graph: Graph, name: string) =>
    graph.ofType(TYPE.addon).filter(({ inputs }) => inputs.addonName === name);

/** Those of `needed` for which `resource` does not wait. */
const missing = (graph: Graph, resource: RecordedResource, needed: readonly RecordedResource[]) =>
    needed.filter((other) => !graph.dependsOn(resource, other));

function arrow(graph: Graph, path: readonly string[]): string {
    return path.map((urn) => graph.get(urn).name).join(" -> ");
}

/** Roles that a resource is given, and what gives them their permissions. */
function permissions(graph: Graph, resource: RecordedResource): readonly RecordedResource[] {
    const roles = new Set(resource.dependencies.filter((urn) => graph.find(urn)?.type === TYPE.role));
    return graph
        .ofType(TYPE.rolePolicy, TYPE.policyAttachment)
        .filter(({ propertyDependencies }) => (propertyDependencies.role ?? []).some((urn) => roles.has(urn)));
}

export const orderRules: readonly Rule[] = [
    ruleFor(
        DATA_STORES,
        "stores-beside-cluster",
        "No data store waits for the cluster or its nodes",
        "docs/design.md, rule 6",
        (store, _context, graph) =>
            graph.pathsTo(store, TYPE.cluster, TYPE.nodeGroup).map((path) => `waits for ${arrow(graph, path)}`),
    ),
    ruleFor(
        [TYPE.cluster],
        "cluster-beside-nat",
        "The cluster does not wait for NAT",
        "docs/design.md, rule 6",
        (cluster, _context, graph) =>
            graph.pathsTo(cluster, TYPE.natGateway, TYPE.route).map((path) => `waits for ${arrow(graph, path)}`),
    ),
    ruleFor(
        [TYPE.nodeGroup],
        "nodes-after-egress",
        "Nodes start when they can pull images, and routes stay until the last node is gone",
        "docs/design.md, rule 6; EKS user guide, Nodes fail to join cluster",
        (nodes, _context, graph) => {
            // Routes through NAT, and endpoints: what carries traffic out of private subnets. Public subnets' own routes go through the gateway.
            const ways = [
                ...graph.ofType(TYPE.route).filter(({ inputs }) => inputs.natGatewayId !== undefined),
                ...graph.ofType(TYPE.vpcEndpoint),
            ];
            return missing(graph, nodes, ways).map((way) => `does not wait for ${way.name}`);
        },
    ),
    ruleFor(
        [TYPE.nodeGroup],
        "nodes-after-cni",
        "Nodes start after the CNI, and the CNI goes after them",
        "terraform-aws-modules/eks, before_compute; pulumi-eks issues 194 and 640 (interfaces that the CNI leaves)",
        (nodes, _context, graph) => {
            const cni = addons(graph, "vpc-cni");
            if (cni.length === 0) return "starts in a cluster without the vpc-cni add-on";
            return missing(graph, nodes, cni).map((addon) => `does not wait for ${addon.name}`);
        },
    ),
    ruleFor(
        [TYPE.addon],
        "dns-after-nodes",
        "Add-ons whose pods need a node wait for nodes",
        "EKS user guide, Amazon EKS add-ons (without a node they stay degraded for their whole timeout)",
        (addon, _context, graph) => {
            const waits = [
                "coredns",
                "aws-ebs-csi-driver",
                "aws-efs-csi-driver",
                "metrics-server",
                "snapshot-controller",
            ].includes(String(addon.inputs.addonName));
            return waits && graph.pathsTo(addon, TYPE.nodeGroup).length === 0
                ? "does not wait for any node group"
                : undefined;
        },
    ),
    ruleFor(
        [TYPE.kubernetesProvider],
        "kubernetes-after-access",
        "Nothing is applied to Kubernetes before access and nodes are there",
        "EKS user guide, access entries",
        (provider, _context, graph) =>
            missing(graph, provider, graph.ofType(TYPE.accessEntry, TYPE.accessPolicy, TYPE.nodeGroup)).map(
                (other) => `does not wait for ${other.name}`,
            ),
    ),
    ruleFor(
        [TYPE.kubernetesProvider],
        "kubernetes-identity",
        "The Kubernetes provider is told which cluster it is for, in plain text",
        "Pulumi Kubernetes provider, clusterIdentifier (otherwise a change of the cluster replaces everything on it)",
        ({ inputs }) =>
            typeof inputs.clusterIdentifier === "string"
                ? undefined
                : "has no clusterIdentifier that is known at preview",
    ),
    ruleFor(
        [TYPE.certificateValidation],
        "certificate-waited-for-by-listeners",
        "Only listeners wait for a certificate",
        "docs/design.md, rule 6",
        (validation, _context, graph) =>
            graph
                .dependentsOf(validation)
                .map((urn) => graph.get(urn))
                .filter(({ type }) => !LISTENERS.has(type))
                .map((other) => `makes ${other.name} wait`),
    ),
    rule(
        "permissions-before-use",
        "What is given a role waits until the role may do its work, and gives it back before the permissions go",
        "docs/design.md, rule 6; Pulumi AWS provider, eks.Cluster (dependsOn its role's policies)",
        function* (graph) {
            for (const resource of graph.ofType(
                TYPE.cluster,
                TYPE.nodeGroup,
                TYPE.addon,
                "aws:backup/selection:Selection",
                "aws:backup/restoreTestingSelection:RestoreTestingSelection",
                "aws:ec2/flowLog:FlowLog",
                TYPE.database,
            ))
                for (const policy of missing(graph, resource, permissions(graph, resource)))
                    yield [resource, `does not wait for ${policy.name}`];
        },
    ),
    ruleFor(
        [TYPE.cluster],
        "log-group-before-cluster",
        "A cluster writes into our log group, not into one that AWS makes without key and retention",
        "EKS.8, CKV_AWS_158",
        (cluster, _context, graph) => {
            const name = `/aws/eks/${String(cluster.inputs.name)}/cluster`;
            const group = graph.ofType(TYPE.logGroup).find(({ inputs }) => inputs.name === name);
            if (group === undefined) return `has no log group ${name}`;
            return graph.dependsOn(cluster, group) ? undefined : `does not wait for ${group.name}`;
        },
    ),
    rule(
        "public-access-blocked-first",
        "A bucket is closed before its policy is written",
        "S3 user guide (a policy may be refused or let in between)",
        (graph) =>
            graph
                .ofType(TYPE.bucketPolicy)
                .flatMap((policy): Complaint[] =>
                    graph.pathsTo(policy, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").length > 0
                        ? []
                        : [[policy, "does not wait for the public access block"]],
                ),
    ),
];
