import assert from "node:assert/strict";
import { answersOf, brokenAt, isMatch, selectedBy } from "./promql";

describe("PromQL, read by the tests", () => {
    it("names every series and the labels that it is asked by", () => {
        const expr =
            'sum by (tier) (rate(a_total{x="1",y!~"2"}[5m])) / on (tier) group_left () b unless absent(c offset 1h)';
        assert.deepEqual(selectedBy(expr), [
            {
                name: "a_total",
                matchers: [
                    { label: "x", operator: "=", value: "1" },
                    { label: "y", operator: "!~", value: "2" },
                ],
            },
            { name: "b", matchers: [] },
            { name: "c", matchers: [] },
        ]);
        assert.deepEqual(selectedBy("vector(0) > time()"), []);
    });

    it("matches a label as Prometheus does: the whole of it", () => {
        const found = (operator: string, value: string, text: string) => isMatch({ label: "x", operator, value }, text);
        assert.ok(found("=", "a.b", "a.b") && !found("=", "a.b", "axb"));
        assert.ok(found("=~", "a|b", "b") && !found("=~", "a|b", "ab"));
        assert.ok(found("!~", "a|b", "ab") && !found("!=", "a", "a"));
    });

    it("says where the text is none", () => {
        assert.deepEqual(brokenAt("sum(rate(a_total[5m]))"), []);
        assert.notDeepEqual(brokenAt("sum(rate(a_total[5m])"), []);
        assert.notDeepEqual(brokenAt("a > > b"), []);
    });

    const rows: readonly (readonly [string, string, readonly string[]])[] = [
        ["a threshold leaves no series out", 'a{x="1"} > 5', ['a{x="1"} > bool 5']],
        ["matching stays", "a >= on (x) group_left (y) b", ["a >= bool on (x) group_left (y) b"]],
        ["what was bool stays bool", "a == bool 5", ["a == bool 5"]],
        ["absence asks for presence", 'absent(a{x="1"})', ['(a{x="1"})']],
        ["also over time", "absent_over_time(a[10m])", ["count_over_time(a[10m])"]],
        ["a constant hides nothing", "sum(rate(a[5m])) or vector(0)", ["sum(rate(a[5m]))"]],
        ["both sides of or", "sum(a or b) / c", ["sum(a) / c", "b"]],
        ["both sides of unless", "a > 1 unless b == 1", ["a > bool 1", "b == bool 1"]],
        ["now instead of then", "a - a offset 1h", ["a - a"]],
        ["a subquery over what there is", "max_over_time(rate(a[1m])[1h:5m])", ["max_over_time(rate(a[1m])[30s:1s])"]],
    ];
    for (const [name, expr, expected] of rows)
        it(`asks what can be answered on a good day: ${name}`, () => {
            assert.deepEqual(answersOf(expr), expected);
            for (const each of expected) assert.deepEqual(brokenAt(each), []);
        });
});
