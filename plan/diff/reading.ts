/** The difference with what it means: the model that every format prints. */
import { ONE_WAY, transitionProblems, type TransitionProblem } from "../../config/transition";
import { Graph } from "../graph";
import type { Change } from "./change";
import type { Difference } from "./difference";
import { pairsOf } from "./graph/match";
import { accessChange, type AccessChange } from "./meaning/access";
import { actsOf } from "./meaning/by-hand";
import { dataAtRisk } from "./meaning/data-at-risk";
import { interruption, whenOf } from "./meaning/interruption";
import { figuresOf } from "./meaning/figures";
import { lostGuards } from "./meaning/guards";
import { heldBy } from "./meaning/held";
import { numbersOf, secondsOf, type Numbers } from "./meaning/numbers";
import { refusal } from "./meaning/refusal";
import { surroundings } from "./meaning/surroundings";
import { takenNames } from "./meaning/taken";

export const VERDICTS = ["none", "quiet", "interrupts", "losesData", "refused"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What this step does and the opposite one could not undo: the same rules, asked the other way round. */
export function oneWayOf({ before, after }: Pick<Difference, "before" | "after">): readonly string[] {
    const [from, to] = [before?.environment, after?.environment];
    if (from === undefined || to === undefined) return [];
    return transitionProblems({ from: to, to: from }, ONE_WAY)
        .filter(({ check }) => ONE_WAY.some(({ id }) => id === check))
        .map(
            ({ path, note = "", rule }) =>
                `${path} cannot be set back to ${note.split(" -> ").at(-1) ?? ""}: that ${rule}`,
        );
}

/** What one step cannot do, whatever the engine would try; empty where either side's environment is not known. */
export function transitionOf({ before, after }: Pick<Difference, "before" | "after">): readonly TransitionProblem[] {
    const [from, to] = [before?.environment, after?.environment];
    return from === undefined || to === undefined ? [] : transitionProblems({ from, to });
}

export interface Reading extends Numbers, Omit<Difference, "changes"> {
    readonly changes: readonly Change[];
    readonly verdict: Verdict;
    /** Refused before the first step, with the steps that do it. */
    readonly transition: readonly TransitionProblem[];
    /** Changes that no later step takes back. */
    readonly oneWay: readonly string[];
    /** Protections that are taken away. */
    readonly guards: readonly string[];
    /** What people must do outside of Pulumi. */
    readonly byHand: readonly string[];
    readonly counts: Readonly<Record<Change["operation"], number>>;
    readonly access: AccessChange;
    /** Of the next `up`, about. */
    readonly seconds: number;
    /** The budget, the room or a rule falls short now, and did not before. */
    readonly newlyShort: boolean;
    /** The maintenance window in which what waits is done. */
    readonly windows: readonly string[];
}

const NOTHING = new Graph([]);

export function read(difference: Difference, today: string): Reading {
    const [olds, news] = [difference.before?.graph ?? NOTHING, difference.after?.graph ?? NOTHING];
    const around = surroundings(olds, news, today);
    const otherNetwork = difference.changes.some(
        ({ type, operation }) => type === "aws:ec2/vpc:Vpc" && operation === "replace",
    );
    const pairs = pairsOf(olds, news);
    const taken = takenNames(difference.changes, olds, news);
    const changes = difference.changes.map((change): Change => {
        const refused = refusal(change, otherNetwork) ?? heldBy(change, olds, difference.changes) ?? taken(change);
        const [risk, away] = [dataAtRisk(change, around), interruption(change)];
        return {
            ...change,
            when: whenOf(change).when,
            ...(refused !== undefined && { refusal: refused }),
            ...(risk !== undefined && { dataAtRisk: risk }),
            ...(away !== undefined && { interruption: away }),
        };
    });
    const { before, after } = difference;
    const now = figuresOf(after, today);
    const then = before === after ? now : figuresOf(before, today);
    const numbers = numbersOf(before === undefined ? undefined : (then ?? "unknown"), now);
    const newlyShort =
        numbers.cost?.newlyShort === true || numbers.capacity?.newlyShort === true || numbers.policy.gained.length > 0;
    return {
        ...difference,
        ...numbers,
        changes: [...changes].sort(byWeight),
        transition: transitionOf(difference),
        oneWay: oneWayOf(difference),
        guards: difference.after === undefined ? [] : lostGuards(olds, pairs, news),
        byHand: actsOf(difference.changes, { olds, news }),
        verdict: verdictOf(difference, changes),
        counts: counted(changes),
        access: accessChange(olds, news, pairs),
        seconds: secondsOf(changes, news),
        newlyShort,
        windows: [...new Set(difference.changes.flatMap((change) => whenOf(change).window ?? []))],
    };
}

const WEIGHT: Readonly<Record<Change["operation"], number>> = {
    replace: 0,
    delete: 1,
    update: 2,
    rename: 3,
    create: 4,
};

/** The worst first: what holds data, what is refused, then by operation and name. */
function byWeight(one: Change, other: Change): number {
    const rank = ({ dataAtRisk: risk, refusal: refused, operation }: Change): number =>
        (risk === undefined ? 10 : 0) + (refused === undefined ? 5 : 0) + WEIGHT[operation];
    return (
        rank(one) - rank(other) ||
        (one.type < other.type ? -1 : one.type > other.type ? 1 : one.name < other.name ? -1 : 1)
    );
}

function counted(changes: readonly Change[]): Reading["counts"] {
    const counts = { create: 0, update: 0, replace: 0, delete: 0, rename: 0 };
    for (const { operation } of changes) counts[operation]++;
    return counts;
}

/** Somebody notices: it is away for a while, or for good. */
export const interrupts = ({ interruption: each, operation }: Change): boolean =>
    each !== undefined && (each.seconds > 0 || operation === "delete");

/** The worst that applies. */
export function verdictOf(difference: Difference, changes: readonly Change[]): Verdict {
    const { ignored, settings, rewritten, renames, providers = [] } = difference;
    if (transitionOf(difference).length > 0 || changes.some(({ refusal: refused }) => refused !== undefined))
        return "refused";
    if (changes.some(({ dataAtRisk: risk }) => risk !== undefined)) return "losesData";
    if (changes.some(interrupts)) return "interrupts";
    const silent = ignored.length + settings.length + rewritten.length + renames.length + providers.length;
    return changes.length + silent > 0 ? "quiet" : "none";
}

/** 0 none, quiet or interrupts; 1 loses data, refused, or newly short. */
export const exitStatusOf = ({ verdict, newlyShort }: Pick<Reading, "verdict" | "newlyShort">): number =>
    verdict === "losesData" || verdict === "refused" || newlyShort ? 1 : 0;
