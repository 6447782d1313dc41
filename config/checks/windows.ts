/** Weekly maintenance windows and daily backup windows, in minutes from Sunday midnight UTC. */

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const DAY = 24 * 60;
const WEEK = 7 * DAY;

function minuteOfDay(time: string): number {
    const [hours = 0, minutes = 0] = time.split(":").map(Number);
    return hours * 60 + minutes;
}

function edges(window: string): { start: number; length: number } {
    const [start = 0, end = 0] = window
        .split("-")
        .map((edge) => DAYS.indexOf(edge.slice(0, 3)) * DAY + minuteOfDay(edge.slice(4)));
    return { start, length: (end - start + WEEK) % WEEK };
}

/** How long a weekly window lasts. */
export const minutesOf = (window: string): number => edges(window).length;

/** How long a daily window lasts: 02:00-03:00. */
export function minutesDaily(window: string): number {
    const [from = 0, to = 0] = window.split("-").map(minuteOfDay);
    return (to - from + DAY) % DAY;
}

/** Whether what begins daily at `time`, and lasts an hour or so many minutes, meets a weekly window. */
export function windowsOverlap(time: string, window: string, minutes = 60): boolean {
    const { start, length } = edges(window);
    return DAYS.some((_, day) => {
        const from = day * DAY + minuteOfDay(time);
        // One of two intervals on a circle begins within the other.
        return (start - from + WEEK) % WEEK < minutes || (from - start + WEEK) % WEEK < length;
    });
}
