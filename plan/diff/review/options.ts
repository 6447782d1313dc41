import { parsedFrom, type Wrong } from "../../command-line";

export type Options =
    | { readonly command: "write"; readonly base: string; readonly out: string; readonly accepted: boolean }
    | { readonly command: "post"; readonly from: string; readonly to: "github" | "gitlab"; readonly accepted: boolean }
    | { readonly command: "state"; readonly expect?: string };

export const USAGE = `usage: npm run --silent review -- [--base REF] [--out DIR] [--accept-data-loss]
       npm run --silent review -- post --from DIR --to github|gitlab [--accept-data-loss]
       pulumi stack export | npm run --silent review -- state [--expect NAME]`;

/** Problems instead of options where the command line is wrong. */
export function optionsFrom(commandLine: readonly string[]): Options | Wrong | "help" {
    const parsed = parsedFrom({
        args: [...commandLine],
        allowPositionals: true,
        options: {
            base: { type: "string", default: "origin/main" },
            out: { type: "string", default: ".cache/review" },
            from: { type: "string" },
            to: { type: "string" },
            expect: { type: "string" },
            "accept-data-loss": { type: "boolean", default: false },
            help: { type: "boolean", default: false },
        },
    });
    if ("problems" in parsed) return parsed;
    const { values, positionals } = parsed;
    const { base, out, from, to, expect, help, "accept-data-loss": accepted } = values;
    if (help) return "help";
    const [command = "write", ...more] = positionals;
    if (more.length > 0) return { problems: [`${more.join(" ")} is one word too many`] };
    switch (command) {
        case "write":
            return { command, base, out, accepted };
        case "post":
            if (from === undefined) return { problems: ["--from DIR is missing: what the review wrote"] };
            if (to !== "github" && to !== "gitlab")
                return { problems: [`--to ${to ?? ""} is neither github nor gitlab`] };
            return { command, from, to, accepted };
        case "state":
            return { command, ...(expect !== undefined && { expect }) };
        default:
            return { problems: [`${command} is no command: post or state, or none`] };
    }
}
