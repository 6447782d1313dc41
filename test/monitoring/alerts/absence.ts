/** Cases of metrics that do not come: made from what is expected, because each system expects its own. */
import type { Metric } from "../../../components/monitoring/catalogue";
import { MONITORING } from "../../../components/monitoring/catalogues/prometheus";
import { ordinarily } from "../ordinary";
import type { Case } from "./cases";
import { level, observed, type InputSeries, type Labels } from "./series";

/** Any series of a metric, with a value for each of its labels. */
function present(metric: Metric, where: Labels): readonly InputSeries[] {
    const labels = {
        ...Object.fromEntries(metric.labels.map((label) => [label, ordinarily(metric).labelValues[label]?.[0] ?? ""])),
        ...where,
    };
    return metric.type === "histogram" ? observed(metric, labels, { [Infinity]: 1 }) : [level(metric, labels, 1)];
}

/** `where` is what every series of the owner carries; `absent` are the labels that `absent()` gives back. */
export function absenceCases(metrics: readonly Metric[], where: Labels, absent: Labels): readonly Case[] {
    const [first, ...rest] = metrics;
    if (first === undefined) return [];
    const others = rest.flatMap((metric) => present(metric, where));
    return [
        {
            alert: "MetricsAbsent",
            bad: others,
            good: [[...present(first, where), ...others]],
            ...{ for: 15, labels: { ...absent, metric: first.name } },
            says: `There is no series of ${first.name}.`,
        },
    ];
}

export function plannedCases(metrics: readonly Metric[], where: Labels): readonly Case[] {
    const [first, ...rest] = metrics;
    if (first === undefined) return [];
    const others = rest.flatMap((metric) => present(metric, where));
    return [
        {
            alert: "MetricsNotProduced",
            bad: others,
            good: [[...present(first, where), ...others]],
            for: 60,
            says: `1 of ${metrics.length} such metrics are not there; alerts and scalers that use them wait for a release that exports them.`,
        },
    ];
}

export function targetCases(namespace: string, container: string): readonly Case[] {
    const target = { namespace, container, pod: `${container}-0`, job: container };
    const up = (labels: Labels, is: number) => [level(MONITORING.up, labels, is)];
    return [
        {
            alert: "TargetDown",
            bad: up(target, 0),
            good: [up(target, 1), up({ ...target, namespace: "of-nobody" }, 1)],
            ...{ for: 10, labels: { ...target, instance: "10.0.0.9:8000" } },
            says: `${namespace}/${container}-0 (${container}) has not answered a scrape: up is 0.`,
        },
    ];
}
