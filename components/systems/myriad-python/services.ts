/** The seven services (INF-45) and who asks whom. */
import { RedisProxy } from "../../blocks/redis-proxy";
import { address, fixed, from, mebibytes, scratch, single, Workload, type Reach } from "../../workload";
import type { EnvironmentValue } from "../../workload/environment";
import type { Neo4j } from "./neo4j";
import { isAbsent } from "../settings";
import { documentedHealth, runOf, SERVICES, urlOf, type Part, type ServiceKey } from "./part";
import { waitFor } from "./wait";

export const KNOWLEDGE_JOB = "load-knowledge";
/** In the group `cache`. */
export const REDIS_USER = "myriad-python";

/** Known before it exists: the two agents ask each other. */
export function reach({ namespace, config }: Part, key: ServiceKey): Reach {
    const { metadataName, port } = SERVICES[key];
    const number = config.workloads[key].ports?.http ?? port;
    return address(namespace.namespaceName, metadataName, [{ name: "http", number, protocol: "TCP" }]).on("http");
}

const there = ({ config }: Part, ...keys: readonly ServiceKey[]): readonly ServiceKey[] =>
    keys.filter((key) => !isAbsent(config.workloads[key]));

const admitted = (part: Part, ...keys: readonly ServiceKey[]) =>
    there(part, ...keys).map((key) => from(SERVICES[key].metadataName, "http"));

/** What all of them have. */
function common(part: Part, key: ServiceKey, environment: Readonly<Record<string, EnvironmentValue>> = {}) {
    const run = runOf(part, key);
    const { image, command, arguments: args, ports } = run;
    return {
        ...{ namespace: part.namespace, metadataName: SERVICES[key].metadataName },
        ...{ image, command, arguments: args, ports, health: documentedHealth(run) },
        environment: { ...environment, ...run.environment },
        ...(run.metrics && { metrics: run.metrics }),
    };
}

/** Behind no load balancer, like all the others: upstream's own server shows a console on its port that runs anybody's code. */
export function orchestrator(part: Part): void {
    const { name, namespace, config, size, context, opts } = part;
    const proxy = new RedisProxy(
        `${name}-redis-proxy`,
        { namespace, redis: context.stores.redis("cache"), mode: "redis", user: REDIS_USER },
        opts,
    );
    new Workload<"http", "redis-proxy", string>(
        `${name}-orchestrator`,
        {
            ...common(part, "orchestrator", orchestratorEnvironment(part, proxy)),
            ...{ component: "orchestrator", resources: size.large, scaling: fixed(config.replicas) },
            // It writes dynamic_agents/ where it is started.
            workingDirectory: "/work",
            sidecars: proxy.sidecars,
            volumes: { ...proxy.volumes, work: scratch(mebibytes(64)) },
            mounts: { "/work": "work" },
            admits: admitted(part, "integrationTester"),
            reaches: [
                ...proxy.reaches,
                ...there(
                    part,
                    ...(["graphdbManager", "inputProcessor", "outputProcessor"] as const),
                    ...(["lightbulbDefinition", "lightbulbFunction"] as const),
                ).map((key) => reach(part, key)),
            ],
        },
        opts,
    );
}

/**
 * What its code reads, then what compose sets besides and no code reads yet. Its libraries have redis://localhost:6379
 * compiled in, which is the proxy; and bolt://localhost:7687 with the password `password`, which no server of ours
 * takes (docs/upstream.md, Myriad (Python)).
 */
function orchestratorEnvironment(part: Part, proxy: RedisProxy) {
    return {
        GRAPHDB_MANAGER_URL: urlOf(part, "graphdbManager"),
        // It would start containers with a Docker daemon, which a pod has not (docs/upstream.md, Myriad (Python)).
        ENABLE_DYNAMIC_AGENTS: "false",
        ENABLE_AUTONOMOUS_LEARNING: "true",
        ...{ HTTP_RETRIES: "3", HTTP_BACKOFF: "0.3", HTTP_POOL_MAX: "20" },
        ...Object.fromEntries(
            there(part, "inputProcessor", "outputProcessor").map((key) => [
                PROCESSOR_URL[key] ?? key,
                urlOf(part, key),
            ]),
        ),
        ...{ REDIS_HOST: proxy.host, REDIS_PORT: String(proxy.port) },
        REDIS_URL: `redis://${proxy.host}:${String(proxy.port)}`,
    };
}

