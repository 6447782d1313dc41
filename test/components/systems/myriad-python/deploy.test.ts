/** Myriad (Python) as the cluster sees it, number for number as its document says. */
import assert from "node:assert/strict";
import type { Environment } from "../../../../config/environment";
import { needsOf } from "../../../../config/needs";
import type { Graph } from "../../../../plan/graph";
import { reachOf } from "../../../../plan/reach";
import { stackFrom } from "../../../support/recordings";
import { at, object } from "../../workload/fixture";
import { REDIS_HOST, systemsOf } from "../fixture";
import { container, containersOf, podSpec, variables } from "../pods";

const ALONE = "test/environments/myriad-python-alone.yaml";
const NAMESPACE = "myriad-python";
const SCRAPED: readonly string[] = ["orchestrator", "redis-exporter"];

/** INF-11 to INF-15 and INF-35 to INF-39: port, cpu limit and reservation, memory limit and reservation. */
const SERVICES = [
    ["orchestrator", 5000, "1", "500m", "512Mi", "256Mi"],
    ["graphdb-manager-ai", 5008, "1", "500m", "512Mi", "256Mi"],
    ["integration-tester-ai", 5009, "500m", "250m", "256Mi", "128Mi"],
    ["lightbulb-definition-ai", 5001, "500m", "250m", "256Mi", "128Mi"],
    ["lightbulb-function-ai", 5002, "500m", "250m", "256Mi", "128Mi"],
    ["input-processor", 5003, "500m", "250m", "256Mi", "128Mi"],
    ["output-processor", 5004, "500m", "250m", "256Mi", "128Mi"],
] as const;

/** Half the table, upstream's image of the GraphDB manager, and metrics where upstream has none. */
function variation(environment: Environment): Environment {
    const { myriadPython } = environment.systems;
    const real = { image: `sha256:${"1".repeat(64)}` };
    const changes: Partial<Environment["systems"]["myriadPython"]> = {
        size: "dev",
        scraped: ["orchestrator", "graphdbManager", "lightbulbFunction"],
        workloads: { ...myriadPython.workloads, graphdbManager: real, schema: real },
    };
    return { ...environment, systems: { ...environment.systems, myriadPython: { ...myriadPython, ...changes } } };
}

