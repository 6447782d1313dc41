/** What NetworkPolicies admit beyond the cluster: blocks, by direction. */
import type { Graph, RecordedResource } from "../graph";
import { isMap } from "../values";
import type { Target } from "./groups";

export interface Admitted extends Target {
    readonly policy: RecordedResource;
    readonly namespace: string;
}

/** Not filtered by security groups, and never routed: agents of the node itself (VPC user guide, "Security groups for your VPC"). */
const LINK_LOCAL = "169.254.";

export interface Beyond {
    readonly out: readonly Admitted[];
    readonly in: readonly Admitted[];
}

export function beyondCluster(graph: Graph): Beyond {
    const policies = graph.ofType("kubernetes:networking.k8s.io/v1:NetworkPolicy");
    return {
        out: policies.flatMap((policy) => admitted(policy, "egress", "to")),
        in: policies.flatMap((policy) => admitted(policy, "ingress", "from")),
    };
}

function admitted(policy: RecordedResource, direction: "egress" | "ingress", peers: "to" | "from"): Admitted[] {
    const { metadata, spec } = policy.inputs;
    const namespace = isMap(metadata) ? String(metadata.namespace) : "";
    return mapsIn(isMap(spec) ? spec[direction] : []).flatMap((rule) =>
        mapsIn(rule[peers])
            .flatMap(({ ipBlock }) => (isMap(ipBlock) ? [String(ipBlock.cidr)] : []))
            .filter((cidr) => !cidr.startsWith(LINK_LOCAL))
            .flatMap((cidr) =>
                mapsIn(rule.ports).map(({ port, protocol }) => ({
                    ...{ policy, namespace, cidr, port: Number(port) },
                    protocol: protocol === "UDP" ? ("UDP" as const) : ("TCP" as const),
                })),
            ),
    );
}

const mapsIn = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
    Array.isArray(value) ? value.filter(isMap) : [];
