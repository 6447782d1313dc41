/** Asks every question, one after the other, and prints the table. Who cannot be asked is behind, with the reason. */
import type { AskAws } from "../account/ask-aws";
import type { Judged, Question } from "./questions";

export interface Row extends Judged {
    readonly what: string;
}

export async function rowsOf(questions: readonly Question[], ask: AskAws, now: Date): Promise<readonly Row[]> {
    const rows: Row[] = [];
    for (const { what, commands, judge } of questions) {
        try {
            const answers: unknown[] = [];
            for (const command of commands) answers.push(await ask(...command));
            rows.push({ what, ...judge(answers, now) });
        } catch (error) {
            const todo = `cannot be asked: ${error instanceof Error ? error.message : String(error)}`;
            rows.push({ what, here: "?", there: "?", todo });
        }
    }
    return rows;
}

const COLUMNS = ["what", "here", "there"] as const;

export function tableOf(stack: string, rows: readonly Row[]): readonly string[] {
    const heads: Row = { what: "what", here: "here", there: "AWS has", todo: "moves by" };
    const width = (column: (typeof COLUMNS)[number]): number =>
        Math.max(...[heads, ...rows].map((row) => row[column].length));
    const line = (row: Row, state: string): string =>
        [state.padEnd(7), ...COLUMNS.map((column) => row[column].padEnd(width(column))), row.todo].join("  ").trimEnd();
    const behind = rows.filter(({ todo }) => todo !== "").length;
    return [
        line(heads, ""),
        ...rows.map((row) => line(row, row.todo === "" ? "current" : "behind")),
        "",
        behind === 0
            ? `${stack} is current: ${String(rows.length)} pins`
            : `${stack} is behind: ${String(behind)} of ${String(rows.length)}; docs/guides/behind.md says who moves what`,
    ];
}
