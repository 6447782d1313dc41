/** Writes Prometheus' text format for exporters that are not ours, with values of an ordinary day. */
import type { Histogram, Metric } from "../../components/monitoring/catalogue";
import { ordinarily } from "./ordinary";
import type { Labels } from "./world-source";

export interface Exported {
    readonly metric: Metric;
    readonly series: readonly Labels[];
}

/** `seconds` since the start: counters rise with it. */
export function exposition(exported: readonly Exported[], seconds: number): string {
    return exported
        .filter(({ series }) => series.length > 0)
        .map(({ metric, series }) => {
            const head = `# HELP ${metric.name} ${metric.help}\n# TYPE ${metric.name} ${metric.type}\n`;
            return head + series.map((labels) => samples(metric, labels, seconds)).join("");
        })
        .join("");
}

function samples(metric: Metric, labels: Labels, seconds: number): string {
    const value = middle(metric);
    if (metric.type === "histogram") return histogramSamples(metric, labels, seconds);
    if (metric.type === "counter") return sample(metric.name, labels, value * seconds);
    return sample(metric.name, labels, isState(metric) ? Number(ordinary(labels)) : value);
}

/** One observation a second, each in the middle. */
function histogramSamples(metric: Histogram, labels: Labels, seconds: number): string {
    const count = Math.floor(seconds);
    const value = middle(metric);
    return [
        ...metric.buckets.map((bound) =>
            sample(metric.bucket, { ...labels, le: String(bound) }, value <= bound ? count : 0),
        ),
        sample(metric.bucket, { ...labels, le: "+Inf" }, count),
        sample(metric.sum, labels, value * count),
        sample(metric.count, labels, count),
    ].join("");
}

export function middle(metric: Metric): number {
    const {
        typical: [low, high],
    } = ordinarily(metric);
    return (low + high) / 2;
}

/** 1 for what holds and 0 for what does not. */
export function isState(metric: Metric): boolean {
    const { typical } = ordinarily(metric);
    return typical[0] === 0 && typical[1] === 1;
}

const ORDINARY: Readonly<Record<string, readonly string[]>> = {
    phase: ["Running", "Bound"],
    condition: ["Ready", "AbleToScale", "ScalingActive", "true"],
    status: ["true", "True"],
};
export const ordinary = (labels: Labels): boolean =>
    Object.entries(ORDINARY).every(([label, values]) => labels[label] === undefined || values.includes(labels[label]));

function sample(name: string, labels: Labels, value: number): string {
    // The exporter says `namespace`; only the scrape makes it exported_namespace.
    const pairs = Object.entries(labels).map(
        ([label, text]) => `${label.replace(/^exported_/, "")}=${JSON.stringify(text)}`,
    );
    return `${name}{${pairs.join(",")}} ${String(value)}\n`;
}
