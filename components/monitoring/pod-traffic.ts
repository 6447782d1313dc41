import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1";
import * as pulumi from "@pulumi/pulumi";
import type { NamespaceHandle } from "../workload/site";
import type { Labels } from "../workload/labels";
import { trafficRules, waysOf } from "../workload/network-policy";
import { portsOf, type Ports } from "../workload/ports";
import type { Admission, Reach } from "../workload/traffic";

export interface PodTrafficArgs {
    readonly home: NamespaceHandle;
    /** Name of the pods' controller, as in their footprint. */
    readonly controller: string;
    /** Labels of the pods. */
    readonly labels: Labels;
    readonly ports?: Ports;
    readonly admits?: readonly Admission[];
    readonly reaches?: readonly Reach[];
}

/** What one of a chart's pods may do beyond what all pods of its namespace may. */
export class PodTraffic extends pulumi.ComponentResource {
    readonly ready: readonly pulumi.Resource[];

    constructor(name: string, args: PodTrafficArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:monitoring:PodTraffic", name, { traffic: trafficOf(args) }, opts);
        const { home, labels, controller } = args;
        const policy = new NetworkPolicy(
            `${name}-policy`,
            {
                metadata: {
                    ...{ name: `allow-${controller}`, namespace: home.namespaceName },
                    labels: { "app.kubernetes.io/part-of": home.system, "app.kubernetes.io/managed-by": "mindcloud" },
                },
                spec: {
                    podSelector: { matchLabels: { ...labels } },
                    policyTypes: ["Ingress", "Egress"],
                    ...trafficRules(endOf(args), home.site),
                },
            },
            { parent: this, dependsOn: [...home.ready, ...waysOf(endOf(args), home.site)] },
        );
        this.ready = [policy];
        this.registerOutputs({});
    }
}

const endOf = ({ home, ports, admits = [], reaches = [] }: PodTrafficArgs) => ({
    ...{ namespace: home.namespaceName, ports: portsOf(ports), admits, reaches },
});

function trafficOf({ controller, ...args }: PodTrafficArgs): Readonly<Record<string, unknown>> {
    const { namespace, ports, admits, reaches } = endOf({ controller, ...args });
    const rows = reaches.map((row) => ("statements" in row ? { to: row.to, service: row.service } : { ...row }));
    return { ...{ namespace, workload: controller, ports, admits }, reaches: rows };
}
