/** A variable that nobody reads is no error anywhere: what containers are told, against what reads it (declared/variables, made by read.py). */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import type { Map } from "../../../policy/inputs";
import { manifestsOf, maps, one, type Manifests, type PodTemplate } from "../../../policy/kubernetes";
import { COMPLETE, recordingOf } from "../../support/recordings";

const ATTACHED = "test/environments/attached.yaml";

const declared = (system: string): readonly string[] => {
    const file = path.join(__dirname, "declared/variables", `${system}.json`);
    return (JSON.parse(readFileSync(file, "utf8")) as { readonly names: readonly string[] }).names;
};

/** What code of the pinned commits reads, and what only the documents name (rows of docs/traceability.md). */
const READ: Readonly<Record<string, RegExp>> = {
    akosha: anyOf(declared("akosha"), [
        // AKO-30 to AKO-37: the documents' configuration, and AKO-38 its storage credentials
        "AKOSHA_((HOT|WARM)_TIER_DAYS|(HOT|WARM)_PATH|AGING_SCHEDULE|LOG_LEVEL|METRICS_ENABLED|MAX_RESULTS)",
        "AKOSHA_((INGESTION|QUERY)_TIMEOUT|MAX_CONCURRENT_INGESTS|CACHE_ENABLED|L1_CACHE_SIZE|L2_CACHE_ENABLED)",
        "AKOSHA_COLD_(ENDPOINT|PREFIX)",
        // https://gofastmcp.com/deployment/http
        "FASTMCP_STATELESS_HTTP",
    ]),
    memstack: anyOf(declared("memstack"), ["POSTGRES_(POOL_(SIZE|RECYCLE|PRE_PING)|MAX_OVERFLOW)", "PORT"]),
    "simple-cli": anyOf(declared("simple-cli"), ["NODE_ENV"]),
    // Settings of ASP.NET Core: https://learn.microsoft.com/aspnet/core/fundamentals/configuration/#environment-variables
    myriad: anyOf(
        ["ASPNETCORE_(ENVIRONMENT|HTTP_PORTS)", "Kestrel__Endpoints__Http__Url"],
        // The document's own (MYR-14 to MYR-16, MYR-56).
        ["ConnectionStrings__Redis", "(GRAPHDB|INPUT_PROCESSOR|OUTPUT_PROCESSOR)_URL", "GraphDb__DataDirectory"],
        ["S3__(Bucket|Prefix|Region)", "NEO4J_(URI|CREDENTIALS)", "AWS_REGION"],
        [
            "CognitivePolicies__myriad-(base|swift|max)__(EnableSocraticLoop|GraphTraversalDepth|MaxAgentsPerQuery|MaxProcessingTimeMs)",
            "CognitivePolicies__myriad-(base|swift|max)__Use(CognitiveSynthesizer|EnhancedIntelligence)",
        ],
    ),
    "myriad-python": anyOf(declared("myriad-python"), [
        // docker-compose.yml of the pinned commit names them; Redis for what the document plans.
        "(INPUT_PROCESSOR|OUTPUT_PROCESSOR)_URL",
        "REDIS_(URL|HOST|PORT)",
    ]),
};

/**
 * Images of others: psql (https://www.postgresql.org/docs/current/libpq-envars.html), the exporters of PostgreSQL and Valkey (their README),
 * Neo4j (https://neo4j.com/docs/operations-manual/current/docker/configuration/), the AWS command line.
 */
const OTHERS =
    /^(PG(HOST|PORT|DATABASE|SSLMODE|CONNECT_TIMEOUT)|DATA_SOURCE_(URI|(USER|PASS)_FILE)|REDIS_(ADDR|USER|PASSWORD)|REDIS_EXPORTER_(CONFIG_COMMAND|EXCLUDE_LATENCY_HISTOGRAM_METRICS)|NEO4J_(AUTH_PATH|PLUGINS|dbms_\w+|server_\w+)|AWS_REGION|HOME)$/;

function anyOf(...names: readonly (readonly string[])[]): RegExp {
    return new RegExp(`^(${names.flat().join("|")}|HOME|STAND_IN)$`);
}

