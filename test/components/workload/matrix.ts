/** All ends that a connection can have, and which connections come through. */
import { prometheus } from "./fixture";
import type { AddressEnd, End, NetworkEvaluator, PodEnd } from "./network-evaluator";

export const scraper: PodEnd = {
    ...{ kind: "pod", name: "prometheus", namespace: "monitoring", address: "10.20.64.200" },
    labels: prometheus.podLabels,
};
export const grafana: PodEnd = {
    ...scraper,
    name: "grafana",
    labels: { "app.kubernetes.io/name": "grafana" },
    address: "10.20.64.201",
};
const at = (name: string, address: string): AddressEnd => ({ kind: "address", name, address });

/** Everything that is no pod of ours: what may be reached on purpose, and what never. */
export const outside = {
    balancer: at("balancer", "10.20.1.7"),
    store: at("store", "10.20.240.9"),
    endpoint: at("endpoint", "10.20.128.9"),
    internet: at("internet", "52.95.110.1"),
    agent: at("pod identity agent", "169.254.170.23"),
    metadata: at("instance metadata", "169.254.169.254"),
    api: at("kubernetes api", "172.20.0.1"),
    elsewhere: at("another VPC", "10.99.0.1"),
    neighbour: at("VPC address", "10.20.200.1"),
};

export const PORTS = [22, 53, 80, 443, 3000, 3004, 3005, 5432, 6379, 8000, 8001, 9001, 9090, 10250];

/** Every connection that comes through, as "from -> to:port", without DNS. */
export function matrix(evaluator: NetworkEvaluator, ports = PORTS): string[] {
    const ends: readonly End[] = [...evaluator.pods, ...Object.values(outside)];
    const named = (end: End) => (end.kind === "pod" ? `${end.namespace}/${end.name}` : end.name);
    const ours = (end: End) => end.kind === "pod" && end.namespace !== "monitoring";
    return ends
        .flatMap((one) =>
            ends.filter((other) => one !== other && (ours(one) || ours(other))).map((other) => [one, other] as const),
        )
        .flatMap(([one, other]) =>
            ports
                .filter((port) => evaluator.allows(one, other, port))
                .map((port) => `${named(one)} -> ${named(other)}:${String(port)}`),
        )
        .sort();
}
