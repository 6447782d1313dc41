/**
 * Plausible values as a function of seed and seconds since the start, and of nothing else: counters only rise, gauges wander between
 * their bounds in minutes, and what a histogram counts never contradicts itself.
 */
import { createHash } from "node:crypto";

/** What goes wrong is rare: 1 in 500, so that no alert on a ratio fires by itself. */
const RARE = /^(error|fail|failure|invalid|critical|5\d\d$)/;
const RARITY = 0.002;

/** Labels of every series of a metric. */
export function seriesOf(metric) {
    return Object.entries(metric.labels).reduce(
        (all, [label, values]) => all.flatMap((labels) => values.map((value) => ({ ...labels, [label]: value }))),
        [{}],
    );
}

export function counterValue(metric, labels, { seed, at }) {
    return Math.floor(increments(metric.name, perSecond(metric, seed), seed, at) * share(labels));
}

export function gaugeValue(metric, labels, { seed, at }) {
    const [low, high] = metric.typical;
    const key = `${metric.name} ${JSON.stringify(labels)}`;
    const value = (low + (high - low) * wave(key, seed, at)) * share(labels);
    return /_(seconds|ratio|rate)$/.test(metric.name) ? Number(value.toFixed(4)) : Math.round(value);
}

/** Cumulative counts by bound, +Inf last. */
export function histogramValue(metric, labels, { seed, at }) {
    const count = Math.floor(
        increments(metric.name, 1 + fraction(`${metric.name} rate`, seed), seed, at) * share(labels),
    );
    const shares = metric.buckets.map((bound) => below(bound, metric.typical));
    return {
        buckets: [...shares.map((part) => Math.floor(count * part)), count],
        count,
        sum: Number((count * mean(metric.buckets, shares)).toPrecision(12)),
    };
}

function perSecond({ name, typical: [low, high] }, seed) {
    return low + (high - low) * fraction(`${name} rate`, seed);
}

/** Integral of a rate that swings by half its size: it rises always, and never evenly. */
function increments(key, rate, seed, at) {
    const period = 240 + 240 * fraction(`${key} period`, seed);
    const turn = (2 * Math.PI) / period;
    return rate * (at + (0.5 / turn) * (1 - Math.cos(turn * at)));
}

/** Between 0 and 1: a slow swing and a slower one, out of step. */
function wave(key, seed, at) {
    const swing = (part, shortest) => {
        const period = shortest * (1 + fraction(`${key} ${part} period`, seed));
        return Math.sin((2 * Math.PI * at) / period + 2 * Math.PI * fraction(`${key} ${part} phase`, seed));
    };
    return 0.5 + 0.35 * swing("fast", 180) + 0.15 * swing("slow", 1200);
}

/** Of observations at or below a bound: log-logistic, with 5 % below the typical range and 5 % above it. */
function below(bound, [low, high]) {
    const floor = Math.max(low, high / 100);
    if (bound <= 0) return 0;
    const steepness = (2 * Math.log(19)) / Math.max(Math.log(high / floor), 0.1);
    return 1 / (1 + Math.exp(-steepness * (Math.log(bound) - (Math.log(floor) + Math.log(high)) / 2)));
}

/** What the buckets say of it: each observation in the middle of its own, those above the last bound a little beyond it. */
function mean(bounds, shares) {
    const inside = bounds.map((bound, index) => {
        const previous = index === 0 ? 0 : bounds[index - 1];
        return (shares[index] - (index === 0 ? 0 : shares[index - 1])) * ((previous + bound) / 2);
    });
    return inside.reduce((sum, part) => sum + part, (1 - shares[shares.length - 1]) * bounds[bounds.length - 1] * 1.2);
}

const share = (labels) => (Object.values(labels).some((value) => RARE.test(value)) ? RARITY : 1);

/** From 0 up to 1, always the same for the same words. */
function fraction(key, seed) {
    return createHash("sha256").update(`${seed}\n${key}`).digest().readUInt32BE(0) / 2 ** 32;
}
