import { STACK_OPTIONS, STACK_USAGE, stackChoice, type StackChoice } from "../config/stack-choice";
import { parsedFrom, type Wrong } from "./command-line";

export const FORMATS = ["text", "json"] as const;
export type Format = (typeof FORMATS)[number];

const COMMANDS = ["plan", "graph", "manifests"] as const;

export interface Options extends StackChoice {
    readonly command: (typeof COMMANDS)[number];
    /** What is deployed: a commit, or a file; empty for what `npm run diff` takes when nothing is said. Default: nothing is. */
    readonly base?: string;
    readonly format: Format;
    /** Standard output when there is none. */
    readonly out?: string;
}

export const USAGE = `usage: npm run --silent plan -- ${STACK_USAGE} [--base REF|FILE] [--format text|json] [--out FILE]
       npm run --silent graph -- ${STACK_USAGE} [--out FILE.svg]
       npm run --silent manifests -- ${STACK_USAGE} [--out DIR]`;

/** Problems instead of options where the command line is wrong; every one of them. */
export function optionsFrom(commandLine: readonly string[]): Options | Wrong | "help" {
    const parsed = parsedFrom({
        args: [...commandLine],
        allowPositionals: true,
        options: {
            ...STACK_OPTIONS,
            base: { type: "string" },
            format: { type: "string", default: "text" },
            out: { type: "string" },
            help: { type: "boolean", default: false },
        },
    });
    if ("problems" in parsed) return parsed;
    const { values, positionals } = parsed;
    if (values.help) return "help";
    const problems: string[] = [];
    const [word = "plan", ...rest] = positionals;
    const command = COMMANDS.find((known) => known === word);
    if (command === undefined) problems.push(`${word} is not a command: plan, graph or manifests`);
    if (rest.length > 0) problems.push(`too many words: ${rest.join(" ")}`);
    const choice = stackChoice(values);
    if ("problem" in choice) problems.push(choice.problem);
    if (values.base !== undefined && word !== "plan") problems.push(`--base is of plan, not of ${word}`);
    const format = FORMATS.find((known) => known === values.format);
    if (format === undefined)
        problems.push(
            `--format ${values.format} is not a format: ${FORMATS.join(" or ")}${values.format === "markdown" ? " (markdown is a format of npm run diff)" : ""}`,
        );
    if (format === undefined || command === undefined || "problem" in choice || problems.length > 0)
        return { problems };
    return {
        command,
        ...choice,
        format,
        ...(values.base === undefined ? {} : { base: values.base }),
        ...(values.out === undefined ? {} : { out: values.out }),
    };
}
