/** Volumes that outlive their pods: one writer on EBS, or many on EFS. */
import * as core from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { DATA_PROTECTION } from "../data-policy";
import { livesOf, ofLife, usedLife, type Life } from "../../config/restores";
import type { FilesLife, SharedFiles } from "../handles";
import { fit } from "../names";
import { standardLabels } from "./labels";
import type { NamespaceHandle, VolumeRestore } from "./site";
import { sizeText, type Size } from "./quantities";
import { refuse } from "./refuse";
import { performanceClass, performanceProblems, type VolumePerformance } from "./volume-performance";
import { volumeSnapshot } from "./volume-snapshot";

/** A claim that one pod at a time writes. */
export interface SingleWriterClaim {
    readonly writers: "one";
    readonly claimName: string;
    /** One pod of the whole cluster, and so one workload (ReadWriteOncePod); else one node. */
    readonly exclusive: boolean;
    readonly ready: readonly pulumi.Resource[];
}

/** Enough of a claim to make another one like it. */
export interface CopyableClaim extends SingleWriterClaim {
    readonly size: Size;
    /** Class of its copies: their volumes go with them, where those of the claim stay. */
    readonly disposableClass: string;
}

/** A claim that pods on any node write at the same time. */
export interface SharedClaim {
    readonly writers: "many";
    readonly claimName: string;
    readonly ready: readonly pulumi.Resource[];
}

/** Longest name of a PersistentVolume that every label accepts. */
const NAME_LENGTH = 63;

export interface VolumeClaimArgs {
    readonly namespace: NamespaceHandle;
    /** Name of the PersistentVolumeClaim. Default the component's. */
    readonly metadataName?: string;
    /** May grow later, in place (the StorageClass must allow expansion). Kubernetes refuses to shrink it. */
    readonly size: Size;
    /** StorageClass, of which the volume's zone, type and encryption come. */
    readonly storageClass: string;
    /**
     * More of a gp3 volume than its StorageClass gives (3000 IOPS, 125 MiB/s). May change later, in place; what once had it must keep some, so a
     * claim that will ever have it says so from the start. Default the class's.
     */
    readonly performance?: VolumePerformance;
    /**
     * `ReadWriteOncePod` (default) keeps a second pod out even on the same node, which a single-writer file needs. `ReadWriteOnce` where a
     * job mounts the volume of a running pod. Cannot change later.
     */
    readonly accessMode?: "ReadWriteOncePod" | "ReadWriteOnce";
}

/**
 * A volume in one zone, declared by itself and not by a StatefulSet, whose templates could never grow (kubernetes/kubernetes#69041). One that
 * came back from a snapshot is another claim beside it: Kubernetes changes no `dataSource`.
 */
export class VolumeClaim extends pulumi.ComponentResource implements CopyableClaim {
    readonly writers = "one";
    readonly claimName: string;
    readonly exclusive: boolean;
    readonly size: Size;
    readonly disposableClass: string;
    /** metadata.uid: another one is another volume. Empty while it is not known. */
    readonly uid: pulumi.Output<string>;
    readonly ready: readonly pulumi.Resource[];

    constructor(name: string, args: VolumeClaimArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:workload:VolumeClaim", name, {}, opts);
        const { namespace, size, performance } = args;
        const { site, namespaceName } = namespace;
        const first = args.metadataName ?? name;
        const restores = (site.volumeRestores ?? []).filter(({ claim }) => claim === `${namespaceName}/${first}`);
        const lives = livesOf(restores);
        this.exclusive = args.accessMode !== "ReadWriteOnce";
        this.size = size;
        this.disposableClass = site.storageClasses.disposable;
        if (performance !== undefined) refuse(first, performanceProblems(size, performance));
        site.registry.addClaims(namespaceName, lives.length, size);

        this.claimName = ofLife(first, usedLife(restores));
        const attributes = performance && performanceClass(name, { namespace, claimName: first, performance }, this);
        const used = lives.flatMap((life) => {
            const claim = this.createClaim(ofLife(name, life), ofLife(first, life), args, { life, attributes });
            return life.state === "used" ? [claim] : [];
        });
        this.uid = pulumi
            .all(used.map(({ metadata }) => metadata))
            .apply(([metadata]) => (metadata as { readonly uid?: string } | undefined)?.uid ?? "");
        this.ready = used;
        this.registerOutputs({ claimName: this.claimName });
    }

    private createClaim(
        name: string,
        claimName: string,
        { namespace, size, storageClass, accessMode = "ReadWriteOncePod" }: VolumeClaimArgs,
        { life, attributes }: ClaimLife,
    ): core.PersistentVolumeClaim {
        const source =
            life.from &&
            volumeSnapshot(name, { namespace, metadataName: claimName, handle: life.from.snapshot, parent: this });
        return new core.PersistentVolumeClaim(
            `${name}-claim`,
            {
                metadata: {
                    name: claimName,
                    namespace: namespace.namespaceName,
                    labels: standardLabels({ name: claimName, partOf: namespace.system }),
                    // Its class waits for a pod, and providers before 4.27 wait five minutes for a bound claim to be pending again (pulumi-kubernetes#4179); its pod waits for it.
                    annotations: { "pulumi.com/skipAwait": "true" },
                },
                spec: {
                    accessModes: [accessMode],
                    storageClassName: storageClass,
                    ...(attributes && { volumeAttributesClassName: attributes.className }),
                    resources: { requests: { storage: sizeText(size) } },
                    ...(source && { dataSource: source.dataSource }),
                },
            },
            {
                parent: this,
                dependsOn: beforeClaims(namespace, [
                    ...(attributes ? [attributes.ready] : []),
                    ...(source ? [source.ready] : []),
                ]),
                protect: DATA_PROTECTION[namespace.site.scope.data].protect && life.state !== "leaving",
            },
        );
    }
}

