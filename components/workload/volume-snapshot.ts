/** A snapshot that exists in EBS, as what a claim may begin with (kubernetes.io: "Pre-provisioned" VolumeSnapshots). */
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import type * as pulumi from "@pulumi/pulumi";
import { fit } from "../names";
import { standardLabels } from "./labels";
import type { NamespaceHandle } from "./site";

const API = "snapshot.storage.k8s.io";
const NAME_LENGTH = 63;

export interface VolumeSnapshotArgs {
    readonly namespace: NamespaceHandle;
    /** metadata.name of the VolumeSnapshot. */
    readonly metadataName: string;
    /** Of EBS: `snap-...`. */
    readonly handle: string;
    readonly parent: pulumi.Resource;
}

/** `dataSource` of a claim, and what must be there before it. Neither object owns the snapshot: it outlives both. */
export function volumeSnapshot(name: string, { namespace, metadataName, handle, parent }: VolumeSnapshotArgs) {
    const { namespaceName, system } = namespace;
    const labels = standardLabels({ name: metadataName, partOf: system });
    const apiVersion = `${API}/v1`;
    // Contents have no namespace, so their names carry it.
    const contentName = fit(`${namespaceName}-${metadataName}`, NAME_LENGTH);
    const content = new CustomResource(
        `${name}-content`,
        {
            ...{ apiVersion, kind: "VolumeSnapshotContent", metadata: { name: contentName, labels } },
            spec: {
                ...{ driver: "ebs.csi.aws.com", deletionPolicy: "Retain", source: { snapshotHandle: handle } },
                volumeSnapshotRef: { namespace: namespaceName, name: metadataName },
            },
        },
        { parent, dependsOn: [...namespace.ready] },
    );
    const snapshot = new CustomResource(
        `${name}-snapshot`,
        {
            ...{ apiVersion, kind: "VolumeSnapshot" },
            metadata: { name: metadataName, namespace: namespaceName, labels },
            spec: { source: { volumeSnapshotContentName: contentName } },
        },
        { parent, dependsOn: [content] },
    );
    return { dataSource: { apiGroup: API, kind: "VolumeSnapshot", name: metadataName }, ready: snapshot };
}
