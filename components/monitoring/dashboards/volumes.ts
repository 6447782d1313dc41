/** Claims and what is on them, by the kubelet that mounts them. */
import { KUBERNETES } from "../catalogues/kubernetes";
import { below, maxBy, minus, over, predicted, value, type Matcher } from "../promql";
import { onVolumes } from "./runbooks";
import type { Panel } from "./spec";

export interface VolumesOf {
    readonly namespace: Matcher;
    /** Default all of them. */
    readonly claim?: Matcher;
}

const BY = ["namespace", "persistentvolumeclaim"];
const LEGEND = "{{namespace}} {{persistentvolumeclaim}}";
const DAY = 86_400;

const where = ({ namespace, claim }: VolumesOf) => ({ namespace, ...(claim && { persistentvolumeclaim: claim }) });

export const volumesUsed = (of: VolumesOf): Panel => ({
    ...{ title: "Volumes: used", show: "lines", unit: "percentunit", most: 1 },
    description:
        "What is used of each claim's file system. From 80 % on it is time to let it grow, which happens in place: raise its size in the stack file; EBS allows it once in six hours.",
    series: [
        {
            query: over(
                maxBy(BY, value(KUBERNETES.volumeUsed, where(of))),
                maxBy(BY, value(KUBERNETES.volumeCapacity, where(of))),
            ),
            legend: LEGEND,
        },
    ],
    // VolumeAlmostFull: less than 5 % free.
    limits: { worse: "above", warning: 0.8, critical: 0.95 },
    alerts: onVolumes("VolumeAlmostFull"),
});

export const volumesFull = (of: VolumesOf): Panel => ({
    ...{ title: "Volumes: full in four days", show: "table", width: 8 },
    description:
        "Claims that will have nothing left within four days, if they fill as they did during the last six hours. An empty table is good.",
    query: below(predicted(KUBERNETES.volumeAvailable, "6h", 4 * DAY, where(of)), 0),
    columns: { namespace: "Namespace", persistentvolumeclaim: "Claim" },
    whenEmpty: "none",
    alerts: onVolumes("VolumeFillsUp"),
});

export const inodesUsed = (of: VolumesOf): Panel => ({
    ...{ title: "Volumes: inodes used", show: "lines", unit: "percentunit", most: 1 },
    description:
        "Many small files use up inodes before bytes; xfs makes them as it needs them. From 95 % on no file may be new soon.",
    series: [
        {
            query: minus(
                1,
                over(
                    maxBy(BY, value(KUBERNETES.volumeInodesFree, where(of))),
                    maxBy(BY, value(KUBERNETES.volumeInodes, where(of))),
                ),
            ),
            legend: LEGEND,
        },
    ],
    limits: { worse: "above", warning: 0.95 },
    alerts: onVolumes("VolumeInodesLow"),
});
