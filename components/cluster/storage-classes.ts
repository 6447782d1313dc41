import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import { StorageClass } from "@pulumi/kubernetes/storage/v1";
import * as pulumi from "@pulumi/pulumi";
import type { DataPolicy, Environment } from "../../config/environment";
import type { KmsKey } from "../handles";
import type { Scope } from "../scope";
import type { StorageClassNames } from "../workload/site";

/** Tag of volumes that go with their pod (kubernetes-sigs/aws-ebs-csi-driver/docs/tagging.md): AWS Backup leaves them out. */
const DISPOSABLE_TAG = "mindcloud:disposable";

/** File systems by class. ext4 is Kubernetes' own default; xfs is what Neo4j and PostgreSQL recommend for large files. */
const CLASSES = {
    general: { metadataName: "gp3", fileSystem: "ext4" },
    database: { metadataName: "gp3-xfs", fileSystem: "xfs" },
    disposable: { metadataName: "gp3-xfs-disposable", fileSystem: "xfs" },
} as const satisfies Record<keyof StorageClassNames, object>;

/** Where nothing is kept, every class deletes, and none of its own is needed for what is disposable. */
export const storageClassNames = (data: DataPolicy): StorageClassNames => ({
    general: CLASSES.general.metadataName,
    database: CLASSES.database.metadataName,
    disposable: CLASSES[data === "keep" ? "disposable" : "database"].metadataName,
});

export interface StorageClassesArgs {
    readonly scope: Scope;
    /** Key of the domain `volumes`. */
    readonly key: KmsKey;
    readonly needs: Pick<Environment["needs"], "zonalVolumes">;
    /** Drivers (`KubernetesCluster.storage`): what claims by a class waits for them, and is gone before they are. */
    readonly drivers: readonly pulumi.Resource[];
    /** Whether the kind VolumeSnapshotClass is there for certain: in a cluster of others nobody says so. */
    readonly snapshots: boolean;
}

/**
 * EBS volumes, encrypted with our key. EFS has no class: directories are made by this program and mounted as volumes of their own
 * (components/workload/claims). Satisfies EC2.3, CKV_AWS_3.
 */
export class StorageClasses extends pulumi.ComponentResource {
    readonly names: StorageClassNames;
    readonly ready: readonly pulumi.Resource[];

    constructor(name: string, args: StorageClassesArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:cluster:StorageClasses", name, {}, opts);
        const { data } = args.scope;
        this.names = storageClassNames(data);
        this.ready = [
            this.createClass(name, "general", args),
            ...(args.needs.zonalVolumes ? [this.createClass(name, "database", args)] : []),
            ...(args.needs.zonalVolumes && data === "keep" ? [this.createClass(name, "disposable", args)] : []),
        ];
        if (args.needs.zonalVolumes && args.snapshots) this.createSnapshotClass(name, args);
        this.registerOutputs({});
    }

    private createClass(
        name: string,
        purpose: keyof StorageClassNames,
        { scope, key, drivers }: StorageClassesArgs,
    ): StorageClass {
        const { metadataName, fileSystem } = CLASSES[purpose];
        return new StorageClass(
            `${name}-${purpose}`,
            {
                metadata: {
                    name: metadataName,
                    labels: { "app.kubernetes.io/managed-by": "mindcloud" },
                    // A claim that names no class gets an encrypted volume too. EKS's own gp2 is not marked since 1.30.
                    ...(purpose === "general" && {
                        annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
                    }),
                },
                provisioner: "ebs.csi.aws.com",
                // See kubernetes-sigs/aws-ebs-csi-driver/docs/parameters.md; all values are strings.
                parameters: {
                    type: "gp3",
                    encrypted: "true",
                    kmsKeyId: key.arn,
                    "csi.storage.k8s.io/fstype": fileSystem,
                    ...(purpose === "disposable" && { tagSpecification_1: `${DISPOSABLE_TAG}=true` }),
                },
                allowVolumeExpansion: true,
                // Otherwise a volume may be made in a zone where its pod has no room.
                volumeBindingMode: "WaitForFirstConsumer",
                // Kept data survives its claim. A volume takes this over when it is made: those of `keep` stay, whatever is said later.
                reclaimPolicy: scope.data === "keep" && purpose !== "disposable" ? "Retain" : "Delete",
            },
            // Kubernetes updates no class (its API: "updates to reclaimPolicy are forbidden"), and claims find it by its name.
            { parent: this, dependsOn: [...drivers], replaceOnChanges: ["reclaimPolicy"], deleteBeforeReplace: true },
        );
    }

    /**
     * For a person's snapshot before a change that may go wrong, which `stores.volumes.restoreFrom` brings back. Where volumes exist, for only
     * then the add-on snapshot-controller is there, which brings the kind. A snapshot has its volume's key (EBS user guide).
     */
    private createSnapshotClass(name: string, { scope: { data }, drivers }: StorageClassesArgs): void {
        new CustomResource(
            `${name}-snapshots`,
            {
                apiVersion: "snapshot.storage.k8s.io/v1",
                kind: "VolumeSnapshotClass",
                metadata: {
                    name: "ebs",
                    labels: { "app.kubernetes.io/managed-by": "mindcloud" },
                    // A VolumeSnapshot that names no class gets this one.
                    annotations: { "snapshot.storage.kubernetes.io/is-default-class": "true" },
                },
                driver: "ebs.csi.aws.com",
                deletionPolicy: data === "keep" ? "Retain" : "Delete",
            },
            { parent: this, dependsOn: [...drivers] },
        );
    }
}
