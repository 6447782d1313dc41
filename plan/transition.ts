/** What a change of a deployed environment is refused for, and the steps that do it: the same words in a plan, a difference and their JSON. */
import type { TransitionProblem } from "../config/transition";

export interface FromDeployed {
    /** What was taken for deployed, for people. */
    readonly source: string;
    /** Empty: one `up` does it. Undefined: what is deployed does not say from which environment. */
    readonly problems: readonly TransitionProblem[] | undefined;
}

export const transitionLines = (problems: readonly TransitionProblem[]): readonly string[] =>
    problems.map(({ path, note = "", rule, fix }) => `${path} ${note}: ${rule}. ${fix}`);

export const transitionJson = (problems: readonly TransitionProblem[]): readonly unknown[] =>
    problems.map(({ path, note, rule, check, steps }) => ({
        path,
        change: note ?? "",
        rule,
        check: check ?? null,
        steps: steps.map(({ does, say }) => ({ does, say })),
    }));
