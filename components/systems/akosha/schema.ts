/** What a stack file may say about Akosha (spec/001), and what Akosha needs of an environment. Imports zod only. */
import { z } from "zod";
import { definition } from "../definition";
import { workloadSettings } from "../settings";

/** How each is run is a setting; in brackets its ports. */
export const AKOSHA_WORKLOADS = {
    ingestion: ["api", "metrics"],
    query: ["api"],
    hotStore: ["api", "metrics"],
    warmStore: ["api", "metrics"],
    aging: [],
} as const;

export const AKOSHA_SIZES = ["dev", "pilot", "phase1", "phase2", "phase3"] as const;
export type AkoshaSize = (typeof AKOSHA_SIZES)[number];

interface SizeRow {
    /** Largest number of pods: the larger of the documented autoscaler bound and the growth table. */
    readonly ingestionPods: number;
    readonly queryPods: number;
    readonly hotGibibytes: number;
    readonly warmGibibytes: number;
}

/** spec/001 "Scaling for Growth Phases"; bounds 20 and 10 are the documented autoscaler's (DESIGN.md section 4). `dev` is ours. */
export const AKOSHA_SIZE_TABLE: Readonly<Record<AkoshaSize, SizeRow>> = {
    dev: { ingestionPods: 2, queryPods: 2, hotGibibytes: 10, warmGibibytes: 20 },
    pilot: { ingestionPods: 20, queryPods: 10, hotGibibytes: 100, warmGibibytes: 500 },
    phase1: { ingestionPods: 20, queryPods: 10, hotGibibytes: 500, warmGibibytes: 2_000 },
    phase2: { ingestionPods: 20, queryPods: 10, hotGibibytes: 2_000, warmGibibytes: 10_000 },
    phase3: { ingestionPods: 50, queryPods: 20, hotGibibytes: 10_000, warmGibibytes: 50_000 },
};

export const akosha = z.strictObject({
    enabled: z.boolean().describe("Whether Akosha is part of this environment."),
    size: z.enum(AKOSHA_SIZES).describe("Growth phase of the deployment guide; dev is the smallest that runs."),
    workloads: workloadSettings(AKOSHA_WORKLOADS),
});
export type Akosha = z.infer<typeof akosha>;

export function akoshaNeeds(config: Akosha) {
    const size = AKOSHA_SIZE_TABLE[config.size];
    return {
        namespaces: ["akosha"],
        redis: [{ use: "cache", user: "akosha" }],
        coldData: [{ bucket: "akosha-cold-data", user: "akosha" }],
        zonalVolumes: true,
        ingress: true,
        // Two autoscaled Deployments (floor 2 each), two stores, one aging pod at a time.
        pods: { floor: 6, ceiling: size.ingestionPods + size.queryPods + 3 },
    } as const;
}

export const akoshaDefinition = definition(akosha, {
    needs: akoshaNeeds,
    workloads: AKOSHA_WORKLOADS,
    defaults: { profiles: { economy: { size: "dev" }, highlyAvailable: { size: "phase1" } } },
});
