import type { Clock } from "./clock";

/** How fast time passes in the embedded cloud. */
export interface Pace {
    /** What a minute of AWS takes here. 0 is at once. */
    readonly minuteInMilliseconds: number;
    /** Real minutes, of which those that everybody only waits are left out; `minuteInMilliseconds` does not count then. */
    readonly clock?: Clock;
}

/** The longest chain of a first deployment is about 17 minutes in AWS: a second and a half here. */
export const DEFAULT_PACE: Pace = { minuteInMilliseconds: 90 };

export function pause(seconds: number, pace: Pace): Promise<void> {
    if (pace.clock !== undefined) return pace.clock.pause(seconds * 1000);
    const milliseconds = (seconds / 60) * pace.minuteInMilliseconds;
    return milliseconds < 1 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, milliseconds));
}
