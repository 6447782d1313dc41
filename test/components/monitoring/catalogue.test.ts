import assert from "node:assert/strict";
import { counter, exportedBy, gauge, histogram, isBound, seriesOf } from "../../../components/monitoring/catalogue";
import { between, minutes, percent } from "../../../components/workload";

const common = { help: "Things.", source: "here", producedToday: true, exportedBy: ["api"] } as const;

describe("components/monitoring/catalogue", () => {
    it("names what Prometheus stores of a metric, with its unit", () => {
        const latency = histogram({
            ...common,
            name: "things_seconds",
            buckets: [0.5, 1],
            labels: { tier: ["a", "b"] },
        });
        assert.deepEqual(seriesOf(latency), ["things_seconds_bucket", "things_seconds_count", "things_seconds_sum"]);
        assert.deepEqual([latency.labels, latency.unit], [["tier"], "seconds"]);
        assert.deepEqual([isBound(latency, 0.5), isBound(latency, 0.75)], [true, false]);
        const moved = counter({ ...common, name: "moved_bytes_total" });
        assert.deepEqual([seriesOf(moved), moved.unit, moved.labels], [["moved_bytes_total"], "bytes", []]);
        const units = ["hit_ratio", "hit_rate", "took_milliseconds", "queue_size"].map(
            (name) => gauge({ ...common, name }).unit,
        );
        assert.deepEqual(units, ["ratio", "ratio", "milliseconds", "none"]);
    });

    it("gives a scaler its metric as it is, and a workload what it exports", () => {
        const queue = gauge({ ...common, name: "queue_size", producedToday: false });
        const requests = counter({ ...common, name: "requests_total", exportedBy: ["worker"] });
        const scaling = between(1, 5, {
            queue: { metric: queue, perReplica: 5 },
            cpu: percent(80),
            up: { atMost: percent(50), every: minutes(1) },
        });
        assert.equal(scaling.queue?.metric, queue);
        assert.deepEqual(exportedBy({ queue, requests }, "worker"), [requests]);
    });

    const refusals: readonly [string, () => unknown, RegExp][] = [
        ["a name with a dash", () => gauge({ ...common, name: "queue-size" }), /metric name queue-size is none/],
        ["a name of a recording rule", () => gauge({ ...common, name: "job:rate" }), /metric name job:rate is none/],
        ["a counter without _total", () => counter({ ...common, name: "requests" }), /must end in _total/],
        ["a label with a dash", () => gauge({ ...common, name: "a", labels: { "b-c": ["d"] } }), /has label b-c/],
        ["a private label", () => gauge({ ...common, name: "a", labels: { __b: ["d"] } }), /has label __b/],
        [
            "le",
            () => histogram({ ...common, name: "a", buckets: [1], labels: { le: ["1"] } }),
            /Prometheus sets itself/,
        ],
        ["job", () => gauge({ ...common, name: "a", labels: { job: ["b"] } }), /Prometheus sets itself/],
        ["a label without values", () => gauge({ ...common, name: "a", labels: { b: [] } }), /with no value/],
        ["a value twice", () => gauge({ ...common, name: "a", labels: { b: ["c", "c"] } }), /one twice/],
        ["falling buckets", () => histogram({ ...common, name: "a", buckets: [1, 0.5] }), /do not rise: 1, 0.5/],
        ["a bucket twice", () => histogram({ ...common, name: "a", buckets: [1, 1] }), /do not rise/],
        ["no bucket", () => histogram({ ...common, name: "a", buckets: [] }), /has no bucket/],
        ["+Inf as a bucket", () => histogram({ ...common, name: "a", buckets: [1, Infinity] }), /\+Inf is implied/],
        [
            "a histogram called like its series",
            () => histogram({ ...common, name: "a_bucket", buckets: [1] }),
            /own series/,
        ],
        ["no help text", () => gauge({ ...common, name: "a", help: "" }), /no help text/],
        ["no source", () => gauge({ ...common, name: "a", source: "" }), /does not say where/],
        ["no exporter", () => gauge({ ...common, name: "a", exportedBy: [] }), /exported by nobody/],
        ["a range upside down", () => gauge({ ...common, name: "a", typical: [2, 1] }), /write the smaller first/],
    ];
    for (const [what, make, expected] of refusals)
        it(`refuses ${what}`, () => {
            assert.throws(make, expected);
        });

    it("says everything that is wrong with a metric at once", () => {
        assert.throws(
            () => counter({ ...common, name: "a-b", help: "" }),
            ({ message }: Error) => message.split("\n").length === 3,
        );
    });
});
