/** What a review hands on: for each stack that a change touches its report, and what of it fails the check. */
import { z } from "zod";
import type { Change } from "../change";
import { VERDICTS, type Reading } from "../reading";
import { reportOf } from "../report/sections";
import type { Touched } from "./stacks";

/** Nobody can overrule `refused`, `short` and `input`; who may label a pull request accepts `data`. */
const FAILURES = ["data", "refused", "short", "input"] as const;
export type FailureKind = (typeof FAILURES)[number];

// An artifact of a pull request is foreign text: whoever posts it reads it by this schema, and takes nothing else.
const text = z.string().max(20_000);
const texts = z.array(text).max(20_000).readonly();
const section = z.strictObject({ title: text, lines: texts, details: texts });
const report = z.strictObject({
    stack: text,
    headline: text,
    comparedWith: text,
    sections: z.array(section).max(50).readonly(),
});
const failure = z.strictObject({ kind: z.enum(FAILURES), what: text });
const reviewed = z.strictObject({
    stack: text,
    verdict: z.enum([...VERDICTS, "wrong"]),
    note: text.optional(),
    report: report.optional(),
    failures: z.array(failure).max(100).readonly(),
});
const review = z.strictObject({
    base: z.strictObject({ ref: text, commit: text, date: text }),
    stacks: z.array(reviewed).max(500).readonly(),
});

export type Reviewed = Readonly<z.infer<typeof reviewed>>;
export type Review = Readonly<z.infer<typeof review>>;

/** Undefined where it is none. */
export function reviewIn(json: string): Review | undefined {
    let document: unknown;
    try {
        document = JSON.parse(json);
    } catch {
        return undefined;
    }
    const { data } = review.safeParse(document);
    return data;
}

export function reviewedFrom({ stack, note }: Touched, reading: Reading): Reviewed {
    return {
        stack,
        verdict: reading.verdict,
        ...(note !== undefined && { note }),
        report: reportOf(reading),
        failures: failuresOf(reading),
    };
}

/** A stack whose file, or whose BASE, cannot be read. */
export function wrong({ stack, note }: Touched, problems: readonly string[]): Reviewed {
    return {
        stack,
        verdict: "wrong",
        ...(note !== undefined && { note }),
        failures: [{ kind: "input", what: problems.join("\n") }],
    };
}

/** A protected deletion is refused because it loses data: who accepts that takes the protection off first. */
const isGuarded = ({ refusal, protected: marked }: Change): boolean => refusal !== undefined && marked;

const LEFT = "what is deployed holds data, and nobody can change it without its file";

function failuresOf({ changes, cost, capacity, policy, after }: Reading): Reviewed["failures"] {
    const atRisk = changes.filter((change) => change.dataAtRisk !== undefined || isGuarded(change));
    const refused = changes.filter((change) => change.refusal !== undefined && !change.protected);
    const said = (kind: FailureKind, what: string | false): Reviewed["failures"] =>
        what === false ? [] : [{ kind, what }];
    const of = (all: readonly Change[]): string =>
        all
            .slice(0, 3)
            .map(({ name }) => name)
            .join(", ") + (all.length > 3 ? ` and ${String(all.length - 3)} more` : "");
    return [
        ...said("data", atRisk.length > 0 && `${after === undefined ? LEFT : "data is at risk"}: ${of(atRisk)}`),
        ...said("refused", refused.length > 0 && `will be refused: ${of(refused)}`),
        ...said("short", cost?.newlyShort === true && "the budget no longer holds its floor"),
        ...said("short", capacity?.newlyShort === true && "the pods no longer fit on the nodes"),
        ...said(
            "short",
            policy.gained.length > 0 && `breaks ${[...new Set(policy.gained.map(({ rule }) => rule))].join(", ")}`,
        ),
    ];
}

/** 0 fine or accepted; 1 something fails the check; 2 a stack cannot be compared. */
export function exitOf({ stacks }: Review, accepted: boolean): 0 | 1 | 2 {
    const open = stacks.flatMap(({ failures }) => failures).filter(({ kind }) => !(accepted && kind === "data"));
    return open.some(({ kind }) => kind === "input") ? 2 : open.length > 0 ? 1 : 0;
}
