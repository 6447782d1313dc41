import * as path from "node:path";
import { oneStackProblems, parsedFrom, type Wrong } from "../command-line";

export interface Options {
    readonly file: string;
    /** Default: by the file's name. */
    readonly stack?: string;
    /** Without it the page has no difference. */
    readonly base?: string;
    /** Standard output when there is none. */
    readonly out?: string;
}

export const USAGE =
    "usage: npm run --silent report -- [--stack prod | --stack-file FILE] [--base REF] [--out FILE.html]";

/** Problems instead of options where the command line is wrong; every one of them. */
export function optionsFrom(commandLine: readonly string[], root: string): Options | Wrong | "help" {
    const parsed = parsedFrom({
        args: [...commandLine],
        options: {
            stack: { type: "string" },
            "stack-file": { type: "string" },
            base: { type: "string" },
            out: { type: "string" },
            help: { type: "boolean", default: false },
        },
    });
    if ("problems" in parsed) return parsed;
    const { stack, base, out, help, "stack-file": stackFile } = parsed.values;
    if (help) return "help";
    const problems = [...oneStackProblems(stack, stackFile)];
    if (problems.length > 0) return { problems };
    return {
        file: path.resolve(stackFile ?? path.join(root, `Pulumi.${stack ?? "prod"}.yaml`)),
        ...(stack !== undefined && { stack }),
        ...(base !== undefined && base !== "" && { base }),
        ...(out !== undefined && { out }),
    };
}
