/**
 * Environment variables of a container. Secrets come as files first; as variables only where the application reads nothing else
 * (docs/design.md, rule 7).
 */
import type { core } from "@pulumi/kubernetes/types/input";
import type * as pulumi from "@pulumi/pulumi";
import { looksSecret } from "../../config/secret-looks";
import type { ConfigurationHandle } from "./configuration";
import type { SecretHandle } from "./synced-secret";

/** Facts about the pod that Kubernetes fills in (downward API). */
export type PodField =
    | "metadata.name"
    | "metadata.namespace"
    | "metadata.uid"
    | "spec.nodeName"
    | "status.podIP"
    | "status.hostIP";

export type EnvironmentValue =
    | pulumi.Input<string>
    | { readonly secret: SecretHandle; readonly key: string }
    | { readonly configuration: ConfigurationHandle; readonly key: string }
    | { readonly field: PodField };

export interface EnvironmentArgs {
    /** Variable -> value. */
    readonly environment?: Readonly<Record<string, EnvironmentValue>>;
    /** Every key of these becomes a variable. */
    readonly environmentFrom?: readonly (ConfigurationHandle | SecretHandle)[];
}

type Reference = Exclude<EnvironmentValue, pulumi.Input<string>>;

const isReference = (value: EnvironmentValue): value is Reference =>
    typeof value === "object" && ("secret" in value || "configuration" in value || "field" in value);

/** `env` in the order written: a later variable may refer to an earlier one as $(NAME). */
export function variables({ environment = {} }: EnvironmentArgs): core.v1.EnvVar[] {
    return Object.entries(environment).map(([name, value]) => {
        if (!isReference(value)) return { name, value };
        if ("field" in value) return { name, valueFrom: { fieldRef: { fieldPath: value.field } } };
        return {
            name,
            valueFrom:
                "secret" in value
                    ? { secretKeyRef: { name: value.secret.secretName, key: value.key } }
                    : { configMapKeyRef: { name: value.configuration.configMapName, key: value.key } },
        };
    });
}

export function variableSources({ environmentFrom = [] }: EnvironmentArgs): core.v1.EnvFromSource[] {
    return environmentFrom.map((source) =>
        source.kind === "configuration"
            ? { configMapRef: { name: source.configMapName } }
            : { secretRef: { name: source.secretName } },
    );
}

/** What rolls the pod when it changes: variables are read once, when a container starts. */
export function environmentSources({
    environment = {},
    environmentFrom = [],
}: EnvironmentArgs): (ConfigurationHandle | SecretHandle)[] {
    const single = Object.values(environment)
        .filter(isReference)
        .flatMap((value): (ConfigurationHandle | SecretHandle)[] => {
            if ("secret" in value) return [value.secret];
            return "configuration" in value ? [value.configuration] : [];
        });
    return [...environmentFrom, ...single];
}

export function environmentProblems(container: string, { environment = {} }: EnvironmentArgs): string[] {
    return Object.entries(environment).flatMap(([name, value]) => {
        // POSIX names; Kubernetes takes more, shells do not.
        const named = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
            ? []
            : [`container ${container}: ${name} is no variable name`];
        if (typeof value === "string")
            return looksSecret(value)
                ? [...named, `container ${container}: ${name} looks like a credential: read it through a SyncedSecret`]
                : named;
        if (!isReference(value) || "field" in value) return named;
        const { keys } = "secret" in value ? value.secret : value.configuration;
        return keys.includes(value.key)
            ? named
            : [...named, `container ${container}: ${name} reads the key ${value.key}, which its source does not have`];
    });
}
