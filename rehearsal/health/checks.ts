/** Seven questions for every morning, each with what falls short. */
import { oldBackups } from "../accept/checks";
import type { Expected } from "../accept/facts";
import type { Row } from "../accept/table";
import type { Answer, Vitals, VitalSources } from "./facts";
import { TESTED_WITHIN } from "./restores";

interface Check<Key extends keyof Vitals = keyof Vitals> {
    readonly title: string;
    readonly from: Key;
    readonly count: (expected: Expected, seen: Vitals[Key]) => number;
    readonly short: (seen: Exclude<Vitals[Key], string>, expected: Expected, now: Date) => readonly string[];
}

const DAY = 24 * 60 * 60 * 1000;
/** Lines of one container in a day. Ours: fewer are looked at when an alert asks for it. */
const MANY_LINES = 100;

const dollars = (amount: number): string => `${String(Math.round(amount))} USD`;
const check = <Key extends keyof Vitals>(one: Check<Key>): Check<Key> => one;

export const HEALTH = [
    check({
        title: "no container was restarted in a day",
        from: "restarts",
        count: ({ workloads }) => workloads.length,
        short: (restarts, _, now) =>
            restarts
                .filter(({ at }) => now.getTime() - Date.parse(at) < DAY)
                .map(
                    ({ namespace, name, container, times, at, because }) =>
                        `${namespace}/${name} ${container}: ${String(times)} restarts, the last after ${because} at ${at}`,
                ),
    }),
    check({
        title: "no alert fired in a day",
        from: "alerts",
        count: ({ rules }) => rules.reduce((sum, { groups }) => sum + groups.length, 0),
        short: (alerts) =>
            alerts.map(({ name, severity, namespace }) => `${severity} ${name}${namespace ? ` in ${namespace}` : ""}`),
    }),
    check({
        title: "logs hold few errors",
        from: "errors",
        count: ({ workloads }) => workloads.length,
        short: (spoken) =>
            spoken
                .filter(({ lines }) => lines > MANY_LINES)
                .map(({ namespace, container, lines }) => `${namespace} ${container}: ${String(lines)} lines in a day`),
    }),
    check({
        title: "no volume is full in four days",
        from: "filling",
        count: ({ claims }) => claims.length,
        short: (filling) => filling.map(({ namespace, name }) => `${namespace}/${name} fills up`),
    }),
    check({
        title: "backups are younger than a day",
        from: "backups",
        count: ({ backups }) => backups.length,
        short: (backups, expected, now) => oldBackups(expected, backups, now),
    }),
    check({
        title: "a restore was tested this month",
        from: "restores",
        count: (_, seen) => (typeof seen === "string" ? 1 : seen.length),
        short: (tests, _, now) =>
            tests.flatMap(({ of, since, last, failed }) => [
                ...(now.getTime() - Date.parse(last ?? since) > TESTED_WITHIN
                    ? [`${of}: nothing was restored since ${last ?? since}`]
                    : []),
                ...failed.map((line) => `${of}: ${line}`),
            ]),
    }),
    check({
        title: "cost is within the budget",
        from: "spend",
        count: () => 1,
        short: (spend) =>
            spend
                .filter(({ actual, forecast, limit }) => Math.max(actual, forecast) > limit)
                .map(
                    ({ budget, actual, forecast, limit }) =>
                        `${budget}: ${dollars(actual)} so far, ${dollars(forecast)} at the end of the month, of ${dollars(limit)}`,
                ),
    }),
] as const;

/** An answer that nobody could give falls short too, with the reason. */
export const healthRows = (expected: Expected, seen: Vitals, sources: VitalSources, now: Date): readonly Row[] =>
    HEALTH.map(({ title, from, count, short }) => {
        const answer: Answer<unknown> = seen[from];
        const lines = typeof answer === "string" ? [answer] : short(answer as never, expected, now);
        return { title, source: sources[from], count: count(expected, answer as never), short: lines };
    });
