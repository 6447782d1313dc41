/** A problem in a stack file: where, what, why, the fix. All of them are collected; none stops the search for others. */
import { dirname, join } from "node:path";
import { holdsPassword, looksSecret } from "./secret-looks";

/** Both count from 1, as editors do. */
export interface Place {
    readonly line: number;
    readonly column: number;
}

export interface Problem extends Partial<Place> {
    /** Key path under mindcloud:, for example network.cidr. */
    readonly path: string;
    /** The value as written, undefined when it is missing. Never the value of a secret. */
    readonly value?: unknown;
    /** What to print instead of the value, for example "max 60". */
    readonly note?: string;
    /** What rule it breaks, as the rest of a sentence that starts with the key. */
    readonly rule: string;
    /** What to write instead. */
    readonly fix: string;
    /** The value that the fix names for this key: what other keys say to it is said at once. */
    readonly advised?: unknown;
    /** Beside the stack file, where the value stands: Pulumi.yaml. Default: the stack file itself. */
    readonly file?: string;
    /** Id of the check that found it (config/checks); undefined when reading or parsing did. */
    readonly check?: string;
}

const LONGEST_VALUE = 48;
/** Longer keys (a principal's ARN) stand on a line of their own, so that the columns stay readable. */
const LONGEST_KEY = 44;

function shown({ value, note }: Problem): string {
    if (note !== undefined) return note;
    if (value === undefined) return "";
    // JSON has no word for what YAML writes .inf and .nan.
    const said = typeof value === "number" ? String(value) : JSON.stringify(value);
    const text = looksSecret(said) || holdsPassword(said) ? "[secret]" : said;
    return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 3)}...` : text;
}

/** The form of STYLE.md: file and count, then for each problem key, value and rule on one line and the fix below the rule. */
export function formatProblems(file: string, problems: readonly Problem[]): string {
    const values = problems.map(shown);
    const keyWidth = Math.max(...problems.map(({ path }) => (path.length > LONGEST_KEY ? 0 : path.length)));
    const valueWidth = Math.max(...values.map((value) => value.length));
    const lines = problems.flatMap(({ path, rule, fix }, index) => {
        const line = (key: string, value: string, text: string) =>
            `  ${key.padEnd(keyWidth)}  ${valueWidth === 0 ? "" : `${value.padEnd(valueWidth)}  `}${text}`;
        const value = values[index] ?? "";
        const first = path.length > LONGEST_KEY ? [`  ${path}`, line("", value, rule)] : [line(path, value, rule)];
        return [...first, line("", "", fix)];
    });
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    return [`${file}: ${count}`, "", ...lines].join("\n");
}

const fileOf = (file: string, { file: other }: Problem): string =>
    other === undefined ? file : join(dirname(file), other);

/** The same for scripts and editors. A value that may be a secret is not shown here either. */
export function problemsAsJson(file: string, problems: readonly Problem[]): string {
    const rows = problems.map((problem) => {
        const { line = 1, column = 1, path, rule, fix, check } = problem;
        const value = shown(problem);
        return {
            file: fileOf(file, problem),
            line,
            column,
            path,
            ...(value !== "" && { value }),
            rule,
            fix,
            ...(check && { check }),
        };
    });
    return `${JSON.stringify({ file, problems: rows }, undefined, 4)}\n`;
}

/** GitHub's workflow commands, one a problem: it shows them beside the lines of a pull request. */
export function annotations(file: string, problems: readonly Problem[]): string {
    // Escapes as in actions/toolkit, packages/core/src/command.ts: what stands in a file must not become a command.
    const data = (text: string) => text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
    const property = (text: string) => data(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
    return problems
        .map((problem) => {
            const { line = 1, column = 1, path, rule, fix } = problem;
            const what = [path, shown(problem), rule].filter((word) => word !== "").join(" ");
            return `::error file=${property(fileOf(file, problem))},line=${line},col=${column},title=${property(path)}::${data(`${what}: ${fix}`)}`;
        })
        .join("\n");
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
