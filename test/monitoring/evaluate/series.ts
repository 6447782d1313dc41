/** Series in promtool's notation, and what a selector finds of them at a time. */
import { isMatch, type Matcher } from "../promql";

export type Labels = Readonly<Record<string, string>>;

export interface Sample {
    readonly labels: Labels;
    readonly value: number;
}

export interface Point {
    readonly at: number;
    readonly value: number;
}

/** So many samples, each by `step` more than the one before; no number where there is none. */
export interface Run {
    readonly from: number;
    readonly step: number;
    readonly length: number;
}

/** All samples of one series; a sample each `interval` seconds from 0 on. */
export interface Stored {
    readonly labels: Labels;
    readonly runs: readonly Run[];
    readonly interval: number;
}

/** How long a sample stands for the present (Prometheus' default lookback delta). */
const LOOKBACK = 300;

const SERIES = /^([a-zA-Z_:][\w:]*)\{(.*)\}$/;
const PAIR = /([a-zA-Z_]\w*)=("(?:[^"\\]|\\.)*")/g;
const RUN = /^(-?[\d.e+]+?)(?:([+-])([\d.e+]+?))?x(\d+)$/;

export function stored(series: string, values: string, interval: number): Stored {
    const [, name, pairs = ""] = SERIES.exec(series) ?? [];
    if (name === undefined) throw new Error(`${series} is no series`);
    const labels = [...pairs.matchAll(PAIR)].map(([, label = "", value = ""]) => [label, JSON.parse(value) as string]);
    return {
        // A label without a value is none.
        labels: { __name__: name, ...Object.fromEntries(labels.filter(([, value]) => value !== "")) },
        runs: values.split(/\s+/).map(runOf),
        interval,
    };
}

/** `1`, `_`, `0+5x10` (0, 5, ... 50: one more than it says), `1x60`. */
function runOf(word: string): Run {
    if (word === "_") return { from: NaN, step: 0, length: 1 };
    const [, from, sign, each = "0", times = "0"] = RUN.exec(word) ?? [];
    if (from === undefined) return { from: Number(word), step: 0, length: 1 };
    return { from: Number(from), step: sign === "-" ? -Number(each) : Number(each), length: Number(times) + 1 };
}

export const selected = (all: readonly Stored[] | undefined, matchers: readonly Matcher[]): readonly Stored[] =>
    (all ?? []).filter(({ labels }) => matchers.every((matcher) => isMatch(matcher, labels[matcher.label] ?? "")));

export function byName(all: readonly Stored[]): ReadonlyMap<string, readonly Stored[]> {
    const named = new Map<string, Stored[]>();
    for (const series of all) {
        const name = series.labels.__name__ ?? "";
        named.set(name, [...(named.get(name) ?? []), series]);
    }
    return named;
}

/** The newest sample that still counts: the range is open at its beginning, as in Prometheus 3. */
export const latest = (series: Stored, at: number): Point | undefined => points(series, at - LOOKBACK, at).at(-1);

/** Samples after `from`, up to `to`. */
export function points({ runs, interval }: Stored, from: number, to: number): readonly Point[] {
    const [first, last] = [Math.max(0, Math.floor(from / interval) + 1), Math.floor(to / interval)];
    const found: Point[] = [];
    let start = 0;
    for (const { from: value, step, length } of runs) {
        for (let index = Math.max(first, start); index <= Math.min(last, start + length - 1); index++)
            if (!Number.isNaN(value)) found.push({ at: index * interval, value: value + (index - start) * step });
        start += length;
    }
    return found;
}

/** The same labels give the same text. */
export const keyOf = (labels: Labels, of: readonly string[] = Object.keys(labels)): string =>
    [...of]
        .sort()
        .map((label) => `${label}=${JSON.stringify(labels[label] ?? "")}`)
        .join();

export const without = (labels: Labels, ...gone: readonly string[]): Labels =>
    Object.fromEntries(Object.entries(labels).filter(([label]) => !gone.includes(label)));

export const only = (labels: Labels, kept: readonly string[]): Labels =>
    Object.fromEntries(Object.entries(labels).filter(([label, value]) => kept.includes(label) && value !== ""));
