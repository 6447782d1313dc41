import * as path from "node:path";
import { STACK_OPTIONS, STACK_USAGE, stackChoice, type StackChoice } from "../../config/stack-choice";
import { parsedFrom, type Wrong } from "../command-line";

export const FORMATS = ["text", "markdown", "json", "html"] as const;
export type Format = (typeof FORMATS)[number];

/** Against what the stack is held. */
export type Against =
    | { readonly kind: "commit"; readonly ref?: string }
    | { readonly kind: "plan"; readonly file: string }
    | { readonly kind: "preview"; readonly file: string };

/** What is compared with what. */
export interface Question extends StackChoice {
    readonly against: Against;
}

export interface Options extends Question {
    readonly format: Format;
    /** Standard output when there is none. */
    readonly out?: string;
}

export const USAGE = `usage: npm run --silent diff -- ${STACK_USAGE} [--base REF | --base-plan FILE | --preview FILE]
                              [--format ${FORMATS.join("|")}] [--out FILE]`;

/** Problems instead of options where the command line is wrong; every one of them. */
export function optionsFrom(commandLine: readonly string[], root: string): Options | Wrong | "help" {
    const parsed = parsedFrom({
        args: [...commandLine],
        options: {
            ...STACK_OPTIONS,
            base: { type: "string" },
            "base-plan": { type: "string" },
            preview: { type: "string" },
            format: { type: "string", default: "text" },
            out: { type: "string" },
            help: { type: "boolean", default: false },
        },
    });
    if ("problems" in parsed) return parsed;
    const { values } = parsed;
    if (values.help) return "help";
    const { base, preview, out, "base-plan": basePlan } = values;
    const choice = stackChoice(values, root);
    const problems = "problem" in choice ? [choice.problem] : [];
    if ([base, basePlan, preview].filter((each) => each !== undefined).length > 1)
        problems.push(
            "--base, --base-plan and --preview exclude each other: one of them is what the stack is compared with",
        );
    const format = FORMATS.find((known) => known === values.format);
    if (format === undefined) problems.push(`--format ${values.format} is not a format: ${FORMATS.join(", ")}`);
    if (problems.length > 0 || format === undefined || "problem" in choice) return { problems };
    return {
        ...choice,
        file: path.resolve(choice.file),
        format,
        against: againstOf(base, basePlan, preview),
        ...(out !== undefined && { out }),
    };
}

function againstOf(base: string | undefined, plan: string | undefined, preview: string | undefined): Against {
    if (plan !== undefined) return { kind: "plan", file: plan };
    if (preview !== undefined) return { kind: "preview", file: preview };
    return { kind: "commit", ...(base !== undefined && base !== "" && { ref: base }) };
}
