import type { Graph } from "./graph";
import { isMap } from "./values";

/** Who can reach the Kubernetes API, read from what would be created rather than from what was asked for. */
export interface Access {
    readonly publicCidrs: readonly string[];
    readonly private: boolean;
    /** Blocks that a route leads to over a gateway of others, with the gateway. */
    readonly ways: readonly string[];
    readonly principals: readonly Principal[];
}

export interface Principal {
    readonly arn: string;
    /** AWS's cluster access policy without its common prefix, e.g. `ClusterAdmin`, or the Kubernetes groups of the entry. */
    readonly rights: readonly string[];
}

/** Undefined where the environment brings its own cluster, or has none. */
export function accessOf(graph: Graph): Access | undefined {
    const [cluster] = graph.ofType("aws:eks/cluster:Cluster");
    if (cluster === undefined) return undefined;
    const vpcConfig = isMap(cluster.inputs.vpcConfig) ? cluster.inputs.vpcConfig : {};
    // EKS itself opens the endpoint to everybody when nothing is said.
    const isPublic = vpcConfig.endpointPublicAccess !== false;
    const cidrs = vpcConfig.publicAccessCidrs;
    return {
        private: vpcConfig.endpointPrivateAccess === true,
        publicCidrs: isPublic ? (Array.isArray(cidrs) ? cidrs.map(String) : ["0.0.0.0/0"]) : [],
        ways: waysOf(graph),
        principals: principalsOf(graph),
    };
}

/** The same in every zone: said once. */
function waysOf(graph: Graph): readonly string[] {
    const ways = graph.ofType("aws:ec2/route:Route").flatMap(({ inputs }) => {
        const gateway = inputs.transitGatewayId ?? inputs.vpcPeeringConnectionId;
        return typeof gateway === "string" ? [`${String(inputs.destinationCidrBlock)} over ${gateway}`] : [];
    });
    return [...new Set(ways)];
}

function principalsOf(graph: Graph): readonly Principal[] {
    const rights = new Map<string, Set<string>>();
    const add = (arn: unknown, right: string | undefined): void => {
        const known = rights.get(String(arn)) ?? new Set<string>();
        rights.set(String(arn), right === undefined ? known : known.add(right));
    };
    for (const entry of graph.ofType("aws:eks/accessEntry:AccessEntry")) {
        const { principalArn, kubernetesGroups, type } = entry.inputs;
        if (typeof type === "string" && type !== "STANDARD") continue; // nodes, not people
        add(principalArn, undefined);
        if (Array.isArray(kubernetesGroups))
            for (const group of kubernetesGroups) add(principalArn, `group ${String(group)}`);
    }
    for (const { inputs } of graph.ofType("aws:eks/accessPolicyAssociation:AccessPolicyAssociation"))
        add(
            inputs.principalArn,
            /AmazonEKS(\w+)Policy$/.exec(String(inputs.policyArn))?.[1] ?? String(inputs.policyArn),
        );
    return [...rights].map(([arn, set]) => ({ arn, rights: [...set].sort() })).sort((a, b) => (a.arn < b.arn ? -1 : 1));
}
