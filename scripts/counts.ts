import fs from "node:fs";

export interface Counts {
    readonly passed: number;
    readonly failed: number;
    readonly skipped: number;
}

/** One line, `passed failed skipped`: .ci/run adds these up in bash, so that it can count even where Node is what is broken. */
export function writeCounts(file: string, counts: Counts): void {
    fs.writeFileSync(file, `${String(counts.passed)} ${String(counts.failed)} ${String(counts.skipped)}\n`);
}

export function readCounts(file: string): Counts | undefined {
    if (!fs.existsSync(file)) return undefined;
    const match = /^(\d+) (\d+) (\d+)\n$/.exec(fs.readFileSync(file, "utf8"));
    return match === null
        ? undefined
        : { passed: Number(match[1]), failed: Number(match[2]), skipped: Number(match[3]) };
}

export const nothing: Counts = { passed: 0, failed: 0, skipped: 0 };

/** What a step is worth. A suite that ran nothing has not passed, and one that died before it counted a failure has failed. */
export function judge(exit: number, counted: Counts | "one check"): Counts {
    if (counted === "one check") return { ...nothing, [exit === 0 ? "passed" : "failed"]: 1 };
    const lied = exit === 0 ? counted.passed === 0 : counted.failed === 0;
    return lied ? { ...counted, failed: counted.failed + 1 } : counted;
}
