/** Nothing of an environment is open to the world, and nothing in it reaches out further than it must. */
import { registryPorts } from "../../config/images";
import type { Graph, RecordedResource } from "../../plan/graph";
import { at, isTrue, list } from "../inputs";
import { beyondCluster } from "../../plan/ways/policies";
import { rule, ruleFor, type PolicyContext, type Rule } from "../rule";
import { TYPE } from "../types";

const EVERYWHERE: ReadonlySet<unknown> = new Set(["0.0.0.0/0", "::/0"]);

/**
 * Where a security group may let traffic out to the whole internet, by protocol and port: HTTPS for images, AWS APIs and LLM providers.
 * Everything else that a node needs is in the VPC or on its own link (DNS 169.254.169.253, NTP 169.254.169.123), or is a port that a
 * NetworkPolicy lets a pod out by, for example to a mail server.
 */
const OPEN_EGRESS = "tcp 443-443";

const isOpenPort = (graph: Graph, { images }: PolicyContext, traffic: string): boolean =>
    traffic === OPEN_EGRESS ||
    (images !== undefined && registryPorts(images).some((port) => traffic === `tcp ${String(port)}-${String(port)}`)) ||
    beyondCluster(graph).out.some(
        ({ cidr, port }) => EVERYWHERE.has(cidr) && traffic === `tcp ${String(port)}-${String(port)}`,
    );

const SECURITY_GROUPS = [TYPE.securityGroup, TYPE.ingressRule, TYPE.egressRule] as const;

function isOpen({ inputs }: RecordedResource): boolean {
    return EVERYWHERE.has(inputs.cidrIpv4) || EVERYWHERE.has(inputs.cidrIpv6);
}

function trafficOf({ inputs }: RecordedResource): string {
    return inputs.ipProtocol === "-1"
        ? "every protocol and port"
        : `${String(inputs.ipProtocol)} ${String(inputs.fromPort)}-${String(inputs.toPort)}`;
}

