import * as core from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { looksSecret } from "../../config/secret-looks";
import { contentHash } from "./hash";
import { standardLabels } from "./labels";
import type { NamespaceHandle } from "./site";
import { refuse } from "./refuse";

/** Configuration that pods read, as environment or as files. */
export interface ConfigurationHandle {
    readonly kind: "configuration";
    readonly configMapName: string;
    /** Hash of the content: it is part of every reader's pod template, so a change rolls the pods. */
    readonly hash: pulumi.Output<string>;
    readonly keys: readonly string[];
    readonly ready: readonly pulumi.Resource[];
}

export interface ConfigurationArgs {
    readonly namespace: NamespaceHandle;
    /** Name of the ConfigMap. Default the component's. */
    readonly metadataName?: string;
    /** Environment variables, or file names with their text. No secrets: a ConfigMap is readable by everyone who reads the namespace. */
    readonly values: Readonly<Record<string, pulumi.Input<string>>>;
}

// Kubernetes API, ConfigMap.data.
const KEY = /^[-._a-zA-Z0-9]{1,253}$/;

/**
 * A ConfigMap that several workloads may read. Its name stays when its content changes, because documents name it; pods are rolled by the
 * hash instead. (Kubernetes replaces the object, Pulumi in the order delete, create: running pods keep the files that they have.)
 */
export class Configuration extends pulumi.ComponentResource implements ConfigurationHandle {
    readonly kind = "configuration";
    readonly configMapName: string;
    readonly hash: pulumi.Output<string>;
    readonly keys: readonly string[];
    readonly ready: readonly pulumi.Resource[];

    constructor(name: string, args: ConfigurationArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:workload:Configuration", name, {}, opts);
        this.configMapName = args.metadataName ?? name;
        this.keys = Object.keys(args.values);
        refuse(this.configMapName, plainProblems(args.values));

        const values = withoutSecrets(this.configMapName, args.values);
        const configMap = this.create(name, args, values);
        this.hash = values.apply(contentHash);
        this.ready = [configMap];
        this.registerOutputs({ configMapName: this.configMapName, hash: this.hash });
    }

    private create(
        name: string,
        { namespace }: ConfigurationArgs,
        data: pulumi.Output<Record<string, string>>,
    ): core.ConfigMap {
        return new core.ConfigMap(
            `${name}-config`,
            {
                metadata: {
                    name: this.configMapName,
                    namespace: namespace.namespaceName,
                    labels: standardLabels({ name: this.configMapName, partOf: namespace.system }),
                },
                data,
            },
            { parent: this, dependsOn: [...namespace.ready] },
        );
    }
}

/** Of keys and values that everyone may read. */
export function plainProblems(values: ConfigurationArgs["values"]): string[] {
    return Object.entries(values).flatMap(([key, value]) => [
        ...(KEY.test(key) ? [] : [`"${key}" is no key: use letters, digits, dots, dashes and underscores`]),
        ...(typeof value === "string" && looksSecret(value)
            ? [`${key} looks like a credential: keep it in Secrets Manager and read it through a SyncedSecret`]
            : []),
    ]);
}

/** An output knows whether it is secret only when it resolves; then the deployment stops instead of publishing it. */
export function withoutSecrets(
    name: string,
    values: ConfigurationArgs["values"],
): pulumi.Output<Record<string, string>> {
    const resolved = pulumi.output({ ...values });
    return pulumi.output(pulumi.isSecret(resolved)).apply((secret) => {
        if (secret) throw new Error(`${name}: a secret would stand in a plain object: read it through a SyncedSecret`);
        return resolved;
    });
}
