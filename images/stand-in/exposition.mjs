/** Metrics as Prometheus reads them: text format 0.0.4. */
import { counterValue, gaugeValue, histogramValue, seriesOf } from "./values.mjs";

export const CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** Says that what is scraped is no real thing; dashboards may show it. */
const INFO = "mindcloud_stand_in_info";

/**
 * @param {import("./description.mjs").Description} description
 * @param {{ seed: string, at: number }} moment
 * @param {Map<string, { labels: Record<string, string>, value: number }[]>} overrides gauges that somebody set
 */
export function exposition({ standsFor, metrics }, moment, overrides) {
    return [
        ...head({ name: INFO, type: "gauge", help: "1 where a stand-in runs instead of the real program." }),
        line(INFO, { stands_for: standsFor }, 1),
        ...metrics.flatMap((metric) => [
            ...head(metric),
            ...seriesOf(metric).flatMap((labels) => samples(metric, labels, moment, overrides)),
        ]),
        "",
    ].join("\n");
}

function head({ name, type, help }) {
    return [`# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}`, `# TYPE ${name} ${type}`];
}

function samples(metric, labels, moment, overrides) {
    if (metric.type === "counter") return [line(metric.name, labels, counterValue(metric, labels, moment))];
    if (metric.type === "gauge") {
        const value = overridden(overrides.get(metric.name) ?? [], labels) ?? gaugeValue(metric, labels, moment);
        return [line(metric.name, labels, value)];
    }
    const { buckets, count, sum } = histogramValue(metric, labels, moment);
    const bounds = [...metric.buckets.map(String), "+Inf"];
    return [
        ...bounds.map((le, index) => line(`${metric.name}_bucket`, { ...labels, le }, buckets[index])),
        line(`${metric.name}_sum`, labels, sum),
        line(`${metric.name}_count`, labels, count),
    ];
}

/** The last one that fits; one without labels fits every series. */
function overridden(set, labels) {
    return set.findLast((one) => Object.entries(one.labels).every(([label, value]) => labels[label] === value))?.value;
}

function line(name, labels, value) {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
    return `${name}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${value}`;
}

const escaped = (text) => text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
