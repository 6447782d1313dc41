/** What a pod may mount. Which of these fit a controller and its number of replicas is decided by types, in workload-args.ts. */
import type { core } from "@pulumi/kubernetes/types/input";
import type * as pulumi from "@pulumi/pulumi";
import type { CopyableClaim, SharedClaim, SingleWriterClaim } from "./claims";
import type { ConfigurationHandle } from "./configuration";
import { sizeText, type Size } from "./quantities";
import type { SecretHandle } from "./synced-secret";

/** A claim that one pod writes: one replica, never two at a time. */
export interface SingleWriterVolume {
    readonly volume: "claim";
    readonly claim: SingleWriterClaim;
}

/** A claim for each replica, from a template of the StatefulSet. Size and class can never change. */
export interface PerReplicaVolume {
    readonly volume: "perReplica";
    readonly size: Size;
    readonly storageClass: string;
}

export interface SharedVolume {
    readonly volume: "shared";
    readonly claim: SharedClaim;
}

/** On the node's disk, or in memory; gone with the pod. A pod that writes more than the limit is evicted. */
export interface ScratchVolume {
    readonly volume: "scratch";
    readonly limit: Size;
    readonly memory: boolean;
}

/** A volume of its own for each pod, made with it and gone with it: for more than a node's disk can lend. */
export interface DisposableVolume {
    readonly volume: "disposable";
    readonly size: Size;
    /** One that deletes its volumes (`site.storageClasses.disposable`): with `Retain` each pod would leave one behind for good. */
    readonly storageClass: string;
}

/**
 * The same, holding what the claim held when the pod was made, as after a power cut (PersistentVolumeClaim as dataSource; on EBS a volume
 * copy, driver 1.51 or newer). The one who writes the claim notices nothing. The pod runs in the claim's zone.
 */
export interface CopyVolume {
    readonly volume: "copy";
    readonly claim: CopyableClaim;
}

/** Secrets and configuration as files, read-only; Kubernetes renews them in running pods. */
export interface FilesVolume {
    readonly volume: "files";
    readonly sources: readonly FileSource[];
}

export interface FileSource {
    readonly from: ConfigurationHandle | SecretHandle;
    /** Key -> path below the mount. Default every key under its own name. */
    readonly items?: Readonly<Record<string, string>>;
}

/** Fits any number of replicas. */
export type ReplicatedVolume = SharedVolume | ScratchVolume | DisposableVolume | FilesVolume;
export type Volume = ReplicatedVolume | SingleWriterVolume | PerReplicaVolume | CopyVolume;

export const claimed = (claim: SingleWriterClaim): SingleWriterVolume => ({ volume: "claim", claim });
export const shared = (claim: SharedClaim): SharedVolume => ({ volume: "shared", claim });
export const perReplica = (size: Size, storageClass: string): PerReplicaVolume => ({
    volume: "perReplica",
    size,
    storageClass,
});
export const scratch = (limit: Size): ScratchVolume => ({ volume: "scratch", limit, memory: false });
/** tmpfs: counts as the memory of whoever writes to it. */
export const scratchMemory = (limit: Size): ScratchVolume => ({ volume: "scratch", limit, memory: true });
export const disposable = (size: Size, storageClass: string): DisposableVolume => ({
    volume: "disposable",
    size,
    storageClass,
});
export const copyOf = (claim: CopyableClaim): CopyVolume => ({ volume: "copy", claim });
export const files = (...sources: readonly (ConfigurationHandle | SecretHandle | FileSource)[]): FilesVolume => ({
    volume: "files",
    sources: sources.map((source) => ("from" in source ? source : { from: source })),
});

export type Volumes = Readonly<Record<string, Volume>>;

