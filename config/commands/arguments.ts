/** The command line of config/cli.ts: one line about what is wrong with it, or a command. */
import { parseArgs } from "node:util";
import { STACK_OPTIONS, STACK_USAGE, stackChoice, type StackChoice } from "../stack-choice";
import { stackNameProblem } from "../stack-name";

export const USAGE = `usage: npm run --silent config -- ${STACK_USAGE} [--format text|json|github]
       npm run --silent stack -- NAME
       npm run --silent schema
       npm run --silent transition -- ${STACK_USAGE} --deployed FILE|- (pulumi stack output environment --json)`;

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

export interface ShowOptions extends StackChoice {
    readonly format: (typeof FORMATS)[number];
}

export interface TransitionOptions extends StackChoice {
    /** What `pulumi stack output environment --json` printed; `-` for standard input. */
    readonly deployed: string;
}

export type Command =
    | { readonly name: "help" }
    | { readonly name: "wrong"; readonly problem: string }
    | ({ readonly name: "show" } & ShowOptions)
    | { readonly name: "new"; readonly stack: string }
    | { readonly name: "schema" }
    | ({ readonly name: "transition" } & TransitionOptions);

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
            ...STACK_OPTIONS,
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
    const choice = stackChoice(values);
    if ("problem" in choice) return wrong(choice.problem);
    const known = FORMATS.find((each) => each === format);
    if (known === undefined) return wrong(`--format ${format} is not a format: text, json or github`);
    if (name === "transition") {
        const { deployed } = values;
        return deployed === undefined
            ? wrong("transition needs --deployed FILE: what pulumi stack output environment --json prints")
            : { name, ...choice, deployed };
    }
    return { name, ...choice, format: known };
}

function newStack(words: readonly string[], options: readonly (string | undefined)[]): Command {
    const [stack, ...more] = words;
    if (stack === undefined || more.length > 0 || options.some((option) => option !== undefined))
        return wrong("name one new stack, for example staging");
    const problem = stackNameProblem(stack);
    return problem === undefined ? { name: "new", stack } : wrong(`${stack} ${problem.rule}: ${problem.fix}`);
}
