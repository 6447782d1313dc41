/** `npm run transition`: whether one `up` can make what the stack file wants of what is deployed, for a pipeline. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { formatProblems } from "../problems";
import { loadStackFile } from "../stack-file";
import { environmentFrom, refusalText } from "../transition/deployed";
import type { Answer } from "./arguments";

export interface TransitionOptions {
    readonly file: string;
    /** What `pulumi stack output environment --json` printed; `-` for standard input. */
    readonly deployed: string;
}

export function transition({ file, deployed }: TransitionOptions): Answer {
    const loaded = loadStackFile(file);
    if (!loaded.ok) return { status: 2, text: formatProblems(basename(file), loaded.problems) };
    let output: unknown;
    try {
        output = JSON.parse(readFileSync(deployed === "-" ? 0 : deployed, "utf8"));
    } catch {
        return { status: 2, text: `--deployed ${deployed}: cannot be read as JSON` };
    }
    if (environmentFrom(output) === undefined)
        return { status: 0, text: "", note: "what is deployed does not say from which environment: not compared" };
    const refusal = refusalText(basename(file), output, loaded.environment);
    return refusal === undefined ? { status: 0, text: "one up does it" } : { status: 2, text: refusal };
}
