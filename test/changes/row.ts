/** One key of a stack file changed: what the difference says of it, in a table's few words. */
import { readStackText } from "../../config/stack-file";
import { load } from "../../config/load";
import { differenceOf } from "../../plan/diff/difference";
import type { Change } from "../../plan/diff/change";
import { interrupts, read, type Reading } from "../../plan/diff/reading";
import type { Side } from "../../plan/diff/side";
import { record } from "../../plan/record";
import { counted, kindOf } from "../../plan/words";
import { deploy } from "../../program";
import { TODAY } from "../support/recordings";

/** The program of one text. */
export async function sideOf(text: string): Promise<Side> {
    const { input, problems } = readStackText(text, "Pulumi.dev.yaml");
    const loaded = input === undefined ? undefined : load(input, problems);
    if (loaded?.ok !== true) throw new Error("a change of the table is no valid stack file");
    const { environment, secrets } = loaded;
    const { project, stack } = environment;
    const { graph } = await record(() => deploy(environment, secrets), { project, stack, mode: "update" });
    return { graph, environment, secrets, encrypted: new Map() };
}

/** What the next `up` does. */
export const effect = (before: Side, after: Side): string =>
    said(read(differenceOf("dev", before, after, { source: "the table of changes" }), TODAY)).join("; ") || "nothing";

const MANY = 3;

function said({ changes, transition, windows }: Reading): readonly string[] {
    const steps = transition.flatMap((problem) => problem.steps.map(({ does }) => does));
    const at = windows.length > 0 && changes.some(({ when }) => when === "window");
    return [
        ...(steps.length > 0
            ? [`**refused**, by steps: ${[...new Set(steps)].map((does) => STEPS[does]).join(", ")}`]
            : []),
        ...of(changes, ({ refusal }) => refusal !== undefined, "**will fail** at", kinds),
        ...of(changes, ({ dataAtRisk }) => dataAtRisk !== undefined, "**loses data** of", names),
        ...of(changes, ({ operation }) => operation === "replace", "replaces", kinds),
        ...of(changes, ({ operation }) => operation === "delete", "removes", kinds),
        ...of(changes, interrupts, "interrupts", names),
        ...of(changes, (change) => change.interruption !== undefined && !interrupts(change), "restarts", names),
        ...(at ? ["in the maintenance window"] : []),
        ...of(changes, ({ operation }) => operation === "create", "makes", kinds),
        ...of(
            changes,
            ({ operation, interruption }) => operation === "update" && interruption === undefined,
            "updates",
            kinds,
        ),
    ];
}

const STEPS: Readonly<Record<string, string>> = {
    up: "`up` more than once",
    unprotect: "unprotect",
    byHand: "something by hand",
    anew: "a new stack",
};

function of(
    changes: readonly Change[],
    fits: (change: Change) => boolean,
    word: string,
    listed: (changes: readonly Change[]) => readonly string[],
): readonly string[] {
    const all = listed(changes.filter(fits));
    if (all.length === 0) return [];
    const more = all.length > MANY ? ` and ${counted(all.length - MANY, "other")}` : "";
    return [`${word} ${all.slice(0, MANY).join(", ")}${more}`];
}

function kinds(changes: readonly Change[]): readonly string[] {
    const counts = new Map<string, number>();
    for (const { type } of changes) counts.set(kindOf(type), (counts.get(kindOf(type)) ?? 0) + 1);
    return [...counts].sort(([, one], [, other]) => other - one).map(([kind, count]) => counted(count, kind));
}

const names = (changes: readonly Change[]): readonly string[] => [...new Set(changes.map(({ name }) => name))].sort();
