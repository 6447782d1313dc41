/** What a stack file may say about Akosha, and what Akosha needs of an environment. Imports zod only. */
import { z } from "zod";
import { outsideAddress } from "../outside";
import { definition } from "../definition";
import { CLOSED_ENDPOINT, endpointNeeds, endpointSettings, type EndpointFacts } from "../endpoint";
import { besideRedisProxy } from "../pod-ports";
import { scheduleSetting } from "../../schedule";
import { claimsHeld, isAbsent, podBounds, scrapedParts, workloadSettings } from "../settings";
import { variables, type ProtectedVariables } from "../variables";

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

interface VolumeRow {
    readonly gibibytes: number;
    readonly iops: number;
    readonly throughputMebibytes: number;
}

interface SizeRow {
    /** What the growth table expects to run at this many systems: the autoscaler is to reach it, and has more room where the guide says so. */
    readonly ingestionPods: number;
    readonly queryPods: number;
    readonly hot: VolumeRow;
    readonly warm: VolumeRow;
}

/** In the price of every gp3 volume. */
const BASELINE = { iops: 3_000, throughputMebibytes: 125 } as const;

/**
 * The guide's growth table (AKO-76 to AKO-79): pods and volumes. IOPS and throughput are ours, in place of the guide's
 * NVMe (docs/decisions/0008-documents.md, Volumes): what a zonal node of that phase can use for long (r7g.2xlarge:
 * 12,000 IOPS, 312 MiB/s, and up to 40,000 and 1,250 for half an hour), for about 20 USD a month in phase1 and 140 in
 * phase3. `dev` is ours.
 */
export const AKOSHA_SIZE_TABLE: Readonly<Record<AkoshaSize, SizeRow>> = {
    dev: {
        ...{ ingestionPods: 2, queryPods: 2 },
        hot: { gibibytes: 10, ...BASELINE },
        warm: { gibibytes: 20, ...BASELINE },
    },
    pilot: {
        ...{ ingestionPods: 2, queryPods: 2 },
        hot: { gibibytes: 100, ...BASELINE },
        warm: { gibibytes: 500, ...BASELINE },
    },
    phase1: {
        ...{ ingestionPods: 10, queryPods: 6 },
        hot: { gibibytes: 500, iops: 6_000, throughputMebibytes: 250 },
        warm: { gibibytes: 2_000, ...BASELINE },
    },
    phase2: {
        ...{ ingestionPods: 20, queryPods: 10 },
        hot: { gibibytes: 2_000, iops: 12_000, throughputMebibytes: 500 },
        warm: { gibibytes: 10_000, iops: 4_000, throughputMebibytes: 250 },
    },
    phase3: {
        ...{ ingestionPods: 50, queryPods: 20 },
        hot: { gibibytes: 10_000, iops: 16_000, throughputMebibytes: 1_000 },
        warm: { gibibytes: 50_000, iops: 8_000, throughputMebibytes: 500 },
    },
};

/** AKO-75: bounds for every size. */
const DOCUMENTED_BOUNDS = { ingestion: { min: 2, max: 20 }, query: { min: 2, max: 10 } } as const;
/** Room for the autoscaler to move, and no more: `dev` is for trying things. */
const DEV_MOST_PODS = 3;

/** Minimum as documented; maximum the larger of the document's bound and the growth table (AKO-75). */
function boundsOf(size: AkoshaSize) {
    const { ingestionPods, queryPods } = AKOSHA_SIZE_TABLE[size];
    const { ingestion, query } = DOCUMENTED_BOUNDS;
    if (size === "dev") return { ingestion: { min: 2, max: DEV_MOST_PODS }, query: { min: 2, max: DEV_MOST_PODS } };
    return {
        ingestion: { min: ingestion.min, max: Math.max(ingestion.max, ingestionPods) },
        query: { min: query.min, max: Math.max(query.max, queryPods) },
    };
}

const whole = (least: number, most: number, unit: string) =>
    z
        .number(`must be a number of ${unit} | write ${String(least)} to ${String(most)}`)
        .int(`must be a whole number of ${unit} | write ${String(least)} to ${String(most)}`)
        .min(least, `must be ${String(least)} ${unit} or more | raise it`)
        .max(most, `must be at most ${String(most)} ${unit} | lower it`);

type Gp3 = Readonly<Record<"gibibytes" | "iops", number>>;

/** Bounds: Amazon EBS user guide, "General Purpose SSD volumes", as raised in 2025-09. */
const volume = (what: string) =>
    z
        .strictObject({
            gibibytes: whole(1, 65_536, "GiB").describe(
                "Size. May grow while it is in use; Kubernetes refuses to shrink it.",
            ),
            iops: whole(3_000, 80_000, "operations a second").describe(
                "I/O operations a second (gp3 iops), at most 500 for each GiB. EBS changes it once in six hours.",
            ),
            throughputMebibytes: whole(125, 2_000, "MiB a second").describe(
                "MiB a second (gp3 throughput), at most a quarter of iops.",
            ),
        })
        .refine(({ gibibytes, iops }) => iops <= Math.max(BASELINE.iops, 500 * gibibytes), {
            path: ["iops"],
            error: ({ input }) =>
                `is more than 500 for each GiB, which gp3 refuses | write ${Math.max(BASELINE.iops, 500 * (input as Gp3).gibibytes)} or less, or raise gibibytes`,
        })
        .refine(({ iops, throughputMebibytes }) => throughputMebibytes <= iops / 4 || iops < BASELINE.iops, {
            path: ["throughputMebibytes"],
            error: ({ input }) =>
                `is more than a quarter of iops, which gp3 refuses | write ${Math.floor((input as Gp3).iops / 4)} or less, or raise iops`,
        })
        .describe(`EBS gp3 volume of the ${what} store.`);

