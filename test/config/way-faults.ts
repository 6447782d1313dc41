/** Two texts of stack files, as states of one environment: whether the way that is named between them can be gone. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { load } from "../../config/load";
import { readStackText } from "../../config/stack-file";
import { transitionProblems, wayOf, type TransitionProblem } from "../../config/transition";
import { withKeys } from "../../rehearsal/rehearse/stack-file";
import { ENVIRONMENTS, STACK_FILES, type Stack } from "../support/recordings";

export interface Named {
    readonly name: string;
    readonly text: string;
}

/** Every committed stack file, and every test environment. */
export const FILES: readonly Named[] = [...STACK_FILES, ...ENVIRONMENTS].map((name) => ({
    name: path.basename(name),
    text: fs.readFileSync(path.join(__dirname, "../..", name), "utf8"),
}));

export interface Pair {
    readonly name: string;
    readonly from: string;
    readonly to: string;
}

/** Undefined where the file is not valid. */
export function stackOf(text: string): Stack | undefined {
    const { input, problems } = readStackText(text, "Pulumi.dev.yaml");
    const loaded = input === undefined ? undefined : load(input, problems);
    return loaded?.ok === true ? loaded : undefined;
}

export function problemsOf(from: string, to: string): readonly TransitionProblem[] {
    const [before, after] = [stackOf(from), stackOf(to)];
    assert.ok(before !== undefined && after !== undefined);
    return transitionProblems({ from: before.environment, to: after.environment });
}

/** What falls short on the way: of what only unprotecting is asked for, the step before has seen to. */
export function* faultsOf({ from, to }: Omit<Pair, "name">): Generator<string> {
    let stands = from;
    for (const step of wayOf(problemsOf(from, to))) {
        if (step.does === "anew") return;
        if (step.does !== "up") continue;
        const next = withKeys(step.file === "wanted" ? to : from, step.keys);
        if (stackOf(next) === undefined) {
            yield `no valid file: ${step.say}`;
            return;
        }
        for (const { path: key, rule, steps } of problemsOf(stands, next))
            if (!steps.some(({ does }) => does === "unprotect")) yield `refused: ${step.say}: ${key} ${rule}`;
        stands = next;
    }
}
