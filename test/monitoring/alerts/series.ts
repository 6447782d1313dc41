/** Series for rule tests, made from the catalogue: with every label and every bucket that Prometheus would store, or not at all. */
import { seriesOf, type Histogram, type Metric } from "../../../components/monitoring/catalogue";

/** As promtool reads it: `0+5x10`, `1x60`, `1x5 0x60`. */
export interface InputSeries {
    readonly series: string;
    readonly values: string;
    /** To compare it with the catalogue. */
    readonly metric: Metric;
}

export type Labels = Readonly<Record<string, string>>;

/** What a scrape adds where the series does not say otherwise. */
const TARGET = { job: "a-job", instance: "10.0.0.9:8000" } as const;
const ADDED = ["namespace", "pod", "container", "service", "endpoint", "job", "instance", "node"];

/** Longer than any test: samples beyond the last question cost nothing. */
const MANY = 3000;

/** The same value for ever. */
export const level = (metric: Metric, labels: Labels, value: number): InputSeries =>
    points(metric, labels, `${value}x${MANY}`);

/** From 0, by so much with every sample. */
export const rising = (metric: Metric, labels: Labels, each: number): InputSeries =>
    points(metric, labels, `0+${each}x${MANY}`);

/** From a value, less by so much with every sample. */
export const falling = (metric: Metric, labels: Labels, from: number, each: number): InputSeries =>
    points(metric, labels, `${from}-${each}x${MANY}`);

/** A Unix time so many seconds before (or, negative, after) the test begins, which promtool puts at 0. */
export const before = (metric: Metric, labels: Labels, seconds: number): InputSeries => level(metric, labels, -seconds);

/** In promtool's own notation. */
export function points(metric: Metric, labels: Labels, values: string): InputSeries {
    if (metric.type === "histogram") throw new Error(`${metric.name} is a histogram: use observed`);
    return { series: text(metric, metric.name, labels), values, metric };
}

/**
 * A histogram with so many observations in each sample by their bucket: `{ 0.5: 98, 2: 2 }` are 98 above the bound before 0.5 and at most 0.5.
 * `mean` of all of them, for what divides sum by count.
 */
export function observed(
    metric: Histogram,
    labels: Labels,
    within: Readonly<Record<number, number>>,
    { mean = 1, without = [] }: { readonly mean?: number; readonly without?: readonly number[] } = {},
): readonly InputSeries[] {
    const bounds = [...metric.buckets, Infinity];
    const unknown = Object.keys(within).filter((bound) => !bounds.includes(Number(bound)));
    if (unknown.length > 0) throw new Error(`${metric.name} has no bucket ${unknown.join(", ")}`);
    const upTo = (bound: number) =>
        Object.entries(within).reduce((sum, [each, count]) => sum + (Number(each) <= bound ? count : 0), 0);
    const all = upTo(Infinity);
    return [
        ...bounds
            .filter((bound) => !without.includes(bound))
            .map((bound) => growing(metric, metric.bucket, { ...labels, le: boundText(bound) }, upTo(bound))),
        growing(metric, metric.count, labels, all),
        growing(metric, metric.sum, labels, all * mean),
    ];
}

const growing = (metric: Metric, name: string, labels: Labels, each: number): InputSeries => ({
    ...{ series: text(metric, name, labels), metric },
    values: `0+${each}x${MANY}`,
});

/** As Prometheus 3 stores it: a whole number with .0. */
const boundText = (bound: number): string =>
    bound === Infinity ? "+Inf" : Number.isInteger(bound) ? `${bound}.0` : String(bound);

function text(metric: Metric, name: string, labels: Labels): string {
    const all: Labels = { ...TARGET, ...labels };
    const missing = metric.labels.filter((label) => all[label] === undefined);
    const unknown = Object.keys(all).filter(
        (label) => !metric.labels.includes(label) && !ADDED.includes(label) && label !== "le",
    );
    if (missing.length + unknown.length > 0 || !seriesOf(metric).includes(name))
        throw new Error(`${name} lacks ${missing.join(", ") || "nothing"} and has no ${unknown.join(", ") || "other"}`);
    const pairs = Object.entries(all).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
    return `${name}{${pairs.join(",")}}`;
}
