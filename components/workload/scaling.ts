/** How many replicas: one, a number, or what an autoscaler finds right. Never two of these (docs/design.md, rule 4). */
import type { Duration, Percent, Pods } from "./quantities";

/** One replica, and never two at a time: for what a single writer owns. */
export interface Single {
    readonly mode: "single";
}

/** None: everything stays but the pods. */
export interface Suspended {
    readonly mode: "suspended";
}

export interface Fixed {
    readonly mode: "fixed";
    readonly replicas: number;
}

/** A metric by name, as Prometheus knows it. */
export interface NamedMetric {
    readonly name: string;
    /** False: no code exports it yet, so that its absence means an empty queue and not a fault. Default true. */
    readonly producedToday?: boolean;
}

export interface QueueMetric {
    readonly metric: string | NamedMetric;
    /** Length of the queue that one replica should have before it. */
    readonly perReplica: number;
    /** How the series of the replicas make one number: `max` where each of them reports the same queue. Default sum. */
    readonly over?: "sum" | "max";
}

/** One rule of how fast: at most so much of what runs, or so many pods, in a period. */
export interface ScalingRule {
    readonly atMost: Percent | Pods;
    /** Longest period is 30 minutes (HPA API). */
    readonly every: Duration;
}

export type ScalingBehaviour = (
    | ScalingRule
    | { readonly rules: readonly ScalingRule[]; readonly select?: "Max" | "Min" }
) & {
    /** stabilizationWindowSeconds: the calmest recommendation of this window counts. At most 1 hour. */
    readonly window?: Duration;
};

/** At least one of the three. */
type Metrics =
    | { readonly cpu: Percent; readonly memory?: Percent; readonly queue?: QueueMetric }
    | { readonly cpu?: Percent; readonly memory: Percent; readonly queue?: QueueMetric }
    | { readonly cpu?: Percent; readonly memory?: Percent; readonly queue: QueueMetric };

export type AutomaticArgs = Metrics & {
    /** metadata.name of the HorizontalPodAutoscaler. Default `<workload>-hpa`. */
    readonly name?: string;
    /** Default Kubernetes' own: as fast as needed. */
    readonly up?: ScalingBehaviour;
    /** Default Kubernetes' own: after 5 calm minutes, all at once. */
    readonly down?: ScalingBehaviour;
};

/** cpu and memory in percent of the main container's requests. With a queue, KEDA scales; without, the HPA alone. */
export type Automatic = AutomaticArgs & { readonly mode: "automatic"; readonly min: number; readonly max: number };

export type Replicated = Fixed | Automatic | Suspended;
export type Scaling = Single | Replicated;

export const single = (): Single => ({ mode: "single" });
export const suspended = (): Suspended => ({ mode: "suspended" });
export const fixed = (replicas: number): Fixed => ({ mode: "fixed", replicas });
export const between = (min: number, max: number, how: AutomaticArgs): Automatic => ({
    ...how,
    mode: "automatic",
    min,
    max,
});

/** Fewest replicas that are meant to run. */
export function floorOf(scaling: Scaling): number {
    switch (scaling.mode) {
        case "single":
            return 1;
        case "suspended":
            return 0;
        case "fixed":
            return scaling.replicas;
        case "automatic":
            return scaling.min;
    }
}

export const ceilingOf = (scaling: Scaling): number => (scaling.mode === "automatic" ? scaling.max : floorOf(scaling));

/** For `spec.replicas`: absent where an autoscaler owns the number, or each apply would take it back (docs/design.md, rule 5). */
export function replicasOf(scaling: Scaling): { replicas?: number } {
    return scaling.mode === "automatic" ? {} : { replicas: floorOf(scaling) };
}

const LONGEST_WINDOW = 3600;
const LONGEST_PERIOD = 1800;

export function scalingProblems(scaling: Scaling): string[] {
    if (scaling.mode === "fixed")
        return Number.isInteger(scaling.replicas) && scaling.replicas >= 1
            ? []
            : [`has ${scaling.replicas} replicas: write 1 or more, or suspended()`];
    if (scaling.mode !== "automatic") return [];
    const { min, max, queue, up, down } = scaling;
    return [
        ...(Number.isInteger(min) && min >= 1 ? [] : [`scales from ${min}: the floor of an autoscaler is 1 or more`]),
        ...(Number.isInteger(max) && max > min
            ? []
            : [`scales from ${min} to ${max}: the ceiling must be above the floor, or say fixed(${min})`]),
        ...(queue === undefined || queue.perReplica > 0
            ? []
            : ["scales by a queue with nothing per replica: write 1 or more"]),
        ...[up, down].flatMap((behaviour) => (behaviour === undefined ? [] : behaviourProblems(behaviour))),
    ];
}

export const rulesOf = (behaviour: ScalingBehaviour): readonly ScalingRule[] =>
    "rules" in behaviour ? behaviour.rules : [{ atMost: behaviour.atMost, every: behaviour.every }];

function behaviourProblems(behaviour: ScalingBehaviour): string[] {
    const periods = rulesOf(behaviour).map(({ every }) => every.seconds);
    return [
        ...((behaviour.window?.seconds ?? 0) > LONGEST_WINDOW ? ["has a scaling window of more than an hour"] : []),
        ...(periods.length === 0 ? ["has a scaling behaviour without a rule: leave it out"] : []),
        ...(periods.some((period) => period < 1 || period > LONGEST_PERIOD)
            ? ["has a scaling period outside 1 second to 30 minutes"]
            : []),
    ];
}
