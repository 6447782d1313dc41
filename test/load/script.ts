/** A script of load/, read as k6 reads it, without k6: what it offers as options, what it sends, and what it checks. */
import * as fs from "node:fs";
import * as path from "node:path";
import * as vm from "node:vm";
import * as ts from "typescript";

const LOAD = path.join(__dirname, "../../load");

export interface Options {
    readonly scenarios: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly thresholds: Readonly<Record<string, readonly string[]>>;
    readonly summaryTrendStats: readonly string[];
}

export interface Sent {
    readonly method: string;
    readonly url: string;
    readonly body: Readonly<Record<string, unknown>>;
    readonly params: {
        readonly headers: Readonly<Record<string, string>>;
        readonly timeout?: string;
        readonly tags?: Readonly<Record<string, string>>;
    };
}

export interface Iteration {
    readonly sent: readonly Sent[];
    /** By name, whether it passed. */
    readonly checks: Readonly<Record<string, boolean>>;
    /** Seconds. */
    readonly slept: number;
}

export interface Answer {
    readonly status: number;
    readonly body: string;
    readonly milliseconds: number;
}

export interface Script {
    readonly options: Options;
    readonly iterate: (answer: Answer) => Iteration;
    readonly summarise: (data: unknown) => Readonly<Record<string, string>>;
}

type Module = Record<string, unknown>;

export function scriptOf(
    name: string,
    environment: Readonly<Record<string, string>> = { TARGET: "https://to.test" },
): Script {
    let iteration: { sent: Sent[]; checks: Record<string, boolean>; slept: number } = {
        sent: [],
        checks: {},
        slept: 0,
    };
    let answer: Answer = { status: 200, body: "{}", milliseconds: 1 };
    const post = (url: string, body: string, params: Sent["params"]): unknown => {
        iteration.sent.push({ method: "POST", url, body: JSON.parse(body) as Sent["body"], params });
        return { status: answer.status, body: answer.body, timings: { duration: answer.milliseconds } };
    };
    const k6: Readonly<Record<string, Module>> = {
        k6: {
            check: (seen: unknown, checks: Record<string, (seen: unknown) => boolean>) => {
                for (const [each, holds] of Object.entries(checks)) iteration.checks[each] = holds(seen);
            },
            sleep: (seconds: number) => (iteration.slept += seconds),
        },
        "k6/http": { default: { post }, __esModule: true },
    };
    const read = (file: string): Module => {
        const source = fs.readFileSync(path.join(LOAD, file), "utf8");
        const { outputText } = ts.transpileModule(source, {
            compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
        });
        const exports: Module = {};
        const require = (from: string): Module => k6[from] ?? read(from);
        vm.runInNewContext(
            outputText,
            { exports, require, __ENV: environment, __VU: 1, __ITER: 0 },
            { filename: file },
        );
        return exports;
    };
    const script = read(`${name}.js`);
    return {
        // Of another realm, whose arrays are no arrays to a deep comparison.
        options: JSON.parse(JSON.stringify(script.options)) as Options,
        iterate: (given) => {
            iteration = { sent: [], checks: {}, slept: 0 };
            answer = given;
            (script.default as () => void)();
            return iteration;
        },
        summarise: script.handleSummary as Script["summarise"],
    };
}
