/** Quantities that carry their unit: a bare number never stands for a time, a size or a share. */

export interface Duration {
    readonly unit: "duration";
    readonly seconds: number;
}

/** Binary multiples, as Kubernetes counts memory and volumes. */
export interface Size {
    readonly unit: "size";
    readonly mebibytes: number;
}

export interface Percent {
    readonly unit: "percent";
    readonly percent: number;
}

/** A number of pods, where a percentage could stand too. */
export interface Pods {
    readonly unit: "pods";
    readonly pods: number;
}

const MEBIBYTES_PER_GIBIBYTE = 1024;

/** Whole seconds: Kubernetes takes no fractions. */
export const seconds = (value: number): Duration => ({ unit: "duration", seconds: whole(value, 0, "seconds") });
export const minutes = (value: number): Duration => seconds(value * 60);
export const hours = (value: number): Duration => minutes(value * 60);

export const mebibytes = (value: number): Size => ({ unit: "size", mebibytes: whole(value, 1, "mebibytes") });
export const gibibytes = (value: number): Size => mebibytes(value * MEBIBYTES_PER_GIBIBYTE);

/** 70 is seventy percent. A share such as 0.7 is refused: as a percentage it would scale at once and for ever. */
export const percent = (value: number): Percent => ({ unit: "percent", percent: whole(value, 1, "percent") });
export const pods = (value: number): Pods => ({ unit: "pods", pods: whole(value, 1, "pods") });

/** As Kubernetes writes it: `500Gi`, `512Mi`. */
export function sizeText({ mebibytes: total }: Size): string {
    return total % MEBIBYTES_PER_GIBIBYTE === 0 ? `${total / MEBIBYTES_PER_GIBIBYTE}Gi` : `${total}Mi`;
}

/** As Prometheus writes it: `90s`. */
export const durationText = (duration: Duration): string => `${duration.seconds}s`;

export const longer = (one: Duration, other: Duration): Duration => (one.seconds >= other.seconds ? one : other);

function whole(value: number, least: number, unit: string): number {
    if (Number.isInteger(value) && value >= least) return value;
    throw new RangeError(`${value} ${unit}: write a whole number, ${least} or more`);
}