/** Whose code has a /metrics. */
const SERVED = ["ingestion", "query", "hotStore", "warmStore"] as const;

/** What pods are told from other keys, and would be told twice. */
const SET_HERE = "is set by keys of its own | say it there: npm run config shows them";
const OURS: ProtectedVariables = {
    "AKOSHA_(AUTH_ENABLED|API_TOKEN)|JWT_SECRET":
        "decides who is let in | leave it out: authentication is always on, and the token is generated",
    "AKOSHA_(HOT|WARM)_PATH": "is where the volumes are mounted | leave it out",
    "AKOSHA_(COLD|REDIS)_.*": "comes with the store that it names | leave it out",
    "AKOSHA_(AUTH_SERVICE_URL|JWKS_URL)": "is set by authentication | write systems.akosha.authentication",
    "AKOSHA_(HOT|WARM|INGESTION|QUERY|CACHE|L1|L2|AGING|MAX|METRICS|LOG|AUTH|JWKS)_.*": SET_HERE,
    FASTMCP_STATELESS_HTTP: "follows the number of query pods | leave it out",
};

const url = outsideAddress();

export const akosha = z.strictObject({
    enabled: z.boolean().describe("Whether Akosha is part of this environment."),
    size: z.enum(AKOSHA_SIZES).describe("Growth phase of the deployment guide; dev is the smallest that runs."),
    ingestion: podBounds(200).describe("Pods that take uploads in."),
    query: podBounds(200).describe("Pods that answer queries: akosha-api."),
    scaling: z
        .strictObject({
            cpuPercent: whole(1, 100, "percent").describe("Use of the requested CPU that an autoscaler aims at."),
            memoryPercent: whole(1, 100, "percent").describe("The same for memory."),
            queueSize: whole(1, 100_000, "uploads").describe(
                "akosha_ingestion_queue_size that one ingestion pod should have.",
            ),
        })
        .describe("What the autoscalers aim at."),
    hotStore: volume("hot"),
    warmStore: volume("warm"),
    limits: z
        .strictObject({
            maxConcurrentIngests: whole(1, 1_000, "uploads").describe("AKOSHA_MAX_CONCURRENT_INGESTS."),
            ingestionTimeoutSeconds: whole(1, 3_600, "seconds").describe(
                "AKOSHA_INGESTION_TIMEOUT; a leaving pod gets as long to finish.",
            ),
            queryTimeoutSeconds: whole(1, 300, "seconds").describe(
                "AKOSHA_QUERY_TIMEOUT; a leaving pod gets as long to finish.",
            ),
            maxResults: whole(1, 10_000, "results").describe("AKOSHA_MAX_RESULTS."),
        })
        .describe("What one upload and one query may take."),
    cache: z
        .strictObject({
            enabled: z.boolean().describe("AKOSHA_CACHE_ENABLED."),
            l1Size: whole(0, 1_000_000, "entries").describe("AKOSHA_L1_CACHE_SIZE, in the memory of each pod."),
            l2Enabled: z.boolean().describe("AKOSHA_L2_CACHE_ENABLED: whether there is a Redis beside it."),
        })
        .describe("Cache of query results."),
    tiers: z
        .strictObject({
            hotDays: whole(1, 3_650, "days").describe("AKOSHA_HOT_TIER_DAYS: then a record moves to the warm store."),
            warmDays: whole(1, 3_650, "days").describe("AKOSHA_WARM_TIER_DAYS: then it moves to the cold bucket."),
        })
        .refine(({ hotDays, warmDays }) => hotDays < warmDays, {
            path: ["warmDays"],
            error: "must be more than hotDays, or nothing would stay in the warm store | raise it, or lower hotDays",
        })
        .describe("Age at which records move on."),
    agingSchedule: scheduleSetting.describe("AKOSHA_AGING_SCHEDULE: when records move between the tiers, in UTC."),
    logLevel: z.enum(["DEBUG", "INFO", "WARNING", "ERROR"]).describe("AKOSHA_LOG_LEVEL."),
    authentication: z
        .strictObject({
            serviceUrl: url.describe("auth-service-url: verifies a token."),
            jwksUrl: url.describe("jwks-url: keys that tokens are signed with."),
        })
        .optional()
        .describe(
            "External JWT service (Secret akosha-auth-config). Default none: Akosha checks tokens itself, with a generated secret.",
        ),
    scraped: scrapedParts(SERVED, "all of them have one today"),
    variables: variables(OURS).describe(
        "Further variables of every pod, for what an image reads beside the guide's. No secrets.",
    ),
    endpoint: endpointSettings,
    workloads: workloadSettings(AKOSHA_WORKLOADS, OURS, ["ingestion", "hotStore", "warmStore", "aging"]),
});
export type Akosha = z.infer<typeof akosha>;

