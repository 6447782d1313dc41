/** The pods of Akosha as the cluster sees them, number for number as its deployment guide says. */
import assert from "node:assert/strict";
import type { Graph } from "../../../../plan/graph";
import { at, object } from "../../workload/fixture";
import { akoshaOf, containersOf, mainOf, OWN, podOf, portsOf, SMALL } from "./akosha";

describe("components/systems/akosha pods", () => {
    let graph: Graph;
    before(async () => {
        graph = await akoshaOf({ size: "phase1" });
    });
    const own = () => OWN.map(([kind, name]) => object(graph, kind, name, "akosha"));

    it("are the documented ones, in the namespace akosha, with the documented commands and ports", () => {
        assert.deepEqual(
            own().map((one) => [at(one, "metadata", "name"), mainOf(one).command?.slice(2), portsOf(one)]),
            [
                ["akosha-ingestion", ["akosha.ingestion.worker"], { api: 8001, metrics: 8000 }],
                ["akosha-query", ["akosha.api.server"], { api: 8000 }],
                ["akosha-hot-store", ["akosha.storage.hot_store"], { api: 8002, metrics: 8000 }],
                ["akosha-warm-store", ["akosha.storage.warm_store"], { api: 8003, metrics: 8000 }],
                ["akosha-aging", ["akosha.storage.aging"], {}],
            ],
        );
        assert.ok(object(graph, "Namespace", "akosha"));
        // `kubectl get pods -l app=akosha-ingestion`, as in the guide's troubleshooting.
        for (const [kind, name] of OWN) assert.equal(at(object(graph, kind, name), "metadata", "labels", "app"), name);
    });

    it("count what the cache does: the guide's metrics exporter", () => {
        const exporter = object(graph, "Deployment", "redis-exporter", "akosha");
        assert.equal(at(exporter, "spec", "replicas"), 1);
        const { requests, limits } = at(exporter, "spec", "template", "spec", "containers", 0, "resources") as Readonly<
            Record<string, Readonly<Record<string, string>>>
        >;
        assert.deepEqual([requests?.cpu, requests?.memory], ["100m", "64Mi"]);
        assert.deepEqual([limits?.cpu, limits?.memory], ["250m", "128Mi"]);
        assert.equal(
            at(object(graph, "ServiceMonitor", "redis-exporter", "akosha"), "spec", "endpoints", 0, "port"),
            "metrics",
        );
    });

    it("answer as akosha-api on 8000, which is the query pods, and each by its own name", () => {
        const api = object(graph, "Service", "akosha-api");
        assert.deepEqual(at(api, "spec", "ports"), [{ name: "api", port: 8000, targetPort: "api", protocol: "TCP" }]);
        assert.deepEqual(
            at(api, "spec", "selector"),
            at(object(graph, "Deployment", "akosha-query"), "spec", "selector", "matchLabels"),
        );
        for (const name of ["akosha-ingestion", "akosha-hot-store", "akosha-warm-store"])
            assert.equal((at(object(graph, "Service", name), "spec", "ports") as unknown[]).length, 2, name);
    });

    it("are probed on /health and nowhere else, and have 90 s to start", () => {
        for (const one of own().filter(({ type }) => !type.endsWith(":CronJob"))) {
            const { startupProbe, livenessProbe, readinessProbe } = mainOf(one);
            for (const probe of [startupProbe, livenessProbe, readinessProbe])
                assert.deepEqual(probe?.httpGet, { path: "/health", port: "api" }, one.name);
            const { periodSeconds, failureThreshold } = startupProbe as Record<string, number>;
            assert.ok(Number(periodSeconds) * Number(failureThreshold) >= 90, one.name);
        }
        // The sidecar's own page is called /ready; Akosha's is not.
        const sidecars = own().flatMap((one) => containersOf(one).filter((container) => container !== mainOf(one)));
        assert.ok(sidecars.every(({ name }) => name === "redis-proxy"));
        assert.ok(!JSON.stringify(own().map(mainOf)).includes("/ready"));
    });

    it("run as 1000:1000 with a reason, restricted, on a read-only root, without service links", () => {
        for (const one of own()) {
            const pod = podOf(one);
            assert.equal(pod.enableServiceLinks, false, one.name);
            const { runAsNonRoot, runAsUser, fsGroup, seccompProfile } = pod.securityContext as Record<string, unknown>;
            assert.deepEqual(
                [runAsNonRoot, runAsUser, fsGroup, seccompProfile],
                [...[true, 1000, 1000], { type: "RuntimeDefault" }],
            );
            for (const { securityContext } of containersOf(one)) {
                assert.equal(securityContext.allowPrivilegeEscalation, false);
                assert.equal(securityContext.readOnlyRootFilesystem, true);
                assert.deepEqual(securityContext.capabilities, { drop: ["ALL"] });
            }
            assert.ok(JSON.stringify(one.inputs).includes("mindcloud.dev/user-exception"), one.name);
        }
    });

    it("scale by 70 % cpu, 80 % memory and, for ingestion, 500 uploads a pod, with the documented behaviour", () => {
        const behavior = {
            scaleUp: {
                stabilizationWindowSeconds: 60,
                policies: [{ type: "Percent", value: 50, periodSeconds: 60 }],
            },
            scaleDown: {
                stabilizationWindowSeconds: 300,
                policies: [{ type: "Percent", value: 10, periodSeconds: 60 }],
            },
        };
        const query = at(object(graph, "HorizontalPodAutoscaler", "akosha-query-hpa"), "spec") as Record<
            string,
            unknown
        >;
        assert.deepEqual(query.behavior, behavior);
        assert.deepEqual(query.scaleTargetRef, { apiVersion: "apps/v1", kind: "Deployment", name: "akosha-query" });
        // By container: the sidecar's use would be averaged in.
        const metric = (name: string, averageUtilization: number) => ({
            type: "ContainerResource",
            containerResource: {
                ...{ name, container: "akosha-query" },
                target: { type: "Utilization", averageUtilization },
            },
        });
        assert.deepEqual(query.metrics, [metric("cpu", 70), metric("memory", 80)]);

        const ingestion = at(object(graph, "ScaledObject", "akosha-ingestion-hpa"), "spec") as Record<string, unknown>;
        assert.deepEqual(ingestion.advanced, {
            horizontalPodAutoscalerConfig: { name: "akosha-ingestion-hpa", behavior },
        });
        const [cpu, memory, queue] = ingestion.triggers as { type: string; metadata: Record<string, string> }[];
        assert.deepEqual([cpu?.type, cpu?.metadata], ["cpu", { value: "70", containerName: "akosha-ingestion" }]);
        assert.deepEqual(
            [memory?.type, memory?.metadata],
            ["memory", { value: "80", containerName: "akosha-ingestion" }],
        );
        assert.equal(queue?.metadata.threshold, "500");
        assert.equal(queue.metadata.query, 'sum(akosha_ingestion_queue_size{namespace="akosha"})');
        // No code exports it yet: an empty queue, and not a fault.
        assert.equal(queue.metadata.ignoreNullValues, "true");
        for (const name of ["akosha-ingestion", "akosha-query"]) {
            assert.equal(at(object(graph, "Deployment", name), "spec", "replicas"), undefined);
            assert.equal(at(object(graph, "PodDisruptionBudget", name), "spec", "minAvailable"), 1);
        }
    });

    it("hold the tiers: one hot and one warm store, each alone on its volume", () => {
        for (const [tier, path] of [
            ["hot", "/data/hot"],
            ["warm", "/data/warm"],
        ] as const) {
            const store = object(graph, "StatefulSet", `akosha-${tier}-store`);
            assert.equal(at(store, "spec", "replicas"), 1);
            assert.equal(at(store, "spec", "volumeClaimTemplates"), undefined);
            assert.ok(
                mainOf(store).volumeMounts.some(({ name, mountPath }) => name === "data" && mountPath === path),
                tier,
            );
            assert.equal(podOf(store).priorityClassName, "mindcloud-store");
            const mounting = own().filter((one) => JSON.stringify(podOf(one)).includes(`akosha-${tier}-store-data`));
            assert.deepEqual(mounting, [store]);
        }
    });

    it("age at 02:00 UTC, one run at a time, three times at most and for two hours at most", () => {
        const aging = at(object(graph, "CronJob", "akosha-aging"), "spec") as Record<string, unknown>;
        const { jobTemplate, ...spec } = aging;
        assert.deepEqual(spec, {
            ...{ schedule: "0 2 * * *", timeZone: "Etc/UTC", concurrencyPolicy: "Forbid", suspend: false },
            ...{ startingDeadlineSeconds: 600, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 3 },
        });
        const { spec: job } = jobTemplate as { spec: Record<string, unknown> };
        assert.deepEqual([job.backoffLimit, job.activeDeadlineSeconds], [3, 7200]);
    });

    it("are scraped where the guide says: 8000/metrics", () => {
        const monitors = graph.ofType("kubernetes:monitoring.coreos.com/v1:ServiceMonitor");
        const scraped = monitors.map((monitor) => {
            const [endpoint] = at(monitor, "spec", "endpoints") as { port: string; path: string }[];
            return [at(monitor, "metadata", "name"), endpoint?.port, endpoint?.path];
        });
        for (const [name, port] of [
            ["akosha-hot-store", "metrics"],
            ["akosha-ingestion", "metrics"],
            ["akosha-query", "api"],
            ["akosha-warm-store", "metrics"],
        ] as const) {
            assert.ok(
                scraped.some(([one, on, path]) => one === name && on === port && path === "/metrics"),
                name,
            );
            const kind = name.endsWith("store") ? "StatefulSet" : "Deployment";
            assert.equal(portsOf(object(graph, kind, name))[port], 8000);
        }
    });

    it("may answer clients and Prometheus on one port, as upstream's only server does", async () => {
        const one = await akoshaOf({ size: "pilot", workloads: { ingestion: { ports: { api: 8000 } } } });
        const ingestion = object(one, "Deployment", "akosha-ingestion");
        assert.deepEqual(portsOf(ingestion), { api: 8000 });
        assert.deepEqual(at(object(one, "ServiceMonitor", "akosha-ingestion"), "spec", "endpoints", 0, "port"), "api");
        const ports = at(object(one, "Service", "akosha-ingestion"), "spec", "ports") as { name: string }[];
        assert.deepEqual(
            ports.map(({ name }) => name),
            ["api"],
        );
    });

    it("keep no session in a pod where there is more than one", () => {
        const stateless = (name: string) =>
            (mainOf(object(graph, "Deployment", name)).env ?? []).find((one) => one.name === "FASTMCP_STATELESS_HTTP");
        assert.equal(stateless("akosha-query")?.value, "true");
        assert.equal(stateless("akosha-ingestion"), undefined);
    });

    it("finish what they have begun before they leave", () => {
        const grace = (name: string) => podOf(object(graph, "Deployment", name)).terminationGracePeriodSeconds;
        // 300 s for an upload (and 5 s until nobody sends), 30 s for a query (and 20 s behind the load balancer).
        assert.deepEqual([grace("akosha-ingestion"), grace("akosha-query")], [305, 50]);
    });

    it("can be replaced by the stand-in one by one", async () => {
        const mixed = await akoshaOf(...SMALL);
        const query = mainOf(object(mixed, "Deployment", "akosha-query"));
        assert.deepEqual(query.command, ["node", "/app/server.mjs"]);
        const variable = query.env?.find(({ name }) => name === "STAND_IN");
        const told = JSON.parse(String(variable?.value)) as {
            listen: { port: number }[];
            metrics: { name: string }[];
        };
        assert.deepEqual(
            told.listen.map(({ port }) => port),
            [8000],
        );
        assert.ok(told.metrics.some(({ name }) => name === "akosha_query_cache_hits_total"));
        assert.ok(!told.metrics.some(({ name }) => name === "akosha_ingestion_queue_size"));
        assert.deepEqual(mainOf(object(mixed, "Deployment", "akosha-ingestion")).command?.[0], "python");
    });
});
