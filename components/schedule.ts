/** Schedules as CronJobs read them: five fields, and a time zone of its own. Imports zod only: a system's schema asks, too. */
import { z } from "zod";

/** Kubernetes reads them by robfig/cron v3 (spec.go, `bounds`): Sunday is 0, and 7 is refused. */
const FIELDS = [
    { field: "minute", least: 0, most: 59 },
    { field: "hour", least: 0, most: 23 },
    { field: "day of the month", least: 1, most: 31 },
    { field: "month", least: 1, most: 12 },
    { field: "day of the week", least: 0, most: 6 },
] as const;

/** February's in a leap year first of all. */
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Kubernetes refuses a wrong schedule only when it is applied, and one that never comes not at all. */
export function scheduleProblems(schedule: string): string[] {
    const fields = schedule.trim().split(/\s+/);
    if (fields.length !== FIELDS.length)
        return [`runs at "${schedule}", which is no schedule: write five fields, for example "0 2 * * *"`];
    const wrong = FIELDS.flatMap(({ field, least, most }, index) => {
        const text = fields[index] ?? "";
        return numbersOf(text, least, most) === undefined
            ? [`runs at "${schedule}": ${field} "${text}" is not within ${least}-${most}`]
            : [];
    });
    return wrong.length > 0 || comes(fields)
        ? wrong
        : [`runs at "${schedule}": no such day comes in any of its months`];
}

/** Where either day begins with a star both must fit, else one is enough (crontab(5)). */
function comes([, , days = "", months = "", weekdays = ""]: readonly string[]): boolean {
    if (!weekdays.startsWith("*")) return true;
    const [day = 1] = numbersOf(days, 1, 31) ?? [];
    return (numbersOf(months, 1, 12) ?? []).some((month) => day <= (DAYS[month - 1] ?? 31));
}

/** `*`, `5`, `1-5`, each with an optional step, joined by commas: the numbers in order; undefined where it is none of them. */
function numbersOf(text: string, least: number, most: number): readonly number[] | undefined {
    const parts = text.split(",").map((part) => partOf(part, least, most));
    const all = parts.flatMap((part) => part ?? []).sort((a, b) => a - b);
    return parts.includes(undefined) ? undefined : all;
}

function partOf(part: string, least: number, most: number): readonly number[] | undefined {
    const [range = "", said, ...more] = part.split("/");
    const step = Number(said ?? 1);
    if (more.length > 0 || (said !== undefined && !/^\d+$/.test(said)) || step < 1) return undefined;
    const bounds = range === "*" ? [String(least), String(most)] : range.split("-");
    const [from = 0, to = said === undefined ? from : most] = bounds.map(Number);
    if (bounds.length > 2 || !bounds.every((bound) => /^\d+$/.test(bound))) return undefined;
    if (from < least || to > most || from > to) return undefined;
    return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}

export const scheduleSetting = z
    .string("must be a schedule | write five fields in quotes")
    .regex(
        /^[\d*/,-]+( [\d*/,-]+){4}$/,
        'is not a schedule of five fields in numbers | write minute, hour, day, month and weekday (0 to 6), for example "0 2 * * *"',
    )
    .superRefine((text, context) => {
        const [problem] = scheduleProblems(text);
        const said = problem?.slice(problem.indexOf('":') + 3);
        if (said !== undefined) context.addIssue(`is no time that comes: ${said} | write for example "0 2 * * *"`);
    });
