/** What a stand-in is told: JSON from STAND_IN, or from the file that STAND_IN_FILE names. components/systems/stand-in.ts writes it. */
import { readFileSync } from "node:fs";

/**
 * @typedef {object} Metric
 * @property {string} name
 * @property {"counter" | "gauge" | "histogram"} type
 * @property {string} help
 * @property {Record<string, string[]>} labels values by label; every combination is a series
 * @property {[number, number]} typical
 * @property {number[]} [buckets] upper bounds without +Inf
 *
 * @typedef {object} Description
 * @property {string} standsFor
 * @property {{ port: number, health: string[], metrics?: boolean }[]} listen
 * @property {Metric[]} metrics
 */

/** Something a person wrote is wrong: one line, exit status 2. */
export class Refusal extends Error {}

const EMPTY = { standsFor: "nothing in particular", listen: [], metrics: [] };

/** @returns {Description} */
export function readDescription(environment) {
    const { STAND_IN: text, STAND_IN_FILE: file } = environment;
    if (text === undefined && file === undefined) return EMPTY;
    const description = { ...EMPTY, ...parsed(text ?? read(file), text === undefined ? file : "STAND_IN") };
    const problem = problems(description)[0];
    if (problem !== undefined) throw new Refusal(problem);
    return description;
}

function read(file) {
    try {
        return readFileSync(file, "utf8");
    } catch (error) {
        throw new Refusal(`STAND_IN_FILE ${file} cannot be read: ${error.code}`);
    }
}

function parsed(text, from) {
    let value;
    try {
        value = JSON.parse(text);
    } catch {
        throw new Refusal(`${from} is no JSON: it begins with ${JSON.stringify(text.slice(0, 30))}`);
    }
    if (typeof value !== "object" || value === null || Array.isArray(value))
        throw new Refusal(`${from} is no description: write { "listen": [{ "port": 8000, "health": ["/health"] }] }`);
    return value;
}

function* problemsOf({ listen, metrics }) {
    if (!Array.isArray(listen)) yield "listen is no list";
    else for (const entry of listen) yield* listenProblems(entry);
    if (!Array.isArray(metrics)) yield "metrics is no list";
    else for (const metric of metrics) yield* metricProblems(metric ?? {});
    const ports = Array.isArray(listen) ? listen.map((entry) => entry?.port) : [];
    if (new Set(ports).size !== ports.length) yield "two entries of listen have the same port";
}

const problems = (description) => [...problemsOf(description)];

function* listenProblems(entry) {
    const { port, health } = entry ?? {};
    if (!Number.isInteger(port) || port < 1 || port > 65535) yield `listen has port ${port}: write 1 to 65535`;
    if (!Array.isArray(health) || !health.every((path) => typeof path === "string" && path.startsWith("/")))
        yield `port ${port} has no list of health paths that begin with /`;
}

function* metricProblems({ name, type, help, labels, typical, buckets }) {
    if (typeof name !== "string" || !/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)) yield `metric name ${name} is none`;
    if (!["counter", "gauge", "histogram"].includes(type)) yield `metric ${name} is of no known type: ${type}`;
    if (typeof help !== "string") yield `metric ${name} has no help text`;
    if (typeof labels !== "object" || !Object.values(labels ?? {}).every(Array.isArray))
        yield `metric ${name} has no labels: write {} or { "status": ["success"] }`;
    if (!Array.isArray(typical) || !(typical[0] >= 0 && typical[0] <= typical[1]))
        yield `metric ${name} has no typical range: write [low, high]`;
    if (type === "histogram" && !rising(buckets)) yield `histogram ${name} has no rising buckets`;
}

function rising(buckets) {
    return (
        Array.isArray(buckets) &&
        buckets.length > 0 &&
        buckets.every((bound, index) => Number.isFinite(bound) && (index === 0 || bound > buckets[index - 1]))
    );
}
