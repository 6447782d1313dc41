/** Everything that a connection of an environment can begin or end at: its pods, the pods of charts, strangers, and addresses. */
import assert from "node:assert/strict";
import type { Graph } from "../../../plan/graph";
import { NetworkEvaluator, type AddressEnd, type End, type PodEnd } from "../../components/workload/network-evaluator";

export interface Ends {
    readonly evaluator: NetworkEvaluator;
    /** Pods of workloads and jobs, then of charts. */
    readonly guarded: readonly PodEnd[];
    /** In namespaces that no policy closes: what EKS runs, and what somebody starts by hand. */
    readonly strangers: readonly PodEnd[];
    readonly outside: readonly AddressEnd[];
    readonly all: readonly End[];
    /** Container ports of guarded pods, by name. */
    readonly ports: ReadonlyMap<PodEnd, Readonly<Record<string, number>>>;
    /** Blocks by kind of subnet. */
    readonly subnets: Readonly<Record<"public" | "private" | "data", readonly string[]>>;
    readonly prometheus: PodEnd;
    readonly dns: PodEnd;
}

interface Footprint {
    readonly name: string;
    readonly namespace: string;
    readonly replicas: number | "perNode";
}

const CONTROLLERS: Readonly<Record<string, readonly string[]>> = {
    "kubernetes:apps/v1:Deployment": ["template"],
    "kubernetes:apps/v1:StatefulSet": ["template"],
    "kubernetes:batch/v1:Job": ["template"],
    "kubernetes:batch/v1:CronJob": ["jobTemplate", "spec", "template"],
};

/** Labels by which policies know a chart's pods; the rest of a chart's labels is its own business, and nothing selects by them. */
const CHART_LABELS: Readonly<Record<string, PodEnd["labels"]>> = {
    "prometheus-kube-prometheus-stack-prometheus": { "app.kubernetes.io/name": "prometheus" },
    "alertmanager-kube-prometheus-stack-alertmanager": { "app.kubernetes.io/name": "alertmanager" },
    grafana: { "app.kubernetes.io/name": "grafana" },
};

export function endsOf(graph: Graph): Ends {
    const subnets = subnetsOf(graph);
    const [home = ""] = subnets.private;
    const block = (last: number) => `${home.split(".").slice(0, 2).join(".")}.${String(last)}`;
    const charts = chartPods(graph).map((pod, index) => ({ ...pod, address: `${block(2)}.${String(index + 10)}` }));
    const strangers = [
        pod("kube-system", "coredns", `${block(3)}.10`, { "k8s-app": "kube-dns" }),
        pod("kube-system", "ebs-csi-controller", `${block(3)}.11`, { app: "ebs-csi-controller" }),
        pod("default", "somebody", `${block(3)}.12`, {}),
    ];
    const evaluator = new NetworkEvaluator(graph, [...charts, ...strangers], block(1));
    const guarded = evaluator.pods.filter(({ namespace }) => !strangers.some((each) => each.namespace === namespace));
    const outside = addresses(subnets);
    const prometheus = guarded.find(({ labels }) => labels["app.kubernetes.io/name"] === "prometheus");
    const [dns] = strangers;
    assert.ok(prometheus !== undefined && dns !== undefined);
    return {
        ...{ evaluator, guarded, strangers, outside, subnets, prometheus, dns, ports: portsOf(graph, guarded) },
        all: [...guarded, ...strangers, ...outside],
    };
}

export const nameOf = (end: End): string => (end.kind === "pod" ? `${end.namespace}/${end.name}` : end.name);

const pod = (namespace: string, name: string, address: string, labels: PodEnd["labels"]): PodEnd => ({
    ...{ kind: "pod", namespace, name, address, labels },
});

/** Agents that are on the pods' network, not on their node's, where no policy holds. */
const AGENTS = ["alloy"];

