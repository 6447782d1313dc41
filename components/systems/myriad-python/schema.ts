/** What a stack file may say about Myriad, the Python system (spec/003), and what it needs. Imports zod only. */
import { z } from "zod";
import { definition } from "../definition";
import { workloadSettings } from "../settings";

/** How each is run is a setting; in brackets its ports. */
export const MYRIAD_PYTHON_WORKLOADS = {
    orchestrator: ["http"],
    graphdbManager: ["http"],
    inputProcessor: ["http"],
    outputProcessor: ["http"],
    integrationTester: ["http"],
    lightbulbDefinition: ["http"],
    lightbulbFunction: ["http"],
} as const;

export const myriadPython = z.strictObject({
    enabled: z.boolean().describe("Whether Myriad (Python) is part of this environment."),
    size: z.enum(["dev", "production"]).describe("Resource table of the document (production) or half of it (dev)."),
    workloads: workloadSettings(MYRIAD_PYTHON_WORKLOADS),
});
export type MyriadPython = z.infer<typeof myriadPython>;

export function myriadPythonNeeds(_config: MyriadPython) {
    return {
        namespaces: ["myriad-python"],
        redis: [{ use: "cache", user: "myriad-python" }],
        backupArchive: [{ user: "myriad-python" }], // nightly Neo4j dumps
        neo4j: [{ user: "myriad-python" }],
        zonalVolumes: true, // Neo4j
        // Names that the code has compiled in; underscores are illegal in Service names (upstream-systems 1.9).
        dnsRewrites: {
            graphdb_manager_ai: "graphdb-manager-ai.myriad-python.svc.cluster.local",
            lightbulb_definition_ai: "lightbulb-definition-ai.myriad-python.svc.cluster.local",
            lightbulb_function_ai: "lightbulb-function-ai.myriad-python.svc.cluster.local",
        },
        pods: { floor: 9, ceiling: 11 },
    } as const;
}

export const myriadPythonDefinition = definition(myriadPython, {
    needs: myriadPythonNeeds,
    workloads: MYRIAD_PYTHON_WORKLOADS,
    defaults: { profiles: { economy: { size: "dev" }, highlyAvailable: { size: "production" } } },
});
