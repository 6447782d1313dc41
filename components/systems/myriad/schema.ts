/** What a stack file may say about Myriad, the .NET system (spec/000), and what it needs. Imports zod only. */
import { z } from "zod";
import { definition } from "../definition";
import { workloadSettings } from "../settings";

/** How each is run is a setting; in brackets its ports. */
export const MYRIAD_WORKLOADS = {
    orchestrator: ["http"],
    graphdb: ["http"],
    inputProcessor: ["http"],
    outputProcessor: ["http"],
    lightbulb: ["http"],
    factory: ["http"],
} as const;

export const myriad = z.strictObject({
    enabled: z.boolean().describe("Whether Myriad (.NET) is part of this environment."),
    size: z.enum(["dev", "production"]).describe("production has the documented 3-20 orchestrators; dev one of each."),
    workloads: workloadSettings(MYRIAD_WORKLOADS),
});
export type Myriad = z.infer<typeof myriad>;

export function myriadNeeds(config: Myriad) {
    const production = config.size === "production";
    return {
        namespaces: ["myriad"],
        redis: [{ use: "cache", user: "myriad" }],
        coldData: [{ bucket: "myriad-packets", user: "myriad" }],
        zonalVolumes: true, // the GraphDB manager's 10 Gi claim
        ingress: true,
        // Orchestrator 3-20, GraphDB manager, input and output processors.
        pods: production ? { floor: 6, ceiling: 23 } : { floor: 4, ceiling: 4 },
    } as const;
}

export const myriadDefinition = definition(myriad, {
    needs: myriadNeeds,
    workloads: MYRIAD_WORKLOADS,
    defaults: { profiles: { economy: { size: "dev" }, highlyAvailable: { size: "production" } } },
});