interface ClaimLife {
    readonly life: Life<VolumeRestore>;
    readonly attributes: ReturnType<typeof performanceClass> | undefined;
}

export interface SharedFilesClaimArgs {
    readonly namespace: NamespaceHandle;
    /** Name of the PersistentVolumeClaim. Default the component's. */
    readonly metadataName?: string;
    readonly files: SharedFiles;
    /** Access point of `files`, a directory of its own that belongs to uid 10001. */
    readonly accessPoint: string;
    /** Kubernetes wants one; EFS grows and shrinks by itself and ignores it. What the claim was made with stays: no class could resize it. */
    readonly size: Size;
}

/** A directory on EFS as a claim. Deleting the claim deletes no file: the file system is protected by itself. */
export class SharedFilesClaim extends pulumi.ComponentResource implements SharedClaim {
    readonly writers = "many";
    readonly claimName: string;
    readonly ready: readonly pulumi.Resource[];

    constructor(name: string, args: SharedFilesClaimArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:workload:SharedFilesClaim", name, {}, opts);
        const { files, accessPoint, namespace } = args;
        const first = args.metadataName ?? name;
        const lives = livesOfFiles(files, accessPoint);
        const used = lives.find(({ state }) => state === "used");
        refuse(first, used === undefined ? [`the shared files have no access point ${accessPoint}`] : []);
        namespace.site.registry.addClaims(namespace.namespaceName, lives.length, args.size);

        this.claimName = ofLife(first, used ?? { suffix: "" });
        // What a volume leads to never changes: a directory that was restored has a volume and a claim of its own.
        this.ready = lives.flatMap((life) => {
            const claim = this.createLife(ofLife(name, life), ofLife(first, life), args, life);
            return life.state === "used" ? [claim] : [];
        });
        this.registerOutputs({ claimName: this.claimName });
    }

    private createLife(
        name: string,
        claimName: string,
        args: SharedFilesClaimArgs,
        life: FilesLife,
    ): core.PersistentVolumeClaim {
        const handle = pulumi.interpolate`${args.files.fileSystemId}::${life.accessPointId}`;
        const volume = this.createVolume(name, claimName, args, handle);
        return this.createClaim(name, claimName, args, {
            volume,
            protect: DATA_PROTECTION[args.namespace.site.scope.data].protect && life.state !== "leaving",
        });
    }

    /** Bound to its claim by name on both sides, so that nobody else's claim takes it. */
    private createVolume(
        name: string,
        claimName: string,
        { namespace, size }: SharedFilesClaimArgs,
        volumeHandle: pulumi.Output<string>,
    ): core.PersistentVolume {
        return new core.PersistentVolume(
            `${name}-volume`,
            {
                metadata: {
                    name: volumeName(namespace.namespaceName, claimName),
                    labels: standardLabels({ name: claimName, partOf: namespace.system }),
                },
                spec: {
                    accessModes: ["ReadWriteMany"],
                    capacity: { storage: sizeText(size) },
                    claimRef: { namespace: namespace.namespaceName, name: claimName },
                    csi: { driver: "efs.csi.aws.com", volumeHandle },
                    mountOptions: ["tls"],
                    persistentVolumeReclaimPolicy: "Retain",
                    storageClassName: "",
                },
            },
            { parent: this, dependsOn: [...namespace.ready] },
        );
    }

    private createClaim(
        name: string,
        claimName: string,
        { namespace, size }: SharedFilesClaimArgs,
        { volume, protect }: { readonly volume: core.PersistentVolume; readonly protect: boolean },
    ): core.PersistentVolumeClaim {
        return new core.PersistentVolumeClaim(
            `${name}-claim`,
            {
                metadata: {
                    name: claimName,
                    namespace: namespace.namespaceName,
                    labels: standardLabels({ name: claimName, partOf: namespace.system }),
                },
                spec: {
                    accessModes: ["ReadWriteMany"],
                    // Empty, and not absent: the cluster's default class would make a volume of its own.
                    storageClassName: "",
                    volumeName: volumeName(namespace.namespaceName, claimName),
                    resources: { requests: { storage: sizeText(size) } },
                },
            },
            // No file goes with it, but the way to them does.
            {
                parent: this,
                dependsOn: beforeClaims(namespace, [volume]),
                ignoreChanges: ["spec.resources"],
                protect,
            },
        );
    }
}

/**
 * What the namespace allows is raised before a claim is made or grows. One in the list is still to come; of a promise of the whole list the
 * SDK would look through every object of each resource for what is not known yet.
 */
function beforeClaims(
    { namespaceName, ready, site }: NamespaceHandle,
    more: readonly pulumi.Resource[],
): pulumi.Input<pulumi.Resource>[] {
    const before = [...ready, ...more];
    const [first] = before;
    return first === undefined ? [] : [...before, site.registry.limitsOf(namespaceName, first)];
}

const livesOfFiles = ({ lives, accessPoints }: SharedFiles, name: string): readonly FilesLife[] => {
    const accessPointId = accessPoints[name];
    if (lives !== undefined) return lives[name] ?? [];
    return accessPointId === undefined ? [] : [{ suffix: "", state: "used", accessPointId }];
};

/** PersistentVolumes have no namespace, so their names carry it. */
const volumeName = (namespace: string, claim: string): string => fit(`${namespace}-${claim}`, NAME_LENGTH);
