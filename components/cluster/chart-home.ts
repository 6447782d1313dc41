/** The namespace of one chart, closed but for what its pods need. */
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1";
import type { networking } from "@pulumi/kubernetes/types/input";
import type * as pulumi from "@pulumi/pulumi";
import { OF_A_CHART } from "./laws/exceptions";
import { Namespace, type PodSecurity } from "../workload/namespace";
import type { NamespaceHandle, Site } from "../workload/site";
import { trafficRules, waysOf } from "../workload/network-policy";
import { portsOf, type Ports } from "../workload/ports";
import type { Admission, Reach } from "../workload/traffic";

export interface ChartHomeArgs {
    readonly parent: pulumi.Resource;
    readonly site: Site;
    /** metadata.name of the namespace. */
    readonly metadataName: string;
    /** Container ports by name. */
    readonly ports?: Ports;
    readonly admits?: readonly Admission[];
    readonly reaches: readonly Reach[];
    /** Pods of the chart talk to each other. Default false. */
    readonly among?: boolean;
    /** What the traffic table has no row for. */
    readonly ingress?: readonly networking.v1.NetworkPolicyIngressRule[];
    readonly egress?: readonly networking.v1.NetworkPolicyEgressRule[];
    readonly podSecurity?: PodSecurity;
    readonly labels?: Readonly<Record<string, string>>;
}

/** `app.kubernetes.io/part-of` of everything that every cluster runs. */
export const SERVICES_SYSTEM = "cluster-services";

const EVERY_POD_HERE = { podSelector: {} };

/**
 * One policy for the whole namespace: a chart's pods are one thing, and their labels are the chart's business. `ready` holds the policy too,
 * or a webhook would be there before the API server may call it.
 */
export function chartHome(name: string, args: ChartHomeArgs): NamespaceHandle {
    const { parent, site, metadataName, podSecurity, labels } = args;
    const namespace = new Namespace(
        name,
        {
            ...{ site, metadataName, system: SERVICES_SYSTEM, traffic: trafficOf(args), annotations: OF_A_CHART },
            ...(podSecurity && { podSecurity }),
            ...(labels && { labels }),
        },
        { parent },
    );
    const policy = new NetworkPolicy(
        `${name}-traffic`,
        {
            metadata: {
                name: "allow-chart",
                namespace: metadataName,
                labels: {
                    "app.kubernetes.io/part-of": SERVICES_SYSTEM,
                    "app.kubernetes.io/managed-by": "mindcloud",
                },
            },
            spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"], ...rulesOf(args) },
        },
        { parent, dependsOn: [...namespace.ready, ...waysOf(endOf(args), site)] },
    );
    return {
        namespaceName: namespace.namespaceName,
        system: namespace.system,
        site,
        ready: [...namespace.ready, policy],
    };
}

/** As workloads declare it (components/workload/member), for every pod of the namespace. */
function trafficOf({ among = false, ...args }: ChartHomeArgs) {
    const { namespace, ports, admits, reaches } = endOf(args);
    const rows = reaches.map((row) => ("statements" in row ? { to: row.to, service: row.service } : { ...row }));
    return { namespace, among, ports, admits, reaches: rows };
}

const endOf = ({ metadataName, ports, admits = [], reaches }: ChartHomeArgs) => ({
    ...{ namespace: metadataName, ports: portsOf(ports), admits, reaches },
});

function rulesOf(args: ChartHomeArgs) {
    const { site, among = false, ...more } = args;
    const { ingress, egress } = trafficRules(endOf(args), site);
    return {
        ingress: [...ingress, ...(among ? [{ from: [EVERY_POD_HERE] }] : []), ...(more.ingress ?? [])],
        egress: [...egress, ...(among ? [{ to: [EVERY_POD_HERE] }] : []), ...(more.egress ?? [])],
    };
}
