/** What a change of a deployed environment is refused for, and the steps that do it: the same words in a plan, a difference and their JSON. */
import { wayOf, wayText, type Step, type TransitionProblem } from "../config/transition";

export interface FromDeployed {
    /** What was taken for deployed, for people. */
    readonly source: string;
    /** Empty: one `up` does it. Undefined: what is deployed does not say from which environment. */
    readonly problems: readonly TransitionProblem[] | undefined;
}

export const transitionLines = (problems: readonly TransitionProblem[]): readonly string[] => [
    ...problems.map(({ path, note = "", rule, fix }) => `${path} ${note}: ${rule}. ${fix}`),
    ...[wayText(problems) ?? []].flat(),
];

const stepsJson = (steps: readonly Step[]): readonly unknown[] => steps.map(({ does, say }) => ({ does, say }));

/** `way`: the steps of all problems as one. */
export const transitionJson = (problems: readonly TransitionProblem[]) => ({
    transition: problems.map(({ path, note, rule, check, steps }) => ({
        path,
        change: note ?? "",
        rule,
        check: check ?? null,
        steps: stepsJson(steps),
    })),
    way: stepsJson(wayOf(problems)),
});
