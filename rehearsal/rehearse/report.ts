import type { Line, Result } from "./rehearsal";

const MEBIBYTE = 1024 * 1024;

export function fallsShort(results: readonly Result[]): boolean {
    return results.some(({ lines }) => lines.length === 0 || lines.some(({ findings }) => findings.length > 0));
}

/** For `make check`, in the format of scripts/counts.ts (passed, failed, skipped): each step of a rehearsal is a check. */
export function countsOf(results: readonly Result[]): string {
    const lines = results.flatMap((result) => result.lines);
    const failed = lines.filter(({ findings }) => findings.length > 0).length;
    return `${String(lines.length - failed)} ${String(failed)} 0\n`;
}

/** One row for each rehearsal. */
export function table(results: readonly Result[]): readonly string[] {
    const rows = results.map((result) => [
        result.rehearsal,
        result.stack,
        verdict(result),
        String(result.lines.length),
        duration(result.seconds),
        `${String(Math.round(result.peakBytes / MEBIBYTE))} MiB`,
    ]);
    return aligned([["rehearsal", "stack", "verdict", "steps", "time", "memory"], ...rows]);
}

/** Every finding, once more: after a long log nobody looks for the lines between. */
export function shortfalls(results: readonly Result[]): readonly string[] {
    return results.flatMap(({ rehearsal, stack, lines }) =>
        lines
            .filter(({ findings }) => findings.length > 0)
            .flatMap(({ what, findings }) => [`${rehearsal} ${stack}, ${what}:`, ...upTo30(findings, "  ")]),
    );
}

export function verdict({ lines }: Result): string {
    const short = lines.filter(({ findings }) => findings.length > 0).length;
    if (lines.length === 0) return "did nothing";
    return short === 0 ? "holds" : `${String(short)} falls short`;
}

export function lineOf({ what, seconds, findings, fact }: Line): readonly string[] {
    const end = findings.length > 0 ? "FALLS SHORT" : (fact ?? "holds");
    return [`${duration(seconds).padStart(9)}  ${what.padEnd(56)} ${end}`, ...upTo30(findings, "           ")];
}

function upTo30(findings: readonly string[], indent: string): readonly string[] {
    const more = findings.length > 30 ? [`and ${String(findings.length - 30)} more`] : [];
    return [...findings.slice(0, 30), ...more].map((line) => `${indent}${line}`);
}

/** The report of a whole run, to be kept under docs/rehearsals. Markdown; times are the machine's. */
export function markdown(results: readonly Result[], about: Readonly<Record<string, string>>): string {
    const total = results.reduce((sum, { seconds }) => sum + seconds, 0);
    const peak = Math.max(0, ...results.map(({ peakBytes }) => peakBytes));
    return [
        `# Rehearsals: ${[...new Set(results.map(({ stack }) => stack))].join(" and ")}`,
        "",
        ...Object.entries(about).map(([name, value]) => `- ${name}: ${value}`),
        `- took ${duration(total)}; peak memory of the process tree ${String(Math.round(peak / MEBIBYTE))} MiB`,
        `- verdict: ${fallsShort(results) ? "**falls short**" : "everything holds"}`,
        "",
        "| rehearsal | stack | shows | verdict | time | memory |",
        "|---|---|---|---|---|---|",
        ...results.map(
            (result) =>
                `| ${result.rehearsal} | ${result.stack} | ${result.shows} | ${verdict(result)} | ${duration(result.seconds)} | ${String(Math.round(result.peakBytes / MEBIBYTE))} MiB |`,
        ),
        ...results.flatMap(section),
        "",
    ].join("\n");
}

function section({ rehearsal, stack, lines }: Result): readonly string[] {
    const rows = lines.map(
        ({ what, seconds, findings, fact }) =>
            `| ${cell(what)} | ${findings.length === 0 ? cell(fact ?? "holds") : `**falls short**: ${cell(findings.join("; "))}`} | ${duration(seconds)} |`,
    );
    return ["", `## ${rehearsal} (${stack})`, "", "| step | outcome | time |", "|---|---|---|", ...rows];
}

function cell(text: string): string {
    return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

export function duration(seconds: number): string {
    if (seconds < 60) return `${seconds.toFixed(1)} s`;
    return `${String(Math.floor(seconds / 60))} min ${String(Math.round(seconds % 60))} s`;
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
    const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
    return rows.map((row) =>
        row
            .map((text, column) => text.padEnd(widths[column] ?? 0))
            .join("  ")
            .trimEnd(),
    );
}
