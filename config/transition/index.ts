/** Whether a deployed environment can become a wanted one in one `up`, and if not, by which steps. */
import { anotherEnvironment, stays } from "./another";
import { brought } from "./brought";
import { kept } from "./kept";
import { movesData } from "./moves";
import { restores } from "./restores";
import { rotation } from "./rotation";
import type { Rule, Transition, TransitionProblem } from "./transition";
import { versions } from "./versions";
import { volumes } from "./volumes";

export { wayOf, wayText } from "./way";
export type { Step, Transition, TransitionProblem } from "./transition";

/** Before an `up`. What else is kept, Pulumi refuses by itself, until somebody has taken the protection away, which no environment tells. */
export const BEFORE_UP: readonly Rule[] = [
    ...anotherEnvironment,
    ...stays,
    ...brought,
    ...versions,
    ...volumes,
    ...movesData,
    ...rotation,
];

/** In the order in which a person would want to know. */
export const RULES: readonly Rule[] = [...BEFORE_UP, ...kept, ...restores];

/** What an engine, a control plane and a volume can become, and not be again. */
export const ONE_WAY: readonly Rule[] = [...versions, ...volumes];

/** Empty: one `up` does it. What is another environment altogether hides the rest, which would merely follow. */
export function transitionProblems(transition: Transition, rules = RULES): readonly TransitionProblem[] {
    const another = find(anotherEnvironment, transition);
    return another.length > 0 ? another : find(rules, transition);
}

const find = (rules: readonly Rule[], transition: Transition): readonly TransitionProblem[] =>
    rules.flatMap(({ id, find: found }) => found(transition).map((problem) => ({ ...problem, check: id })));
