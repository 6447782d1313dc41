/** What images/stand-in is told: which workload it stands in for, where it listens, and which metrics it shows. */
import { typicalOf, type LabelValues, type Metric, type Range } from "../monitoring/catalogue";

/** serves: listens on its ports. works: runs without one. ends: a job. Modes of images/stand-in/server.mjs. */
export type StandInRole = "serves" | "works" | "ends";

export interface StandInDescription {
    /** For people: repository of the image that it replaces. */
    readonly repository?: string;
    readonly role?: StandInRole;
    readonly ports?: Readonly<Record<string, number>>;
    /** Path of the probes, which every port answers beside the usual ones. */
    readonly healthPath?: string;
    readonly metrics?: { readonly on: string; readonly catalogue: readonly Metric[] };
}

const PROGRAM = ["node", "/app/server.mjs"];

/** Command of an exec probe: exit status 0 while the stand-in runs in the same container. */
export const STAND_IN_CHECK: readonly string[] = [...PROGRAM, "check"];

/** Paths that the systems' probes and people use. */
const HEALTH_PATHS = ["/health", "/healthz", "/"];

export function standIn(description: StandInDescription) {
    const { role = "serves" } = description;
    return {
        command: PROGRAM,
        arguments: [role],
        environment: { STAND_IN: JSON.stringify(described(description)) },
    };
}

function described({ repository, ports = {}, healthPath = "/health", metrics }: StandInDescription) {
    if (metrics !== undefined && !(metrics.on in ports))
        throw new Error(
            `stand-in for ${repository ?? "a workload"} shows metrics on ${metrics.on}, which is no port of it`,
        );
    const health = [...new Set([healthPath, ...HEALTH_PATHS])];
    return {
        standsFor: repository,
        listen: Object.entries(ports).map(([name, port]) => ({ port, health, metrics: name === metrics?.on })),
        metrics: (metrics?.catalogue ?? []).map(shown),
    };
}

interface Shown {
    readonly name: string;
    readonly type: Metric["type"];
    readonly help: string;
    readonly labels: LabelValues;
    readonly typical: Range;
    readonly buckets?: readonly number[];
}

function shown(metric: Metric): Shown {
    const { name, type, help, labelValues, buckets } = metric;
    return { ...{ name, type, help, labels: labelValues, typical: typicalOf(metric) }, ...(buckets && { buckets }) };
}