describe("components/systems/myriad-python", () => {
    let graph: Graph;
    let varied: Graph;
    before(async () => {
        graph = await systemsOf(ALONE);
        varied = await systemsOf(ALONE, { change: variation });
    });
    const deployment = (name: string) => object(graph, "Deployment", name, NAMESPACE);
    const main = (name: string) => container(deployment(name), name);
    const environment = (name: string) => variables(main(name));

    it("runs the seven services once each, on their ports and within the document's resource table", () => {
        for (const [name, port, cpuLimit, cpu, memoryLimit, memory] of SERVICES) {
            assert.equal(at(deployment(name), "spec", "replicas"), 1, name);
            const { resources, ports } = main(name);
            assert.deepEqual([resources.limits.cpu, resources.requests.cpu], [cpuLimit, cpu], name);
            assert.deepEqual([resources.limits.memory, resources.requests.memory], [memoryLimit, memory], name);
            assert.deepEqual(ports, [{ name: "http", containerPort: port, protocol: "TCP" }], name);
            assert.equal(at(object(graph, "Service", name, NAMESPACE), "spec", "ports", 0, "port"), port, name);
        }
        assert.equal(graph.ofType("kubernetes:apps/v1:Deployment").length, SERVICES.length + 1, "and the exporter");
    });

    it("asks each for /health every 30 s, for 10 s, three times, after 10 s", () => {
        for (const [name] of SERVICES)
            for (const probe of ["livenessProbe", "readinessProbe"] as const)
                assert.deepEqual(main(name)[probe], {
                    httpGet: { path: "/health", port: "http" },
                    ...{ initialDelaySeconds: 10, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 3 },
                });
        const { startupProbe } = main("orchestrator");
        assert.equal(startupProbe.periodSeconds * startupProbe.failureThreshold, 100, "10 s and three intervals");
    });

    it("gives Neo4j 2 CPU and 2 GiB, half of it reserved, and its own health check", () => {
        const neo4j = container(object(graph, "StatefulSet", "neo4j", NAMESPACE), "neo4j");
        assert.deepEqual([neo4j.resources.limits.cpu, neo4j.resources.limits.memory], ["2", "2Gi"]);
        assert.deepEqual([neo4j.resources.requests.cpu, neo4j.resources.requests.memory], ["1", "1Gi"]);
        const { httpGet, periodSeconds, timeoutSeconds, failureThreshold } = neo4j.livenessProbe;
        assert.deepEqual(httpGet, { path: "/", port: "http" });
        const ports = neo4j.ports as readonly { readonly name: string; readonly containerPort: number }[];
        assert.equal(ports.find(({ name }) => name === "http")?.containerPort, 7474);
        assert.deepEqual([periodSeconds, timeoutSeconds, failureThreshold], [5, 10, 10]);
        const flags = Object.keys(variables(neo4j)).filter((name) => /backup|metrics/.test(name));
        assert.deepEqual(flags, [], "Community would not start with the document's Enterprise flags");
    });

    it("backs Neo4j up at 02:00, keeps seven, by the document's name and under its own prefix", () => {
        const backup = object(graph, "CronJob", "neo4j-backup", NAMESPACE);
        assert.equal(at(backup, "spec", "schedule"), "0 2 * * *");
        const [upload] = at(backup, ...["spec", "jobTemplate", "spec", "template", "spec", "containers"]) as [
            { readonly env: readonly { readonly name: string; readonly value: unknown }[] },
        ];
        const env = Object.fromEntries(upload.env.map(({ name, value }) => [name, value]));
        assert.deepEqual([env.KEEP, env.FILE_PREFIX, env.KEY_PREFIX], ["7", "myriad_backup", "myriad-python/neo4j"]);
    });

    it("keeps one GraphDB manager, which waits for Neo4j and logs in with a secret", () => {
        const manager = deployment("graphdb-manager-ai");
        assert.deepEqual(at(manager, "spec", "strategy"), { type: "Recreate" }, "never two at a time");
        const waiting = container(manager, "wait-for-neo4j");
        assert.deepEqual(waiting.command?.slice(-2), ["neo4j.myriad-python.svc", "7687"]);
        const env = environment("graphdb-manager-ai");
        assert.equal(env.NEO4J_URI, "bolt://neo4j.myriad-python.svc:7687");
        assert.deepEqual(env.NEO4J_USER, { secretKeyRef: { name: "neo4j-login", key: "username" } });
        assert.deepEqual(env.NEO4J_PASSWORD, { secretKeyRef: { name: "neo4j-login", key: "password" } });
        assert.deepEqual(
            Object.entries(env).filter(([name]) => name.includes("HEBBIAN")),
            [
                ["HEBBIAN_REL_TYPE", "HANDLES_CONCEPT"],
                ["HEBBIAN_DELTA_SUCCESS", "0.05"],
                ["HEBBIAN_DELTA_FAILURE", "0.02"],
                ["HEBBIAN_DECAY_RATE", "0.01"],
                ["HEBBIAN_DECAY_INTERVAL_SEC", "900"],
                ["ENABLE_HEBBIAN_DECAY", "true"],
            ],
        );
    });

    it("starts no containers from the orchestrator, and gives it room to write and a Redis on localhost", () => {
        const env = environment("orchestrator");
        assert.equal(env.ENABLE_DYNAMIC_AGENTS, "false");
        assert.deepEqual([env.HTTP_RETRIES, env.HTTP_BACKOFF, env.HTTP_POOL_MAX], ["3", "0.3", "20"]);
        assert.equal(env.GRAPHDB_MANAGER_URL, "http://graphdb-manager-ai:5008");
        assert.equal(env.REDIS_URL, "redis://127.0.0.1:6379");
        const orchestrator = main("orchestrator");
        const at = orchestrator.volumeMounts.find(({ mountPath }) => mountPath === orchestrator.workingDir);
        assert.equal(at?.name, "work");
        assert.equal(container(deployment("orchestrator"), "redis-proxy").restartPolicy, "Always");
        assert.equal(environment("integration-tester-ai").ORCHESTRATOR_URL, "http://orchestrator:5000");
        for (const agent of ["lightbulb-definition-ai", "lightbulb-function-ai"])
            assert.equal(environment(agent).GRAPHDB_MANAGER_URL, "http://graphdb-manager-ai:5008");
    });

    it("has a Service behind every name that the code has compiled in", () => {
        const { myriadPython } = needsOf(stackFrom(ALONE).environment).systems;
        const targets = Object.entries(myriadPython?.dnsRewrites ?? {});
        assert.deepEqual(
            targets.map(([name]) => name),
            ["graphdb_manager_ai", "lightbulb_definition_ai", "lightbulb_function_ai"],
        );
        for (const [, target] of targets) {
            const [service = "", namespace] = target.split(".");
            assert.ok(object(graph, "Service", service, namespace));
        }
    });

    it("loads the schema once Neo4j runs, and the knowledge once the GraphDB manager does", () => {
        const schema = object(graph, "Job", "load-schema", NAMESPACE);
        const knowledge = object(graph, "Job", "load-knowledge", NAMESPACE);
        assert.ok(graph.dependsOn(schema, object(graph, "StatefulSet", "neo4j", NAMESPACE)));
        assert.ok(graph.dependsOn(knowledge, schema));
        assert.ok(graph.dependsOn(knowledge, deployment("graphdb-manager-ai")));
        const env = variables(container(schema, "load-schema"));
        assert.equal(env.NEO4J_URI, "bolt://neo4j.myriad-python.svc:7687");
    });

    it("tells Prometheus about its Redis on 9121, at the document's size", () => {
        const { resources, ports, env = [] } = main("redis-exporter");
        assert.deepEqual([resources.limits.cpu, resources.requests.cpu], ["250m", "100m"]);
        assert.deepEqual([resources.limits.memory, resources.requests.memory], ["128Mi", "64Mi"]);
        assert.deepEqual(ports, [{ name: "metrics", containerPort: 9121, protocol: "TCP" }]);
        assert.deepEqual(env.find(({ name }) => name === "REDIS_ADDR")?.value, `rediss://${REDIS_HOST}:6379`);
    });

    it("is open to nobody outside its namespace but Prometheus, and that on what exports metrics only", () => {
        assert.equal(graph.ofType("kubernetes:networking.k8s.io/v1:Ingress").length, 0);
        const monitors = graph.resources.filter(({ type }) => type.endsWith(":ServiceMonitor"));
        assert.deepEqual(monitors.map((monitor) => at(monitor, "metadata", "name")).sort(), SCRAPED);
        for (const policy of graph.ofType("kubernetes:networking.k8s.io/v1:NetworkPolicy")) {
            const ingress = (at(policy, "spec", "ingress") ?? []) as { from: Record<string, unknown>[] }[];
            const outside = ingress
                .flatMap(({ from }) => from)
                .filter((peer) => !JSON.stringify(peer).includes(NAMESPACE));
            const isScraped = SCRAPED.includes(String(at(policy, "metadata", "name")));
            assert.equal(outside.length, isScraped ? 1 : 0, policy.name);
            assert.ok(JSON.stringify(outside).includes("monitoring") === isScraped);
        }
    });

    it("scrapes a service as soon as the stack says that it has metrics", () => {
        const monitors = varied.resources.filter(({ type }) => type.endsWith(":ServiceMonitor"));
        assert.deepEqual(monitors.map((monitor) => at(monitor, "metadata", "name")).sort(), [
            ...["graphdb-manager-ai", "lightbulb-function-ai", ...SCRAPED],
        ]);
    });

    it("has half of the table in dev, and Python to wait with where the image is upstream's", () => {
        const manager = object(varied, "Deployment", "graphdb-manager-ai", NAMESPACE);
        const { resources, command, image } = container(manager, "graphdb-manager-ai");
        assert.deepEqual([resources.limits.cpu, resources.limits.memory], ["500m", "256Mi"]);
        assert.deepEqual([resources.requests.cpu, resources.requests.memory], ["250m", "128Mi"]);
        assert.deepEqual(command, ["python", "/app/launch.py", "/app/src/myriad/services/graphdb_manager/app.py"]);
        assert.match(image, /\/myriad-python\/graphdb-manager@sha256:1+$/);
        assert.equal(container(manager, "wait-for-neo4j").command?.[0], "python");
        assert.deepEqual(container(object(varied, "Job", "load-schema", NAMESPACE), "load-schema").command, [
            ...["python", "/app/load_schema.py"],
        ]);
    });

    it("tells the plan how to get in: not over the internet", () => {
        assert.deepEqual(reachOf(graph), [
            { system: NAMESPACE, command: "kubectl -n myriad-python port-forward svc/orchestrator 5000" },
        ]);
    });

    it("holds its namespace to what it declares, and lets nobody in or out by default", () => {
        const { spec } = object(graph, "NetworkPolicy", "default-deny", NAMESPACE).inputs;
        assert.deepEqual(spec, { podSelector: {}, policyTypes: ["Ingress", "Egress"], ingress: [], egress: [] });
        assert.ok(object(graph, "ResourceQuota", "limits", NAMESPACE));
        assert.ok(object(graph, "LimitRange", "limits", NAMESPACE));
        for (const [name] of SERVICES) {
            assert.equal(podSpec(deployment(name), "enableServiceLinks"), false);
            assert.ok(containersOf(deployment(name)).every((one) => one.resources.limits["ephemeral-storage"]));
        }
    });
});