const PROCESSOR_URL: Readonly<Partial<Record<ServiceKey, string>>> = {
    inputProcessor: "INPUT_PROCESSOR_URL",
    outputProcessor: "OUTPUT_PROCESSOR_URL",
};

/**
 * Values that the code has as defaults (docs/upstream.md, Myriad (Python)), said so that a stack's readers see them.
 */
const HEBBIAN = {
    HEBBIAN_REL_TYPE: "HANDLES_CONCEPT",
    HEBBIAN_DELTA_SUCCESS: "0.05",
    HEBBIAN_DELTA_FAILURE: "0.02",
    HEBBIAN_DECAY_RATE: "0.01",
    HEBBIAN_DECAY_INTERVAL_SEC: "900",
    ENABLE_HEBBIAN_DECAY: "true",
} as const;

/**
 * Never two: each would decay the weights of the graph. It connects once, when it starts, and answers 503 for ever if Neo4j is not there:
 * so it waits, and liveness starts it anew when Neo4j has gone and come back.
 */
export function graphdbManager(part: Part, { connection, environment }: Neo4j): Workload<"http"> {
    const { name, size, opts } = part;
    return new Workload<"http">(
        `${name}-graphdb-manager`,
        {
            ...common(part, "graphdbManager", { ...environment, ...HEBBIAN }),
            ...{ component: "graph", resources: size.large, scaling: single() },
            init: { "wait-for-neo4j": waitFor(connection, runOf(part, "graphdbManager")) },
            admits: [
                ...admitted(part, "orchestrator", "lightbulbDefinition", "lightbulbFunction"),
                from(KNOWLEDGE_JOB, "http"),
            ],
            reaches: [connection.reach],
            after: connection.ready,
        },
        opts,
    );
}

/** Everything else: stateless, small, asked by few. */
export function smallServices(part: Part): void {
    const graph = { GRAPHDB_MANAGER_URL: urlOf(part, "graphdbManager") };
    small(part, "inputProcessor", { component: "processor", admits: ["orchestrator"] });
    small(part, "outputProcessor", { component: "processor", admits: ["orchestrator"] });
    small(part, "integrationTester", {
        component: "tester",
        environment: { ORCHESTRATOR_URL: urlOf(part, "orchestrator") },
        reaches: ["orchestrator"],
    });
    small(part, "lightbulbDefinition", {
        ...{ component: "agent", environment: graph, admits: ["orchestrator", "lightbulbFunction"] },
        reaches: ["graphdbManager", "lightbulbFunction"],
    });
    small(part, "lightbulbFunction", {
        ...{ component: "agent", environment: graph, admits: ["orchestrator", "lightbulbDefinition"] },
        reaches: ["graphdbManager", "lightbulbDefinition"],
    });
}

interface SmallArgs {
    readonly component: string;
    readonly environment?: Readonly<Record<string, string>>;
    readonly admits?: readonly ServiceKey[];
    readonly reaches?: readonly ServiceKey[];
}

function small(part: Part, key: ServiceKey, { component, environment, admits = [], reaches = [] }: SmallArgs): void {
    const { name, config, size, opts } = part;
    if (isAbsent(config.workloads[key])) return;
    new Workload<"http">(
        `${name}-${SERVICES[key].metadataName}`,
        {
            ...common(part, key, environment),
            ...{ component, resources: size.small, scaling: fixed(config.replicas) },
            admits: admitted(part, ...admits),
            reaches: reaches.map((one) => reach(part, one)),
        },
        opts,
    );
}
