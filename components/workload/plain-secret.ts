import * as core from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { plainProblems, withoutSecrets } from "./configuration";
import { contentHash } from "./hash";
import { standardLabels } from "./labels";
import type { NamespaceHandle } from "./site";
import { refuse } from "./refuse";
import type { SecretHandle } from "./synced-secret";

export interface PlainSecretArgs {
    readonly namespace: NamespaceHandle;
    /** Name of the Kubernetes Secret. Default the component's. */
    readonly metadataName?: string;
    /** No secrets: those come from Secrets Manager, through a SyncedSecret. */
    readonly values: Readonly<Record<string, pulumi.Input<string>>>;
}

/**
 * A Secret in which nothing is secret: a document names it, and keeps endpoints and bucket names in it. What is refused in a ConfigMap is
 * refused here too, because it would stand in the state of the stack.
 */
export class PlainSecret extends pulumi.ComponentResource implements SecretHandle {
    readonly kind = "secret";
    readonly secretName: string;
    readonly keys: readonly string[];
    readonly hash: pulumi.Output<string>;
    readonly ready: readonly pulumi.Resource[];

    constructor(name: string, args: PlainSecretArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:workload:PlainSecret", name, {}, opts);
        this.secretName = args.metadataName ?? name;
        this.keys = Object.keys(args.values);
        refuse(this.secretName, plainProblems(args.values));

        const values = withoutSecrets(this.secretName, args.values);
        const { namespace } = args;
        const secret = new core.Secret(
            `${name}-secret`,
            {
                metadata: {
                    name: this.secretName,
                    namespace: namespace.namespaceName,
                    labels: standardLabels({ name: this.secretName, partOf: namespace.system }),
                },
                type: "Opaque",
                stringData: values,
            },
            { parent: this, dependsOn: [...namespace.ready] },
        );
        this.hash = values.apply(contentHash);
        this.ready = [secret];
        this.registerOutputs({ secretName: this.secretName, hash: this.hash });
    }
}
