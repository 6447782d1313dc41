/** What a stack file may say about Myriad, the .NET system, and what it needs. Imports zod only. */
import { z } from "zod";
import { definition } from "../definition";
import { REDIS_PROXY_LISTENS } from "../pod-ports";
import { PORTS } from "./ports";
import { CLOSED_ENDPOINT, endpointNeeds, endpointSettings, type EndpointFacts } from "../endpoint";
import type { ProtectedVariables } from "../variables";
import {
    claimsHeld,
    isAbsent,
    neo4jSettings,
    podBounds,
    scrapedParts,
    volumeGibibytes,
    workloadSettings,
} from "../settings";

/** How each is run is a setting; in brackets its ports. */
export const MYRIAD_WORKLOADS = {
    orchestrator: ["http"],
    graphdb: ["http"],
    inputProcessor: ["http"],
    outputProcessor: ["http"],
    lightbulb: ["http"],
    factory: ["http"],
} as const;

/** Cognitive tiers (MYR-3): what a query may use, by the model that it asks for. */
const count = (what: string) =>
    z
        .number(`must be a number | write 1 or more`)
        .int("must be a whole number | write 1 or more")
        .min(1, "must be 1 or more: a query that may do nothing is never answered | write 1 or more")
        .describe(what);

const tier = z.strictObject({
    maxAgentsPerQuery: count("Most agents that one query activates."),
    graphTraversalDepth: count("How many edges of the graph are followed."),
    useEnhancedIntelligence: z.boolean().describe("Whether agents are chosen by enhanced intelligence."),
    useCognitiveSynthesizer: z.boolean().describe("Whether answers of agents are synthesized."),
    enableSocraticLoop: z.boolean().describe("Whether the answer is questioned and refined."),
    maxProcessingTimeMs: count("Longest that a query may take, in milliseconds."),
});
export type Tier = z.infer<typeof tier>;

export const tiers = z.strictObject({
    swift: tier.describe("Model myriad-swift."),
    base: tier.describe("Model myriad-base, and whatever else a query names."),
    max: tier.describe("Model myriad-max."),
});
export type Tiers = z.infer<typeof tiers>;

/** MYR-29 to MYR-31, CognitivePolicyEngine.cs; a property that the document leaves out is C#'s false. */
export const DOCUMENTED_TIERS = {
    swift: {
        maxAgentsPerQuery: 1,
        graphTraversalDepth: 1,
        useEnhancedIntelligence: false,
        useCognitiveSynthesizer: false,
        enableSocraticLoop: false,
        maxProcessingTimeMs: 500,
    },
    base: {
        maxAgentsPerQuery: 5,
        graphTraversalDepth: 2,
        useEnhancedIntelligence: true,
        useCognitiveSynthesizer: true,
        enableSocraticLoop: false,
        maxProcessingTimeMs: 3000,
    },
    max: {
        maxAgentsPerQuery: 15,
        graphTraversalDepth: 3,
        useEnhancedIntelligence: true,
        useCognitiveSynthesizer: true,
        enableSocraticLoop: true,
        maxProcessingTimeMs: 10_000,
    },
} as const satisfies Tiers;

/** MYR-28. */
const MEASURED = ["orchestrator"] as const;

/** What pods are told from other keys, and would be told twice. */
const OURS: ProtectedVariables = {
    ASPNETCORE_ENVIRONMENT: "is Production everywhere | leave it out",
    "ASPNETCORE_(HTTP_PORTS|URLS)|Kestrel__Endpoints__.*":
        "is the container's own port | write systems.myriad.workloads.<name>.ports",
    "(GRAPHDB|INPUT_PROCESSOR|OUTPUT_PROCESSOR)_URL": "leads to a part of the system | leave it out",
    "ConnectionStrings__Redis|S3__.*|AWS_REGION|NEO4J_(URI|CREDENTIALS)|GraphDb__DataDirectory":
        "comes with the store that it names | leave it out",
    "CognitivePolicies__.*": "is set by a key of its own | write systems.myriad.tiers",
};

