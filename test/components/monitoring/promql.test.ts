/** Every helper writes PromQL that its grammar takes, and knows the metrics in it; what can never be true is refused. */
import assert from "node:assert/strict";
import { parser } from "@prometheus-io/lezer-promql";
import { counter, gauge, histogram } from "../../../components/monitoring/catalogue";
import * as promql from "../../../components/monitoring/promql";
import type { Query } from "../../../components/monitoring/promql";

const common = { help: "Things.", source: "here", producedToday: true, exportedBy: ["api"] } as const;
const requests = counter({ ...common, name: "requests_total", labels: { status: ["ok", "error"] } });
const size = gauge({ ...common, name: "size_bytes" });
const latency = histogram({ ...common, name: "latency_seconds", buckets: [0.5, 1, 2] });

const { above, atLeast, averageOf, over, quantile, rate, sum, sumBy, value } = promql;

/** Whether Prometheus' grammar reads it without an error. */
function reads(expr: string): boolean {
    let fine = true;
    parser.parse(expr).iterate({
        enter: ({ type }) => {
            if (type.isError) fine = false;
        },
    });
    return fine;
}

describe("components/monitoring/promql", () => {
    const written: readonly [Query, string][] = [
        [value(size, { namespace: "a" }), 'size_bytes{namespace="a"}'],
        [rate(requests, "5m", { status: ["error", "a.b"] }), 'rate(requests_total{status=~"error|a\\\\.b"}[5m])'],
        [rate(requests, "5m", { status: { not: "ok" } }), 'rate(requests_total{status!="ok"}[5m])'],
        [rate(requests, "5m", { pod: { matches: "api-.+" } }), 'rate(requests_total{pod=~"api-.+"}[5m])'],
        [rate(latency, "5m"), "rate(latency_seconds_count[5m])"],
        [promql.partOf(latency, "bucket", { le: "0.5" }), 'latency_seconds_bucket{le="0.5"}'],
        [
            quantile(0.99, latency, "5m", ["pod"]),
            "histogram_quantile(0.99, sum by (le, pod) (rate(latency_seconds_bucket[5m])))",
        ],
        [
            averageOf(latency, "5m", [], { namespace: "a" }),
            'sum(rate(latency_seconds_sum{namespace="a"}[5m])) / sum(rate(latency_seconds_count{namespace="a"}[5m]))',
        ],
        [
            promql.shareWithin(2, latency, "1h"),
            'sum(rate(latency_seconds_bucket{le=~"2|2\\\\.0"}[1h])) / sum(rate(latency_seconds_count[1h]))',
        ],
        [promql.predicted(size, "6h", 86400), "predict_linear(size_bytes[6h], 86400)"],
        [promql.absent(latency), "absent(latency_seconds_count)"],
        [promql.age(size), "time() - size_bytes"],
        [above(promql.age(size), 60), "(time() - size_bytes) > 60"],
        [
            above(over(sumBy(["pod"], rate(requests, "5m", { status: "error" })), sum(rate(requests, "5m"))), 0.1),
            '(sum by (pod) (rate(requests_total{status="error"}[5m])) / sum(rate(requests_total[5m]))) > 0.1',
        ],
        [
            promql.times(value(size), value(requests), { on: ["pod"], take: ["status"] }),
            "size_bytes * on (pod) group_left (status) requests_total",
        ],
        [promql.unless(value(size), value(requests), ["pod"]), "size_bytes unless on (pod) requests_total"],
        [promql.orZero(sum(value(size))), "sum(size_bytes) or vector(0)"],
        [
            promql.labelled(value(size), "store", "$1", "pod", "(.+)-0"),
            'label_replace(size_bytes, "store", "$1", "pod", "(.+)-0")',
        ],
        [atLeast(promql.recorded("a:latency:p99", quantile(0.99, latency, "5m")), 2), "a:latency:p99 >= 2"],
    ];
    for (const [query, expected] of written)
        it(`writes ${expected}`, () => {
            assert.equal(query.expr, expected);
            assert.ok(reads(query.expr), "its grammar");
        });

    it("knows the metrics and recorded series of everything that a query is made of", () => {
        const query = above(over(rate(requests, "5m"), promql.recorded("a:b", value(size))), 1);
        assert.deepEqual(query.metrics, [requests, size]);
        assert.deepEqual(query.rules, ["a:b"]);
        assert.deepEqual(over(value(size), value(size)).metrics, [size]);
    });

    const refusals: readonly [string, () => unknown, RegExp][] = [
        ["a label that the metric lacks", () => value(size, { tier: "hot" }), /size_bytes has no label tier/],
        ["a quantile between two bounds", () => above(quantile(0.99, latency, "5m"), 1.5), /1.5 is no bound/],
        ["a quantile above the largest bound", () => above(quantile(0.9, latency, "5m"), 2), /use atLeast/],
        ["a share within what is no bound", () => promql.shareWithin(3, latency, "5m"), /3 is no bound/],
        ["a quantile in percent", () => quantile(99, latency, "5m"), /write a share such as 0.99/],
    ];
    for (const [what, make, expected] of refusals)
        it(`refuses ${what}`, () => {
            assert.throws(make, expected);
        });

    it("compares a quantile with a bound, and anything else with anything", () => {
        assert.doesNotThrow(() => [above(quantile(0.99, latency, "5m"), 1), atLeast(quantile(0.99, latency, "5m"), 2)]);
        assert.doesNotThrow(() => above(averageOf(latency, "5m"), 1.5));
    });
});
