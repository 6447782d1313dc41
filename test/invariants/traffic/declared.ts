/** The connections that the declared traffic tables mean, read from the arguments of the components: no NetworkPolicy is looked at. */
import assert from "node:assert/strict";
import type { Graph } from "../../../plan/graph";
import type { End, PodEnd } from "../../components/workload/network-evaluator";
import { nameOf, type Ends } from "./ends";

interface Numbered {
    readonly name: string;
    readonly number: number;
}

type Admits = { readonly ports: readonly string[] } & (
    | { readonly from: "workload"; readonly workload: string; readonly namespace?: string }
    | { readonly from: "namespace"; readonly namespace: string }
    | { readonly from: "loadBalancer" | "controlPlane" | "prometheus" }
);

type Reaches =
    | { readonly to: "workload"; readonly workload: string; readonly namespace: string; readonly ports: Numbered[] }
    | { readonly to: "store"; readonly store: string; readonly port: number; readonly cidrs?: readonly string[] }
    | { readonly to: "aws"; readonly service: string }
    | { readonly to: "namespace"; readonly namespace: string; readonly ports: Numbered[] }
    | { readonly to: "internet"; readonly port?: number }
    | { readonly to: "prometheus" | "kubernetesApi" };

interface Traffic {
    readonly namespace: string;
    /** Absent: of every pod of the namespace. */
    readonly workload?: string;
    readonly among?: boolean;
    readonly admits: readonly Admits[];
    readonly reaches: readonly Reaches[];
}

const HTTPS = 443;
const PROMETHEUS = 9090;
/** Kubelet and node exporter, which Prometheus reads at the node's address. */
const NODE_PORTS = [10250, 9100];

/** Every connection as "from -> to:port", but DNS. */
export function declaredMatrix(graph: Graph, ends: Ends, ports: readonly number[]): string[] {
    const tables = graph.resources.flatMap(({ inputs }) =>
        inputs.traffic === undefined ? [] : [inputs.traffic as Traffic],
    );
    const edges = tables.flatMap((table) => podsOf(table, ends).flatMap((pod) => edgesOf(pod, table, ends, ports)));
    return [...new Set([...edges, ...prometheusEdges(ends, ports)])].sort();
}

/** Rows of "admits" that no row of "reaches" answers: doors that nobody uses. */
export function doorsOfNobody(graph: Graph): string[] {
    const tables = graph.resources.flatMap(({ inputs }) =>
        inputs.traffic === undefined ? [] : [inputs.traffic as Traffic],
    );
    return tables.flatMap(({ namespace, workload = "", admits }) =>
        admits.flatMap((row) => {
            if (row.from === "namespace") {
                const asked = tables.filter((table) => table.namespace === row.namespace);
                const used = asked.some(({ reaches }) =>
                    reaches.some((reach) => reach.to === "namespace" && reach.namespace === namespace),
                );
                return used ? [] : [`${namespace} admits ${row.namespace}`];
            }
            if (row.from !== "workload") return [];
            const other = tables.find(
                (table) => table.workload === row.workload && table.namespace === (row.namespace ?? namespace),
            );
            const used = other?.reaches.some(
                (reach) => reach.to === "workload" && reach.workload === workload && reach.namespace === namespace,
            );
            return used === true ? [] : [`${namespace}/${workload} admits ${row.workload}`];
        }),
    );
}

function podsOf({ namespace, workload }: Traffic, { guarded }: Ends): readonly PodEnd[] {
    const found = guarded.filter((pod) => pod.namespace === namespace && (workload ?? pod.name) === pod.name);
    assert.notEqual(found.length, 0, `nothing runs as ${namespace}/${workload ?? "*"}`);
    return found;
}

function edgesOf(pod: PodEnd, table: Traffic, ends: Ends, ports: readonly number[]): readonly string[] {
    const numbers = ends.ports.get(pod) ?? {};
    const among = table.among === true ? ends.guarded.filter(({ namespace }) => namespace === pod.namespace) : [];
    return [
        ...among.filter((other) => other !== pod).flatMap((other) => ports.map((port) => edge(pod, other, port))),
        ...table.admits.flatMap((row) =>
            row.ports.flatMap((name) => {
                const port = numbers[name];
                assert.ok(port !== undefined, `${nameOf(pod)} has no port ${name}`);
                return sourcesOf(row, ends).map((other) => edge(other, pod, port));
            }),
        ),
        ...table.reaches.flatMap((row) => edgesTo(pod, row, ends)),
    ];
}

/** Where a row of "reaches" is the other side of it, that row makes the edge. */
function sourcesOf(row: Admits, { outside, prometheus, strangers, subnets }: Ends): readonly End[] {
    switch (row.from) {
        case "workload":
        case "namespace":
            return [];
        case "loadBalancer":
            return [...outside].filter(within(subnets.public));
        case "prometheus":
            return [prometheus];
        case "controlPlane":
            // Nothing tells its interfaces from pods in the same subnets: whoever may send there comes in. Strangers may, and Prometheus.
            return [...outside, ...strangers, prometheus].filter(within(subnets.private));
    }
}

function edgesTo(pod: PodEnd, row: Reaches, ends: Ends): readonly string[] {
    const to = (blocks: readonly string[], port: number) =>
        [...ends.outside, ...ends.strangers].filter(within(blocks)).map((other) => edge(pod, other, port));
    switch (row.to) {
        case "workload":
            return row.ports.map(
                ({ number }) => `${nameOf(pod)} -> ${row.namespace}/${row.workload}:${String(number)}`,
            );
        case "namespace":
            return ends.guarded
                .filter((other) => other.namespace === row.namespace)
                .flatMap((other) => row.ports.map(({ number }) => edge(pod, other, number)));
        case "store":
            return to(row.cidrs ?? ends.subnets.data, row.port);
        case "aws":
            return [...to(INTERNET, HTTPS), ...to(["169.254.170.23/32"], 80)];
        case "internet":
            return to(INTERNET, row.port ?? HTTPS);
        case "prometheus":
            return [edge(pod, ends.prometheus, PROMETHEUS)];
        case "kubernetesApi":
            return to(["172.20.0.1/32", ...ends.subnets.private], HTTPS);
    }
}

/** What it does for all, and no table has a row for: it may ask every pod that lets it, and nodes. */
function prometheusEdges(
    { prometheus, strangers, outside, subnets }: Ends,
    ports: readonly number[],
): readonly string[] {
    const nodes = outside.filter(within(subnets.private));
    return [
        ...strangers.flatMap((other) => ports.map((port) => edge(prometheus, other, port))),
        ...nodes.flatMap((other) => NODE_PORTS.map((port) => edge(prometheus, other, port))),
    ];
}

const edge = (from: End, to: End, port: number): string => `${nameOf(from)} -> ${nameOf(to)}:${String(port)}`;

/** What the addresses of the test that are on the internet begin with: written here, not computed from what is not the internet. */
const INTERNET = ["52.0.0.0/8", "9.0.0.0/8"];

const within =
    (blocks: readonly string[]) =>
    ({ address }: End): boolean =>
        blocks.some((block) => {
            const [base = "", bits = "32"] = block.split("/");
            const shift = 32 - Number(bits);
            const number = (text: string) => text.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
            return Math.floor(number(address) / 2 ** shift) === Math.floor(number(base) / 2 ** shift);
        });
