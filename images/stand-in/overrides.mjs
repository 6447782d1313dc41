/** Gauges that somebody sets, to rehearse scaling: by STAND_IN_SET at the start, or over HTTP from inside the pod. */
import { Refusal } from "./description.mjs";

/** `queue_length=12,akosha_ingestion_queue_size=900` */
export function overridesFrom(text = "", metrics) {
    const overrides = new Map();
    for (const pair of text.split(",").filter((part) => part.trim() !== "")) {
        const [name = "", value] = pair.split("=").map((part) => part.trim());
        const problem = set(overrides, metrics, name, value, {});
        if (problem !== undefined) throw new Refusal(`STAND_IN_SET: ${problem}`);
    }
    return overrides;
}

/** Returns what is wrong, if anything is. A value counts for the series with these labels, until the next one. */
export function set(overrides, metrics, name, value, labels) {
    const metric = metrics.find((one) => one.name === name);
    if (metric === undefined) return `${name} is no metric of this stand-in`;
    if (metric.type !== "gauge") return `${name} is a ${metric.type}: only gauges can be set`;
    const unknown = Object.keys(labels).find((label) => !(label in metric.labels));
    if (unknown !== undefined) return `${name} has no label ${unknown}`;
    if (value === undefined || value === "" || !Number.isFinite(Number(value)))
        return `${name} needs a number as value`;
    overrides.set(name, [...(overrides.get(name) ?? []), { labels, value: Number(value) }]);
    return undefined;
}
