/** A deployed environment as its stack tells it: an output that holds no secret, for secrets are no part of an environment. */
import type { Environment } from "../environment";
import { formatProblems } from "../problems";
import { isTree, type Tree } from "../tree";
import { BEFORE_UP, transitionProblems, wayText } from "./index";

/** Of the stack: `pulumi stack output environment --json`. */
export const OUTPUT = "environment";

/** What the rules read. What a release before this one wrote down otherwise cannot be compared, and nobody is held up by it. */
const READ = [
    "account",
    "region",
    "data",
    "network",
    "zoneNames",
    "cluster",
    "nodeGroups",
    "stores",
    "existing",
    "systems",
    "needs",
];

export function environmentFrom(output: unknown): Environment | undefined {
    if (!isTree(output) || !READ.every((key) => key in output)) return undefined;
    const { needs, ...rest } = output;
    return { ...rest, needs: isTree(needs) ? { ...needs, ...asNow(needs) } : needs } as unknown as Environment;
}

/** Release 0.1.0 wrote down who stores in a bucket; since then, only whether somebody does. */
function asNow({ coldData, backupArchive }: Tree): Tree {
    const some = (said: unknown): boolean => (Array.isArray(said) ? said.length > 0 : said === true);
    return { coldData: some(coldData), backupArchive: some(backupArchive) };
}

/** What a person reads before anything happens; undefined where one step does it, or nothing is deployed. */
export function refusalText(file: string, output: unknown, to: Environment): string | undefined {
    const from = environmentFrom(output);
    const problems = from === undefined ? [] : transitionProblems({ from, to }, BEFORE_UP);
    if (problems.length === 0) return undefined;
    const way = wayText(problems);
    return `${formatProblems(file, problems)}\n${way === undefined ? "" : `\n${way}\n`}\nnothing was started: one up cannot do this to what is deployed`;
}
