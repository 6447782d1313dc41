/** NetworkPolicies from rows of the traffic table. Everything that no row says is closed by the namespace's default-deny. */
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1";
import type { networking } from "@pulumi/kubernetes/types/input";
import type * as pulumi from "@pulumi/pulumi";
import type { WayOut } from "../handles";
import { NAMESPACE_LABEL, selectorLabels, standardLabels } from "./labels";
import type { NamespaceHandle, Site, SiteNetwork } from "./site";
import type { Port } from "./ports";
import type { Member } from "./registry";
import type { Admission, Reach } from "./traffic";

type Peer = networking.v1.NetworkPolicyPeer;
type PolicyPort = networking.v1.NetworkPolicyPort;

/** More port and protocol pairs on one selector are refused by the CNI (EKS user guide, "Kubernetes network policies"). */
const MOST_PORTS = 24;
const HTTPS = 443;
const EVERYWHERE = "0.0.0.0/0";
/** EKS Pod Identity agent on every node. Not the metadata service, which is next to it at 169.254.169.254. */
const POD_IDENTITY_AGENT = "169.254.170.23/32";

/** IANA special-purpose registry: what `internet` does not mean. */
const NOT_INTERNET = [
    ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"],
    ...["192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4"],
] as const;

export interface PolicyArgs {
    readonly namespace: NamespaceHandle;
    readonly member: Member;
    readonly parent: pulumi.Resource;
}

/** One policy for one workload, with both directions, even where one is empty: then it says so. */
export function networkPolicy(name: string, { namespace, member, parent }: PolicyArgs): NetworkPolicy {
    const { site } = namespace;
    return new NetworkPolicy(
        `${name}-policy`,
        {
            metadata: {
                name: member.workload,
                namespace: member.namespace,
                labels: standardLabels({ name: member.workload, partOf: namespace.system }),
            },
            spec: {
                podSelector: { matchLabels: selectorLabels(member.workload) },
                policyTypes: ["Ingress", "Egress"],
                ...trafficRules(member, site),
            },
        },
        { parent, dependsOn: [...namespace.ready, ...waysOf(member, site)] },
    );
}

/**
 * What security groups must let through so that the policy is not alone in allowing it. HTTPS is let out to everywhere, a store's own rules
 * name its group (components/aws/store-security), and the load balancer controller opens ports for its load balancers itself.
 */
export function waysOf(end: Pick<Member, "ports" | "admits" | "reaches">, { ways }: Site): readonly pulumi.Resource[] {
    if (ways === undefined) return [];
    const called = end.admits.flatMap((row) => (row.from === "controlPlane" ? [...row.ports] : []));
    return [
        ...end.ports.filter(({ name }) => called.includes(name)).flatMap(({ number }) => ways.letApiIn(number)),
        ...end.reaches.flatMap((reach) => waysOut(reach)).map((way) => ways.letOut(way)),
    ];
}

function waysOut(reach: Reach): readonly WayOut[] {
    if (reach.to === "internet" && reach.port !== undefined && reach.port !== HTTPS)
        return [{ cidr: EVERYWHERE, port: reach.port, what: "The internet, on a port that a pod uses" }];
    if (reach.to === "store" && reach.apart === true && reach.port !== HTTPS)
        return (reach.cidrs ?? []).map((cidr) => ({ cidr, port: reach.port, what: `${reach.store}, by address` }));
    return [];
}

export type TrafficEnd = Pick<Member, "namespace" | "ports" | "admits" | "reaches">;

/** Both directions of one end of the table, for whoever writes the policy around them. */
export function trafficRules(
    member: TrafficEnd,
    site: Site,
): {
    readonly ingress: networking.v1.NetworkPolicyIngressRule[];
    readonly egress: networking.v1.NetworkPolicyEgressRule[];
} {
    return {
        ingress: member.admits.flatMap((admission) => ingressRules(admission, member, site)),
        egress: egressRules(member, site),
    };
}

/** An empty list of peers would mean everybody, so a row that means nobody here is no rule. */
function ingressRules(admission: Admission, member: TrafficEnd, site: Site): networking.v1.NetworkPolicyIngressRule[] {
    const ports = member.ports.filter(({ name }) => admission.ports.includes(name)).map(policyPort);
    const peers = admitted(admission, member, site);
    return peers.length === 0 || ports.length === 0 ? [] : [{ from: peers, ports }];
}

function admitted(admission: Admission, member: TrafficEnd, { network, prometheus }: Site): Peer[] {
    switch (admission.from) {
        case "workload":
            return [podsOf(admission.namespace ?? member.namespace, selectorLabels(admission.workload))];
        case "namespace":
            return [allOf(admission.namespace)];
        case "loadBalancer":
            return blocks(network.loadBalancerCidrs);
        case "controlPlane":
            // Its interfaces lie in the private subnets (EKS user guide, "View Amazon EKS networking requirements").
            return blocks(network.privateCidrs);
        case "prometheus":
            return prometheus === undefined ? [] : [podsOf(prometheus.namespace, prometheus.podLabels)];
    }
}

