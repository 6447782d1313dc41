/**
 * What a system tells Prometheus, as data: dashboards, alerts, objectives, scalers and the stand-in image use what is in a catalogue
 * and nothing else. `producedToday` is false for what a document names and no code exports yet.
 */

/** Every label of a metric and the values it takes: all of them where the source lists them, otherwise typical ones; of a foreign one none. */
export type LabelValues = Readonly<Record<string, readonly string[]>>;

export interface MetricArgs {
    readonly name: string;
    /** HELP text, and description in dashboards. */
    readonly help: string;
    /** Default: one series without labels. */
    readonly labels?: LabelValues;
    /** Where the name comes from: a document and its section, or code. */
    readonly source: string;
    readonly producedToday: boolean;
    /** metadata.name of the workloads that export it, or of the sidecar containers that do. */
    readonly exportedBy: readonly string[];
    /** Where it is not as typicalOf says. For rehearsals only; no threshold comes from here. */
    readonly typical?: Range;
    /** Of a program that is not ours: its counters need not end in _total, and it finds the values of its labels itself. */
    readonly foreign?: true;
}

export type Range = readonly [low: number, high: number];

export interface HistogramArgs extends MetricArgs {
    /** Upper bounds in ascending order, without +Inf. */
    readonly buckets: readonly number[];
}

/** By the suffix that Prometheus' naming conventions ask for; `none` counts things. */
export type Unit = "seconds" | "milliseconds" | "bytes" | "ratio" | "none";

interface Common extends Omit<MetricArgs, "labels"> {
    /** Names alone, as the series carry them. */
    readonly labels: readonly string[];
    readonly labelValues: LabelValues;
    readonly unit: Unit;
}

export interface Counter extends Common {
    readonly type: "counter";
    readonly buckets?: undefined;
}

export interface Gauge extends Common {
    readonly type: "gauge";
    readonly buckets?: undefined;
}

/** It has no series of its own name: `histogram_quantile` wants `bucket`, an average wants `sum` over `count`. */
export interface Histogram extends Common {
    readonly type: "histogram";
    readonly buckets: readonly number[];
    readonly bucket: string;
    readonly count: string;
    readonly sum: string;
}

export type Metric = Counter | Gauge | Histogram;

/** A system's metrics by the name that code uses for them. */
export type Catalogue = Readonly<Record<string, Metric>>;

/** prometheus_client for Python (`Histogram.DEFAULT_BUCKETS`). The largest finite one is 10: nothing above it can be told apart. */
export const PYTHON_CLIENT_BUCKETS: readonly number[] = [
    0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
];

export function counter(args: MetricArgs): Counter {
    const problems =
        args.name.endsWith("_total") || args.foreign === true ? [] : [`counter ${args.name} must end in _total`];
    return { ...common(args, problems), type: "counter" };
}

export function gauge(args: MetricArgs): Gauge {
    return { ...common(args, []), type: "gauge" };
}

export function histogram(args: HistogramArgs): Histogram {
    const { name, buckets } = args;
    return {
        ...common(args, bucketProblems(args)),
        ...{ type: "histogram", buckets: [...buckets] },
        ...{ bucket: `${name}_bucket`, count: `${name}_count`, sum: `${name}_sum` },
    };
}

/** What one workload exports, and so what its stand-in does. */
export function exportedBy(catalogue: Catalogue, workload: string): readonly Metric[] {
    return Object.values(catalogue).filter((metric) => metric.exportedBy.includes(workload));
}

/** Names of the series as Prometheus stores them. */
export function seriesOf(metric: Metric): readonly string[] {
    return metric.type === "histogram" ? [metric.bucket, metric.count, metric.sum] : [metric.name];
}

const TYPICAL: Readonly<Record<Unit, Range>> = {
    seconds: [0.05, 2],
    milliseconds: [50, 2000],
    bytes: [1e6, 1e8],
    ratio: [0.5, 0.9],
    none: [1, 100],
};

/** Between what it lies on an ordinary day: a counter's increase per second of one series, a gauge's value, a histogram's observations. */
export function typicalOf({ typical, type, unit, buckets = [] }: Metric): Range {
    if (typical !== undefined) return typical;
    if (type === "counter" && unit === "none") return [0.5, 4];
    // Buckets tell fast from slow, and most are fast.
    const [low, high] = [0.25, 0.375].map((share) => buckets[Math.floor(buckets.length * share)]);
    return low !== undefined && high !== undefined ? [low, high] : TYPICAL[unit];
}

/** Whether `value` is a bound of the buckets: only then can a quantile or a share be compared with it exactly. */
export function isBound(metric: Histogram, value: number): boolean {
    return metric.buckets.includes(value);
}

// Prometheus data model; colons belong to recording rules.
const NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
// `le` and `quantile` are Prometheus' own; job and instance say who was scraped.
const RESERVED = new Set(["le", "quantile", "job", "instance"]);
const OWN_SUFFIXES = /_(bucket|sum|total)$/;

function common({ labels = {}, ...rest }: MetricArgs, problems: readonly string[]): Common {
    const all = [...problems, ...metricProblems(rest, labels), ...wordProblems(rest)];
    if (all.length > 0) throw new Error(all.join("\n"));
    return { ...rest, labels: Object.keys(labels), labelValues: labels, unit: unitOf(rest.name) };
}

function metricProblems({ name, foreign }: MetricArgs, labels: LabelValues): string[] {
    const names = Object.entries(labels);
    return [
        ...(NAME.test(name) ? [] : [`metric name ${name} is none: use letters, digits and underscores`]),
        ...names
            .filter(([label]) => !NAME.test(label) || label.startsWith("__"))
            .map(([label]) => `metric ${name} has label ${label}: use letters, digits and underscores, not __ first`),
        ...names
            .filter(([label]) => RESERVED.has(label))
            .map(([label]) => `metric ${name} has label ${label}, which Prometheus sets itself`),
        ...names
            .filter(([, values]) => (values.length === 0 && foreign !== true) || new Set(values).size !== values.length)
            .map(([label]) => `metric ${name} has label ${label} with no value, or with one twice`),
    ];
}

function wordProblems({ name, help, source, exportedBy, typical }: Omit<MetricArgs, "labels">): string[] {
    return [
        ...(help === "" ? [`metric ${name} has no help text`] : []),
        ...(source === "" ? [`metric ${name} does not say where it comes from`] : []),
        ...(exportedBy.length === 0 ? [`metric ${name} is exported by nobody`] : []),
        ...(typical !== undefined && !(typical[0] >= 0 && typical[0] <= typical[1])
            ? [`metric ${name} lies between ${typical[0]} and ${typical[1]}: write the smaller first`]
            : []),
    ];
}

function bucketProblems({ name, buckets }: HistogramArgs): string[] {
    const ascending = buckets.every((bound, index) => index === 0 || bound > (buckets[index - 1] ?? bound));
    return [
        ...(buckets.length > 0 ? [] : [`histogram ${name} has no bucket`]),
        ...(ascending ? [] : [`histogram ${name} has buckets that do not rise: ${buckets.join(", ")}`]),
        ...(buckets.every(Number.isFinite)
            ? []
            : [`histogram ${name} names a bucket that is no number; +Inf is implied`]),
        ...(OWN_SUFFIXES.test(name) ? [`histogram ${name} ends like one of its own series`] : []),
    ];
}

function unitOf(name: string): Unit {
    const base = name.replace(/_total$/, "");
    if (/_(ratio|rate)$/.test(base)) return "ratio";
    return (["milliseconds", "seconds", "bytes"] as const).find((unit) => base.endsWith(`_${unit}`)) ?? "none";
}
