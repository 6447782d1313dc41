import type { Run } from "./measure";

export interface Bar {
    readonly seconds?: number;
    readonly mebibytes?: number;
}

export interface Result {
    readonly name: string;
    readonly runs: readonly Run[];
    readonly bar: Bar;
}

const COLUMNS = ["", "seconds min", "median", "max", "bar", "cpu", "MiB median", "max", "bar", ""] as const;

export function tableOf(results: readonly Result[]): string {
    const rows = [COLUMNS, ...results.map(rowOf)];
    const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
    const lines = rows.map((row) =>
        row.map((cell, column) =>
            column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        ),
    );
    return `${lines.map((line) => line.join("  ").trimEnd()).join("\n")}\n`;
}

function rowOf(result: Result): readonly string[] {
    const seconds = result.runs.map((run) => run.seconds);
    const mebibytes = result.runs.map((run) => run.mebibytes);
    const { bar } = result;
    return [
        result.name,
        Math.min(...seconds).toFixed(2),
        median(seconds).toFixed(2),
        Math.max(...seconds).toFixed(2),
        bar.seconds === undefined ? "-" : bar.seconds.toFixed(1),
        median(result.runs.map((run) => run.cpuSeconds)).toFixed(2),
        median(mebibytes).toFixed(0),
        Math.max(...mebibytes).toFixed(0),
        bar.mebibytes === undefined ? "-" : bar.mebibytes.toFixed(0),
        isOver(result) ? "over" : "",
    ];
}

/** Medians count: one slow run says more about the machine than about the program. */
export function isOver({ runs, bar }: Result): boolean {
    const over = (values: readonly number[], limit: number | undefined): boolean =>
        limit !== undefined && median(values) > limit;
    return (
        over(
            runs.map((run) => run.seconds),
            bar.seconds,
        ) ||
        over(
            runs.map((run) => run.mebibytes),
            bar.mebibytes,
        )
    );
}

export function median(values: readonly number[]): number {
    const ordered = [...values].sort((a, b) => a - b);
    const middle = Math.floor(ordered.length / 2);
    const upper = ordered[middle] ?? Number.NaN;
    return ordered.length % 2 === 1 ? upper : ((ordered[middle - 1] ?? Number.NaN) + upper) / 2;
}