/** Which values a reader tells apart, where a word that it does not know is taken for another one, or stops it. */
const VALUES: Readonly<Record<string, RegExp>> = {
    // Everything else is for developers: https://nodejs.org/en/learn/getting-started/nodejs-the-difference-between-development-and-production
    NODE_ENV: /^production$/,
    ASPNETCORE_ENVIRONMENT: /^Production$/,
    // src/configuration/config.py: "development" where nobody says it
    ENVIRONMENT: /^production$/,
    // Name of the system in what it reports: as its namespace is called, which logs and alerts carry.
    SERVICE_NAME: /^memstack$/,
    LLM_PROVIDER: /^(qwen|gemini|openai)$/,
    // https://docs.python.org/3/library/logging.html#logging-levels
    LOG_LEVEL: /^(DEBUG|INFO|WARNING|ERROR|CRITICAL)$/,
    AKOSHA_LOG_LEVEL: /^(DEBUG|INFO|WARNING|ERROR|CRITICAL)$/,
    // akosha/config.py
    AKOSHA_COLD_BACKEND: /^s3$/,
    // Compared with "true" by each reader.
    "(\\w+_)?(ENABLED?|PRE_PING|STATELESS_HTTP)|ENABLE_\\w+": /^(true|false)$/,
    "(\\w+_)?(PORT|RETRIES|SIZE|SEC|DAYS|TIMEOUT|WORKERS|INGESTS|RESULTS|OVERFLOW|RECYCLE|MAX)": /^\d+$/,
    "(\\w+_)?(RATE|BACKOFF|DELTA_\\w+)": /^0\.\d+$/,
    // A relationship of the graph's schema (scripts/initialize_graph_schema.py).
    HEBBIAN_REL_TYPE: /^HANDLES_CONCEPT$/,
};

interface Told {
    readonly where: string;
    /** Whether whoever runs there knows the name: the system's code, the image, or a script of ours. */
    readonly isRead: boolean;
    readonly name: string;
    readonly value?: string;
}

/** Variables of every container; a reference has no value. */
function toldIn(manifests: Manifests): readonly Told[] {
    return manifests.pods.flatMap((pod) => {
        const { namespace, name: owner } = pod.owner;
        const system = READ[String(pod.labels["app.kubernetes.io/part-of"])];
        const files = [...pod.volumes.values()]
            .flatMap((volume) => [
                one(volume, "configMap.name"),
                ...maps(volume, "projected.sources").map((source) => one(source, "configMap.name")),
            ])
            .map((name) => JSON.stringify(manifests.find("ConfigMap", namespace, name)?.inputs.data ?? {}));
        return pod.containers.flatMap((container) => {
            const scripts = [JSON.stringify([container.command, container.args]), ...files].join("\n");
            const image = String(container.image).includes(".dkr.ecr.") ? system : OTHERS;
            return variablesOf(container, pod, manifests).map(([name, value]) => ({
                ...{ where: `${namespace}/${owner} ${String(container.name)}`, name },
                isRead: image?.test(name) === true || new RegExp(`\\b${name}\\b`).test(scripts),
                ...(value !== undefined && { value }),
            }));
        });
    });
}

type Variable = readonly [name: string, value: string | undefined];

function variablesOf(container: Map, { owner: { namespace } }: PodTemplate, manifests: Manifests): readonly Variable[] {
    const own = maps(container, "env").map(({ name, value }): Variable => [
        String(name),
        typeof value === "string" ? value : undefined,
    ]);
    const from = maps(container, "envFrom").flatMap((source) => {
        const values = one(manifests.find("ConfigMap", namespace, one(source, "configMapRef.name"))?.inputs, "data");
        const secret = manifests.find("ExternalSecret", namespace, one(source, "secretRef.name"))?.inputs;
        return [
            ...Object.entries((values ?? {}) as Readonly<Record<string, string>>),
            ...maps(secret, "spec.data").map(({ secretKey }): Variable => [String(secretKey), undefined]),
        ];
    });
    return [...own, ...from];
}

for (const file of [COMPLETE, ATTACHED])
    describe(`variables of containers in ${file}`, () => {
        let told: readonly Told[];
        before(async () => {
            told = toldIn(manifestsOf((await recordingOf(file, "update")).graph));
            assert.ok(told.length > 60, String(told.length));
        });

        it("are read by the code, the document or the script that they are for", () => {
            const unread = told.filter(({ isRead }) => !isRead);
            assert.deepEqual(
                unread.map(({ where, name }) => `${where}: ${name}`),
                [],
            );
        });

        it("say what their readers know", () => {
            const strange = told.filter(({ name, value }) =>
                Object.entries(VALUES).some(
                    ([names, known]) =>
                        value !== undefined && new RegExp(`^(${names})$`).test(name) && !known.test(value),
                ),
            );
            assert.deepEqual(
                strange.map(({ where, name, value }) => `${where}: ${name}=${String(value)}`),
                [],
            );
        });
    });
