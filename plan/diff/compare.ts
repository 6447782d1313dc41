/** From a command line's options to the difference. */
import * as fs from "node:fs";
import * as path from "node:path";
import { stackOf } from "../../config/stack-file";
import { InputError } from "../input-error";
import { baseOf, fileAt, hasSameProgram, inWords, type Base } from "./base/git";
import { differenceFrom, differenceOf, type Difference } from "./difference";
import type { Options } from "./options";
import { sideAt, sideHere } from "./sides";

export async function compare(root: string, { file, against }: Options): Promise<Difference> {
    const stack = stackOf(file);
    if (against.kind === "plan") {
        const { sideFromPlan } = await import("./base/plan-file");
        const before = sideFromPlan(against.file);
        const after = await sideHere(root, file, "preview");
        return differenceOf(stack, before, after, { source: `plan file ${path.basename(against.file)}` });
    }
    if (against.kind === "preview") {
        const { stepsFromPreview } = await import("./base/preview-file");
        const after = await sideHere(root, file, "update");
        return differenceFrom(stack, stepsFromPreview(against.file), after);
    }
    const base = baseOf(root, stack, against.ref);
    const source = inWords(base);
    if (isUnchanged(root, base, file)) {
        const side = await sideHere(root, file, "update");
        return differenceOf(stack, side, side, { base, source });
    }
    const before = await sideAt(root, base, file);
    const after = await sideHere(root, file, "update");
    if (before === undefined && after === undefined)
        throw new InputError(
            `${path.basename(file)} is neither here nor in BASE ${base.ref}: write it with: make stack STACK=${stack}`,
        );
    return differenceOf(stack, before, after, { base, source });
}

/** The same program and the same file: recorded once. */
function isUnchanged(root: string, { commit }: Base, file: string): boolean {
    if (!fs.existsSync(file) || !hasSameProgram(root, commit)) return false;
    const inside = path.relative(root, file);
    if (inside.startsWith("..") || path.isAbsolute(inside)) return true;
    return fileAt(root, commit, inside) === fs.readFileSync(file, "utf8");
}
