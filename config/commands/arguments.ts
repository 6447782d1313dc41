/** The command line of config/cli.ts: one line about what is wrong with it, or a command. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { stackNameProblem } from "../stack-name";

export const USAGE = `usage: npm run --silent config -- [--stack prod | --stack-file FILE] [--format text|json]
       npm run --silent stack -- NAME
       npm run --silent schema`;

/** What a command wants said, and its exit status. */
export interface Answer {
    readonly status: 0 | 2;
    readonly text: string;
}

export type Command =
    | { readonly name: "help" }
    | { readonly name: "wrong"; readonly problem: string }
    | { readonly name: "show"; readonly file: string; readonly format: "text" | "json" }
    | { readonly name: "new"; readonly stack: string }
    | { readonly name: "schema" };

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
            help: { type: "boolean", default: false },
        },
    });
    const [name = "show", ...words] = positionals;
    const { stack, "stack-file": file, format, help } = values;
    if (help) return { name: "help" };
    if (name === "new") return newStack(words, [stack, file]);
    if (words.length > 0) return wrong(`too many words: ${words.join(" ")}`);
    if (name === "schema") return { name };
    if (name !== "show") return wrong(`${name} is not a command: show, new or schema`);
    if (stack !== undefined && file !== undefined) return wrong("--stack and --stack-file exclude each other");
    if (stack !== undefined && /[/\\]/.test(stack)) return wrong(`--stack ${stack} is a path: use --stack-file`);
    if (format !== "text" && format !== "json") return wrong(`--format ${format} is not a format: text or json`);
    return { name, file: file ?? join(__dirname, "../..", `Pulumi.${stack ?? "prod"}.yaml`), format };
}

function newStack(words: readonly string[], options: readonly (string | undefined)[]): Command {
    const [stack, ...more] = words;
    if (stack === undefined || more.length > 0 || options.some((option) => option !== undefined))
        return wrong("name one new stack, for example staging");
    const problem = stackNameProblem(stack);
    return problem === undefined ? { name: "new", stack } : wrong(`${stack} ${problem.rule}: ${problem.fix}`);
}