/** A pod's `volumes`; templates for each replica are the StatefulSet's. */
export function podVolumes(volumes: Volumes): core.v1.Volume[] {
    return Object.entries(volumes).flatMap(([name, volume]): core.v1.Volume[] => {
        switch (volume.volume) {
            case "perReplica":
                return [];
            case "claim":
            case "shared":
                return [{ name, persistentVolumeClaim: { claimName: volume.claim.claimName } }];
            case "scratch":
                return [
                    {
                        name,
                        emptyDir: { sizeLimit: sizeText(volume.limit), ...(volume.memory && { medium: "Memory" }) },
                    },
                ];
            case "disposable":
                return [{ name, ephemeral: { volumeClaimTemplate: { spec: claimSpec(volume) } } }];
            case "copy":
                return [{ name, ephemeral: { volumeClaimTemplate: { spec: copySpec(volume.claim) } } }];
            case "files":
                // Readable by the pod's group (fsGroup) and nobody else.
                return [{ name, projected: { defaultMode: 0o440, sources: volume.sources.map(projection) } }];
        }
    });
}

export const readOnlyVolumes = (volumes: Volumes): readonly string[] =>
    Object.keys(volumes).filter((name) => volumes[name]?.volume === "files");

/** What a pod must wait for. */
export function volumeResources(volumes: Volumes): pulumi.Resource[] {
    return Object.values(volumes).flatMap((volume) => {
        if (volume.volume === "claim" || volume.volume === "shared" || volume.volume === "copy")
            return [...volume.claim.ready];
        return volume.volume === "files" ? volume.sources.flatMap(({ from }) => [...from.ready]) : [];
    });
}

/** What rolls a pod when it changes. */
export function volumeSources(volumes: Volumes): (ConfigurationHandle | SecretHandle)[] {
    return Object.values(volumes).flatMap((volume) =>
        volume.volume === "files" ? volume.sources.map(({ from }) => from) : [],
    );
}

/** Claims that no other workload can mount. */
export function ownedClaims(volumes: Volumes): string[] {
    return Object.values(volumes).flatMap((volume) =>
        volume.volume === "claim" && volume.claim.exclusive ? [volume.claim.claimName] : [],
    );
}

/** Sizes of the claims that Kubernetes makes and deletes with each pod. */
export function disposableSizes(volumes: Volumes): Size[] {
    return Object.values(volumes).flatMap((volume) => {
        if (volume.volume === "disposable") return [volume.size];
        return volume.volume === "copy" ? [volume.claim.size] : [];
    });
}

export const copiedClaims = (volumes: Volumes): string[] =>
    Object.values(volumes).flatMap((volume) => (volume.volume === "copy" ? [volume.claim.claimName] : []));

export function volumeProblems(volumes: Volumes): string[] {
    return Object.entries(volumes).flatMap(([name, volume]) => {
        // Kubernetes API: volume names are DNS labels.
        const named = /^(?=.{1,63}$)[a-z0-9]+(-[a-z0-9]+)*$/.test(name)
            ? []
            : [`volume name ${name} is none: use at most 63 lower-case letters, digits and dashes`];
        if (volume.volume !== "files") return named;
        const unknown = volume.sources.flatMap(({ from, items = {} }) =>
            Object.keys(items).filter((key) => !from.keys.includes(key)),
        );
        return [...named, ...unknown.map((key) => `volume ${name} mounts ${key}, which its source does not have`)];
    });
}

const claimSpec = ({ size, storageClass }: Pick<DisposableVolume, "size" | "storageClass">) => ({
    accessModes: ["ReadWriteOncePod"],
    storageClassName: storageClass,
    resources: { requests: { storage: sizeText(size) } },
});

const copySpec = (claim: CopyableClaim) => ({
    ...claimSpec({ size: claim.size, storageClass: claim.disposableClass }),
    dataSource: { kind: "PersistentVolumeClaim", name: claim.claimName },
});

function projection({ from, items }: FileSource): core.v1.VolumeProjection {
    const mapped = items && Object.entries(items).map(([key, path]) => ({ key, path }));
    const rest = mapped === undefined ? {} : { items: mapped };
    return from.kind === "configuration"
        ? { configMap: { name: from.configMapName, ...rest } }
        : { secret: { name: from.secretName, ...rest } };
}
