/** What the containers ask for, by size. Pods and volumes of a size stand in schema.ts, beside the growth table that they come from. */
import type { Resources } from "../../workload";
import type { AkoshaSize } from "./schema";

export interface AkoshaResources {
    readonly ingestion: Resources;
    readonly query: Resources;
    readonly hotStore: Resources;
    readonly warmStore: Resources;
    readonly aging: Resources;
}

const SCRATCH = { requests: { scratch: "512Mi" }, limits: { scratch: "2Gi" } } as const;

type Amount = readonly [cpu: Resources["requests"]["cpu"], memory: Resources["requests"]["memory"]];

const amounts = ([cpu, memory]: Amount, [mostCpu, mostMemory]: Amount): Resources => ({
    requests: { cpu, memory, ...SCRATCH.requests },
    limits: { cpu: mostCpu, memory: mostMemory, ...SCRATCH.limits },
});

/**
 * AKO-71 and AKO-72 for ingestion and query. The guide's table of resources (AKO-20 to AKO-23) gives the same two
 * limits as what a pod has, so its column is read as limits everywhere; requests of stores and aging are those of the
 * manifests that came with the guide (docs/upstream.md, Akosha).
 */
const DOCUMENTED: AkoshaResources = {
    ingestion: amounts(["1", "2Gi"], ["2", "4Gi"]),
    query: amounts(["500m", "1Gi"], ["2", "4Gi"]),
    hotStore: amounts(["2", "8Gi"], ["4", "16Gi"]),
    warmStore: amounts(["1", "4Gi"], ["2", "8Gi"]),
    aging: amounts(["1", "2Gi"], ["2", "4Gi"]),
};

/** Ours: everything there, and little of it; half of the document's at the most. */
const LITTLE = amounts(["100m", "256Mi"], ["1", "1Gi"]);
const DEV: AkoshaResources = {
    ...{ ingestion: LITTLE, query: LITTLE, warmStore: LITTLE, aging: LITTLE },
    hotStore: amounts(["100m", "512Mi"], ["1", "2Gi"]),
};

export const resourcesOf = (size: AkoshaSize): AkoshaResources => (size === "dev" ? DEV : DOCUMENTED);
