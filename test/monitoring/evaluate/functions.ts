/** PromQL's functions over ranges and buckets, after promql/functions.go and promql/quantile.go of Prometheus 3. */
import { keyOf, without, type Labels, type Point, type Sample } from "./series";

export interface Range {
    readonly points: readonly Point[];
    readonly from: number;
    readonly to: number;
}

type OverRange = (range: Range) => number | undefined;

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);
const values = ({ points }: Range): readonly number[] => points.map(({ value }) => value);
/** Nothing of nothing. */
const some =
    (of: (numbers: readonly number[]) => number): OverRange =>
    (range) =>
        range.points.length === 0 ? undefined : of(values(range));

const between = (numbers: readonly number[], of: (before: number, after: number) => number): number =>
    sum(numbers.slice(1).map((after, index) => of(numbers[index] ?? after, after)));

/** What a counter rose by, as if samples reached to both ends of the range where they nearly do (extrapolatedRate). */
function increase({ points, from, to }: Range): number | undefined {
    const [first, last] = [points[0], points.at(-1)];
    if (first === undefined || last === undefined || points.length < 2) return undefined;
    const numbers = points.map(({ value }) => value);
    const rise = last.value - first.value + between(numbers, (before, after) => (after < before ? before : 0));
    const sampled = last.at - first.at;
    const apart = sampled / (points.length - 1);
    const reach = (gap: number): number => (gap >= apart * 1.1 ? apart / 2 : gap);
    const toZero = rise > 0 && first.value >= 0 ? sampled * (first.value / rise) : Infinity;
    return (rise * (sampled + Math.min(reach(first.at - from), toZero) + reach(to - last.at))) / sampled;
}

export const OVER_RANGE: Readonly<Record<string, OverRange>> = {
    increase,
    rate: (range) => {
        const rise = increase(range);
        return rise === undefined ? undefined : rise / (range.to - range.from);
    },
    changes: some((numbers) => between(numbers, (before, after) => (before === after ? 0 : 1))),
    sum_over_time: some(sum),
    avg_over_time: some((numbers) => sum(numbers) / numbers.length),
    max_over_time: some((numbers) => Math.max(...numbers)),
    min_over_time: some((numbers) => Math.min(...numbers)),
    count_over_time: some((numbers) => numbers.length),
};

/** Least squares, read `ahead` seconds after the end of the range. */
export function predicted({ points, to }: Range, ahead: number): number | undefined {
    if (points.length < 2) return undefined;
    const xs = points.map(({ at }) => at - to);
    const ys = points.map(({ value }) => value);
    const [x, y] = [sum(xs) / xs.length, sum(ys) / ys.length];
    const covariance = sum(xs.map((each, index) => (each - x) * ((ys[index] ?? 0) - y)));
    const slope = covariance / sum(xs.map((each) => (each - x) ** 2));
    return y + slope * (ahead - x);
}

export const AGGREGATIONS: Readonly<Record<string, (numbers: readonly number[]) => number>> = {
    sum,
    avg: (numbers) => sum(numbers) / numbers.length,
    min: (numbers) => Math.min(...numbers),
    max: (numbers) => Math.max(...numbers),
    count: (numbers) => numbers.length,
};

interface Bucket {
    readonly bound: number;
    readonly count: number;
}

export function histogramQuantile(quantile: number, samples: readonly Sample[]): readonly Sample[] {
    const histograms = new Map<string, { readonly labels: Labels; readonly buckets: Bucket[] }>();
    for (const { labels, value } of samples) {
        const own = without(labels, "le", "__name__");
        const histogram = histograms.get(keyOf(own)) ?? { labels: own, buckets: [] };
        const le = labels.le === "+Inf" ? Infinity : Number(labels.le);
        histogram.buckets.push({ bound: le, count: value });
        histograms.set(keyOf(own), histogram);
    }
    return [...histograms.values()].map(({ labels, buckets }) => ({
        labels,
        value: bucketQuantile(quantile, buckets),
    }));
}

function bucketQuantile(quantile: number, unordered: readonly Bucket[]): number {
    const buckets = [...unordered].sort((one, other) => one.bound - other.bound);
    const highest = buckets.at(-1);
    if (highest?.bound !== Infinity || buckets.length < 2 || highest.count === 0) return NaN;
    const rank = quantile * highest.count;
    const index = buckets.slice(0, -1).findIndex(({ count }) => count >= rank);
    if (index === -1) return buckets.at(-2)?.bound ?? NaN;
    const { bound = NaN, count = NaN } = buckets[index] ?? {};
    const below = buckets[index - 1] ?? { bound: 0, count: 0 };
    if (index === 0 && bound <= 0) return bound;
    return below.bound + (bound - below.bound) * ((rank - below.count) / (count - below.count));
}
