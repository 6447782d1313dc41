/** A problem in a stack file: where, what, why, the fix. All of them are collected; none stops the search for others. */

export interface Problem {
    /** Key path under mindcloud:, for example network.cidr. */
    readonly path: string;
    /** The value as written, undefined when it is missing. Never the value of a secret. */
    readonly value?: unknown;
    /** What rule it breaks, as the rest of a sentence that starts with the key. */
    readonly rule: string;
    /** What to write instead. */
    readonly fix: string;
}

const shown = (value: unknown): string => {
    if (value === undefined) return "";
    const text = JSON.stringify(value);
    return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

/** The form of STYLE.md: file and count, then for each problem key, value and rule on one line and the fix below the rule. */
export function formatProblems(file: string, problems: readonly Problem[]): string {
    const rows = problems.map((problem) => [problem.path, shown(problem.value), problem.rule, problem.fix] as const);
    const width = (column: 0 | 1) => Math.max(...rows.map((row) => row[column].length));
    const [keys, values] = [width(0), width(1)];
    const lines = rows.flatMap(([key, value, rule, fix]) => [
        `  ${key.padEnd(keys)}  ${value.padEnd(values)}  ${rule}`,
        `  ${"".padEnd(keys)}  ${"".padEnd(values)}  ${fix}`,
    ]);
    const count = problems.length === 1 ? "1 problem" : `${String(problems.length)} problems`;
    return [`${file}: ${count}`, "", ...lines].join("\n");
}

/** Raised where no report can be printed, by index.ts; commands print and exit with 2 instead. */
export class ConfigurationError extends Error {
    constructor(
        readonly file: string,
        readonly problems: readonly Problem[],
    ) {
        super(formatProblems(file, problems));
        this.name = "ConfigurationError";
    }
}
