/** Metrics that do not come: an alert for what code exports today, one line of information for what it does not yet. */
import { hours, minutes } from "../../workload/quantities";
import { alertsOf, type AlertGroup, type Owner, type Rule } from "../alerts";
import type { Catalogue, Metric } from "../catalogue";
import { MONITORING } from "../catalogues/prometheus";
import { absent, countBy, equals, labelled, or, value, type Matchers, type Query } from "../promql";

const PAGE = "docs/runbooks/metrics.md";

/** For metrics in `ours`: the owner's namespaces. Nothing for an empty catalogue. */
export function absenceAlerts(owner: Owner, ours: Matchers, catalogue: Catalogue): AlertGroup {
    const metrics = Object.values(catalogue);
    const [produced, planned] = [true, false].map((today) =>
        metrics.filter(({ producedToday }) => producedToday === today),
    );
    return {
        rules: [...producedAlerts(owner, ours, produced ?? []), ...plannedAlerts(owner, ours, planned ?? [])],
    };
}

/** Who exports nothing today answers no scrape either: only the others can be missed. */
function producedAlerts(owner: Owner, ours: Matchers, metrics: readonly Metric[]): readonly Rule[] {
    const missing = allMissing(metrics, ours);
    if (missing === undefined) return [];
    const containers = [...new Set(metrics.flatMap(({ exportedBy }) => exportedBy))].sort();
    return [targetDown(owner, { ...ours, container: containers }), metricsAbsent(owner, missing)];
}

export const targetDown = (owner: Owner, targets: Matchers): Rule =>
    alertsOf(
        owner,
        PAGE,
    )({
        name: "TargetDown",
        severity: "warning",
        for: minutes(10),
        expr: equals(value(MONITORING.up, targets), 0),
        summary: "Prometheus cannot read the metrics of a pod, so alerts about it are blind.",
        description:
            "{{ $labels.namespace }}/{{ $labels.pod }} ({{ $labels.job }}) has not answered a scrape: up is {{ $value }}.",
    });

export const metricsAbsent = (owner: Owner, missing: Query): Rule =>
    alertsOf(
        owner,
        PAGE,
    )({
        name: "MetricsAbsent",
        severity: "warning",
        for: minutes(15),
        expr: missing,
        summary: "A metric that code exports today is not there: alerts and dashboards that use it say nothing.",
        description: "There is no series of {{ $labels.metric }}.",
    });

function plannedAlerts(owner: Owner, ours: Matchers, metrics: readonly Metric[]): readonly Rule[] {
    const missing = allMissing(metrics, ours);
    if (missing === undefined) return [];
    return [
        alertsOf(
            owner,
            PAGE,
        )({
            name: "MetricsNotProduced",
            severity: "info",
            for: hours(1),
            expr: countBy([], missing),
            summary: "The documents name metrics that the code of this release does not export.",
            description: `{{ $value }} of ${metrics.length} such metrics are not there; alerts and scalers that use them wait for a release that exports them.`,
        }),
    ];
}

/** One series for each metric that is not there, named by the label `metric`. */
export function allMissing(metrics: readonly Metric[], ours: Matchers): Query | undefined {
    const each = metrics.map((metric) => labelled(absent(metric, ours), "metric", metric.name, "", ""));
    const [first, ...rest] = each;
    return first === undefined ? undefined : rest.reduce((all, one) => or(all, one), first);
}
