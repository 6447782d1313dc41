/** The command line of config/cli.ts: one line about what is wrong with it, or a command. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { stackNameProblem } from "../stack-name";

export const USAGE = `usage: npm run --silent config -- [--stack prod] [--stack-file FILE] [--format text|json|github]
       npm run --silent stack -- NAME
       npm run --silent schema
       npm run --silent transition -- [--stack prod] [--stack-file FILE] --deployed FILE|- (pulumi stack output environment --json)`;

/** What a command wants said, and its exit status. */
export interface Answer {
    readonly status: 0 | 2;
    /** To standard output; problems go to standard error instead. */
    readonly text: string;
    /** Problems again, in the form that was asked for, to standard output. */
    readonly machine?: string;
    /** Beside the answer, to standard error. */
    readonly note?: string;
}

/** `github`: problems as workflow commands, and nothing where there are none. */
export const FORMATS = ["text", "json", "github"] as const;

export interface ShowOptions {
    readonly file: string;
    /** Default: by the file's name. */
    readonly stack?: string;
    readonly format: (typeof FORMATS)[number];
}

export type Command =
    | { readonly name: "help" }
    | { readonly name: "wrong"; readonly problem: string }
    | ({ readonly name: "show" } & ShowOptions)
    | { readonly name: "new"; readonly stack: string }
    | { readonly name: "schema" }
    | { readonly name: "transition"; readonly file: string; readonly deployed: string };

const wrong = (problem: string): Command => ({ name: "wrong", problem: `${problem}; --help says how` });

export function commandOf(commandLine: readonly string[]): Command {
    try {
        return read(commandLine);
    } catch (error) {
        const [said = ""] = (error instanceof Error ? error.message : String(error)).split(". ");
        return wrong(said);
    }
}

function read(commandLine: readonly string[]): Command {
    const { values, positionals } = parseArgs({
        args: [...commandLine],
        allowPositionals: true,
        options: {
            stack: { type: "string" },
            "stack-file": { type: "string" },
            format: { type: "string", default: "text" },
            deployed: { type: "string" },
            help: { type: "boolean", default: false },
        },
    });
    const [name = "show", ...words] = positionals;
    const { stack, "stack-file": file, format, help } = values;
    if (help) return { name: "help" };
    if (name === "new") return newStack(words, [stack, file]);
    if (words.length > 0) return wrong(`too many words: ${words.join(" ")}`);
    if (name === "schema") return { name };
    if (name !== "show" && name !== "transition")
        return wrong(`${name} is not a command: show, new, schema or transition`);
    if (stack !== undefined && /[/\\]/.test(stack)) return wrong(`--stack ${stack} is a path: use --stack-file`);
    const known = FORMATS.find((each) => each === format);
    if (known === undefined) return wrong(`--format ${format} is not a format: text, json or github`);
    const ofStack = join(__dirname, "../..", `Pulumi.${stack ?? "prod"}.yaml`);
    if (name === "transition") {
        const { deployed } = values;
        return deployed === undefined
            ? wrong("transition needs --deployed FILE: what pulumi stack output environment --json prints")
            : { name, file: file ?? ofStack, deployed };
    }
    return { name, file: file ?? ofStack, format: known, ...(stack !== undefined && { stack }) };
}

function newStack(words: readonly string[], options: readonly (string | undefined)[]): Command {
    const [stack, ...more] = words;
    if (stack === undefined || more.length > 0 || options.some((option) => option !== undefined))
        return wrong("name one new stack, for example staging");
    const problem = stackNameProblem(stack);
    return problem === undefined ? { name: "new", stack } : wrong(`${stack} ${problem.rule}: ${problem.fix}`);
}
