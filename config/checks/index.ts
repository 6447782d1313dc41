/** Checks across keys: what AWS or Kubernetes would refuse late is refused here, before anything starts. */
import type { Environment, PeopleSecrets } from "../environment";
import type { Problem } from "../problems";
import type { Tree } from "../tree";

export interface Checked {
    readonly environment: Environment;
    /** The stack file's own words, to tell a choice from a default. */
    readonly said: Tree;
    readonly secrets: PeopleSecrets;
}
export type Check = (checked: Checked) => readonly Problem[];

const CHECKS: readonly Check[] = [];

export function checks(checked: Checked): Problem[] {
    return CHECKS.flatMap((check) => check(checked));
}