function egressRules({ reaches }: TrafficEnd, site: Site): networking.v1.NetworkPolicyEgressRule[] {
    const rules = reaches.flatMap((reach) => egressRulesTo(reach, site));
    const callsAws = reaches.some((reach) => reach.to === "aws");
    if (callsAws) rules.push({ to: blocks([POD_IDENTITY_AGENT]), ports: [tcp(80)] });
    // Several rows may need the same door: two buckets, or a service and the internet.
    return [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()];
}

function egressRulesTo(reach: Reach, { network, prometheus }: Site): networking.v1.NetworkPolicyEgressRule[] {
    switch (reach.to) {
        case "workload":
            return [
                { to: [podsOf(reach.namespace, selectorLabels(reach.workload))], ports: reach.ports.map(policyPort) },
            ];
        case "namespace":
            return [{ to: [allOf(reach.namespace)], ports: reach.ports.map(policyPort) }];
        case "store":
            return [{ to: blocks(reach.cidrs ?? network.dataCidrs), ports: [tcp(reach.port)] }];
        case "aws":
            return [awsRule(reach.service, network)];
        case "internet":
            return [internetRule(network, reach.port)];
        case "prometheus":
            return prometheus === undefined
                ? []
                : [{ to: [podsOf(prometheus.namespace, prometheus.podLabels)], ports: [tcp(prometheus.port)] }];
        case "kubernetesApi":
            // Its Service first, then what that becomes: interfaces of the control plane in the private subnets.
            return [
                { to: blocks([apiServiceBlock(network.serviceCidr), ...network.privateCidrs]), ports: [tcp(HTTPS)] },
            ];
    }
}

/** Without an interface endpoint a service answers on public addresses that nobody can list (S3's gateway endpoint too routes those). */
function awsRule(service: string, network: SiteNetwork): networking.v1.NetworkPolicyEgressRule {
    return network.interfaceEndpoints.includes(service)
        ? { to: blocks(network.endpointCidrs ?? network.privateCidrs), ports: [tcp(HTTPS)] }
        : internetRule(network);
}

function internetRule({ cidr, cidrs = [cidr] }: SiteNetwork, port = HTTPS): networking.v1.NetworkPolicyEgressRule {
    const except = [...new Set([...NOT_INTERNET, ...cidrs])];
    return { to: [{ ipBlock: { cidr: EVERYWHERE, except } }], ports: [tcp(port)] };
}

/** `kubernetes.default` is always the first address of the range (Kubernetes API server, --service-cluster-ip-range). */
export function apiServiceBlock(serviceCidr: string): string {
    const [base = ""] = serviceCidr.split("/");
    const octets = base.split(".").map(Number);
    return `${[...octets.slice(0, 3), (octets[3] ?? 0) + 1].join(".")}/32`;
}

export function policyProblems(
    { admits, reaches }: Pick<Member, "admits" | "reaches">,
    ports: readonly Port[],
    site: Site,
): string[] {
    const names = ports.map(({ name }) => name);
    const unknown = admits.flatMap((admission) => admission.ports.filter((port) => !names.includes(port)));
    return [
        ...unknown.map((port) => `admits somebody on ${port}, which is no port of it`),
        ...reaches
            .filter((reach) => (reach.to === "workload" || reach.to === "namespace") && reach.ports.length === 0)
            .map(
                (reach) =>
                    `reaches ${"workload" in reach ? reach.workload : "a namespace"} on no port: a rule without ports would open all`,
            ),
        ...reaches
            .filter((reach) => reach.to === "store" && (reach.cidrs ?? site.network.dataCidrs).length === 0)
            .map(
                (reach) =>
                    `reaches ${"store" in reach ? reach.store : ""} at no address: a rule without blocks would open all`,
            ),
        ...(admits.some(({ from }) => from === "loadBalancer") && site.network.loadBalancerCidrs.length === 0
            ? ["admits load balancers, which have no subnets here: a rule without blocks would open all"]
            : []),
        ...(ports.length > MOST_PORTS
            ? [`has ${ports.length} ports; the network policies of EKS take ${MOST_PORTS}`]
            : []),
    ];
}

const tcp = (port: number): PolicyPort => ({ port, protocol: "TCP" });
const policyPort = ({ number, protocol }: Port): PolicyPort => ({ port: number, protocol });
const blocks = (cidrs: readonly string[]): Peer[] => cidrs.map((cidr) => ({ ipBlock: { cidr } }));
const allOf = (namespace: string): Peer => ({
    namespaceSelector: { matchLabels: { [NAMESPACE_LABEL]: namespace } },
});
const podsOf = (namespace: string, labels: Readonly<Record<string, string>>): Peer => ({
    namespaceSelector: { matchLabels: { [NAMESPACE_LABEL]: namespace } },
    podSelector: { matchLabels: { ...labels } },
});
