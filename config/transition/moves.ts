/** Volumes whose class of storage changes: what is made is empty, and a Job copies into it what the old ones hold. */
import type { Environment } from "../environment";
import { UNPROTECT } from "./kept";
import { problem, up, WANTED, type Rule, type Step, type Transition, type TransitionProblem } from "./transition";

const SIZE = "systems.simpleCli.size";
const KEY = "systems.simpleCli.storage.replaced";

const companiesOf = ({ systems: { simpleCli } }: Environment): readonly string[] =>
    simpleCli.enabled ? Object.keys(simpleCli.companies) : [];

/** EBS for one pod each, or EFS for all. */
const moves: Rule = {
    id: "moves.size",
    source: "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#class-1",
    find: (transition) => {
        const { from, to } = transition;
        if (!companiesOf(from).some((id) => companiesOf(to).includes(id))) return [];
        const [before, after] = [from.systems.simpleCli, to.systems.simpleCli];
        const [old, next] = [before.storage.replaced, after.storage.replaced];
        if (before.size !== after.size) {
            // What is being copied has been written to by nobody: it can be gone back to at any time.
            const isCopied = next === "copy" || old === "copy";
            const rule = "makes volumes of another class of storage, which are empty";
            return isCopied ? [] : [problem(SIZE, [before.size, after.size], rule, steps(transition))];
        }
        return old === undefined && next !== undefined ? [nothingToCopy(next)] : [];
    },
};

function steps({ from, to }: Transition): readonly Step[] {
    const copy = up("wanted", { [KEY]: "copy" }, "pods stop, and Jobs copy the volumes");
    if (to.systems.simpleCli.storage.replaced === "keep") return [copy, WANTED];
    return [
        copy,
        up("wanted", { [KEY]: "keep" }, "pods run on the copies; the old volumes stay until you have looked"),
        ...(from.data === "keep" && to.data === "keep" ? [UNPROTECT] : []),
        { ...WANTED, say: `${WANTED.say}: the old volumes go` },
    ];
}

const nothingToCopy = (next: string): TransitionProblem =>
    problem(KEY, [undefined, next], "belongs to a change of systems.simpleCli.size, which stays", [
        up("wanted", { [KEY]: null }, ""),
    ]);

export const movesData: readonly Rule[] = [moves];
