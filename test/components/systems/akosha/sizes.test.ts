/** Growth phases (AKO-76 to AKO-79): what each size has, and what changing it costs. */
import assert from "node:assert/strict";
import { AKOSHA_SIZE_TABLE, AKOSHA_SIZES, type AkoshaSize } from "../../../../components/systems/akosha/schema";
import { resourcesOf } from "../../../../components/systems/akosha/sizes";
import { numbersOf } from "../../../../components/workload/resources";
import type { Graph } from "../../../../plan/graph";
import { changed } from "../../../support/recordings";
import { at, object } from "../../workload/fixture";
import { akoshaOf, mainOf, SMALL } from "./akosha";

/** The table, word for word; `dev` is ours. */
const TABLE: Readonly<Record<AkoshaSize, readonly [ingestion: number, query: number, hot: string, warm: string]>> = {
    dev: [2, 2, "10Gi", "20Gi"],
    pilot: [2, 2, "100Gi", "500Gi"],
    phase1: [10, 6, "500Gi", "2000Gi"],
    phase2: [20, 10, "2000Gi", "10000Gi"],
    phase3: [50, 20, "10000Gi", "50000Gi"],
};
/** AKO-75, for every size but dev. */
const DOCUMENTED = { min: 2, ingestion: 20, query: 10 };

const claim = (graph: Graph, tier: string) => object(graph, "PersistentVolumeClaim", `akosha-${tier}-store-data`);

function boundsOf(graph: Graph): readonly [readonly unknown[], readonly unknown[]] {
    const ingestion = object(graph, "ScaledObject", "akosha-ingestion-hpa");
    const query = object(graph, "HorizontalPodAutoscaler", "akosha-query-hpa");
    return [
        [at(ingestion, "spec", "minReplicaCount"), at(ingestion, "spec", "maxReplicaCount")],
        [at(query, "spec", "minReplicas"), at(query, "spec", "maxReplicas")],
    ];
}

