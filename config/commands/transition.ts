/** `npm run transition`: whether one `up` can make what the stack file wants of what is deployed, for a pipeline. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { formatProblems } from "../problems";
import { loadStackFile } from "../stack-file";
import { environmentFrom, refusalText } from "../transition/deployed";
import type { Answer, TransitionOptions } from "./arguments";

export function transition({ note, ...options }: TransitionOptions): Answer {
    const notes = note === undefined ? {} : { note };
    return { ...notes, ...compared(options) };
}

function compared({ file, stack, deployed }: Omit<TransitionOptions, "note">): Answer {
    const loaded = loadStackFile(file, stack);
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
