/** From a metric to a number per series: what it is, how fast it rises, how it has been. */
import { seriesOf, type Counter, type Gauge, type Histogram, type Metric } from "../catalogue";
import { queryOf, selector, type Matcher, type Matchers, type Query, type Range } from "./query";

const NOTHING: Matchers = {};
/** A metric as it stands in an expression: a histogram has no series of its own name, so one of its three is asked for. */
type Series = Counter | Gauge;
export type Part = "bucket" | "count" | "sum";

const of = (metric: Metric): Query => ({ expr: metric.name, metrics: [metric] });

/** The last value. */
export const value = (metric: Series, matchers = NOTHING): Query =>
    queryOf(`${metric.name}${selector(metric, matchers)}`, [of(metric)]);

/** The last value of one of a histogram's series. */
export const partOf = (metric: Histogram, part: Part, matchers = NOTHING): Query =>
    queryOf(`${metric[part]}${selector(metric, matchers)}`, [of(metric)]);

/** A counter's increase per second; of a histogram, that of its observations. */
export const rate = (metric: Counter | Histogram, range: Range, matchers = NOTHING): Query =>
    over("rate", metric, range, matchers);

/** A counter's increase over the range, which Prometheus extrapolates: seldom a whole number. */
export const increase = (metric: Counter | Histogram, range: Range, matchers = NOTHING): Query =>
    over("increase", metric, range, matchers);

/** How often the value changed. */
export const changes = (metric: Series, range: Range, matchers = NOTHING): Query =>
    over("changes", metric, range, matchers);

export const averageOver = (metric: Gauge, range: Range, matchers = NOTHING): Query =>
    over("avg_over_time", metric, range, matchers);

/** For gauges that hold the sum of a period, as CloudWatch's. */
export const sumOver = (metric: Gauge, range: Range, matchers = NOTHING): Query =>
    over("sum_over_time", metric, range, matchers);

/** A gauge's value in that many seconds, were it to go on as during the range. */
export const predicted = (metric: Gauge, range: Range, seconds: number, matchers = NOTHING): Query =>
    queryOf(`predict_linear(${metric.name}${selector(metric, matchers)}[${range}], ${seconds})`, [of(metric)]);

/** 1 where no series matches, nothing otherwise. Of a histogram its count. */
export const absent = (metric: Metric, matchers = NOTHING): Query =>
    queryOf(`absent(${countable(metric)}${selector(metric, matchers)})`, [of(metric)]);

/** Seconds since the Unix time that a gauge holds. */
export const age = (metric: Gauge, matchers = NOTHING): Query =>
    queryOf(`time() - ${metric.name}${selector(metric, matchers)}`, [of(metric)], { binary: true });

/** Seconds until the Unix time that a gauge holds; negative once it is over. */
export const untilThen = (metric: Gauge, matchers = NOTHING): Query =>
    queryOf(`${metric.name}${selector(metric, matchers)} - time()`, [of(metric)], { binary: true });

/**
 * A quantile of a histogram, per combination of `by`: over all series of each bucket, since a quantile of one pod says nothing of all. It is at
 * most the largest finite bound, and between two bounds a guess.
 */
export function quantile(
    q: number,
    metric: Histogram,
    range: Range,
    by: readonly string[] = [],
    matchers = NOTHING,
): Query {
    if (!(q > 0 && q < 1)) throw new Error(`quantile ${q} of ${metric.name}: write a share such as 0.99`);
    const buckets = `sum by (${["le", ...by].join(", ")}) (rate(${metric.bucket}${selector(metric, matchers)}[${range}]))`;
    return queryOf(`histogram_quantile(${q}, ${buckets})`, [of(metric)], { quantileOf: metric });
}

/** Mean of the observations, per combination of `by`. */
export function averageOf(metric: Histogram, range: Range, by: readonly string[] = [], matchers = NOTHING): Query {
    const side = (series: string) => `sum${byText(by)}(rate(${series}${selector(metric, matchers)}[${range}]))`;
    return queryOf(`${side(metric.sum)} / ${side(metric.count)}`, [of(metric)], { binary: true });
}

/** Share of the observations that are at most `bound`, per combination of `by`. Throws for what is no bound of a bucket. */
export function shareWithin(
    bound: number,
    metric: Histogram,
    range: Range,
    by: readonly string[] = [],
    matchers = NOTHING,
): Query {
    if (!metric.buckets.includes(bound)) throw new Error(notABound(metric, bound));
    const within = selector(metric, { ...matchers, le: bucketLabel(bound) });
    const good = `sum${byText(by)}(rate(${metric.bucket}${within}[${range}]))`;
    const all = `sum${byText(by)}(rate(${metric.count}${selector(metric, matchers)}[${range}]))`;
    return queryOf(`${good} / ${all}`, [of(metric)], { binary: true });
}

export const notABound = ({ name, buckets }: Histogram, bound: number): string =>
    `${bound} is no bound of a bucket of ${name}: nothing in it can be compared with that; use one of ${buckets.join(", ")}`;

/** Clients write a whole bound as 2 or as 2.0; Prometheus 3 stores 2.0, older ones what they read. */
const bucketLabel = (bound: number): Matcher => (Number.isInteger(bound) ? [`${bound}`, `${bound}.0`] : `${bound}`);

export const byText = (by: readonly string[]): string => (by.length === 0 ? "" : ` by (${by.join(", ")}) `);

function over(name: string, metric: Metric, range: Range, matchers: Matchers): Query {
    return queryOf(`${name}(${countable(metric)}${selector(metric, matchers)}[${range}])`, [of(metric)]);
}

const countable = (metric: Metric): string =>
    metric.type === "histogram" ? metric.count : (seriesOf(metric)[0] ?? metric.name);
