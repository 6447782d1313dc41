import assert from "node:assert/strict";
import { PYTHON_CLIENT_BUCKETS, type Catalogue, type Metric } from "../../../components/monitoring/catalogue";
import { metrics as akosha } from "../../../components/systems/akosha/metrics";
import { metrics as memstack } from "../../../components/systems/memstack/metrics";
import { metrics as myriadPython } from "../../../components/systems/myriad-python/metrics";
import { metrics as myriad } from "../../../components/systems/myriad/metrics";
import { metrics as simpleCli } from "../../../components/systems/simple-cli/metrics";
import { SYSTEMS } from "../../../components/systems";
import { documents } from "../../traceability/rows";

const CATALOGUES: Readonly<Record<string, Catalogue>> = {
    akosha,
    memstack,
    myriad,
    "myriad-python": myriadPython,
    "simple-cli": simpleCli,
};

/** Word for word from the documents: MYR-34 to MYR-37, AKO-47 to AKO-54, SIM-29, INF-19 to INF-24. */
const DOCUMENTED = {
    myriad: {
        myriad_requests_total: "counter tier,status",
        myriad_request_duration_seconds: "histogram tier",
        myriad_active_sessions: "gauge ",
        myriad_neurogenesis_total: "counter ",
        // UseHttpMetrics (MYR-38): https://github.com/prometheus-net/prometheus-net/tree/v8.2.1/Prometheus.AspNetCore/HttpMetrics
        http_requests_received_total: "counter code,method,controller,action,endpoint",
        http_request_duration_seconds: "histogram code,method,controller,action,endpoint",
        http_requests_in_progress: "gauge method,controller,action,endpoint",
    },
    akosha: {
        akosha_ingestion_requests_total: "counter system_id,status",
        akosha_ingestion_duration_seconds: "histogram system_id,operation",
        akosha_ingestion_queue_size: "gauge ",
        akosha_query_requests_total: "counter query_type,status",
        akosha_query_duration_seconds: "histogram ",
        akosha_query_cache_hits_total: "counter cache_level",
        akosha_hot_store_size_bytes: "gauge ",
        akosha_warm_store_size_bytes: "gauge ",
        akosha_migration_records_total: "counter source_tier,target_tier,status",
    },
    "simple-cli": { queue_length: "gauge " },
    "myriad-python": {
        orchestrator_queries_total: "counter status",
        orchestrator_query_duration_seconds: "histogram ",
        orchestrator_active_agents: "gauge ",
        orchestrator_neurogenesis_total: "counter ",
        orchestrator_task_success_total: "counter ",
        orchestrator_task_failure_total: "counter ",
        orchestrator_agent_discovery_total: "counter status",
    },
    memstack: {},
} as const;

const all = Object.entries(CATALOGUES).flatMap(([system, catalogue]) =>
    Object.values(catalogue).map((metric): [string, Metric] => [system, metric]),
);

describe("the systems' metrics", () => {
    it("hold every name that a document gives, in its type and with its labels", () => {
        for (const [system, names] of Object.entries(DOCUMENTED)) {
            const known = Object.values(CATALOGUES[system] ?? {});
            for (const [name, expected] of Object.entries(names)) {
                const metric = known.find((one) => one.name === name);
                assert.equal(`${metric?.type ?? "missing"} ${metric?.labels.join(",") ?? ""}`, expected, name);
            }
        }
    });

    it("name as endpoints paths that their system answers", () => {
        for (const [system, { name, labelValues }] of all) {
            const answered = Object.entries(SYSTEMS).flatMap(([key, each]) =>
                key === system && "endpoint" in each ? (each.endpoint?.paths ?? []) : [],
            );
            for (const endpoint of labelValues.endpoint ?? [])
                assert.ok(
                    answered.some(({ path }) => path === endpoint),
                    `${name}: ${endpoint}`,
                );
        }
    });

    it("have a name once in all systems, so that no query mixes two", () => {
        const names = all.map(([, { name }]) => name);
        assert.deepEqual(
            names.filter((name, index) => names.indexOf(name) !== index),
            [],
        );
    });

    it("say which of them exist today: all of Myriad Python's, and four of Akosha's that nothing moves", () => {
        const produced = all.filter(([, { producedToday }]) => producedToday).map(([, { name }]) => name);
        assert.deepEqual(produced.sort(), [
            "akosha_embedding_batch_size",
            "akosha_http_active_requests",
            "akosha_knowledge_graph_entities_total",
            "akosha_knowledge_graph_relationships_total",
            ...Object.keys(DOCUMENTED["myriad-python"]).sort(),
            "queue_length",
        ]);
    });

    it("can tell the thresholds of the documents apart where one is compared with a bucket", () => {
        // HighQueryLatency and QueryLatencyDegradation: P99 above 2 s and 1 s; SlowQueries: P95 of 10 s or more.
        for (const bound of [1, 2]) assert.ok(akosha.queryDuration.buckets.includes(bound));
        assert.equal(myriadPython.queryDuration.buckets.at(-1), 10);
        // 2 s of the base tier is no bound: its objective is an average.
        assert.deepEqual(myriad.requestDuration.buckets, PYTHON_CLIENT_BUCKETS);
        assert.ok(!myriad.requestDuration.buckets.includes(2));
        assert.deepEqual(
            [myriad.httpRequestDuration.buckets[0], myriad.httpRequestDuration.buckets.at(-1)],
            [0.001, 32.768],
        );
    });

    it("say where they come from: a document's row, or a file of upstream's code", () => {
        const rows = new Set(documents().flatMap(({ rows: own }) => Object.keys(own)));
        for (const [, { name, source }] of all) {
            const cited = source.match(/\b[A-Z]{3}-\d+\b/g) ?? [];
            assert.ok(cited.length > 0 || / ?\w+\/\w+\.py\b/.test(source), `${name}: ${source}`);
            for (const row of source.match(/\b[A-Z]{3}-\w+/g) ?? [])
                assert.ok(rows.has(row), `${name}: there is no row ${row}`);
        }
    });

    it("are told by workloads that stay long enough to be scraped", () => {
        for (const [system, { name, exportedBy }] of all)
            assert.ok(!exportedBy.includes("akosha-aging"), `${system}: ${name} comes from a job`);
    });
});