describe("components/systems/akosha sizes", () => {
    const graphs = {} as Record<AkoshaSize, Graph>;
    before(async () => {
        for (const size of AKOSHA_SIZES) graphs[size] = await akoshaOf({ size });
    });

    it("has in dev half of what the document gives each container at the most", () => {
        const { dev, pilot } = { dev: resourcesOf("dev"), pilot: resourcesOf("pilot") };
        for (const part of ["ingestion", "query", "hotStore", "warmStore", "aging"] as const)
            for (const of of ["requests", "limits"] as const) {
                const [little, much] = [dev[part], pilot[part]].map((each) => numbersOf(each)[of]);
                assert.ok(little && much && little.cpuMillicores <= much.cpuMillicores / 2, `${part} ${of}`);
                assert.ok(little.memoryMebibytes <= much.memoryMebibytes / 2, `${part} ${of}`);
            }
    });

    it("has the growth table's volumes, and autoscalers from 2 to what the table or the guide's bound needs", () => {
        for (const size of AKOSHA_SIZES) {
            const [ingestion, query, hot, warm] = TABLE[size];
            const graph = graphs[size];
            assert.equal(at(claim(graph, "hot"), "spec", "resources", "requests", "storage"), hot, size);
            assert.equal(at(claim(graph, "warm"), "spec", "resources", "requests", "storage"), warm, size);
            const expected = (documented: number, table: number) => [
                DOCUMENTED.min,
                size === "dev" ? 3 : Math.max(documented, table),
            ];
            assert.deepEqual(
                boundsOf(graph),
                [expected(DOCUMENTED.ingestion, ingestion), expected(DOCUMENTED.query, query)],
                size,
            );
            const { ingestionPods, queryPods } = AKOSHA_SIZE_TABLE[size];
            assert.deepEqual([ingestionPods, queryPods], [ingestion, query], size);
        }
        assert.deepEqual(boundsOf(graphs.phase3), [
            [2, 50],
            [2, 20],
        ]);
    });

    it("asks for the documented resources from pilot on, and for little in dev", () => {
        const amounts = (graph: Graph, kind: string, name: string) => {
            const { requests, limits } = mainOf(object(graph, kind, name)).resources;
            return [requests.cpu, requests.memory, limits.cpu, limits.memory].join(" ");
        };
        for (const size of AKOSHA_SIZES.filter((one) => one !== "dev")) {
            const graph = graphs[size];
            assert.equal(amounts(graph, "Deployment", "akosha-ingestion"), "1 2Gi 2 4Gi");
            assert.equal(amounts(graph, "Deployment", "akosha-query"), "500m 1Gi 2 4Gi");
            assert.equal(amounts(graph, "StatefulSet", "akosha-hot-store"), "2 8Gi 4 16Gi");
            assert.equal(amounts(graph, "StatefulSet", "akosha-warm-store"), "1 4Gi 2 8Gi");
            assert.equal(amounts(graph, "CronJob", "akosha-aging"), "1 2Gi 2 4Gi");
        }
        assert.equal(amounts(graphs.dev, "StatefulSet", "akosha-hot-store"), "100m 512Mi 1 2Gi");
    });

    it("keeps the guide's totals for 100 systems, as its own table adds up: 41.5 vCPU and 95 GiB with Redis outside", () => {
        const graph = graphs.phase1;
        const { ingestionPods, queryPods } = AKOSHA_SIZE_TABLE.phase1;
        const limits = (kind: string, name: string, pods: number) => {
            const { cpu = "", memory = "" } = mainOf(object(graph, kind, name)).resources.limits;
            return [pods * Number(cpu), pods * Number(memory.replace("Gi", ""))] as const;
        };
        const rows = [
            limits("Deployment", "akosha-ingestion", ingestionPods),
            limits("Deployment", "akosha-query", queryPods),
            limits("StatefulSet", "akosha-hot-store", 1),
            limits("StatefulSet", "akosha-warm-store", 1),
        ];
        for (const tier of ["hot", "warm"])
            assert.equal(at(object(graph, "StatefulSet", `akosha-${tier}-store`), "spec", "replicas"), 1);
        const redis = [3, 6] as const; // 3 x 1 CPU, 2 GiB: ElastiCache
        const exporter = [0.5, 1] as const;
        const sum = (index: 0 | 1) => [...rows, redis, exporter].reduce((total, row) => total + row[index], 0);
        assert.deepEqual([sum(0), sum(1)], [41.5, 95]);
    });

    it("asks at its floor for no more than the guide's clusters have: 8 vCPU and 32 GB for 10 systems, 32 and 128 for 100", () => {
        const CLUSTERS = { pilot: [8, 32], phase1: [32, 128] } as const;
        const cores = (text: string): number => (text.endsWith("m") ? Number(text.slice(0, -1)) / 1000 : Number(text));
        const gibibytes = (text: string): number =>
            text.endsWith("Mi") ? Number(text.slice(0, -2)) / 1024 : Number(text.replace("Gi", ""));
        for (const size of ["pilot", "phase1"] as const) {
            const [ingestion, query] = TABLE[size];
            const pods = [
                ["Deployment", "akosha-ingestion", size === "pilot" ? ingestion : DOCUMENTED.min],
                ["Deployment", "akosha-query", size === "pilot" ? query : DOCUMENTED.min],
                ["StatefulSet", "akosha-hot-store", 1],
                ["StatefulSet", "akosha-warm-store", 1],
                ["CronJob", "akosha-aging", 1],
            ] as const;
            const asked = pods.map(([kind, name, count]) => {
                const { cpu = "", memory = "" } = mainOf(object(graphs[size], kind, name)).resources.requests;
                return [count * cores(cpu), count * gibibytes(memory)] as const;
            });
            const [cpus, memory] = ([0, 1] as const).map((index) => asked.reduce((sum, each) => sum + each[index], 0));
            const [most, room] = CLUSTERS[size];
            assert.ok((cpus ?? 0) > 0 && (cpus ?? 0) <= most, `${size}: ${String(cpus)} of ${String(most)} vCPU`);
            // The guide's GB: 10^9 bytes.
            assert.ok((memory ?? 0) > 0 && (memory ?? 0) * 1.0737 <= room, `${size}: ${String(memory)} GiB`);
        }
    });

    it("grows and gets faster in place: of a claim, a phase changes the size and the name of its class", () => {
        for (const tier of ["hot", "warm"]) {
            const specs = AKOSHA_SIZES.map((size) => {
                const { resources, volumeAttributesClassName, ...rest } = at(
                    claim(graphs[size], tier),
                    "spec",
                ) as Record<string, unknown>;
                assert.ok(resources !== undefined && typeof volumeAttributesClassName === "string", size);
                return rest;
            });
            for (const spec of specs) assert.deepEqual(spec, specs[0], tier);
        }
        const performance = (size: AkoshaSize) =>
            ["hot", "warm"].map(
                (tier) =>
                    graphs[size].the(
                        "kubernetes:storage.k8s.io/v1:VolumeAttributesClass",
                        `akosha-${tier}-store-data-performance`,
                    ).inputs.parameters,
            );
        const baseline = { iops: "3000", throughput: "125" };
        assert.deepEqual(performance("pilot"), [baseline, baseline]);
        assert.deepEqual(performance("phase1"), [{ iops: "6000", throughput: "250" }, baseline]);
        assert.deepEqual(performance("phase2"), [
            { iops: "12000", throughput: "500" },
            { iops: "4000", throughput: "250" },
        ]);
        assert.deepEqual(performance("phase3"), [
            { iops: "16000", throughput: "1000" },
            { iops: "8000", throughput: "500" },
        ]);
    });

    it("keeps a volume in one zone, of one writer, on xfs, protected where data is kept", () => {
        for (const tier of ["hot", "warm"]) {
            const one = claim(graphs.pilot, tier);
            assert.deepEqual(at(one, "spec", "accessModes"), ["ReadWriteOncePod"]);
            assert.equal(at(one, "spec", "storageClassName"), "gp3-xfs");
            assert.equal(one.protect, true);
        }
    });

    it("takes an autoscaler away where bounds meet, and the budget where one pod is left", async () => {
        const graph = await akoshaOf(...SMALL);
        assert.deepEqual(graph.ofType("kubernetes:keda.sh/v1alpha1:ScaledObject"), []);
        assert.equal(at(object(graph, "Deployment", "akosha-ingestion"), "spec", "replicas"), 1);
        assert.equal(at(object(graph, "PodDisruptionBudget", "akosha-ingestion"), "spec", "maxUnavailable"), 1);
    });

    it("announces as many pods as it then declares", () => {
        for (const size of AKOSHA_SIZES) {
            const { needs, systems } = changed("test/environments/akosha.yaml", {
                systems: { akosha: { size } },
            }).environment;
            const { ingestion, query } = systems.akosha;
            const single =
                graphs[size].ofType("kubernetes:apps/v1:StatefulSet", "kubernetes:apps/v1:Deployment").length - 2;
            assert.equal(needs.pods.floor, ingestion.min + query.min + single, size);
            assert.equal(needs.pods.ceiling, ingestion.max + query.max + single + 1, size);
        }
    });
});
