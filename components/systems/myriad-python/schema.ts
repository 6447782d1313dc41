/** What a stack file may say about Myriad, the Python system, and what it needs. Imports zod only. */
import { z } from "zod";
import { definition } from "../definition";
import { besideRedisProxy } from "../pod-ports";
import type { ProtectedVariables } from "../variables";
import { isAbsent, neo4jSettings, scrapedParts, workloadSettings } from "../settings";

/** How each is run is a setting; in brackets its ports. The last two are jobs. */
export const MYRIAD_PYTHON_WORKLOADS = {
    orchestrator: ["http"],
    graphdbManager: ["http"],
    inputProcessor: ["http"],
    outputProcessor: ["http"],
    integrationTester: ["http"],
    lightbulbDefinition: ["http"],
    lightbulbFunction: ["http"],
    schema: [],
    knowledge: [],
} as const;

export const MYRIAD_PYTHON_SERVICES = [
    "orchestrator",
    "graphdbManager",
    "inputProcessor",
    "outputProcessor",
    "integrationTester",
    "lightbulbDefinition",
    "lightbulbFunction",
] as const;

/** Whom the others do without: the orchestrator asks agents and graph, never these, at the pinned commit. */
const OPTIONAL = ["inputProcessor", "outputProcessor", "integrationTester"] as const;

/** What pods are told from other keys, and would be told twice. */
const OURS: ProtectedVariables = {
    "(GRAPHDB_MANAGER|INPUT_PROCESSOR|OUTPUT_PROCESSOR|ORCHESTRATOR)_URL":
        "leads to a part of the system | leave it out",
    "REDIS_(HOST|PORT|URL)|NEO4J_(URI|USER)": "comes with the store that it names | leave it out",
    ENABLE_DYNAMIC_AGENTS: "would start containers with a Docker daemon, which a pod has not | leave it out",
    "ENABLE_AUTONOMOUS_LEARNING|HTTP_(RETRIES|BACKOFF|POOL_MAX)|HEBBIAN_.*|ENABLE_HEBBIAN_DECAY":
        "has the document's value | leave it out",
};

export const myriadPython = z.strictObject({
    enabled: z.boolean().describe("Whether Myriad (Python) is part of this environment."),
    size: z.enum(["dev", "production"]).describe("Resource table of the document (production) or half of it (dev)."),
    replicas: z
        .number("must be a number of pods | write 1 or more")
        .int("must be a whole number of pods | write 1 or more")
        .min(1, "must be 1 or more | disable the system to run nothing")
        .max(20, "must be at most 20 | lower it")
        .describe("Pods of each service but the GraphDB manager, which must be alone: each would decay the weights."),
    scraped: scrapedParts(MYRIAD_PYTHON_SERVICES, "today only the orchestrator has"),
    neo4j: z
        .strictObject(neo4jSettings)
        .describe(
            "Neo4j in the cluster, with nightly backups; used unless existing.neo4j.myriad-python names another.",
        ),
    workloads: workloadSettings(MYRIAD_PYTHON_WORKLOADS, OURS, OPTIONAL),
});
export type MyriadPython = z.infer<typeof myriadPython>;

/** All but the GraphDB manager: orchestrator, two processors, tester and two agents. */
const replicated = ({ workloads }: Pick<MyriadPython, "workloads">): number =>
    MYRIAD_PYTHON_SERVICES.filter((key) => key !== "graphdbManager" && !isAbsent(workloads[key])).length;
/** GraphDB manager, Neo4j, Redis exporter. */
const SINGLE = 3;
/** A nightly backup, and a job that loads. */
const JOBS = 2;

export function myriadPythonNeeds({ replicas, workloads }: MyriadPython) {
    const floor = replicated({ workloads }) * replicas + SINGLE;
    return {
        namespaces: ["myriad-python"],
        redis: [{ use: "cache", user: "myriad-python" }],
        backupArchive: true, // nightly Neo4j dumps
        neo4j: [{ user: "myriad-python" }],
        ...{ zonalVolumes: true, storageClasses: ["database" as const], volumes: ["myriad-python/neo4j-data"] },
        // Names that the code has compiled in; underscores are illegal in Service names
        // (docs/upstream.md, All of them).
        dnsRewrites: {
            graphdb_manager_ai: "graphdb-manager-ai.myriad-python.svc.cluster.local",
            lightbulb_definition_ai: "lightbulb-definition-ai.myriad-python.svc.cluster.local",
            lightbulb_function_ai: "lightbulb-function-ai.myriad-python.svc.cluster.local",
        },
        pods: { floor, ceiling: floor + JOBS },
    } as const;
}

export const myriadPythonDefinition = definition(myriadPython, {
    needs: myriadPythonNeeds,
    workloads: MYRIAD_PYTHON_WORKLOADS,
    pods: () => [besideRedisProxy("orchestrator")],
    // Pyramid-Systems-Inc/Myriad-Mind, branch main, aff8207.
    withoutCode: {
        inputProcessor: "does not start: core/multilang/translation_service.py uses Any without importing it",
    },
    defaultPasswords: [
        { account: "Neo4j `neo4j`: `password`, `myriadneo4j`", instead: "generated, in Secrets Manager" },
        { account: "Grafana `admin`: `myriad_admin`", instead: "generated, in Secrets Manager" },
    ],
    measured: MYRIAD_PYTHON_SERVICES,
    defaults: {
        common: { replicas: 1, scraped: ["orchestrator"], neo4j: { gibibytes: 10 } },
        profiles: { economy: { size: "dev" }, highlyAvailable: { size: "production" } },
    },
});
