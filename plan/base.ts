/** `plan --base`: whether one `up` makes the planned environment of another one, which is what is deployed. */
import * as fs from "node:fs";
import * as path from "node:path";
import type { Environment } from "../config/environment";
import { formatProblems } from "../config/problems";
import { loadStackFile } from "../config/stack-file";
import { transitionProblems } from "../config/transition";
import { environmentFrom, OUTPUT } from "../config/transition/deployed";
import { baseOf, inWords } from "./diff/base/git";
import { sideAt } from "./diff/sides";
import { InputError } from "./input-error";
import type { FromDeployed } from "./transition";
import { isMap } from "./values";

/** `base`: a commit, a tag or a branch, whose stack file of this name it is; or a stack file, a plan, or an output of the stack. */
export async function transitionFrom(base: string, root: string, file: string, to: Environment): Promise<FromDeployed> {
    const isFile = base !== "" && fs.existsSync(base) && fs.statSync(base).isFile();
    const { source, from } = isFile ? fromFile(base, to.stack) : await fromCommit(base, root, path.resolve(file), to);
    return { source, problems: from && transitionProblems({ from, to }) };
}

interface Deployed {
    readonly source: string;
    readonly from: Environment | undefined;
}

function fromFile(base: string, stack: string): Deployed {
    const source = path.basename(base);
    if (!base.endsWith(".json")) {
        const loaded = loadStackFile(base, stack);
        if (!loaded.ok) throw new InputError(`--base ${base}:`, formatProblems(source, loaded.problems));
        return { source, from: loaded.environment };
    }
    let document: unknown;
    try {
        document = JSON.parse(fs.readFileSync(base, "utf8"));
    } catch {
        throw new InputError(`--base ${base} cannot be read as JSON`);
    }
    const outputs = isMap(document) && isMap(document.outputs) ? document.outputs[OUTPUT] : document;
    return { source, from: environmentFrom(outputs) };
}

async function fromCommit(base: string, root: string, file: string, { stack }: Environment): Promise<Deployed> {
    const found = baseOf(root, stack, base === "" ? undefined : base);
    const source = inWords(found);
    const side = await sideAt(root, found, { file, stack });
    if (side === undefined)
        throw new InputError(`${path.basename(file)} is not in ${source}: nothing of this stack is deployed by it`);
    return { source, from: environmentFrom(side.environment) };
}
