/** Which stacks a change touches: all of them when the program changes, else those whose own file does. */
import * as fs from "node:fs";
import * as path from "node:path";
import { git, hasSameProgram, hasSameProject, type Base } from "../base/git";
import { stackOf } from "../../../config/stack-file";

export interface Touched {
    readonly stack: string;
    readonly file: string;
    /** What a reviewer must know before the difference: that the stack is new, gone or renamed. */
    readonly note?: string;
}

/** A change as git tells it (`--name-status`): `A` added, `D` deleted, `M` modified, `R100` renamed. */
export interface FileChange {
    readonly status: string;
    readonly file: string;
    readonly from?: string;
}

const STACK_FILE = /^Pulumi\.[^/]+\.ya?ml$/;

/** Pure: the stack files that are here, what git says of each, and whether the program is another. */
export function touchedBy(
    here: readonly string[],
    changes: readonly FileChange[],
    otherProgram: boolean,
): readonly Touched[] {
    const files = changes.filter(({ file, from = file }) => STACK_FILE.test(file) || STACK_FILE.test(from));
    const of = (name: string): FileChange | undefined => files.find(({ file }) => file === name);
    const present = here.flatMap((file): readonly Touched[] => {
        const change = of(file);
        if (change === undefined && !otherProgram) return [];
        const note = change === undefined ? undefined : noteOf(change);
        return [{ stack: stackOf(file), file, ...(note !== undefined && { note }) }];
    });
    const gone = files
        .filter(({ status, file }) => status === "D" && !here.includes(file))
        .map(({ file }): Touched => ({
            stack: stackOf(file),
            file,
            note: "its file is gone: whatever is deployed stays until pulumi destroy",
        }));
    return [...present, ...gone].sort((one, other) => (one.stack < other.stack ? -1 : 1));
}

function noteOf({ status, from }: FileChange): string | undefined {
    if (status === "A") return "a new stack: nothing of it is deployed";
    if (status.startsWith("R") && from !== undefined)
        return `its file was ${from}: a stack's name is part of its state and of every physical name, so this makes a second environment, and ${stackOf(from)} stays until pulumi destroy`;
    return undefined;
}

/** Against a checkout: files that git does not know yet are new. */
export function touchedStacks(root: string, { commit }: Base): readonly Touched[] {
    const here = fs
        .readdirSync(root)
        .filter((name) => STACK_FILE.test(name))
        .sort();
    const tracked = git(root, ["diff", "--name-status", "-z", "--find-renames", commit, "--"]) ?? "";
    const unknown = (git(root, ["ls-files", "--others", "--exclude-standard", "-z"]) ?? "").split("\0");
    const changes = [
        ...changesIn(tracked),
        ...unknown.filter((file) => file !== "").map((file) => ({ status: "A", file: path.normalize(file) })),
    ];
    return touchedBy(here, changes, !hasSameProgram(root, commit) || !hasSameProject(root, commit));
}

/** `git diff --name-status -z`: status, file, and for a rename the new name after the old one. */
export function changesIn(text: string): readonly FileChange[] {
    const words = text.split("\0");
    const changes: FileChange[] = [];
    while (words.length > 1) {
        const status = words.shift() ?? "";
        const first = words.shift() ?? "";
        if (/^[RC]/.test(status)) changes.push({ status, from: first, file: words.shift() ?? "" });
        else changes.push({ status, file: first });
    }
    return changes;
}
