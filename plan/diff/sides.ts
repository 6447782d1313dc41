/** BASE and the working tree, recorded: by one process where both run on the same packages. */
import * as fs from "node:fs";
import * as path from "node:path";
import { ProgramError } from "../record";
import { checkOut } from "./base/checkout";
import { InputError } from "../input-error";
import { toldProblems } from "../told-problems";
import { fileAt, hasSameProgram, isForeign, projectAt, type Base } from "./base/git";
import { programIn } from "./base/program";
import { recordApart } from "./base/apart";
import { ELSE, sideOf, type Side, type StackAt } from "./side";

/** The stack as the working tree has it; undefined where its file is gone. */
export async function sideHere(
    root: string,
    at: StackAt,
    mode: "preview" | "update",
    answersAs?: ReadonlyMap<string, string>,
): Promise<Side | undefined> {
    return fs.existsSync(at.file) ? sideOf(programIn(root), at, "", mode, answersAs) : undefined;
}

/** The stack as BASE has it; undefined where BASE has no such stack. */
export async function sideAt(root: string, base: Base, { file, stack }: StackAt): Promise<Side | undefined> {
    const inside = path.relative(root, file);
    const foreign = isForeign(inside); // the same then as now
    const text = foreign ? fs.readFileSync(file, "utf8") : fileAt(root, base.commit, inside);
    if (text === undefined) return undefined;
    const whose = `BASE ${base.ref} (${base.commit.slice(0, 8)})`;
    try {
        if (hasSameProgram(root, base.commit))
            return await sideOf(programIn(root), { file: written(root, base, file, text), stack }, whose);
        const { directory, ownPackages } = checkOut(root, base);
        const there = { file: foreign ? file : path.join(directory, inside), stack };
        if (ownPackages) return await recordApart(root, directory, there, whose);
        return await sideOf(programIn(directory), there, whose);
    } catch (error) {
        if (error instanceof InputError) throw error;
        const problems = error instanceof ProgramError ? toldProblems(error) : [String(error)];
        throw new InputError(`${whose} cannot be recorded:`, ...problems, ELSE);
    }
}

/** Under the same name, which errors tell, beside the Pulumi.yaml of then. */
function written(root: string, { commit }: Base, file: string, text: string): string {
    const directory = path.join(root, ".cache", "diff-file", commit.slice(0, 16));
    fs.mkdirSync(directory, { recursive: true });
    const project = projectAt(root, commit, file);
    if (project !== undefined) fs.writeFileSync(path.join(directory, "Pulumi.yaml"), project);
    const copy = path.join(directory, path.basename(file));
    fs.writeFileSync(copy, text);
    return copy;
}
