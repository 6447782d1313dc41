/** Errors that a person makes in a rule, each put in on purpose. */
import assert from "node:assert/strict";
import { fires, isAlert, silent, type RuleTest } from "./promtool";
import type { InputSeries } from "./series";

interface Mutation {
    readonly what: string;
    /** Name of the rule test. */
    readonly of: string;
    readonly change: (test: RuleTest) => RuleTest;
    /** Which of its tests sees it. */
    readonly seenBy: (test: RuleTest) => string;
}

/** In the text of the rule's expression, once at least. */
const inExpression =
    (from: string, to: string) =>
    (test: RuleTest): RuleTest =>
        inRule(test, "expr", from, to);
const inDescription =
    (from: string, to: string) =>
    (test: RuleTest): RuleTest => {
        const changed = JSON.stringify(test.group.rules).replaceAll(from, to);
        assert.notEqual(changed, JSON.stringify(test.group.rules), `${test.name} does not say ${from}`);
        return { ...test, group: { ...test.group, rules: JSON.parse(changed) as RuleTest["group"]["rules"] } };
    };
const holdsFor =
    (time: string) =>
    (test: RuleTest): RuleTest =>
        inRule(test, "for", /^.*$/, time);

function inRule(test: RuleTest, field: "expr" | "for", from: string | RegExp, to: string): RuleTest {
    let found = false;
    const rules = test.group.rules.map((rule) => {
        if (!isAlert(rule) || rule.alert !== test.of.alert) return rule;
        const text = rule[field].replace(from, to);
        found ||= text !== rule[field];
        return { ...rule, [field]: text };
    });
    assert.ok(found, `${test.name} has no ${String(from)} in its ${field}`);
    return { ...test, group: { ...test.group, rules } };
}

/** As if the application exported one bucket less. */
const withoutBucket =
    (bound: string) =>
    (test: RuleTest): RuleTest => {
        const without = (series: readonly InputSeries[]) =>
            series.filter(({ series: name }) => !name.includes(`le="${bound}"`));
        assert.notEqual(without(test.of.bad).length, test.of.bad.length, `${test.name} has no bucket ${bound}`);
        return { ...test, of: { ...test.of, bad: without(test.of.bad), good: test.of.good.map(without) } };
    };

const silentIn =
    (index: number) =>
    (test: RuleTest): string =>
        silent(test, index - 1);

export const MUTATIONS: readonly Mutation[] = [
    {
        what: "a threshold ten times too high",
        of: "akosha HighIngestionBacklog",
        change: inExpression("> 1000", "> 10000"),
        seenBy: fires,
    },
    {
        what: "a threshold ten times too low",
        of: "akosha HotStoreSizeCritical",
        change: inExpression("> 429496729600", "> 42949672960"),
        seenBy: silentIn(1),
    },
    {
        what: "a `for` that was dropped",
        of: "akosha HighQueryLatency",
        change: holdsFor("0s"),
        seenBy: fires,
    },
    {
        what: "a `for` that is twice as long",
        of: "akosha LowCacheHitRate",
        change: holdsFor("20m"),
        seenBy: fires,
    },
    {
        what: "a label with another value",
        of: "akosha LowIngestionSuccessRate",
        change: inExpression('status="success"', 'status="ok"'),
        seenBy: fires,
    },
    {
        what: "a label that does not match",
        of: "memstack HighErrorRate",
        change: inExpression("k8s-memstack-", "k8s-mem-stack-"),
        seenBy: fires,
    },
    {
        what: "a matcher that takes another environment's",
        of: "platform RedisBusy",
        change: inExpression('=~"(', '=~".*('),
        seenBy: silentIn(2),
    },
    {
        what: "the bucket of the threshold missing",
        of: "akosha HighQueryLatency",
        change: withoutBucket("2.0"),
        seenBy: silentIn(1),
    },
    {
        what: "the largest bucket missing",
        of: "myriad-python SlowQueries",
        change: withoutBucket("10.0"),
        seenBy: fires,
    },
    {
        what: "`>` where a quantile reaches its largest bound and never more",
        of: "myriad-python SlowQueries",
        change: inExpression(">= 10", "> 10"),
        seenBy: fires,
    },
    {
        what: "pods looked at one by one instead of together",
        of: "akosha HighIngestionBacklog",
        change: inExpression("sum(", "("),
        seenBy: fires,
    },
    {
        what: "an exporter's own labels left on",
        of: "akosha WorkloadDown",
        change: inExpression("max by (namespace, statefulset) ", "max by (namespace, statefulset, pod) "),
        seenBy: fires,
    },
    {
        what: "an autoscaler of fixed size taken for one at its maximum",
        of: "memstack AutoscalerAtMaximum",
        change: inExpression(" < ", " <= "),
        seenBy: silentIn(2),
    },
    {
        what: "a burn rate without its short window",
        of: "myriad MyriadErrorsBudgetBurnsFast 1h (2)",
        change: inExpression("ratio_rate5m", "ratio_rate1h"),
        seenBy: silentIn(1),
    },
    {
        what: "a burn rate of another factor",
        of: "myriad MyriadUptimeBudgetBurnsFast 6h",
        change: inExpression("ratio_rate6h > 0.006", "ratio_rate6h > 0.06"),
        seenBy: fires,
    },
    {
        what: "a prediction of a day instead of four",
        of: "platform VolumeFillsUp",
        change: inExpression("345600", "86400"),
        seenBy: fires,
    },
    {
        what: "a description that names a label which the result has not",
        of: "platform NodesNotScaled",
        change: inDescription("$labels.pod", "$labels.node"),
        seenBy: fires,
    },
];
