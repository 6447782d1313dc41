/** Times of day as AWS writes its windows, always in UTC. */

const MINUTES_OF_DAY = 24 * 60;

/** `03:30` and 60 minutes -> `03:30-04:30`; a window may cross midnight. */
export function dailyWindow(at: string, minutes: number): string {
    const [hour = 0, minute = 0] = at.split(":").map(Number);
    const end = (hour * 60 + minute + minutes) % MINUTES_OF_DAY;
    const two = (value: number) => String(value).padStart(2, "0");
    return `${at}-${two(Math.floor(end / 60))}:${two(end % 60)}`;
}
