import { at, mapOf } from "../../inputs";
import type { Json, Live } from "../api";
import { STAND_IN, type Reaction } from "./stand-in";

const DRIVERS = new Set(["ebs.csi.aws.com", "efs.csi.aws.com"]);
const PROVISIONER = "volume.kubernetes.io/storage-provisioner";
const SELECTED_NODE = "volume.kubernetes.io/selected-node";
const PROVISIONED_BY = "pv.kubernetes.io/provisioned-by";
const ZONE = "topology.kubernetes.io/zone";

/**
 * The EBS and EFS CSI drivers: a volume for every claim that asks one of them, in the zone of the node that the scheduler has chosen for
 * the first pod, and larger when the claim grows.
 */
export const claims: Reaction = {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    async react(live, object) {
        if (live.metadata.deletionTimestamp !== undefined) return;
        const driver = annotations(live)[PROVISIONER];
        if (typeof driver !== "string" || !DRIVERS.has(driver)) return;
        const { api } = object.cluster;
        const wanted = at(live.spec, "resources.requests.storage");
        if (at(live.status, "phase") === "Bound") {
            const attributes = at(live.spec, "volumeAttributesClassName");
            const isSo = attributes === at(live.status, "currentVolumeAttributesClassName");
            if (isSo && wanted === at(live.status, "capacity.storage")) return;
            await api.merge(volumePath(String(at(live.spec, "volumeName"))), {
                spec: { capacity: { storage: wanted }, volumeAttributesClassName: attributes },
            });
            return object.report({ capacity: { storage: wanted }, currentVolumeAttributesClassName: attributes });
        }
        // Lost for good: a claim is bound once (sig-storage-lib-external-provisioner, controller.go, shouldProvision).
        if (at(live.spec, "volumeName") !== undefined) return;
        const storageClass = await api.find(
            `/apis/storage.k8s.io/v1/storageclasses/${String(at(live.spec, "storageClassName"))}`,
        );
        if (storageClass === undefined) return;
        const node = annotations(live)[SELECTED_NODE];
        if (storageClass.volumeBindingMode === "WaitForFirstConsumer" && node === undefined) return;
        const place = typeof node === "string" ? await api.find(`/api/v1/nodes/${node}`) : undefined;
        const zone = mapOf(place?.metadata.labels)[ZONE];
        const volume = volumeFor(live, storageClass, driver, zone);
        await api.apply(volumePath(nameOf(live)), volume, { manager: STAND_IN, force: true });
    },
};

/** What is let go of goes, unless its class says that it stays. */
export const volumes: Reaction = {
    apiVersion: "v1",
    kind: "PersistentVolume",
    async react(live, { cluster }) {
        if (live.metadata.deletionTimestamp !== undefined || annotations(live)[PROVISIONED_BY] === undefined) return;
        if (at(live.status, "phase") !== "Released" || at(live.spec, "persistentVolumeReclaimPolicy") !== "Delete")
            return;
        await cluster.api.delete(volumePath(String(live.metadata.name)), "Background");
    },
};

function volumeFor(claim: Live, storageClass: Live, driver: string, zone: unknown): Json {
    const { namespace, name, uid } = claim.metadata;
    const { accessModes, resources, volumeMode, storageClassName, volumeAttributesClassName } = mapOf(claim.spec);
    return {
        ...{ apiVersion: "v1", kind: "PersistentVolume" },
        metadata: { name: nameOf(claim), annotations: { [PROVISIONED_BY]: driver } },
        spec: {
            // A claim that names other attributes than the volume has is never bound to it.
            ...{ accessModes, storageClassName, volumeMode, volumeAttributesClassName },
            capacity: mapOf(mapOf(resources).requests),
            persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? "Delete",
            claimRef: { ...{ apiVersion: "v1", kind: "PersistentVolumeClaim" }, namespace, name, uid },
            csi: { driver, volumeHandle: nameOf(claim) },
            ...(driver === "ebs.csi.aws.com" &&
                typeof zone === "string" && {
                    nodeAffinity: {
                        required: {
                            nodeSelectorTerms: [{ matchExpressions: [{ key: ZONE, operator: "In", values: [zone] }] }],
                        },
                    },
                }),
        },
    };
}

const nameOf = ({ metadata }: Live): string => `pvc-${String(metadata.uid)}`;
const volumePath = (name: string): string => `/api/v1/persistentvolumes/${name}`;
const annotations = ({ metadata }: Live): Json => mapOf(metadata.annotations);
