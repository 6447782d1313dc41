/** What the orchestrator asks: the graph, and the processors of questions and answers (roadmap phase 2, whose ports these are). */
import {
    claimed,
    from,
    gibibytes,
    seconds,
    single,
    VolumeClaim,
    Workload,
    type Reach,
    type Resources,
} from "../../workload";
import type { OptionalNeo4j } from "./neo4j";
import { listensOn, PRODUCTION, scaled, SMALL_SERVICE, type Part } from "./part";

/** As the orchestrator sees it. */
export interface Asked {
    readonly url: string;
    readonly reach: Reach;
}

const asked = (workload: Workload<"http">, port: number): Asked => ({
    url: `http://${workload.serviceName}:${String(port)}`,
    reach: workload.on("http"),
});

/** Not in the document: the graph lives in the process (ConcurrentDictionary), so memory is what it needs. */
const GRAPHDB_RESOURCES: Resources = {
    requests: { cpu: "250m", memory: "512Mi", scratch: "64Mi" },
    limits: { cpu: "1", memory: "2Gi", scratch: "256Mi" },
};
const GRAPHDB_DATA = "/data";
/** Directory with the files `username` and `password`. */
const CREDENTIALS = "/credentials/neo4j";

/** MYR-21 and MYR-25: graphdb-service:80, one replica, 10 Gi. */
export function graphdb({ name, namespace, config, context, opts }: Part, graph: OptionalNeo4j | undefined): Asked {
    const run = context.images.run(config.workloads.graphdb, { repository: "myriad/graphdb", ports: { http: 80 } });
    const claim = new VolumeClaim(
        `${name}-graphdb-data`,
        {
            ...{ namespace, metadataName: "graphdb-data" },
            size: gibibytes(config.graphdbGibibytes),
            storageClass: namespace.site.storageClasses.general,
        },
        opts,
    );
    const workload = new Workload<"http", never, string>(
        `${name}-graphdb`,
        {
            ...{ namespace, metadataName: "graphdb", kind: "StatefulSet", component: "graph", scaling: single() },
            ...run,
            resources: GRAPHDB_RESOURCES,
            service: { name: "graphdb-service" },
            health: { path: run.healthPath, on: "http", startWithin: seconds(60) },
            environment: {
                ...PRODUCTION,
                ...listensOn(run.ports.http),
                GraphDb__DataDirectory: GRAPHDB_DATA,
                ...(graph && { NEO4J_URI: graph.connection.uri, NEO4J_CREDENTIALS: CREDENTIALS }),
                ...run.environment,
            },
            volumes: { data: claimed(claim), ...(graph && { credentials: graph.credential }) },
            mounts: {
                [GRAPHDB_DATA]: "data",
                ...(graph && { [CREDENTIALS]: "credentials" }),
            },
            reaches: graph ? [graph.connection.reach] : [],
            after: graph?.connection.ready ?? [],
            admits: [from("orchestrator", "http")],
            ...{ nodes: "zonal", priority: "store" },
        },
        opts,
    );
    return asked(workload, run.ports.http);
}

export const inputProcessor = (part: Part) => processor(part, "inputProcessor", "input-processor", 5003);
export const outputProcessor = (part: Part) => processor(part, "outputProcessor", "output-processor", 5004);

type Processor = "inputProcessor" | "outputProcessor";

function processor(part: Part, key: Processor, metadataName: string, port: number): Asked {
    const { name, namespace, config, context, opts } = part;
    const run = context.images.run(config.workloads[key], {
        repository: `myriad/${metadataName}`,
        ports: { http: port },
    });
    const workload = new Workload(
        `${name}-${metadataName}`,
        {
            ...{ namespace, metadataName, component: "processor", resources: SMALL_SERVICE },
            ...run,
            scaling: scaled(config.processors),
            health: { path: run.healthPath, on: "http" },
            environment: { ...PRODUCTION, ...listensOn(run.ports.http), ...run.environment },
            admits: [from("orchestrator", "http")],
        },
        opts,
    );
    return asked(workload, run.ports.http);
}
