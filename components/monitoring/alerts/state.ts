/**
 * What an exporter says of something else, without the labels of the exporter: one that restarts is another instance, and an alert that waits
 * would begin to wait anew. Two at a time, while one replaces the other, count once; so does a volume that several nodes have mounted.
 */
import type { Gauge } from "../catalogue";
import { age, maxBy, minBy, predicted, value, type Matchers, type Query } from "../promql";

type Of = (metric: Gauge, ours: Matchers) => Query;

export const per =
    (...labels: readonly string[]): Of =>
    (metric, ours) =>
        maxBy(labels, value(metric, ours));

/** Seconds since the time that it holds. */
export const agePer =
    (...labels: readonly string[]): Of =>
    (metric, ours) =>
        minBy(labels, age(metric, ours));

export const predictedPer =
    (seconds: number, ...labels: readonly string[]): Of =>
    (metric, ours) =>
        minBy(labels, predicted(metric, "6h", seconds, ours));
