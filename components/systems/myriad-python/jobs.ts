/**
 * What the graph needs once, or there are no agents in it (docs/upstream.md, Myriad (Python)). images/myriad-python
 * makes both safe to run again.
 */
import type * as pulumi from "@pulumi/pulumi";
import { minutes, OneShotJob, type Resources } from "../../workload";
import { SCHEMA_JOB, type Neo4j } from "./neo4j";
import { SERVICES, urlOf, type Part } from "./part";
import { KNOWLEDGE_JOB, reach } from "./services";

const RESOURCES: Resources = {
    requests: { cpu: "50m", memory: "64Mi", scratch: "32Mi" },
    limits: { cpu: "250m", memory: "256Mi", scratch: "64Mi" },
};

/** One after the other: what is loaded twice is kept apart by the names that the schema makes unique. */
export function loadGraph(part: Part, neo4j: Neo4j, graphdbManager: readonly pulumi.Resource[]): void {
    const schema = loadSchema(part, neo4j);
    loadKnowledge(part, [...schema.ready, ...graphdbManager]);
}

function loadSchema(part: Part, { connection, environment }: Neo4j): OneShotJob {
    const { name, namespace, opts } = part;
    const { image, command, arguments: args, environment: ours } = runOf(part, "schema", "/app/load_schema.py");
    return new OneShotJob(
        `${name}-${SCHEMA_JOB}`,
        {
            ...{ namespace, metadataName: SCHEMA_JOB, component: "schema", image, command, arguments: args },
            ...{ resources: RESOURCES, within: minutes(10), after: connection.ready, reaches: [connection.reach] },
            environment: { ...environment, ...ours },
        },
        opts,
    );
}

function loadKnowledge(part: Part, after: readonly pulumi.Resource[]): void {
    const { name, namespace, opts } = part;
    const { image, command, arguments: args, environment } = runOf(part, "knowledge", "/app/load_knowledge.py");
    new OneShotJob(
        `${name}-${KNOWLEDGE_JOB}`,
        {
            ...{ namespace, metadataName: KNOWLEDGE_JOB, component: "knowledge", image, command, arguments: args },
            ...{ resources: RESOURCES, within: minutes(10), after, reaches: [reach(part, "graphdbManager")] },
            environment: { GRAPHDB_MANAGER_URL: urlOf(part, "graphdbManager"), ...environment },
        },
        opts,
    );
}

function runOf({ config, context }: Part, key: "schema" | "knowledge", program: string) {
    const { repository } = SERVICES.graphdbManager;
    return context.images.run(config.workloads[key], { repository, command: ["python", program], role: "ends" });
}
