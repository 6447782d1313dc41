/** What was asked, of whom, and what fell short: the table that `make accept` prints. */
import { CHECKS } from "./checks";
import type { Expected, Seen, Sources } from "./facts";

export interface Row {
    readonly title: string;
    readonly source: string;
    readonly count: number;
    readonly short: readonly string[];
}

export const rowsOf = (expected: Expected, seen: Seen, sources: Sources, now: Date): readonly Row[] =>
    CHECKS.map(({ title, from, count, short }) => ({
        ...{ title, source: sources[from], count: count(expected) },
        short: short(expected, seen, now),
    }));

const MOST = 8;

/** Of the environment, as a whole. */
interface Words {
    readonly well: string;
    readonly unwell: string;
}

const ACCEPTED: Words = { well: "is accepted", unwell: "is not accepted" };

export const needsPlane = (stack: string): string =>
    `${stack}: pods are looked at on a real control plane, and this environment has none (KUBERNETES=memory, or no Go)`;

export function tableLines(stack: string, rows: readonly Row[], words: Words = ACCEPTED): readonly string[] {
    const width = Math.max(...rows.map(({ title }) => title.length));
    const sourceWidth = Math.max(...rows.map(({ source }) => source.length));
    const short = rows.filter((row) => row.short.length > 0);
    return [
        `${"".padEnd(10)}  ${"check".padEnd(width)}  ${"asked".padEnd(sourceWidth)}  things`,
        ...rows.flatMap((row) => [
            `${verdictOf(row).padEnd(10)}  ${row.title.padEnd(width)}  ${row.source.padEnd(sourceWidth)}  ${String(row.count)}`,
            ...row.short.slice(0, MOST).map((line) => `${"".padEnd(12)}! ${line}`),
            ...(row.short.length > MOST ? [`${"".padEnd(12)}! and ${String(row.short.length - MOST)} more`] : []),
        ]),
        "",
        ...(rows.some(({ source }) => source === "stand-in")
            ? [
                  "stand-in: no process runs behind a pod of the embedded cloud; a server on this machine answers as the documents say",
              ]
            : []),
        short.length === 0
            ? `${stack} ${words.well}: ${String(rows.length)} checks hold`
            : `${stack} ${words.unwell}: ${String(short.length)} of ${String(rows.length)} checks fall short`,
    ];
}

const verdictOf = ({ count, short }: Row): string => {
    if (short.length > 0) return "falls short";
    return count === 0 ? "none" : "holds";
};
