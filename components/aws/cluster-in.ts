/** The cluster in two steps: stores need the security group of its nodes at once, and must not wait for the cluster. */
import { registryPorts } from "../../config/images";
import type { ClusterSecurity, Network, NodeSecurity, ReachedCluster } from "../handles";
import { AddonsAfterNodes, AddonsBeforeNodes } from "./addons";
import { Cluster } from "./cluster";
import { ClusterAccess } from "./cluster-access";
import { ClusterSecurityGroups } from "./cluster-security";
import { ExistingCluster, nodesOf } from "./existing-cluster";
import { NodeGroups } from "./node-groups";
import type { Foundation } from "./foundation";

export interface ClusterIn {
    readonly security: NodeSecurity;
    readonly start: () => ReachedCluster;
}

/** A cluster of our own, or the one that `existing.cluster` names: then neither groups, control plane, add-ons nor nodes are made. */
export function clusterIn(foundation: Foundation, network: Network): ClusterIn {
    const { environment, scope, opts } = foundation;
    const { existing, deployment, region } = environment;
    if (existing.cluster !== undefined) {
        const { cluster } = existing;
        return { security: nodesOf(cluster), start: () => new ExistingCluster("access", { region, cluster }, opts) };
    }
    const security = new ClusterSecurityGroups(
        "security",
        { scope, network, ...deployment, registryPorts: registryPorts(environment.images) },
        opts,
    );
    return { security, start: () => clusterWithNodes(foundation, network, security) };
}

/** Control plane, then what nodes need to become ready, nodes, what needs nodes; the Kubernetes provider comes last. */
function clusterWithNodes(
    { environment, scope, clusterName, keys, opts }: Foundation,
    network: Network,
    security: ClusterSecurity,
): ClusterAccess {
    const { needs, tags, region } = environment;
    const { kubernetes, endpoint, dnsRewrites, ...settings } = environment.cluster;
    const volumesKey = keys.of("volumes");

    const cluster = new Cluster(
        "cluster",
        {
            scope,
            clusterName,
            kubernetes,
            ...settings,
            ...endpoint,
            network,
            security,
            key: keys.of("cluster"),
            logsKey: keys.of("logs"),
        },
        opts,
    );
    const before = new AddonsBeforeNodes("network-addons", { scope, cluster, kubernetes, tags }, opts);
    const nodes = new NodeGroups(
        "nodes",
        {
            scope,
            cluster,
            clusterKubernetes: kubernetes,
            groups: environment.nodeGroups,
            needs,
            network,
            security,
            volumesKey,
            tags,
            addons: before.ready,
        },
        opts,
    );
    const rewrites = { ...needs.dnsRewrites, ...dnsRewrites };
    const after = new AddonsAfterNodes(
        "addons",
        {
            scope,
            cluster,
            kubernetes,
            tags,
            dnsRewrites: rewrites,
            needs,
            volumesKey,
            before: before.ready,
            nodes: nodes.ready,
        },
        opts,
    );
    return new ClusterAccess(
        "access",
        { region, cluster, ready: [...nodes.ready, ...before.ready, ...after.ready], storage: after.storage },
        opts,
    );
}