export const exposureRules: readonly Rule[] = [
    ruleFor(
        [TYPE.ingressRule],
        "ingress-closed",
        "No security group admits the whole internet",
        "EC2.13, EC2.14, EC2.18, EC2.19, CKV_AWS_24, CKV_AWS_25, CKV_AWS_260, CKV_AWS_277, AWS-0107",
        (admits) => (isOpen(admits) ? `admits everybody on ${trafficOf(admits)}` : undefined),
    ),
    ruleFor(
        [TYPE.egressRule],
        "egress-scoped",
        "A security group lets out to the internet what is listed, never everything",
        "CKV_AWS_382, AWS-0104",
        (allows, context, graph) =>
            isOpen(allows) && !isOpenPort(graph, context, trafficOf(allows))
                ? `lets ${trafficOf(allows)} out to everywhere`
                : undefined,
    ),
    ruleFor(
        [TYPE.securityGroup],
        "security-group-rules-apart",
        "Rules of a security group are resources of their own",
        "Pulumi AWS provider, SecurityGroup (inline rules fight with separate ones)",
        ({ inputs }) =>
            ["ingress", "egress"]
                .filter((direction) => list(inputs[direction]).length > 0)
                .map((direction) => `has inline ${direction} rules`),
    ),
    rule(
        "described-traffic",
        "Every security group and every rule says what it is for",
        "CKV_AWS_23, AWS-0099, AWS-0124",
        function* (graph) {
            for (const resource of graph.ofType(...SECURITY_GROUPS))
                if (typeof resource.inputs.description !== "string" || resource.inputs.description.trim() === "")
                    yield [resource, "has no description"];
        },
    ),
    ruleFor(
        [TYPE.vpc],
        "default-security-group-empty",
        "The default security group of a VPC of ours admits nothing",
        "EC2.2, CKV2_AWS_12, AWS-0173",
        (vpc, _context, graph) => {
            const groups = graph
                .ofType("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup")
                .filter((group) => group.propertyDependencies.vpcId?.includes(vpc.urn));
            const emptied = groups.some(
                ({ inputs }) => list(inputs.ingress).length === 0 && list(inputs.egress).length === 0,
            );
            return emptied ? undefined : "keeps rules in its default security group: adopt it without any";
        },
    ),
    ruleFor(
        [TYPE.vpc],
        "vpc-flow-logs",
        "A VPC of ours logs its traffic",
        "EC2.6, CKV2_AWS_11, AWS-0178",
        (vpc, _context, graph) =>
            graph.ofType("aws:ec2/flowLog:FlowLog").some((log) => log.propertyDependencies.vpcId?.includes(vpc.urn))
                ? undefined
                : "has no flow log",
    ),
    ruleFor(
        ["aws:ec2/subnet:Subnet"],
        "subnet-without-public-addresses",
        "Nothing gets a public address by being started",
        "EC2.15, CKV_AWS_130, AWS-0164",
        ({ inputs }) =>
            inputs.mapPublicIpOnLaunch === true || inputs.mapPublicIpOnLaunch === "true"
                ? "gives public addresses: mapPublicIpOnLaunch must be false"
                : undefined,
    ),
    ruleFor(
        [TYPE.database],
        "database-private",
        "A database has no public address",
        "RDS.2, CKV_AWS_17, AWS-0180",
        ({ inputs }) => (inputs.publiclyAccessible === false ? undefined : "does not say publiclyAccessible: false"),
    ),
    ruleFor(
        [TYPE.cluster],
        "cluster-endpoint",
        "The Kubernetes API is reached privately, or from listed networks only",
        "EKS.1, CKV_AWS_38, CKV_AWS_39, AWS-0040, AWS-0041, CIS 5.4.1, CIS 5.4.2",
        ({ inputs }) => {
            const [isPublic] = at(inputs, "vpcConfig.endpointPublicAccess");
            const cidrs = at(inputs, "vpcConfig.publicAccessCidrs[]");
            return [
                ...(at(inputs, "vpcConfig.endpointPrivateAccess").some(isTrue) ? [] : ["has no private endpoint"]),
                ...(isPublic !== false && cidrs.length === 0
                    ? ["is public without a list of networks, which means 0.0.0.0/0"]
                    : []),
                ...cidrs.filter((cidr) => EVERYWHERE.has(cidr)).map((cidr) => `admits ${String(cidr)} to the API`),
            ];
        },
    ),
    ruleFor(
        [TYPE.launchTemplate],
        "instance-metadata",
        "Pods cannot borrow a node's credentials: IMDSv2, one hop",
        "EC2.8, EC2.170, AutoScaling.3, AutoScaling.4, CKV_AWS_79, CKV_AWS_341, AWS-0130",
        ({ inputs }) => [
            ...(at(inputs, "metadataOptions.httpTokens")[0] === "required"
                ? []
                : ["accepts IMDSv1: set httpTokens: required"]),
            ...(at(inputs, "metadataOptions.httpPutResponseHopLimit")[0] === 1
                ? []
                : ["answers beyond the node itself: set httpPutResponseHopLimit: 1"]),
        ],
    ),
    ruleFor(
        [TYPE.launchTemplate],
        "instance-private",
        "A node has no public address",
        "EC2.9, EC2.25, CKV_AWS_88",
        ({ inputs }) =>
            at(inputs, "networkInterfaces[].associatePublicIpAddress").includes("true")
                ? "gives nodes public addresses"
                : undefined,
    ),
    ruleFor(
        [TYPE.nodeGroup],
        "nodes-without-ssh",
        "Nobody logs in to a node over SSH",
        "CKV_AWS_100, CIS 5.4.3",
        ({ inputs }) =>
            inputs.remoteAccess === undefined ? undefined : "opens SSH: leave remoteAccess out and use Session Manager",
    ),
];
