import * as path from "node:path";
import { STACK_OPTIONS, STACK_USAGE, stackChoice, type StackChoice } from "../../config/stack-choice";
import { parsedFrom, type Wrong } from "../command-line";

export interface Options extends StackChoice {
    /** Without it the page has no difference. */
    readonly base?: string;
    /** Standard output when there is none. */
    readonly out?: string;
}

export const USAGE = `usage: npm run --silent report -- ${STACK_USAGE} [--base REF] [--out FILE.html]`;

/** Problems instead of options where the command line is wrong; every one of them. */
export function optionsFrom(commandLine: readonly string[], root: string): Options | Wrong | "help" {
    const parsed = parsedFrom({
        args: [...commandLine],
        options: {
            ...STACK_OPTIONS,
            base: { type: "string" },
            out: { type: "string" },
            help: { type: "boolean", default: false },
        },
    });
    if ("problems" in parsed) return parsed;
    const { base, out, help } = parsed.values;
    if (help) return "help";
    const choice = stackChoice(parsed.values, root);
    if ("problem" in choice) return { problems: [choice.problem] };
    return {
        ...choice,
        file: path.resolve(choice.file),
        ...(base !== undefined && base !== "" && { base }),
        ...(out !== undefined && { out }),
    };
}
