/** The Kubernetes provider. It exists only once pods can run, so that nothing in the cluster can be tried too early. */
import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import type { ReachedCluster } from "../handles";
import type { Cluster } from "./cluster";
import { kubeconfig } from "./kubeconfig";

export interface ClusterAccessArgs {
    readonly region: string;
    readonly cluster: Pick<Cluster, "clusterName" | "name" | "endpoint" | "certificateAuthority" | "access">;
    /** Nodes and add-ons: without them a pod stays pending. */
    readonly ready: readonly pulumi.Resource[];
    /** Drivers of volumes. */
    readonly storage: readonly pulumi.Resource[];
}

/** The cluster as the rest of the environment sees it. */
export class ClusterAccess extends pulumi.ComponentResource implements ReachedCluster {
    readonly clusterName: string;
    readonly name: pulumi.Output<string>;
    readonly endpoint: pulumi.Output<string>;
    readonly kubeconfig: pulumi.Output<string>;
    readonly provider: Provider;
    readonly ready: readonly pulumi.Resource[];
    readonly storage: readonly pulumi.Resource[];

    constructor(name: string, args: ClusterAccessArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:aws:ClusterAccess", name, {}, opts);
        const { cluster } = args;
        this.clusterName = cluster.clusterName;
        this.name = cluster.name;
        this.endpoint = cluster.endpoint;
        this.ready = [...cluster.access, ...args.ready];
        this.storage = args.storage;

        this.kubeconfig = this.describe(args);
        this.provider = this.createProvider(name);
        this.registerOutputs({ clusterName: this.clusterName, kubeconfig: this.kubeconfig });
    }

    /** Holds no credential, but says where the API is and who signs for it: a secret in state and output all the same. */
    private describe({ cluster, region }: ClusterAccessArgs): pulumi.Output<string> {
        const { clusterName } = cluster;
        return pulumi.secret(
            pulumi
                .all([cluster.endpoint, cluster.certificateAuthority])
                .apply(([endpoint, certificateAuthority]) =>
                    kubeconfig({ clusterName, region, endpoint, certificateAuthority }),
                ),
        );
    }

    private createProvider(name: string): Provider {
        return new Provider(
            `${name}-provider`,
            {
                kubeconfig: this.kubeconfig,
                // Plain on purpose: from an output the provider could not tell whether the cluster moved, and would plan to replace
                // itself and everything on it (pulumi-kubernetes, DiffConfig in provider/pkg/provider/provider.go).
                clusterIdentifier: this.clusterName,
                // True would drop everything from state when a laptop merely cannot reach the API.
                deleteUnreachable: false,
            },
            { parent: this, dependsOn: [...this.ready] },
        );
    }
}
