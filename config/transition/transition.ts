/** What a change of a deployed environment is asked about, and what the answer looks like. */
import type { Environment } from "../environment";
import type { Problem } from "../problems";
import type { Tree } from "../tree";

/** Dotted keys under mindcloud: and what they are on the way; null takes a key away. */
export type Keys = Readonly<Record<string, unknown>>;

/** One thing that a person does on the way. The rehearsal of transitions does the same, in the same order. */
export type Step = { readonly say: string } & (
    | {
          /** `up` with a stack file on the way: the deployed or the wanted one, with these keys. */
          readonly does: "up";
          readonly file: "deployed" | "wanted";
          readonly keys: Keys;
      }
    /** `pulumi state unprotect` for what the next step deletes. */
    | { readonly does: "unprotect" }
    /** The wanted file as another stack, beside this one; then this one is destroyed. */
    | { readonly does: "anew" }
    /** Something outside of Pulumi, such as a dump or a restore. */
    | { readonly does: "byHand" }
);

export interface TransitionProblem extends Problem {
    /** In order; they end at the wanted file. */
    readonly steps: readonly Step[];
}

/** Two states of one stack: `from` is deployed, `to` is wanted. */
export interface Transition {
    readonly from: Environment;
    readonly to: Environment;
}

/** A row of the table. */
export interface Rule {
    readonly id: string;
    /** Where it is known from, for whoever doubts it. */
    readonly source: string;
    readonly find: (transition: Transition) => readonly TransitionProblem[];
}

export const valueAt = (environment: Environment, path: string): unknown =>
    path
        .split(".")
        .reduce<unknown>(
            (value, key) => (typeof value === "object" && value !== null ? (value as Tree)[key] : undefined),
            environment,
        );

/** `17 -> 16`, as the value of a problem. */
export const fromTo = (from: unknown, to: unknown): string => `${said(from)} -> ${said(to)}`;

function said(value: unknown): string {
    if (value === undefined) return "nothing";
    return typeof value === "string" ? value : JSON.stringify(value);
}

export const up = (file: "deployed" | "wanted", keys: Keys, why: string): Step => {
    const listed = Object.entries(keys).map(([key, value]) =>
        value === null ? `without ${key}` : `${key}: ${said(value)}`,
    );
    return { does: "up", file, keys, say: `up with the ${file} file and ${listed.join(", ")}${why && `: ${why}`}` };
};

export const WANTED: Step = { does: "up", file: "wanted", keys: {}, say: "up with the wanted file" };

/** Of keys that stay as they were while everything else of the wanted file comes. */
export const ELSE = "everything else of it is done";

/** Data is moved by people, each store by its own way (docs/guides/restore-volumes.md, docs/runbooks/data-stores.md). */
export const ANEW: readonly Step[] = [
    { does: "anew", say: "write the wanted file as another stack (Pulumi.<new>.yaml) and up it beside this one" },
    {
        does: "byHand",
        say: "move the data by docs/guides/restore-volumes.md and docs/runbooks/data-stores.md, then point callers at the new one",
    },
    { does: "byHand", say: "destroy this stack (docs/guides/operations.md)" },
];

/** The fix of a problem: its steps, numbered where there are several. */
export const fixOf = (steps: readonly Step[]): string =>
    steps.length === 1
        ? (steps[0]?.say ?? "")
        : steps.map(({ say }, index) => `${String(index + 1)}. ${say}`).join("; ");

export function problem(
    path: string,
    [from, to]: readonly [unknown, unknown],
    rule: string,
    steps: readonly Step[],
): TransitionProblem {
    return { path, note: fromTo(from, to), rule, fix: fixOf(steps), steps };
}
