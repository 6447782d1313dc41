import { isMap } from "../values";
import { at } from "./conditions";
import type { Arguments } from "./row";

/** The official provider's own table, and how it decides the order (`Diff`). */
export const FORCE_NEW =
    "https://github.com/pulumi/pulumi-kubernetes/blob/94977969d64112b04e19945818a7d5d5f38f631d/provider/pkg/provider/diff.go";

/** `Validate*Update`: what the API server refuses, which the provider tries nevertheless. */
const apiServer = (file: string): string => `https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/${file}`;

export interface KindRow {
    readonly source: string;
    readonly replaces: readonly string[];
    /** An update of these fails: the provider sends it, and the API server says no. */
    readonly refused?: readonly string[];
    readonly refusedBy?: string;
}

const MEMBERS: readonly string[] = ["metadata.name", "metadata.namespace"];
const VOLUME_SOURCES = [
    "awsElasticBlockStore",
    "azureDisk",
    "azureFile",
    "cephfs",
    "cinder",
    "csi",
    "fc",
    "flexVolume",
];
const MORE_SOURCES = ["flocker", "gcePersistentDisk", "glusterfs", "hostPath", "iscsi", "local", "nfs", "rbd"];

const inPlace: KindRow = { source: FORCE_NEW, replaces: [] };
const replaced = (...replaces: readonly string[]): KindRow => ({ source: FORCE_NEW, replaces });

/** By API group and kind, whatever the version. */
export const KINDS: Readonly<Record<string, KindRow>> = {
    "admissionregistration.k8s.io:ValidatingAdmissionPolicy": inPlace,
    "admissionregistration.k8s.io:ValidatingAdmissionPolicyBinding": inPlace,
    "apiextensions.k8s.io:CustomResourceDefinition": inPlace,
    "apps:DaemonSet": replaced("spec.selector"),
    "apps:Deployment": replaced("spec.selector"),
    "apps:StatefulSet": {
        ...replaced(
            "spec.podManagementPolicy",
            "spec.revisionHistoryLimit",
            "spec.selector",
            "spec.serviceName",
            "spec.volumeClaimTemplates",
        ),
    },
    "autoscaling:HorizontalPodAutoscaler": inPlace,
    "batch:CronJob": inPlace,
    "batch:Job": replaced("spec.completions", "spec.parallelism", "spec.selector", "spec.template"),
    "core:ConfigMap": replaced("binaryData", "data"),
    "core:LimitRange": inPlace,
    "core:Namespace": inPlace,
    "core:PersistentVolume": replaced(...[...VOLUME_SOURCES, ...MORE_SOURCES].map((key) => `spec.${key}`)),
    "core:PersistentVolumeClaim": replaced(
        "spec.accessModes",
        "spec.selector",
        "spec.storageClassName",
        "spec.volumeName",
    ),
    "core:ResourceQuota": replaced("spec.scopes"),
    "core:Secret": replaced("data", "stringData", "type"),
    "core:Service": replaced("spec.clusterIP"),
    "core:ServiceAccount": inPlace,
    "networking.k8s.io:Ingress": inPlace,
    "networking.k8s.io:IngressClass": {
        ...inPlace,
        refused: ["spec.controller"],
        refusedBy: apiServer("networking/validation/validation.go"),
    },
    "networking.k8s.io:NetworkPolicy": inPlace,
    "policy:PodDisruptionBudget": inPlace,
    "rbac.authorization.k8s.io:ClusterRole": inPlace,
    "rbac.authorization.k8s.io:ClusterRoleBinding": replaced("roleRef"),
    "rbac.authorization.k8s.io:Role": inPlace,
    "rbac.authorization.k8s.io:RoleBinding": replaced("roleRef"),
    "scheduling.k8s.io:PriorityClass": {
        ...inPlace,
        refused: ["preemptionPolicy", "value"],
        refusedBy: apiServer("scheduling/validation/validation.go"),
    },
    "storage.k8s.io:StorageClass": {
        ...replaced("parameters", "provisioner"),
        refused: ["reclaimPolicy", "volumeBindingMode"],
        refusedBy: apiServer("storage/validation/validation.go"),
    },
    "storage.k8s.io:VolumeAttributesClass": {
        ...inPlace,
        refused: ["driverName", "parameters"],
        refusedBy: apiServer("storage/validation/validation.go"),
    },
};

export const RELEASE = "kubernetes:helm.sh/v3:Release";
/** Its other arguments are an upgrade; the order is create first, whatever the name (`helm_release.go`). */
const RELEASE_REPLACES: readonly string[] = ["name", "namespace"];

/** Of objects of a definition that a chart brings, the provider knows nothing but the name. */
const BUILT_IN = /(^|\.)(core|apps|batch|policy|autoscaling|k8s\.io)$/;

/** `apps:Deployment` of `kubernetes:apps/v1:Deployment`. */
export function groupAndKind(type: string): string {
    const [, groupVersion = "", kind = ""] = type.split(":");
    return `${groupVersion.split("/")[0] ?? ""}:${kind}`;
}

/** Undefined for a kind that Kubernetes brings and that nobody looked up. */
export function kindRow(type: string): KindRow | undefined {
    const key = groupAndKind(type);
    const row = KINDS[key];
    if (row !== undefined) return row;
    if (type === RELEASE || type.endsWith("Patch")) return { source: FORCE_NEW, replaces: [] };
    const group = key.slice(0, key.indexOf(":"));
    return BUILT_IN.test(group) && group !== "snapshot.storage.k8s.io" ? undefined : inPlace;
}

export interface Mutable {
    /** Kinds that the provider's settings let change in place (`enableConfigMapMutable`, `enableSecretMutable`). */
    readonly has: (kind: string) => boolean;
}

const NOTHING: Mutable = { has: () => false };

/** Paths that another value makes another object, whether they differ or not. */
export function replacingPaths(type: string, news: Arguments, mutable: Mutable = NOTHING): readonly string[] {
    if (type === RELEASE) return RELEASE_REPLACES;
    const kind = type.split(":")[2] ?? "";
    const changesInPlace = mutable.has(kind) && news.immutable !== true;
    const of = kindRow(type)?.replaces ?? [];
    return [...MEMBERS, ...(changesInPlace ? of.filter((path) => kind === "Secret" && path === "type") : of)];
}

/** The program's own name in the same place can be had once. A name that the provider made is another one next time. */
export function deletedFirst(type: string, olds: Arguments, news: Arguments): boolean {
    if (type === RELEASE) return false;
    return (
        typeof at(news, "metadata.name") === "string" &&
        !isAutonamed(news) &&
        MEMBERS.every((path) => at(olds, path) === at(news, path))
    );
}

/** The provider marks the names that it makes. */
export const AUTONAMED = "pulumi.com/autonamed";

function isAutonamed(said: Arguments): boolean {
    const annotations = at(said, "metadata.annotations");
    return isMap(annotations) && annotations[AUTONAMED] === "true";
}