/** Accounts of generated secrets: what Akosha checks signed tokens with, and the one token that always lets in. */
export const JWT_ACCOUNT = "akosha/jwt";
export const TOKEN_ACCOUNT = "akosha/api-token";

/** Read at lesleslie/akosha, af0bb6b: akosha/mcp/server.py, akosha/security.py and akosha/mcp/tools. */
export const AKOSHA_ENDPOINT: EndpointFacts = {
    ...{ host: "akosha", key: "akosha" },
    paths: [
        {
            ...{ path: "/mcp", by: "nobody" },
            how: "AKOSHA_AUTH_ENABLED guards nine tools; store_memory, batch_store_memories, publish_to_eventbridge and others take anybody's call",
        },
        { path: "/health", by: "nobody", how: "a fixed answer with the version" },
    ],
};

/** Redis is the second level of the cache and nothing else. */
export const usesRedis = ({ cache }: Pick<Akosha, "cache">): boolean => cache.enabled && cache.l2Enabled;

/** By numbers that Prometheus reads from the pods themselves. */
export const scalesByQueue = ({ ingestion: { min, max }, scraped }: Pick<Akosha, "ingestion" | "scraped">): boolean =>
    min < max && scraped.includes("ingestion");

const HOLDERS = { hotStore: "akosha-hot-store-data", warmStore: "akosha-warm-store-data" } as const;

export function akoshaNeeds(config: Akosha) {
    const { ingestion, query, workloads } = config;
    const there = (part: keyof typeof workloads): number => (isAbsent(workloads[part]) ? 0 : 1);
    const stores = there("hotStore") + there("warmStore");
    const { ingress, internalIngress, logins } = endpointNeeds(AKOSHA_ENDPOINT, config.endpoint);
    // Hot and warm store; with Redis, its exporter. One aging pod at a time.
    const always = stores + (usesRedis(config) ? 1 : 0);
    return {
        namespaces: ["akosha"],
        ...(usesRedis(config) && { redis: [{ use: "cache", user: "akosha" }] as const }),
        ...{ coldData: true, storageClasses: ["database" as const] },
        passwords: [JWT_ACCOUNT, TOKEN_ACCOUNT],
        ...{ zonalVolumes: stores > 0, volumes: claimsHeld("akosha", HOLDERS, workloads) },
        ...{ ingress, internalIngress, peopleSecrets: logins },
        queueScaling: there("ingestion") === 1 && scalesByQueue(config),
        pods: {
            floor: there("ingestion") * ingestion.min + query.min + always,
            ceiling: there("ingestion") * ingestion.max + query.max + always + there("aging"),
        },
    } as const;
}

const defaultsOf = (size: AkoshaSize) => {
    const { hot, warm } = AKOSHA_SIZE_TABLE[size];
    return [size, { ...boundsOf(size), hotStore: hot, warmStore: warm }] as const;
};

export const akoshaDefinition = definition(akosha, {
    needs: akoshaNeeds,
    workloads: AKOSHA_WORKLOADS,
    pods: (config) => (usesRedis(config) ? [besideRedisProxy("ingestion"), besideRedisProxy("query")] : []),
    endpoint: AKOSHA_ENDPOINT,
    // lesleslie/akosha, af0bb6b: the only program that keeps running is akosha.mcp, which query runs.
    withoutCode: {
        ingestion: "akosha/ingestion/worker.py starts nothing: it is imported and ends",
        hotStore: "akosha/storage/hot_store.py starts nothing: it is imported and ends",
        warmStore: "akosha/storage/warm_store.py starts nothing: it is imported and ends",
        aging: "akosha/storage/aging.py moves nothing: it is imported and ends",
    },
    holders: HOLDERS,
    defaultPasswords: [
        {
            account: "`JWT_SECRET` and `AKOSHA_API_TOKEN`: unset upstream, and then everybody is let in",
            instead: "both generated, in Secrets Manager",
        },
    ],
    measured: SERVED,
    defaults: {
        // AKO-38 to AKO-44, and AKO-74.
        common: {
            scaling: { cpuPercent: 70, memoryPercent: 80, queueSize: 500 },
            limits: {
                maxConcurrentIngests: 10,
                ingestionTimeoutSeconds: 300,
                queryTimeoutSeconds: 30,
                maxResults: 100,
            },
            cache: { enabled: true, l1Size: 1000, l2Enabled: true },
            tiers: { hotDays: 7, warmDays: 90 },
            agingSchedule: "0 2 * * *",
            logLevel: "INFO",
            scraped: SERVED,
            variables: {},
            endpoint: CLOSED_ENDPOINT,
        },
        profiles: { economy: { size: "dev" }, highlyAvailable: { size: "phase1" } },
        sizes: Object.fromEntries(AKOSHA_SIZES.map(defaultsOf)),
    },
});
