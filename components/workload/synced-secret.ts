import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import * as pulumi from "@pulumi/pulumi";
import type { StoredSecret } from "../handles";
import { contentHash } from "./hash";
import { standardLabels } from "./labels";
import type { NamespaceHandle } from "./site";
import { durationText, hours, type Duration } from "./quantities";
import { refuse } from "./refuse";

/** A Kubernetes Secret that pods read, kept equal to one or more secrets in Secrets Manager. */
export interface SecretHandle {
    readonly kind: "secret";
    readonly secretName: string;
    readonly keys: readonly string[];
    /** Hash of the versions: part of every reader's pod template, so a rotation restarts the readers. */
    readonly hash: pulumi.Output<string>;
    readonly ready: readonly pulumi.Resource[];
}

/** Where one key of the Secret comes from. `property` of a JSON secret; without it, the secret's whole text. */
export interface SecretKey {
    readonly from: StoredSecret;
    readonly property?: string;
}

export interface SyncedSecretArgs {
    readonly namespace: NamespaceHandle;
    /** Name of the Kubernetes Secret. Default the component's. */
    readonly metadataName?: string;
    /** Keys of the Secret, which become file names or environment variables. At least one. */
    readonly keys: Readonly<Record<string, SecretKey>>;
    /** What else stands in the Secret and is no secret: the documents put endpoints and bucket names there. */
    readonly plain?: Readonly<Record<string, pulumi.Input<string>>>;
    /** A Secret of another type than Opaque, made of the keys by External Secrets' templates; it then has these keys alone. */
    readonly as?: { readonly type: string; readonly data: Readonly<Record<string, string>> };
    /**
     * How often External Secrets looks for a new version. Default 1 h.
     * Every look is a billed request to Secrets Manager.
     */
    readonly refresh?: Duration;
    /** Its readers look once, when they have nothing yet, so that a new version need not restart them. Default false. */
    readonly readOnce?: boolean;
}

/**
 * A Secret that External Secrets copies from Secrets Manager: its values pass through no program and no state. It names the version: the
 * operator's hourly look brings nothing before its server takes it, and a copy never has the version before, which Secrets Manager may
 * serve for a while. A new version changes the object, upon which the operator copies at once, before the readers are rolled.
 */
export class SyncedSecret extends pulumi.ComponentResource implements SecretHandle {
    readonly kind = "secret";
    readonly secretName: string;
    readonly keys: readonly string[];
    readonly hash: pulumi.Output<string>;
    readonly ready: readonly pulumi.Resource[];

    constructor(name: string, args: SyncedSecretArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:workload:SyncedSecret", name, {}, opts);
        this.secretName = args.metadataName ?? name;
        this.keys = [...Object.keys(args.keys), ...Object.keys(args.plain ?? {})];
        refuse(this.secretName, secretProblems(args));

        const versions = versionsOf(args);
        this.hash = args.readOnce === true ? pulumi.output(contentHash({ keys: this.keys.join(" ") })) : versions;
        this.ready = [this.createExternalSecret(name, args, versions)];
        this.registerOutputs({ secretName: this.secretName, hash: this.hash });
    }

    private createExternalSecret(
        name: string,
        args: SyncedSecretArgs,
        versions: pulumi.Output<string>,
    ): CustomResource {
        const { namespace, keys, plain = {}, as, refresh = hours(1) } = args;
        const store = namespace.site.secretStore;
        const labels = standardLabels({ name: this.secretName, partOf: namespace.system });
        return new CustomResource(
            `${name}-external-secret`,
            {
                apiVersion: "external-secrets.io/v1",
                kind: "ExternalSecret",
                metadata: {
                    name: this.secretName,
                    namespace: namespace.namespaceName,
                    labels,
                    annotations: {
                        "mindcloud.dev/versions": versions,
                        // Pods that mount the Secret would wait for it anyway; here a wrong name is one clear error.
                        "pulumi.com/waitFor": "condition=Ready",
                    },
                },
                spec: {
                    refreshInterval: durationText(refresh),
                    secretStoreRef: { kind: "ClusterSecretStore", name: store?.name },
                    target: {
                        name: this.secretName,
                        creationPolicy: "Owner",
                        deletionPolicy: "Retain",
                        template: {
                            engineVersion: "v2",
                            metadata: { labels },
                            ...(Object.keys(plain).length > 0 && { mergePolicy: "Merge", data: { ...plain } }),
                            ...(as && { type: as.type, data: { ...as.data } }),
                        },
                    },
                    data: Object.entries(keys).map(([secretKey, { from, property }]) => ({
                        secretKey,
                        remoteRef: {
                            key: from.secretName,
                            ...(property !== undefined && { property }),
                            ...(from.versionId && { version: exactly(from.versionId) }),
                        },
                    })),
                },
            },
            { parent: this, dependsOn: [...namespace.ready, ...(store?.ready ?? []), ...taken(args)] },
        );
    }
}

/** An id instead of a stage: https://external-secrets.io/latest/provider/aws-secrets-manager/ (Versions). */
const exactly = (versionId: pulumi.Output<string>): pulumi.Output<string> => pulumi.interpolate`uuid/${versionId}`;

/** What makes servers take these values. */
const taken = ({ keys }: SyncedSecretArgs): readonly pulumi.Resource[] => [
    ...new Set(Object.values(keys).flatMap(({ from }) => from.ready ?? [])),
];

function secretProblems({ namespace, keys, plain = {}, as }: SyncedSecretArgs): string[] {
    return [
        ...(namespace.site.secretStore === undefined
            ? ["this cluster copies no secrets: install External Secrets (site.secretStore)"]
            : []),
        ...(Object.keys(keys).length === 0 ? ["has no key: a Secret without secrets is a Configuration"] : []),
        ...Object.keys(plain)
            .filter((key) => key in keys)
            .map((key) => `${key} is both secret and plain`),
        ...(as !== undefined && Object.keys(plain).length > 0 ? ["has plain keys beside a type of its own"] : []),
    ];
}

function versionsOf({ keys, plain = {} }: SyncedSecretArgs): pulumi.Output<string> {
    const versions = Object.entries(keys).map(([key, { from, property = "" }]) =>
        pulumi
            .output([from.secretName, from.versionId ?? ""])
            .apply((parts) => [key, [property, ...parts].join("|")] as const),
    );
    return pulumi
        .all([pulumi.all(versions), pulumi.output({ ...plain })])
        .apply(([pairs, rest]) => contentHash({ ...rest, ...Object.fromEntries(pairs) }));
}
