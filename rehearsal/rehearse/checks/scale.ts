/** Whether autoscalers do with a load what they say. Times are in seconds after the load was changed. */
import type { Autoscaler, Fall } from "../load/autoscaler";
import type { Findings } from "../rehearsal";

/** One look. */
export interface Sample {
    readonly seconds: number;
    /** What the autoscaler wants. */
    readonly desired: number;
    /** Pods that are ready. */
    readonly ready: number;
}

export interface Tenfold {
    /** Of all pods together, before and during the load. */
    readonly baseMillicores: number;
    readonly millicores: number;
    readonly wanted: number;
}

/** How far below the target its pods are in the end: well within the 10 % (tolerance) in which an autoscaler changes nothing. */
const BELOW_TARGET = 0.4;
const TIMES = 10;

/**
 * A load that the floor carries, tenfold: the number that it needs is in the middle of the bounds. Undefined where no such number lies
 * strictly between them.
 */
export function tenfold({ min, max, millicoresAtTarget }: Bounds): Tenfold | undefined {
    const wanted = Math.floor((min + max) / 2);
    const millicores = Math.round((wanted - BELOW_TARGET) * millicoresAtTarget);
    const baseMillicores = millicores / TIMES;
    const fits = wanted > min && wanted < max && needed(baseMillicores, millicoresAtTarget) <= min;
    return fits ? { baseMillicores, millicores, wanted } : undefined;
}

type Bounds = Pick<Autoscaler, "min" | "max" | "millicoresAtTarget">;

/** Replicas that have no more than the target each. */
export const needed = (millicores: number, millicoresAtTarget: number): number =>
    Math.ceil(millicores / millicoresAtTarget);

/** Whether its last reading is that of the load, shared by the pods that are ready: within a hundredth of the request. */
export function heardOf(
    looks: readonly (Sample & { readonly utilization: number | undefined })[],
    { requestMillicores }: Pick<Autoscaler, "requestMillicores">,
    millicores: number,
): boolean {
    const { ready = 0, utilization } = looks.at(-1) ?? {};
    if (ready === 0 || utilization === undefined) return false;
    return Math.abs(utilization - (millicores / ready / requestMillicores) * 100) <= 1;
}

/** When so many were wanted and ready for the first time. */
export const reachedAt = (samples: readonly Sample[], replicas: number): number | undefined =>
    samples.find(({ desired, ready }) => desired === replicas && ready === replicas)?.seconds;

/** `3 - 6 - 11`: what was wanted, one after the other. */
export const pathOf = (samples: readonly Sample[]): string =>
    samples
        .map(({ desired }) => desired)
        .filter((desired, index, all) => desired !== all[index - 1])
        .join(" - ");

export function reachedInTime(samples: readonly Sample[], replicas: number, withinSeconds: number): Findings {
    const seconds = reachedAt(samples, replicas);
    if (seconds !== undefined && seconds <= withinSeconds) return [];
    const when = seconds === undefined ? "never" : `after ${seconds.toFixed(0)} s`;
    const { desired = 0, ready = 0 } = samples.at(-1) ?? {};
    return [
        `${String(replicas)} replicas were there ${when}, and ${String(withinSeconds)} s are allowed: ${pathOf(samples)} wanted, ${String(ready)} of ${String(desired)} ready in the end`,
    ];
}

/** Nothing else is wanted, and nothing else is ready, at any look for so long. */
export function heldSteady(samples: readonly Sample[], replicas: number, forSeconds: number): Findings {
    const other = samples.find(({ desired, ready }) => desired !== replicas || ready !== replicas);
    const [first, last] = [samples[0]?.seconds ?? 0, samples.at(-1)?.seconds ?? 0];
    return [
        ...(last - first < forSeconds
            ? [`was looked at for ${(last - first).toFixed(0)} s instead of ${String(forSeconds)} s`]
            : []),
        ...(other === undefined
            ? []
            : [
                  `did not hold ${String(replicas)} replicas: ${pathOf(samples)} wanted; first other look after ${(other.seconds - first).toFixed(0)} s: ${String(other.desired)} wanted, ${String(other.ready)} ready`,
              ]),
    ];
}

