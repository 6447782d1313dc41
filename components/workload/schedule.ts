/** Schedules as CronJobs read them: five fields, and a time zone of its own. */

const FIELDS = [
    { field: "minute", least: 0, most: 59 },
    { field: "hour", least: 0, most: 23 },
    { field: "day of the month", least: 1, most: 31 },
    { field: "month", least: 1, most: 12 },
    { field: "day of the week", least: 0, most: 7 },
] as const;

/** Kubernetes refuses a wrong schedule only when it is applied. */
export function scheduleProblems(schedule: string): string[] {
    const fields = schedule.trim().split(/\s+/);
    if (fields.length !== FIELDS.length)
        return [`runs at "${schedule}", which is no schedule: write five fields, for example "0 2 * * *"`];
    return FIELDS.flatMap(({ field, least, most }, index) => {
        const text = fields[index] ?? "";
        return text.split(",").every((part) => isPart(part, least, most))
            ? []
            : [`runs at "${schedule}": ${field} "${text}" is not within ${least}-${most}`];
    });
}

/** `*`, `5`, `1-5`, each with an optional step. */
function isPart(part: string, least: number, most: number): boolean {
    const [range = "", step, ...more] = part.split("/");
    if (more.length > 0 || (step !== undefined && !(/^\d+$/.test(step) && Number(step) >= 1))) return false;
    if (range === "*") return true;
    const bounds = range.split("-");
    const numbers = bounds.map(Number);
    const [from = 0, to = from] = numbers;
    return (
        bounds.length <= 2 && bounds.every((bound) => /^\d+$/.test(bound)) && from >= least && to <= most && from <= to
    );
}
