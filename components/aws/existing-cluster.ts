import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import type { Settings } from "../../config/schema";
import type { NodeSecurity, ReachedCluster } from "../handles";
import { kubeconfig } from "./kubeconfig";

export type ExistingClusterSettings = NonNullable<Settings["existing"]["cluster"]>;

export interface ExistingClusterArgs {
    readonly region: string;
    readonly cluster: ExistingClusterSettings;
}

/** An EKS cluster that others made, behind the same handle as one of ours. Nothing in AWS is made for it but roles for its service accounts. */
export class ExistingCluster extends pulumi.ComponentResource implements ReachedCluster {
    readonly clusterName: string;
    readonly name: pulumi.Output<string>;
    readonly endpoint: pulumi.Output<string>;
    readonly kubeconfig: pulumi.Output<string>;
    readonly provider: Provider;
    /** Its nodes and add-ons are there, or its owner is to be asked. */
    readonly ready: readonly pulumi.Resource[] = [];
    readonly storage: readonly pulumi.Resource[] = [];
    readonly foreign = true;

    constructor(name: string, { region, cluster }: ExistingClusterArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:aws:ExistingCluster", name, {}, opts);
        const clusterName = cluster.name;
        this.clusterName = clusterName;
        this.name = pulumi.output(clusterName);
        this.endpoint = pulumi.output(cluster.kubeconfig.endpoint);
        this.kubeconfig = pulumi.secret(kubeconfig({ clusterName, region, ...cluster.kubeconfig }));
        this.provider = new Provider(
            `${name}-provider`,
            { kubeconfig: this.kubeconfig, clusterIdentifier: clusterName, deleteUnreachable: false },
            { parent: this },
        );
        this.registerOutputs({ clusterName, kubeconfig: this.kubeconfig });
    }
}

/** Rules are added to the group that was named; those between its nodes and its control plane are its owner's. */
export const nodesOf = ({ nodeSecurityGroupId }: ExistingClusterSettings): NodeSecurity => ({
    nodeSecurityGroupId: pulumi.output(nodeSecurityGroupId),
});