/** In namespaces that this program makes. */
function chartPods(graph: Graph): readonly PodEnd[] {
    const made = new Set(
        graph.ofType("kubernetes:core/v1:Namespace").map(({ inputs }) => (inputs.metadata as { name: string }).name),
    );
    return graph.resources
        .flatMap(({ inputs }) => (inputs.footprint ?? []) as readonly Footprint[])
        .filter(
            ({ namespace, name, replicas }) => made.has(namespace) && (replicas !== "perNode" || AGENTS.includes(name)),
        )
        .map(({ namespace, name }) => pod(namespace, name, "", CHART_LABELS[name] ?? { chart: name }));
}

function subnetsOf(graph: Graph): Ends["subnets"] {
    const blocks = (kind: string) =>
        graph
            .ofType("aws:ec2/subnet:Subnet")
            .filter(({ name }) => name.startsWith(`network-${kind}-`))
            .map(({ inputs }) => String(inputs.cidrBlock));
    const subnets = { public: blocks("public"), private: blocks("private"), data: blocks("data") };
    for (const [kind, found] of Object.entries(subnets)) assert.notEqual(found.length, 0, `no ${kind} subnet`);
    return subnets;
}

/** One address in each subnet, and those outside all of them that matter. */
function addresses(subnets: Ends["subnets"]): readonly AddressEnd[] {
    const at = (name: string, address: string): AddressEnd => ({ kind: "address", name, address });
    const inside = Object.entries(subnets).flatMap(([kind, blocks]) =>
        blocks.map((block, index) => {
            const [a = "", b = "", c = ""] = block.split(".");
            return at(`${kind} ${String(index + 1)}`, `${a}.${b}.${String(Number(c) + 3)}.200`);
        }),
    );
    const [vpc = ""] = subnets.private;
    return [
        ...inside,
        at("elsewhere in the VPC", `${vpc.split(".").slice(0, 2).join(".")}.250.1`),
        at("internet", "52.95.110.1"),
        at("resolver on the internet", "9.9.9.9"),
        at("pod identity agent", "169.254.170.23"),
        at("instance metadata", "169.254.169.254"),
        at("instance metadata's time", "169.254.169.123"),
        at("Kubernetes API", "172.20.0.1"),
        at("another Service", "172.20.0.10"),
        at("another VPC", "10.99.0.1"),
        at("office", "192.168.1.1"),
        at("carrier network", "100.64.0.1"),
    ];
}

function portsOf(graph: Graph, pods: readonly PodEnd[]): Ends["ports"] {
    const declared = new Map<string, Record<string, number>>();
    for (const [type, path] of Object.entries(CONTROLLERS))
        for (const { inputs } of graph.ofType(type)) {
            const { metadata, spec } = inputs as { metadata: { name: string; namespace: string }; spec: object };
            const template = path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], spec);
            declared.set(`${metadata.namespace}/${metadata.name}`, containerPorts(template as Template));
        }
    for (const { traffic } of graph.ofType("mindcloud:workload:Namespace").map(({ inputs }) => inputs)) {
        const { namespace, ports } = (traffic ?? { ports: [] }) as {
            namespace: string;
            ports: readonly { name: string; number: number }[];
        };
        const byName = Object.fromEntries(ports.map(({ name, number }) => [name, number]));
        for (const each of pods.filter((one) => one.namespace === namespace)) declared.set(nameOf(each), byName);
    }
    return new Map(pods.map((each) => [each, declared.get(nameOf(each)) ?? {}]));
}

interface Template {
    readonly spec: Readonly<
        Record<"containers" | "initContainers", readonly { ports?: readonly ContainerPort[] }[] | undefined>
    >;
}
interface ContainerPort {
    readonly name: string;
    readonly containerPort: number;
}

function containerPorts({ spec }: Template): Record<string, number> {
    const containers = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
    return Object.fromEntries(
        containers.flatMap(({ ports = [] }) => ports.map(({ name, containerPort }) => [name, containerPort])),
    );
}
