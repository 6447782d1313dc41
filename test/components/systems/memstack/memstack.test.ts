/** MemStack's deployment guide (its k8s/README.md), number by number, on the environment with everything in it. */
import assert from "node:assert/strict";
import { poolOf, processesOf } from "../../../../components/systems/memstack/settings";
import type { Memstack } from "../../../../components/systems/memstack/schema";
import { Secret, type Graph } from "../../../../plan/graph";
import { manifestsOf } from "../../../../policy/kubernetes";
import { changedGraph, COMPLETE, only, recordingOf } from "../../../support/recordings";
import { at, object } from "../../workload/fixture";

type Json = Record<string, unknown>;

describe("MemStack's deployment guide", () => {
    let graph: Graph;
    before(async () => {
        ({ graph } = await recordingOf(COMPLETE, "update"));
    });
    const main = (name: string) =>
        at(object(graph, "Deployment", name, "memstack"), "spec", "template", "spec", "containers", 0) as Json;
    const scaler = (name: string) => at(object(graph, "HorizontalPodAutoscaler", name, "memstack"), "spec") as Json;
    const data = () => at(object(graph, "ConfigMap", "memstack-config", "memstack"), "data") as Record<string, string>;

    it("runs API and worker in its namespace, each with 500m/512Mi up to 2/2Gi (Resource Limits)", () => {
        for (const name of ["memstack-api", "memstack-worker"]) {
            const { requests, limits } = main(name).resources as Record<string, Json>;
            assert.deepEqual(
                [requests?.cpu, requests?.memory, limits?.cpu, limits?.memory],
                ["500m", "512Mi", "2", "2Gi"],
                name,
            );
        }
        const [uvicorn, ...rest] = [
            ...(main("memstack-api").command as string[]),
            ...(main("memstack-api").args as string[]),
        ];
        assert.equal(uvicorn, "uvicorn");
        assert.ok(rest.includes("src.infrastructure.adapters.primary.web.main:app"));
        assert.deepEqual(main("memstack-worker").command, ["python", "src/worker.py"]);
    });

    it("starts API and worker as a stack says, and neither the first start nor the worker's probe depends on it", async () => {
        const workloads = {
            api: { command: ["gunicorn"], arguments: ["app"], variables: { QWEN_MODEL: "qwen-max" } },
            worker: { command: ["python", "-m", "other.name"] },
        };
        const other = await changedGraph(COMPLETE, only("memstack"), { systems: { memstack: { workloads } } });
        const containers = (of: Graph, kind: "Deployment" | "Job", name: string) =>
            at(object(of, kind, name, "memstack"), "spec", "template", "spec", "containers", 0) as Json;
        assert.deepEqual(containers(other, "Deployment", "memstack-api").command, ["gunicorn"]);
        assert.deepEqual(containers(other, "Deployment", "memstack-worker").command, ["python", "-m", "other.name"]);
        const first = (of: Graph) => containers(of, "Job", "memstack-first-start");
        assert.deepEqual([first(other).command, first(other).args], [first(graph).command, first(graph).args]);
        assert.deepEqual(first(other).command, ["sh", "/scripts/first-start.sh"]);
        assert.ok(JSON.stringify(first(other).env).includes("qwen-max"), "what the API reads, its first process reads");
        const probe = (of: Graph) => containers(of, "Deployment", "memstack-worker").livenessProbe as Json;
        assert.deepEqual(probe(other), probe(graph));
        const { command } = probe(graph).exec as { command: string[] };
        assert.doesNotMatch(command.join(" "), /worker|python/);
    });

    it("scales 3-20 and 2-15 by cpu 70 and memory 80 of the main container, up and down as documented (Autoscaling Configuration)", () => {
        const expected = {
            "memstack-api-hpa": [
                3,
                20,
                { type: "Percent", value: 100, periodSeconds: 30 },
                { type: "Percent", value: 50, periodSeconds: 60 },
            ],
            "memstack-worker-hpa": [
                2,
                15,
                { type: "Percent", value: 50, periodSeconds: 60 },
                { type: "Percent", value: 30, periodSeconds: 90 },
            ],
        };
        for (const [name, [least, most, up, down]] of Object.entries(expected)) {
            const { minReplicas, maxReplicas, behavior, metrics } = scaler(name) as Json & {
                behavior: Record<string, { policies: unknown }>;
                metrics: Json[];
            };
            assert.deepEqual([minReplicas, maxReplicas], [least, most], name);
            assert.deepEqual([behavior.scaleUp?.policies, behavior.scaleDown?.policies], [[up], [down]], name);
            assert.deepEqual(
                metrics.map(({ containerResource }) => {
                    const { name: resource, target, container } = containerResource as Json & { target: Json };
                    return [resource, target.averageUtilization, container];
                }),
                [
                    ["cpu", 70, name.replace(/-hpa$/, "")],
                    ["memory", 80, name.replace(/-hpa$/, "")],
                ],
            );
        }
    });

    it("keeps 2 API pods and 1 worker available, and spreads both over hosts (High Availability)", () => {
        for (const [name, available] of [
            ["memstack-api", 2],
            ["memstack-worker", 1],
        ] as const) {
            assert.equal(at(object(graph, "PodDisruptionBudget", name, "memstack"), "spec", "minAvailable"), available);
            const spec = at(object(graph, "Deployment", name, "memstack"), "spec", "template", "spec") as Json;
            assert.match(JSON.stringify([spec.affinity, spec.topologySpreadConstraints]), /kubernetes\.io\/hostname/);
        }
    });

    it("offers the API on 8000 and metrics on memstack-api and memstack-worker:9090, each scraped (Metrics Endpoints)", () => {
        const ports = (name: string) =>
            (at(object(graph, "Service", name, "memstack"), "spec", "ports") as { name: string; port: number }[]).map(
                ({ name: port, port: number }) => [port, number],
            );
        assert.deepEqual(ports("memstack-api"), [
            ["http", 8000],
            ["metrics", 9090],
        ]);
        assert.deepEqual(ports("memstack-worker"), [["metrics", 9090]]);
        for (const name of ["memstack-api", "memstack-worker"])
            assert.deepEqual(
                at(object(graph, "ServiceMonitor", name, "memstack"), "spec", "endpoints", 0, "port"),
                "metrics",
            );
    });

    it("tells the documented pool while PostgreSQL has room for it, and the same shape of less", () => {
        assert.deepEqual(poolOf(60), { size: 20, overflow: 40 });
        assert.deepEqual(poolOf(200), { size: 20, overflow: 40 });
        assert.deepEqual(poolOf(18), { size: 6, overflow: 12 });
        const processes = (perPod: number) => processesOf({ uvicornProcesses: 4 } as Memstack, perPod);
        assert.deepEqual([60, 45, 18, 15].map(processes), [4, 3, 1, 1]);
        const { POSTGRES_POOL_RECYCLE, POSTGRES_POOL_PRE_PING, POSTGRES_POOL_SIZE, POSTGRES_MAX_OVERFLOW } = data();
        assert.deepEqual([POSTGRES_POOL_RECYCLE, POSTGRES_POOL_PRE_PING], ["3600", "true"]);
        // 35 pods share db.m7g.large: 18 connections a pod.
        assert.deepEqual([POSTGRES_POOL_SIZE, POSTGRES_MAX_OVERFLOW], ["6", "12"]);
    });

    it("gives Neo4j 4G of heap and 1G of page cache in a pod that holds them (External Services)", () => {
        const container = at(
            object(graph, "StatefulSet", "neo4j", "memstack"),
            "spec",
            "template",
            "spec",
            "containers",
            0,
        ) as Json & { env: Json[] };
        const env = Object.fromEntries(container.env.map(({ name, value }) => [String(name), value]));
        assert.deepEqual(
            [env.NEO4J_server_memory_heap_max__size, env.NEO4J_server_memory_pagecache_size],
            ["4G", "1G"],
        );
        assert.equal(((container.resources as Json).limits as Json).memory, "7Gi");
    });

    it("reaches its queue through the proxy, which passes its password on, and never evicts it", () => {
        assert.deepEqual([data().REDIS_HOST, data().REDIS_PORT], ["127.0.0.1", "6379"]);
        const bootstrap = String(
            (at(object(graph, "ConfigMap", "memstack-redis-proxy-bootstrap", "memstack"), "data") as Json)[
                "bootstrap.json"
            ],
        );
        assert.match(bootstrap, /envoy\.filters\.network\.tcp_proxy/);
        const group = graph.the("aws:elasticache/parameterGroup:ParameterGroup", "stores-queue-parameters-8");
        assert.match(JSON.stringify(group.inputs), /noeviction/);
        const queue = graph.the("aws:elasticache/replicationGroup:ReplicationGroup", "stores-queue-group");
        assert.equal(queue.inputs.parameterGroupName, group.inputs.name);
    });

    it("lives on the user's own Neo4j, PostgreSQL and Redis where the stack names them, and on none of ours (Prerequisites)", async () => {
        const cidrs = ["10.60.212.0/24"];
        const own = { cidrs, securityGroupId: "sg-0123456789abcdef0" };
        const brought = await changedGraph(COMPLETE, only("memstack"), {
            network: { attachments: { theirs: { transitGatewayId: "tgw-0123456789abcdef0", cidrs } } },
            existing: {
                postgres: {
                    ...own,
                    host: "db.example.com",
                    port: 5433,
                    adminSecret: "theirs/db",
                    maxConnections: 4000,
                },
                redis: { queue: { ...own, host: "queue.example.com", port: 6380, passwordSecret: "theirs/queue" } },
                neo4j: {
                    memstack: {
                        ...{ cidrs, host: "graph.example.com", port: 7688, scheme: "bolt+s" },
                        passwordSecret: "theirs/graph",
                    },
                },
            },
        });
        for (const type of ["aws:rds/instance:Instance", "aws:elasticache/replicationGroup:ReplicationGroup"])
            assert.deepEqual(brought.ofType(type), []);
        assert.deepEqual(brought.ofType("kubernetes:apps/v1:StatefulSet"), []);
        const told = at(object(brought, "ConfigMap", "memstack-config", "memstack"), "data") as Record<string, string>;
        assert.deepEqual([told.POSTGRES_HOST, told.POSTGRES_PORT], ["db.example.com", "5433"]);
        assert.equal(told.NEO4J_URI, "bolt+s://graph.example.com:7688");
        assert.equal(told.REDIS_HOST, "127.0.0.1", "the proxy, which speaks TLS");
        const proxies = brought.ofType("kubernetes:core/v1:ConfigMap").map(({ inputs }) => JSON.stringify(inputs.data));
        assert.ok(proxies.some((text) => text.includes("queue.example.com") && text.includes("6380")));
        const { spec } = object(brought, "ExternalSecret", "memstack-secrets", "memstack").inputs;
        assert.ok(JSON.stringify(spec).includes("theirs/graph") && JSON.stringify(spec).includes("theirs/queue"));
        const egress = JSON.stringify(
            at(object(brought, "NetworkPolicy", "memstack-api", "memstack"), "spec", "egress"),
        );
        for (const port of [5433, 6380, 7688]) assert.ok(egress.includes(`"port":${String(port)}`), egress);
    });

    it("makes its tables by one process before any pod serves, then rotates the passwords that everyone knows", () => {
        const first = graph.the("kubernetes:batch/v1:Job", "memstack-first-start");
        const init = graph.the("kubernetes:batch/v1:Job", "memstack-database-init");
        const neo4j = graph.the("kubernetes:apps/v1:StatefulSet", "memstack-neo4j");
        assert.ok(graph.dependsOn(first, init) && graph.dependsOn(first, neo4j));
        const [{ env = [] } = {}] = at(first, "spec", "template", "spec", "containers") as {
            env?: { name: string; value?: string }[];
        }[];
        assert.equal(env.find(({ name }) => name === "ROTATE")?.value, "python /scripts/rotate-default-accounts.py");
        for (const name of ["memstack-api", "memstack-worker"])
            assert.ok(graph.dependsOn(graph.the("kubernetes:apps/v1:Deployment", name), first), name);
        const readers = manifestsOf(graph).pods.filter(({ spec }) =>
            JSON.stringify(spec).includes('"memstack-accounts"'),
        );
        assert.deepEqual(
            readers.map(({ owner }) => owner.name),
            ["memstack-first-start"],
        );
        for (const account of ["admin", "user"]) {
            const version = graph.the(
                "aws:secretsmanager/secretVersion:SecretVersion",
                `passwords-memstack-${account}-value`,
            );
            assert.ok(version.inputs.secretString instanceof Secret);
        }
    });

    it("reads its credentials from one Secret: database, queue, graph and the provider's key", () => {
        const secret = at(object(graph, "ExternalSecret", "memstack-secrets", "memstack"), "spec", "data") as {
            secretKey: string;
        }[];
        assert.deepEqual(secret.map(({ secretKey }) => secretKey).sort(), [
            ...["DASHSCOPE_API_KEY", "NEO4J_PASSWORD", "NEO4J_USER"],
            ...["POSTGRES_PASSWORD", "POSTGRES_USER", "REDIS_PASSWORD"],
        ]);
        assert.equal(data().LLM_PROVIDER, "qwen");
        assert.deepEqual(JSON.parse(data().API_ALLOWED_ORIGINS ?? ""), ["https://memstack.ai.example.com"]);
    });
});
