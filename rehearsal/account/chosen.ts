/** The command lines of what looks at a real account or cluster as a stack file describes it: `--stack`, `--stack-file`. */
import * as path from "node:path";
import type { Environment, PeopleSecrets } from "../../config/environment";
import { formatProblems } from "../../config/problems";
import { STACK_OPTIONS, stackChoice, type StackChoice } from "../../config/stack-choice";
import { loadChosen, parsedFrom, refuse, type Wrong } from "../../plan/command-line";

export type Chosen = StackChoice & { readonly group?: string | undefined };

/** `group`: whether the command also takes the name of a node group. */
export function chosenFrom(args: readonly string[], group = false): Chosen | Wrong {
    const options = { ...STACK_OPTIONS, ...(group && { group: { type: "string" } as const }) };
    const parsed = parsedFrom({ args: [...args], options });
    if ("problems" in parsed) return parsed;
    const choice = stackChoice(parsed.values);
    if ("problem" in choice) return { problems: [choice.problem] };
    const { group: named } = parsed.values;
    return { ...choice, ...(typeof named === "string" && { group: named }) };
}

/** Undefined where the file is wrong, or not there; that is said on stderr. */
export function chosenStack(
    choice: StackChoice,
): { readonly environment: Environment; readonly secrets: PeopleSecrets } | undefined {
    const loaded = loadChosen(choice);
    if (loaded.ok) return loaded;
    refuse([formatProblems(path.basename(choice.file), loaded.problems)]);
    return undefined;
}