export const myriad = z.strictObject({
    enabled: z.boolean().describe("Whether Myriad (.NET) is part of this environment."),
    size: z.enum(["dev", "production"]).describe("production has the documented 3-20 orchestrators; dev one of each."),
    orchestrator: podBounds(100).describe("Pods of the orchestrator, each with its two agents."),
    processors: podBounds(100).describe("Pods of the input processor, and as many of the output processor."),
    graphdbGibibytes: volumeGibibytes.describe("Volume of the GraphDB manager, in GiB. May grow, never shrink."),
    tiers: tiers.describe("What a query may use, by the model that it asks for; another model means base."),
    neo4j: z
        .strictObject({
            enabled: z
                .boolean()
                .describe(
                    "Whether there is one: in the cluster with nightly backups, or what existing.neo4j.myriad names.",
                ),
            ...neo4jSettings,
        })
        .describe("Optional Neo4j behind the GraphDB manager."),
    scraped: scrapedParts(MEASURED, "it has none today"),
    endpoint: endpointSettings,
    workloads: workloadSettings(MYRIAD_WORKLOADS, OURS, ["graphdb", "inputProcessor", "outputProcessor"]),
});
export type Myriad = z.infer<typeof myriad>;

/** Read at Pyramid-Systems-Inc/Myriad-Mind, f2e8d7a: Program.cs of the orchestrator, which has no authentication at all. */
export const MYRIAD_ENDPOINT: EndpointFacts = {
    ...{ host: "myriad", key: "myriad" },
    paths: [
        { path: "/process", by: "nobody", how: "not in the code yet; MYR-46 asks for no credentials" },
        { path: "/ping", by: "nobody", how: "makes the orchestrator call an agent's /health" },
        { path: "/health", by: "nobody", how: "a fixed answer" },
    ],
};

const HOLDERS = { graphdb: "graphdb-data" } as const;

export function myriadNeeds({ orchestrator, processors, neo4j, endpoint, workloads }: Myriad) {
    const { ingress, internalIngress, logins } = endpointNeeds(MYRIAD_ENDPOINT, endpoint);
    // The GraphDB manager and Neo4j are one pod each; a backup of Neo4j is another.
    const graph = isAbsent(workloads.graphdb) ? 0 : 1;
    const besides = neo4j.enabled ? { floor: graph + 1, ceiling: graph + 2 } : { floor: graph, ceiling: graph };
    const kinds = [workloads.inputProcessor, workloads.outputProcessor].filter((one) => !isAbsent(one)).length;
    return {
        namespaces: ["myriad"],
        redis: [{ use: "cache", user: "myriad" }],
        coldData: true,
        ...(neo4j.enabled && { neo4j: [{ user: "myriad" }], backupArchive: true }),
        zonalVolumes: graph === 1 || neo4j.enabled,
        storageClasses: [...(graph === 1 ? ["general" as const] : []), ...(neo4j.enabled ? ["database" as const] : [])],
        volumes: [...claimsHeld("myriad", HOLDERS, workloads), ...(neo4j.enabled ? ["myriad/neo4j-data"] : [])],
        ...{ ingress, internalIngress, peopleSecrets: logins },
        pods: {
            floor: orchestrator.min + kinds * processors.min + besides.floor,
            ceiling: orchestrator.max + kinds * processors.max + besides.ceiling,
        },
    } as const;
}

export const myriadDefinition = definition(myriad, {
    needs: myriadNeeds,
    workloads: MYRIAD_WORKLOADS,
    pods: () => [
        {
            workloads: {
                orchestrator: { http: PORTS.orchestrator },
                lightbulb: { http: PORTS.lightbulb },
                factory: { http: PORTS.factory },
            },
            taken: REDIS_PROXY_LISTENS,
        },
    ],
    endpoint: MYRIAD_ENDPOINT,
    // Pyramid-Systems-Inc/Myriad-Mind, branch Dev, f2e8d7a: roadmap/ describes them, src/ has an orchestrator and two agents.
    withoutCode: {
        graphdb: "src/ has no GraphDB manager; roadmap/ describes one",
        inputProcessor: "src/ has no input processor; roadmap/ describes one",
        outputProcessor: "src/ has no output processor; roadmap/ describes one",
    },
    holders: HOLDERS,
    measured: MEASURED,
    defaults: {
        common: {
            graphdbGibibytes: 10, // MYR-25: graphdb.persistence.size
            tiers: DOCUMENTED_TIERS,
            neo4j: { enabled: false, gibibytes: 10 },
            scraped: [],
            endpoint: CLOSED_ENDPOINT,
        },
        profiles: { economy: { size: "dev" }, highlyAvailable: { size: "production" } },
        sizes: {
            dev: { orchestrator: { min: 1, max: 1 }, processors: { min: 1, max: 1 } },
            // MYR-20: orchestrator-hpa. No document sizes the processors: two survive a node, more come with the load.
            production: { orchestrator: { min: 3, max: 20 }, processors: { min: 2, max: 10 } },
        },
    },
});
