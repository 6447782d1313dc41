/** What tells Prometheus about Valkey: its pod, its credential, and nothing that our users may not ask. */
import assert from "node:assert/strict";
import { USER_ACCESS } from "../../../components/aws/redis-users";
import { RedisExporter } from "../../../components/blocks/redis-exporter";
import type { Graph } from "../../../plan/graph";
import { at, object } from "../workload/fixture";
import { REDIS_HOST, surrounded } from "./fixture";

const exporter = (user: string): Promise<Graph> =>
    surrounded(({ namespace, redis, opts }) => {
        new RedisExporter("app-redis-exporter", { namespace, redis, user }, opts);
    });

describe("components/blocks/redis-exporter", () => {
    let graph: Graph;
    let container: Record<string, unknown>;
    before(async () => {
        graph = await exporter("app");
        const pod = object(graph, "Deployment", "redis-exporter");
        container = at(pod, "spec", "template", "spec", "containers", 0) as Record<string, unknown>;
    });

    it("runs once, at the documented size, on the documented port", () => {
        const { inputs } = object(graph, "Deployment", "redis-exporter");
        const { replicas, strategy } = inputs.spec as Record<string, unknown>;
        assert.deepEqual([replicas, strategy], [1, { type: "Recreate" }]);
        assert.match(String(container.image), /^docker\.io\/oliver006\/redis_exporter:v[\d.]+@sha256:[0-9a-f]{64}$/);
        assert.deepEqual(container.resources, {
            requests: { cpu: "100m", memory: "64Mi", "ephemeral-storage": "16Mi" },
            limits: { cpu: "250m", memory: "128Mi", "ephemeral-storage": "64Mi" },
        });
        assert.deepEqual(container.ports, [{ name: "metrics", containerPort: 9121, protocol: "TCP" }]);
        const { httpGet } = container.livenessProbe as { httpGet: unknown };
        assert.deepEqual(httpGet, { path: "/health", port: "metrics" });
    });

    it("asks over TLS, as a user of the connection, whose password no manifest holds", () => {
        const credential = { name: "app-redis-exporter-credential" };
        assert.deepEqual(container.env, [
            { name: "REDIS_ADDR", value: `rediss://${REDIS_HOST}:6379` },
            { name: "REDIS_USER", valueFrom: { secretKeyRef: { ...credential, key: "username" } } },
            { name: "REDIS_PASSWORD", valueFrom: { secretKeyRef: { ...credential, key: "password" } } },
            { name: "REDIS_EXPORTER_CONFIG_COMMAND", value: "-" },
            { name: "REDIS_EXPORTER_EXCLUDE_LATENCY_HISTOGRAM_METRICS", value: "true" },
        ]);
        // The two switches are what @dangerous takes away; INFO, without which nothing is read, is given back.
        assert.match(USER_ACCESS, /-@dangerous \+info$/);
    });

    it("is read by Prometheus alone, and reaches the cache alone", () => {
        const { inputs } = object(graph, "NetworkPolicy", "redis-exporter");
        const { ingress, egress } = inputs.spec as { ingress: unknown[]; egress: unknown[] };
        assert.deepEqual(egress, [
            {
                to: ["10.20.240.0/24", "10.20.241.0/24"].map((cidr) => ({ ipBlock: { cidr } })),
                ports: [{ port: 6379, protocol: "TCP" }],
            },
        ]);
        assert.equal(ingress.length, 1);
        assert.match(JSON.stringify(ingress), /monitoring.*prometheus.*9121/);
        const [endpoint] = at(object(graph, "ServiceMonitor", "redis-exporter"), "spec", "endpoints") as object[];
        assert.deepEqual(endpoint, { port: "metrics", path: "/metrics", interval: "30s" });
    });

    it("refuses a user that the connection does not have", async () => {
        await assert.rejects(exporter("nobody"), /app-redis-exporter: redis cache has no user nobody/);
    });
});
