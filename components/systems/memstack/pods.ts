/** The API and the workers, as MemStack's deployment guide sizes and scales them. */
import {
    between,
    fixed,
    internet,
    loadBalancer,
    minutes,
    percent,
    seconds,
    Workload,
    type Resources,
} from "../../workload";
import type { Budget } from "../../workload/budget";
import type { Replicated, ScalingBehaviour } from "../../workload/scaling";
import { metrics } from "./metrics";
import { REPOSITORY, type Parts } from "./parts";
import { processesOf } from "./settings";
import { STAND_IN_CHECK } from "../stand-in";

/** MEM-24, MEM-25: the same for both. Scratch is ours: the code writes temporary files only. */
const RESOURCES: Resources = {
    requests: { cpu: "500m", memory: "512Mi", scratch: "128Mi" },
    limits: { cpu: "2", memory: "2Gi", scratch: "1Gi" },
};

/** MEM-17 to MEM-19 for the API, MEM-21 to MEM-23 for the workers. */
const TARGETS = { cpu: percent(70), memory: percent(80) } as const;
const BEHAVIOUR = {
    api: {
        up: { atMost: percent(100), every: seconds(30) },
        down: { atMost: percent(50), every: seconds(60) },
    },
    worker: {
        up: { atMost: percent(50), every: seconds(60) },
        down: { atMost: percent(30), every: seconds(90) },
    },
} as const satisfies Record<string, Record<"up" | "down", ScalingBehaviour>>;

/** How many pods a disruption leaves: MEM-33, MEM-34. */
const AVAILABLE = { api: 2, worker: 1 } as const;

const HTTP = 8000;
/** MEM-26, MEM-27: for both, where the stack says that its image has it. No code listens there yet (docs/upstream.md, MemStack). */
const METRICS = 9090;
const read = ({ config }: Parts, part: "api" | "worker") => ({
    metrics: { on: "metrics", catalogue: Object.values(metrics), scraped: config.scraped.includes(part) } as const,
});

/** The tables may have to be looked at and Graphiti's client made before the first answer; workers wait for nobody. */
const START_WITHIN = minutes(3);
/** An answer that waits for a model (docs/upstream.md, MemStack: episodes are queued, searches are not). */
const LONGEST_ANSWER = seconds(60);

/** Process 1 is there and neither stopped nor a zombie, whatever it was started with (proc(5), /proc/pid/status). */
const ALIVE = ["grep", "-qE", "^State:[[:space:]]+[RSDI]", "/proc/1/status"];

export type Api = Workload<"http" | "metrics", "redis-proxy", "redis-proxy">;

export function api(parts: Parts): Api {
    const { config, context, namespace, database, opts } = parts;
    const processes = String(processesOf(config, database.pool.perPod));
    const port = String(config.workloads.api.ports?.http ?? HTTP);
    const run = context.images.run(config.workloads.api, {
        repository: REPOSITORY,
        command: ["uvicorn", "src.infrastructure.adapters.primary.web.main:app"],
        arguments: ["--host", "0.0.0.0", "--port", port, "--workers", processes],
        ports: { http: HTTP, metrics: METRICS },
        ...read(parts, "api"),
    });
    return new Workload(
        "memstack-api",
        {
            ...{ namespace, component: "api", image: run.image, command: run.command, arguments: run.arguments },
            ...common(parts),
            environment: run.environment,
            ports: run.ports,
            health: { path: run.healthPath, on: "http", startWithin: START_WITHIN },
            ...(run.metrics && { metrics: run.metrics }),
            scaling: scalingOf("api", config.api),
            ...budgetOf(AVAILABLE.api, config.api.min),
            admits: context.site.ingress === undefined ? [] : [loadBalancer("http")],
            stop: { finish: LONGEST_ANSWER },
        },
        opts,
    );
}

export function worker(parts: Parts): void {
    const { config, context, namespace, opts } = parts;
    const run = context.images.run(config.workloads.worker, {
        repository: REPOSITORY,
        command: ["python", "src/worker.py"],
        ports: { metrics: METRICS },
        ...read(parts, "worker"),
    });
    new Workload(
        "memstack-worker",
        {
            ...{ namespace, component: "worker", image: run.image, command: run.command, arguments: run.arguments },
            ...common(parts),
            environment: run.environment,
            ports: run.ports,
            // It has no HTTP server: as long as its process is there it works, and the kubelet restarts one that ended.
            health: { command: run.isStandIn ? STAND_IN_CHECK : ALIVE, startWithin: START_WITHIN },
            ...(run.metrics && { metrics: run.metrics }),
            scaling: scalingOf("worker", config.worker),
            ...budgetOf(AVAILABLE.worker, config.worker.min),
            // SIGTERM cancels its tasks at once; they come back to the queue (docs/upstream.md, MemStack).
            stop: { finish: seconds(30) },
        },
        opts,
    );
}

/** What both read, reach and wait for. */
function common({ configuration, secrets, redis, database, neo4j, prepared }: Parts) {
    return {
        resources: RESOURCES,
        environmentFrom: [configuration, secrets],
        sidecars: redis.sidecars,
        volumes: redis.volumes,
        // Models are asked over HTTPS.
        reaches: [...redis.reaches, database.reach, neo4j.reach, internet()],
        after: prepared,
    };
}

function scalingOf(part: "api" | "worker", { min, max }: { readonly min: number; readonly max: number }): Replicated {
    if (min === max) return fixed(min);
    return between(min, max, { name: `memstack-${part}-hpa`, ...TARGETS, ...BEHAVIOUR[part] });
}

/** As documented where the floor allows it: a budget that lets no pod go would block every node. */
const budgetOf = (minAvailable: number, floor: number): { readonly budget?: Budget } =>
    minAvailable < floor ? { budget: { minAvailable } } : {};
