/** Volumes that charts claim for each of their pods. */
import type { DataPolicy } from "../../config/environment";
import { sizeText, type Size } from "../workload/quantities";

export const CLAIM_RETENTION: Readonly<Record<DataPolicy, "Retain" | "Delete">> = {
    keep: "Retain",
    disposable: "Delete",
};

/** As the operator's `storage` takes it. */
export const claimTemplate = (storageClassName: string, volume: Size) => ({
    volumeClaimTemplate: {
        spec: {
            storageClassName,
            accessModes: ["ReadWriteOnce"],
            resources: { requests: { storage: sizeText(volume) } },
        },
    },
});
