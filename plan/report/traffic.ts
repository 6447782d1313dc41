/** Who reaches whom, from the traffic tables of the components. The tests hold the NetworkPolicies that are emitted against the same tables. */
import type { Graph } from "../graph";
import { isMap } from "../values";

/** A connection that somebody may open. Ends are `<namespace>/<workload>`, a namespace, or what is outside of the cluster. */
export interface Connection {
    readonly from: string;
    readonly to: string;
    readonly on: string;
}

export const OUTSIDE = {
    loadBalancer: "load balancers",
    controlPlane: "Kubernetes' control plane",
    prometheus: "Prometheus",
    kubernetesApi: "the Kubernetes API",
    internet: "the internet",
} as const;

interface Port {
    readonly name: string;
    readonly number: number;
}

export function connectionsOf(graph: Graph): readonly Connection[] {
    const tables = graph.resources.flatMap(({ inputs: { traffic } }) => (isMap(traffic) ? [traffic] : []));
    const numbers = portNumbers(graph);
    const all = tables.flatMap((table) => {
        const namespace = text(table.namespace);
        const self = table.workload === undefined ? namespace : `${namespace}/${text(table.workload)}`;
        const own = new Map([...(numbers.get(self) ?? []), ...portsIn(table.ports)]);
        return [
            ...mapsIn(table.admits).map((row) => ({
                from: sourceOf(row, namespace),
                to: self,
                on: textsIn(row.ports)
                    .map((name) => String(own.get(name) ?? name))
                    .join(", "),
            })),
            ...mapsIn(table.reaches).map((row) => ({ from: self, ...targetOf(row) })),
            ...(table.among === true ? [{ from: self, to: self, on: "every port" }] : []),
        ];
    });
    const unique = new Map(all.map((each) => [`${each.from} ${each.to} ${each.on}`, each]));
    return [...unique.values()].sort((a, b) => (a.from + a.to < b.from + b.to ? -1 : 1));
}

function sourceOf(row: Readonly<Record<string, unknown>>, namespace: string): string {
    if (row.from === "workload") return `${text(row.namespace, namespace)}/${text(row.workload)}`;
    if (row.from === "namespace") return text(row.namespace);
    return OUTSIDE[row.from as keyof typeof OUTSIDE];
}

function targetOf(row: Readonly<Record<string, unknown>>): Pick<Connection, "to" | "on"> {
    const ports = [...portsIn(row.ports).values()].join(", ");
    switch (row.to) {
        case "workload":
            return { to: `${text(row.namespace)}/${text(row.workload)}`, on: ports };
        case "namespace":
            return { to: text(row.namespace), on: ports };
        case "store":
            return { to: `store ${text(row.store)}`, on: String(row.port) };
        case "aws":
            return { to: `AWS ${text(row.service)}`, on: "443" };
        case "internet":
            return { to: OUTSIDE.internet, on: typeof row.port === "number" ? String(row.port) : "443" };
        case "prometheus":
            return { to: OUTSIDE.prometheus, on: "9090" };
        default:
            return { to: OUTSIDE.kubernetesApi, on: "443" };
    }
}

/** Ports of containers by name, for rows that name one. */
function portNumbers(graph: Graph): ReadonlyMap<string, ReadonlyMap<string, number>> {
    const controllers = graph.resources.filter(({ type }) => /^kubernetes:(apps|batch)\/v1:/.test(type));
    return new Map(
        controllers.map(({ inputs }) => {
            const metadata = mapOf(inputs.metadata);
            const spec = mapOf(inputs.spec);
            const pod = mapOf(mapOf(mapOf(mapOf(spec.jobTemplate).spec ?? spec).template).spec);
            const ports = [...mapsIn(pod.containers), ...mapsIn(pod.initContainers)].flatMap(({ ports: each }) =>
                mapsIn(each),
            );
            return [
                `${text(metadata.namespace)}/${text(metadata.name)}`,
                new Map(ports.map(({ name, containerPort }) => [text(name), Number(containerPort)])),
            ];
        }),
    );
}

const portsIn = (value: unknown): ReadonlyMap<string, number> =>
    new Map((mapsIn(value) as unknown as readonly Port[]).map(({ name, number }) => [name, number]));

const mapsIn = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
    Array.isArray(value) ? value.filter(isMap) : [];
const mapOf = (value: unknown): Readonly<Record<string, unknown>> => (isMap(value) ? value : {});
const textsIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
const text = (value: unknown, otherwise = ""): string => (typeof value === "string" ? value : otherwise);
