import assert from "node:assert/strict";
import { NOTHING } from "../../plan/capacity/amounts";
import type { Api, Live } from "../../rehearsal/kubernetes/real/api";
import { clusterFacts } from "../../rehearsal/view/cluster-facts";
import { clusterTable } from "../../rehearsal/view/cluster-table";

const objects: Readonly<Record<string, readonly Live[]>> = {
    "/apis/apps/v1/deployments": [
        { metadata: { namespace: "akosha", name: "query" }, spec: { replicas: 3 }, status: { readyReplicas: 2 } },
    ],
    "/apis/batch/v1/jobs": [
        { metadata: { namespace: "akosha", name: "init" }, spec: {}, status: { succeeded: 1 } },
        { metadata: { namespace: "akosha", name: "aging-1", ownerReferences: [{}] }, spec: {}, status: {} },
    ],
    "/apis/batch/v1/cronjobs": [{ metadata: { namespace: "akosha", name: "aging" }, spec: { schedule: "0 2 * * *" } }],
    "/apis/autoscaling/v2/horizontalpodautoscalers": [
        {
            metadata: { namespace: "akosha", name: "query-hpa" },
            spec: {
                ...{ minReplicas: 3, maxReplicas: 20, scaleTargetRef: { name: "query" } },
                metrics: [
                    { resource: { name: "cpu", target: { averageUtilization: 70 } } },
                    { external: { metric: { name: "s1-prometheus" }, target: {} } },
                ],
            },
            status: { currentReplicas: 3 },
        },
    ],
    "/api/v1/persistentvolumeclaims": [
        {
            metadata: { namespace: "akosha", name: "hot" },
            spec: { volumeName: "v", storageClassName: "gp3", resources: { requests: { storage: "10Gi" } } },
            status: { phase: "Bound" },
        },
    ],
    "/api/v1/persistentvolumes": [
        {
            metadata: { name: "v" },
            spec: {
                nodeAffinity: {
                    required: {
                        nodeSelectorTerms: [
                            { matchExpressions: [{ key: "topology.kubernetes.io/zone", values: ["us-east-1b"] }] },
                        ],
                    },
                },
            },
        },
    ],
    "/api/v1/nodes": [
        {
            metadata: { name: "n", labels: { "topology.kubernetes.io/zone": "us-east-1b" } },
            status: {
                allocatable: { cpu: "2", memory: "4Gi", pods: "110" },
                conditions: [{ type: "Ready", status: "True" }],
            },
        },
    ],
    "/api/v1/pods": [pod("Running"), pod("Succeeded")],
};

function pod(phase: string): Live {
    const containers = [{ resources: { requests: { cpu: "500m", memory: "1Gi" } } }];
    return { metadata: { name: phase }, spec: { nodeName: "n", containers }, status: { phase } };
}

const api: Pick<Api, "list"> = { list: (path) => Promise.resolve(objects[path] ?? []) };

describe("rehearsal: what runs, at the end of make up", () => {
    it("counts what Kubernetes says: replicas, bounds, volumes, and requests of pods that have not ended", async () => {
        const facts = await clusterFacts(api);
        assert.deepEqual(
            facts.workloads.map(({ name, ready, wanted }) => [name, ready, wanted]),
            [
                ["aging", 0, 0],
                ["init", 1, 1],
                ["query", 2, 3],
            ],
        );
        assert.deepEqual(facts.autoscalers[0]?.by, ["cpu 70 %", "s1-prometheus"]);
        assert.equal(facts.volumes[0]?.zone, "us-east-1b");
        assert.deepEqual(facts.nodes[0]?.requested, { ...NOTHING, cpu: 500, memory: 1024, pods: 1 });
        assert.deepEqual(facts.nodes[0].allocatable, { ...NOTHING, cpu: 2000, memory: 4096, pods: 110 });
    });

    it("marks and counts what is not well, within 100 columns", async () => {
        const facts = await clusterFacts(api);
        const lines = clusterTable({
            ...facts,
            volumes: facts.volumes.map((volume) => ({ ...volume, name: `${"x".repeat(200)}-0` })),
        });
        assert.ok(
            lines.some((line) => /x\.\.\.x+-0 .*10Gi {2}gp3 {2}us-east-1b/.test(line)),
            lines.join("\n"),
        );
        assert.ok(lines.every((line) => line.length <= 100));
        assert.ok(lines.includes("workloads, ready / wanted: 3, 1 not well"));
        assert.ok(lines.includes("! 2 / 3      Deployment  akosha  query"), lines.join("\n"));
        assert.ok(lines.includes("  0 2 * * *  CronJob     akosha  aging"));
        assert.ok(lines.some((line) => line.includes("0.5 / 2.0  25 %  1.0 / 4.0 Gi  25 %  1 / 110")));
    });
});
