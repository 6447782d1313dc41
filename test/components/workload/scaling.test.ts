/** Who owns the number of replicas, and how many may be away. */
import assert from "node:assert/strict";
import type { Graph } from "../../../plan/graph";
import * as w from "../../../components/workload";
import { at, graphOf, object, resources, siteOf, testImage } from "./fixture";
import { theGraph } from "./systems";

describe("replicas", () => {
    let graph: Graph;
    before(async () => {
        graph = await theGraph();
    });

    it("are absent from a manifest that an autoscaler owns, and present, against its claim to the field, in every other", () => {
        const owned = graph
            .ofType("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", "kubernetes:keda.sh/v1alpha1:ScaledObject")
            .map((scaler) => {
                const { kind, name } = at(scaler, "spec", "scaleTargetRef") as { kind: string; name: string };
                return object(graph, kind, name, String(at(scaler, "metadata", "namespace"))).urn;
            });
        assert.equal(owned.length, 3);
        assert.equal(new Set(owned).size, 3);
        for (const controller of graph.ofType("kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:StatefulSet")) {
            const isOwned = owned.includes(controller.urn);
            assert.equal(at(controller, "spec", "replicas") === undefined, isOwned, controller.name);
            // Or what an autoscaler owned last could never be suspended: server-side apply would refuse.
            const forced = at(controller, "metadata", "annotations", "pulumi.com/patchForce");
            assert.equal(forced, isOwned ? undefined : "true", controller.name);
        }
    });

    it("follow cpu and memory of the main container alone where others run beside it", () => {
        const plain = at(object(graph, "HorizontalPodAutoscaler", "akosha-query-hpa"), "spec");
        assert.deepEqual(plain, {
            scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "akosha-query" },
            minReplicas: 3,
            maxReplicas: 10,
            metrics: [
                {
                    type: "Resource",
                    resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } },
                },
            ],
        });
        const crowded = at(object(graph, "HorizontalPodAutoscaler", "agent-hpa"), "spec", "metrics");
        const source = (name: string) => ({
            container: "agent",
            name,
            target: { type: "Utilization", averageUtilization: 80 },
        });
        assert.deepEqual(crowded, [
            { type: "ContainerResource", containerResource: source("cpu") },
            { type: "ContainerResource", containerResource: source("memory") },
        ]);
    });

    it("follow a queue through one ScaledObject, with the documented name and behaviour and a fallback at the floor", () => {
        const scaler = object(graph, "ScaledObject", "akosha-ingestion-hpa");
        const { advanced, fallback, triggers, ...bounds } = at(scaler, "spec") as Record<string, unknown>;
        assert.deepEqual(bounds, {
            scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "akosha-ingestion" },
            minReplicaCount: 2,
            maxReplicaCount: 20,
        });
        const percent = (value: number) => [{ type: "Percent", value, periodSeconds: 60 }];
        assert.deepEqual(advanced, {
            horizontalPodAutoscalerConfig: {
                name: "akosha-ingestion-hpa",
                behavior: {
                    scaleUp: { stabilizationWindowSeconds: 60, policies: percent(50) },
                    scaleDown: { stabilizationWindowSeconds: 300, policies: percent(10) },
                },
            },
        });
        assert.deepEqual(fallback, { failureThreshold: 3, replicas: 2, behavior: "currentReplicasIfHigher" });
        assert.deepEqual(triggers, [
            { type: "cpu", metricType: "Utilization", metadata: { value: "70" } },
            { type: "memory", metricType: "Utilization", metadata: { value: "80" } },
            {
                ...{ type: "prometheus", name: "queue", metricType: "AverageValue" },
                metadata: {
                    serverAddress: "http://prometheus-operated.monitoring.svc:9090",
                    query: 'sum(akosha_ingestion_queue_size{namespace="akosha"})',
                    threshold: "500",
                    ignoreNullValues: "false",
                },
            },
        ]);
        assert.throws(() => object(graph, "HorizontalPodAutoscaler", "akosha-ingestion-hpa"));
    });

    it("always let one go: no budget keeps as many as the floor", () => {
        const floors: Readonly<Record<string, number>> = {
            agent: 1,
            worker: 2,
            "akosha-hot": 1,
            "akosha-ingestion": 2,
            "akosha-query": 3,
        };
        const budgets = graph.ofType("kubernetes:policy/v1:PodDisruptionBudget");
        assert.deepEqual(budgets.map((budget) => at(budget, "metadata", "name")).sort(), Object.keys(floors).sort());
        for (const budget of budgets) {
            const floor = floors[String(at(budget, "metadata", "name"))] ?? 0;
            const spec = at(budget, "spec") as {
                minAvailable?: number;
                maxUnavailable?: number;
                unhealthyPodEvictionPolicy: string;
            };
            const mayGo = spec.maxUnavailable ?? floor - (spec.minAvailable ?? floor);
            assert.ok(mayGo >= 1, budget.name);
            assert.ok(floor === 1 || mayGo < floor, budget.name);
            assert.equal(spec.unhealthyPodEvictionPolicy, "AlwaysAllow");
            const [pods] = [
                object(graph, floor === 1 ? "StatefulSet" : "Deployment", String(at(budget, "metadata", "name"))),
            ];
            assert.deepEqual(
                at(budget, "spec", "selector", "matchLabels"),
                at(pods, "spec", "selector", "matchLabels"),
            );
        }
        assert.equal(at(object(graph, "PodDisruptionBudget", "akosha-query"), "spec", "minAvailable"), 2);
    });

    it("never overlap where one writer owns the volume", () => {
        const hot = object(graph, "StatefulSet", "akosha-hot");
        assert.equal(at(hot, "spec", "replicas"), 1);
        assert.equal(at(hot, "spec", "volumeClaimTemplates"), undefined);
        const claim = object(graph, "PersistentVolumeClaim", "akosha-hot-data");
        assert.deepEqual(at(claim, "spec", "accessModes"), ["ReadWriteOncePod"]);
        assert.equal(claim.protect, true);
        assert.ok(graph.dependsOn(hot, claim));
    });

    it("add no pod to a rollout beyond what the quota has room for", () => {
        const hard = at(object(graph, "ResourceQuota", "limits", "akosha"), "spec", "hard") as Record<string, string>;
        // Ingestion 20 and twice its surge of 5, query 10 and twice 3, the store, one aging run and its successor.
        assert.equal(hard.pods, String(20 + 10 + (10 + 6) + 1 + 2));
        assert.equal(hard["requests.cpu"], `${String(47 * 500 + 2 * 50)}m`);
        assert.equal(hard["limits.memory"], `${String(47 * 2048 + 2 * 128)}Mi`);
        assert.deepEqual([hard.persistentvolumeclaims, hard["requests.storage"]], ["2", "1000Gi"]);
        assert.deepEqual([hard["services.loadbalancers"], hard["services.nodeports"]], ["0", "0"]);
        const acme = at(object(graph, "ResourceQuota", "limits", "acme"), "spec", "hard") as Record<string, string>;
        // Five agents with a volume each of 10 Gi, one shared claim; and as many again that take their place.
        assert.deepEqual([acme.persistentvolumeclaims, acme["requests.storage"]], ["12", "102Gi"]);
        const [container, claim] = at(object(graph, "LimitRange", "limits", "akosha"), "spec", "limits") as {
            max: unknown;
        }[];
        assert.deepEqual(container?.max, { cpu: "2000m", memory: "2Gi", "ephemeral-storage": "1Gi" });
        assert.deepEqual(claim?.max, { storage: "500Gi" });
    });

    it("have a successor beside the one that ends, but where the successor waits for its name", async () => {
        const graph = await graphOf(() => {
            const namespace = new w.Namespace("shop", { site: siteOf(), system: "shop" });
            const one = {
                namespace,
                image: testImage,
                resources,
                health: { tcp: "api" },
                ports: { api: 3002 },
            } as const;
            new w.Workload("alone", { ...one, scaling: w.single() });
            new w.Workload("named", { ...one, kind: "StatefulSet", scaling: w.single() });
            new w.Workload("rolling", { ...one, scaling: w.fixed(1) });
            new w.OneShotJob("once", { namespace, image: testImage, resources });
            new w.NamespaceLimits("limits", { namespace });
        });
        // Two of who is alone, one of the StatefulSet, three of who rolls, two runs.
        assert.equal(at(object(graph, "ResourceQuota", "limits"), "spec", "hard", "pods"), "8");
    });

    it("are none while suspended: volumes and addresses stay, and nothing scales or guards what is not there", async () => {
        const asleep = await graphOf(() => {
            const namespace = new w.Namespace("shop", { site: siteOf(), system: "shop" });
            const claim = new w.VolumeClaim("brain", { namespace, size: w.gibibytes(10), storageClass: "gp3" });
            new w.Workload("shop", {
                ...{ namespace, kind: "StatefulSet", image: testImage, resources, scaling: w.suspended() },
                ...{
                    ports: { api: 3002 },
                    health: { tcp: "api" },
                    volumes: { brain: w.claimed(claim) },
                    mounts: { "/brain": "brain" },
                },
            });
            new w.NamespaceLimits("shop-limits", { namespace });
        });
        assert.equal(at(object(asleep, "StatefulSet", "shop"), "spec", "replicas"), 0);
        assert.doesNotThrow(() => [
            object(asleep, "PersistentVolumeClaim", "brain"),
            object(asleep, "Service", "shop"),
        ]);
        assert.deepEqual(
            asleep.types().filter((type) => /Budget|Autoscaler|ScaledObject/.test(type)),
            [],
        );
        const hard = at(object(asleep, "ResourceQuota", "limits"), "spec", "hard") as Record<string, string>;
        assert.deepEqual([hard.pods, hard["requests.storage"]], ["0", "20Gi"]);
    });
});
