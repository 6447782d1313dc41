/**
 * Reads emitted NetworkPolicies the way the API documents them (networking.k8s.io/v1) and answers whether a connection comes through.
 * It shares nothing with the code that writes policies: it knows manifests only.
 */
import type { Graph, RecordedResource } from "../../../plan/graph";

type Labels = Readonly<Record<string, string>>;

export interface PodEnd {
    readonly kind: "pod";
    readonly name: string;
    readonly namespace: string;
    readonly labels: Labels;
    /** Blocks match pods too (the CNI of EKS enforces by address), so a pod has one. */
    readonly address: string;
}

export interface AddressEnd {
    readonly kind: "address";
    readonly name: string;
    readonly address: string;
}

export type End = PodEnd | AddressEnd;

interface Peer {
    readonly podSelector?: { readonly matchLabels?: Labels };
    readonly namespaceSelector?: { readonly matchLabels?: Labels };
    readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

interface Rule {
    readonly from?: readonly Peer[];
    readonly to?: readonly Peer[];
    readonly ports?: readonly { readonly port?: number; readonly protocol?: string }[];
}

interface Policy {
    readonly namespace: string;
    readonly podSelector: { readonly matchLabels?: Labels };
    readonly policyTypes: readonly string[];
    readonly ingress?: readonly Rule[];
    readonly egress?: readonly Rule[];
}

interface Manifest {
    readonly metadata: { readonly name: string; readonly namespace: string; readonly labels?: Labels };
    readonly spec: Readonly<Record<string, unknown>>;
}

const CONTROLLERS: Readonly<Record<string, readonly string[]>> = {
    "kubernetes:apps/v1:Deployment": ["template"],
    "kubernetes:apps/v1:StatefulSet": ["template"],
    "kubernetes:batch/v1:Job": ["template"],
    "kubernetes:batch/v1:CronJob": ["jobTemplate", "spec", "template"],
};

export class NetworkEvaluator {
    readonly pods: readonly PodEnd[];
    readonly #policies: readonly Policy[];
    readonly #namespaces: ReadonlyMap<string, Labels>;
    readonly #selecting = new Map<string, readonly Policy[]>();

    /** `others`: pods that the graph does not run, for example Prometheus. `block`: where its own have their addresses, in a private subnet. */
    constructor(graph: Graph, others: readonly PodEnd[] = [], block = "10.20.64") {
        this.#policies = graph
            .ofType("kubernetes:networking.k8s.io/v1:NetworkPolicy")
            .map(manifest)
            .map(({ metadata, spec }) => ({ ...(spec as unknown as Policy), namespace: metadata.namespace }));
        this.#namespaces = new Map(
            graph.ofType("kubernetes:core/v1:Namespace").map((resource) => {
                const { metadata } = manifest(resource);
                return [metadata.name, { ...metadata.labels, "kubernetes.io/metadata.name": metadata.name }];
            }),
        );
        const own = Object.entries(CONTROLLERS).flatMap(([type, path]) =>
            graph.ofType(type).map((resource) => podOf(manifest(resource), path)),
        );
        this.pods = [...own.map((pod, index) => ({ ...pod, address: `${block}.${String(index + 10)}` })), ...others];
    }

    /** Whether both ends let it through. An address outside the cluster has no policy. */
    allows(from: End, to: End, port: number, protocol: "TCP" | "UDP" = "TCP"): boolean {
        return this.#side("Egress", from, to, port, protocol) && this.#side("Ingress", to, from, port, protocol);
    }

    /** Policies of one direction that select the pod add up; without any, everything is open. */
    #side(type: "Ingress" | "Egress", subject: End, other: End, port: number, protocol: string): boolean {
        if (subject.kind === "address") return true;
        const selecting = this.#policiesOf(type, subject);
        if (selecting.length === 0) return true;
        return selecting.some((policy) =>
            ((type === "Ingress" ? policy.ingress : policy.egress) ?? []).some((rule) => {
                const peers = type === "Ingress" ? rule.from : rule.to;
                const open =
                    rule.ports === undefined ||
                    rule.ports.length === 0 ||
                    rule.ports.some((one) => (one.port ?? port) === port && (one.protocol ?? "TCP") === protocol);
                return (
                    open &&
                    (peers === undefined ||
                        peers.length === 0 ||
                        peers.some((peer) => this.#matches(peer, policy, other)))
                );
            }),
        );
    }

    #policiesOf(type: "Ingress" | "Egress", subject: PodEnd): readonly Policy[] {
        const key = `${type} ${subject.namespace}/${subject.name}`;
        const selecting =
            this.#selecting.get(key) ??
            this.#policies.filter(
                (policy) =>
                    policy.namespace === subject.namespace &&
                    policy.policyTypes.includes(type) &&
                    selects(policy.podSelector.matchLabels, subject.labels),
            );
        this.#selecting.set(key, selecting);
        return selecting;
    }

    #matches({ ipBlock, namespaceSelector, podSelector }: Peer, policy: Policy, other: End): boolean {
        if (ipBlock !== undefined)
            return (
                inBlock(other.address, ipBlock.cidr) &&
                !(ipBlock.except ?? []).some((block) => inBlock(other.address, block))
            );
        if (other.kind === "address") return false;
        const labels = this.#namespaces.get(other.namespace) ?? { "kubernetes.io/metadata.name": other.namespace };
        const namespaceFits =
            namespaceSelector === undefined
                ? other.namespace === policy.namespace
                : selects(namespaceSelector.matchLabels, labels);
        return namespaceFits && selects(podSelector?.matchLabels, other.labels);
    }
}

/** An empty selector selects everything. */
function selects(wanted: Labels | undefined, labels: Labels): boolean {
    return Object.entries(wanted ?? {}).every(([key, value]) => labels[key] === value);
}

function inBlock(address: string, block: string): boolean {
    const [base = "", bits = "32"] = block.split("/");
    const size = 2 ** (32 - Number(bits));
    return Math.floor(numberOf(address) / size) === Math.floor(numberOf(base) / size);
}

const numbers = new Map<string, number>();

function numberOf(address: string): number {
    const known = numbers.get(address) ?? parsed(address);
    numbers.set(address, known);
    return known;
}

function parsed(address: string): number {
    const octets = address.split(".").map(Number);
    if (octets.length !== 4 || octets.some((octet) => !Number.isInteger(octet) || octet < 0 || octet > 255))
        throw new Error(`${address} is no IPv4 address`);
    return octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

function manifest(resource: RecordedResource): Manifest {
    return resource.inputs as unknown as Manifest;
}

function podOf({ metadata, spec }: Manifest, path: readonly string[]): Omit<PodEnd, "address"> {
    const template = path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], spec) as {
        metadata: { labels: Labels };
    };
    return { kind: "pod", name: metadata.name, namespace: metadata.namespace, labels: template.metadata.labels };
}