export interface Step {
    readonly seconds: number;
    readonly replicas: number;
}

/** The changes of what is wanted, without where it began. */
export const stepsOf = (samples: readonly Sample[]): readonly Step[] =>
    samples.flatMap(({ seconds, desired }, index) =>
        index === 0 || desired === samples[index - 1]?.desired ? [] : [{ seconds, replicas: desired }],
    );

/** The steps to the floor, with the load gone right after a look: at the earliest moments that the specification allows. Empty where it forbids to fall. */
export function documentedFall(
    { windowSeconds, policies, select }: Fall,
    from: number,
    floor: number,
): readonly Step[] {
    if (select === "Disabled") return [];
    const choose = select === "Max" ? Math.min : Math.max;
    const steps: Step[] = [];
    let replicas = from;
    for (let seconds = windowSeconds; replicas > floor; seconds++) {
        const lowest = policies.map(({ type, value, periodSeconds }) => {
            // Of the changes within the period, so many replicas are left to take away.
            const before = steps.filter((step) => step.seconds <= seconds - periodSeconds);
            const start = before.at(-1)?.replicas ?? from;
            return type === "Pods" ? start - value : Math.trunc(start * (1 - value / 100));
        });
        const next = Math.max(floor, choose(...lowest));
        if (next >= replicas) continue;
        replicas = next;
        steps.push({ seconds, replicas });
    }
    return steps;
}

/** The controller looks every 15 s, and its last high recommendation may be as old when the load goes. */
const LOOK_SECONDS = 15;
/** Until it has heard of a load: two readings of 15 s and a look, and what a busy machine needs. */
const HEARD_SECONDS = 60;
/** Our own looks are 2 s apart. */
const INACCURACY_SECONDS = 3;

/** Latest moment of the last step. */
export const fallenBy = (documented: readonly Step[]): number =>
    (documented.at(-1)?.seconds ?? 0) + HEARD_SECONDS + documented.length * LOOK_SECONDS;

/** Never up, at no moment lower than documented, and at the floor in time. `samples` begins when the load goes. */
export function fellAsDocumented(samples: readonly Sample[], documented: readonly Step[]): Findings {
    const from = samples[0]?.desired ?? 0;
    const lowestAt = (seconds: number): number =>
        documented.filter((step) => step.seconds <= seconds).at(-1)?.replicas ?? from;
    const rose = samples.find(({ desired }, index) => desired > (samples[index - 1]?.desired ?? from));
    const early = samples.find(
        ({ seconds, desired }) => desired < lowestAt(seconds + LOOK_SECONDS + INACCURACY_SECONDS),
    );
    const floor = documented.at(-1)?.replicas ?? from;
    const floorAt = reachedAt(samples, floor);
    const inTime = floorAt !== undefined && floorAt <= fallenBy(documented);
    return [
        ...(rose === undefined
            ? []
            : [`rose to ${String(rose.desired)} after ${rose.seconds.toFixed(0)} s without a load`]),
        ...(early === undefined
            ? []
            : [
                  `fell to ${String(early.desired)} after ${early.seconds.toFixed(0)} s; documented is ${told(documented)}`,
              ]),
        ...(inTime
            ? []
            : [
                  `was not at ${String(floor)} within ${String(fallenBy(documented))} s: ${told(stepsOf(samples))}; documented is ${told(documented)}`,
              ]),
    ];
}

/** `5 after 300 s, 3 after 360 s`. */
export const told = (steps: readonly Step[]): string =>
    steps.length === 0
        ? "no step"
        : steps.map(({ seconds, replicas }) => `${String(replicas)} after ${seconds.toFixed(0)} s`).join(", ");
