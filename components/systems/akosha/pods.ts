/** Ingestion, query and aging: what works on the stores. */
import {
    between,
    fixed,
    from,
    hours,
    loadBalancer,
    minutes,
    percent,
    ScheduledJob,
    seconds,
    Workload,
    type QueueMetric,
} from "../../workload";
import { isAbsent, type PodBounds } from "../settings";
import { metrics } from "./metrics";
import { read, REPOSITORY, START_WITHIN, USER, type Parts } from "./parts";
import { scalesByQueue } from "./schema";
import type { Store } from "./stores";
import { authReaches, coldEnvironment, coldReach, serviceEnvironment } from "./surroundings";

export interface Stores {
    readonly hot?: Store;
    readonly warm?: Store;
}

/** Those that are there. */
const reached = (...stores: readonly (Store | undefined)[]) =>
    stores.flatMap((store) => (store === undefined ? [] : [store.on("api")]));

export type Query = Workload<"api", "redis-proxy", "redis-proxy">;

/** Takes uploads from the API server, and from the bucket where systems leave them, and writes to the hot store. */
export function ingestion(parts: Parts, { hot }: Stores): void {
    const { config, context, namespace, configuration, redis, resources, opts } = parts;
    const run = context.images.run(config.workloads.ingestion, {
        ...{ repository: REPOSITORY, command: ["python", "-m", "akosha.ingestion.worker"] },
        ports: { api: 8001, metrics: 8000 },
        metrics: { on: "metrics", ...read(parts, "ingestion", "akosha-ingestion") },
    });
    new Workload(
        "akosha-ingestion",
        {
            ...{ namespace, component: "ingestion", user: USER, resources: resources.ingestion },
            ...{ image: run.image, command: run.command, arguments: run.arguments, ports: run.ports },
            health: { path: run.healthPath, on: "api", startWithin: START_WITHIN },
            ...(run.metrics && { metrics: run.metrics }),
            environment: { ...coldEnvironment(parts), ...serviceEnvironment(parts), ...run.environment },
            environmentFrom: [configuration],
            scaling: scalingOf(
                ...(["akosha-ingestion-hpa", config.ingestion, config] as const),
                scalesByQueue(config)
                    ? { metric: metrics.ingestionQueueSize, perReplica: config.scaling.queueSize }
                    : undefined,
            ),
            ...budgetOf(config.ingestion),
            ...(redis && { sidecars: redis.sidecars, volumes: redis.volumes }),
            admits: [from("akosha-query", "api")],
            reaches: [
                ...reached(hot),
                coldReach(parts, "read"),
                ...authReaches(parts),
                ...(redis ? redis.reaches : []),
            ],
            stop: { finish: seconds(config.limits.ingestionTimeoutSeconds) },
        },
        opts,
    );
}

/** The API server: the Service `akosha-api`, and the only one of Akosha that the outside may reach. */
export function query(parts: Parts, { hot, warm }: Stores): Query {
    const { config, context, namespace, configuration, redis, resources, opts } = parts;
    const run = context.images.run(config.workloads.query, {
        ...{ repository: REPOSITORY, command: ["python", "-m", "akosha.api.server"] },
        ports: { api: 8000 },
        metrics: { on: "api", ...read(parts, "query", "akosha-query") },
    });
    const ingest = { to: "workload", namespace: namespace.namespaceName, workload: "akosha-ingestion" } as const;
    const ingestPort = { name: "api", number: config.workloads.ingestion.ports?.api ?? 8001, protocol: "TCP" } as const;
    return new Workload(
        "akosha-query",
        {
            ...{ namespace, component: "query", user: USER, resources: resources.query },
            ...{ image: run.image, command: run.command, arguments: run.arguments, ports: run.ports },
            service: { name: "akosha-api" },
            health: { path: run.healthPath, on: "api", startWithin: START_WITHIN },
            ...(run.metrics && { metrics: run.metrics }),
            environment: {
                ...{ ...coldEnvironment(parts), ...serviceEnvironment(parts) },
                // A session lives in one pod: the next request of a client may come to another, which answers 404.
                ...(config.query.max > 1 && { FASTMCP_STATELESS_HTTP: "true" }),
                ...run.environment,
            },
            environmentFrom: [configuration],
            scaling: scalingOf("akosha-query-hpa", config.query, config),
            ...budgetOf(config.query),
            ...(redis && { sidecars: redis.sidecars, volumes: redis.volumes }),
            admits: context.site.ingress === undefined ? [] : [loadBalancer("api")],
            reaches: [
                ...reached(hot, warm),
                ...(isAbsent(config.workloads.ingestion) ? [] : [{ ...ingest, ports: [ingestPort] }]),
                coldReach(parts, "read"),
                ...authReaches(parts),
                ...(redis ? redis.reaches : []),
            ],
            stop: { finish: seconds(config.limits.queryTimeoutSeconds) },
        },
        opts,
    );
}

/**
 * Moves records to the next tier. It asks the stores over the network, because nobody else can mount their volumes, and
 * writes Parquet to the bucket; it deletes nothing there. History, retries and deadline are those of the manifests that
 * came with the guide (docs/upstream.md, Akosha).
 */
export function aging(parts: Parts, { hot, warm }: Stores): void {
    const { config, context, namespace, configuration, resources, opts } = parts;
    const run = context.images.run(config.workloads.aging, {
        ...{ repository: REPOSITORY, command: ["python", "-m", "akosha.storage.aging"], role: "ends" },
    });
    new ScheduledJob(
        "akosha-aging",
        {
            ...{ namespace, component: "aging", user: USER, resources: resources.aging },
            ...{ image: run.image, command: run.command, arguments: run.arguments },
            environment: { ...coldEnvironment(parts), ...run.environment },
            environmentFrom: [configuration],
            ...{ schedule: config.agingSchedule, whileRunning: "Forbid", keeps: { succeeded: 3, failed: 3 } },
            ...{ retries: 3, within: hours(2) },
            reaches: [...reached(hot, warm), coldReach(parts, "append")],
        },
        opts,
    );
}

/** AKO-44 to AKO-46. An HPA has one target for each metric: the guide's "down at 30/50" (AKO-73) are these windows. */
function scalingOf(name: string, { min, max }: PodBounds, { scaling }: Parts["config"], queue?: QueueMetric) {
    if (min === max) return fixed(min);
    return between(min, max, {
        ...{ name, cpu: percent(scaling.cpuPercent), memory: percent(scaling.memoryPercent) },
        ...(queue && { queue }),
        up: { window: seconds(60), atMost: percent(50), every: seconds(60) },
        down: { window: minutes(5), atMost: percent(10), every: seconds(60) },
    });
}

/** One pod always stays (docs/upstream.md, Akosha); of a single one that would be all. */
const budgetOf = ({ min }: PodBounds) => (min > 1 ? { budget: { minAvailable: 1 } } : {});
