/** One transition: from what a stack file made to what another one wants. */
import { formatProblems } from "../../../config/problems";
import { transitionProblems, wayOf, type Step, type TransitionProblem } from "../../../config/transition";
import { converged } from "../checks/converged";
import { changes, counted, endsWell, unchanged } from "../checks/outcome";
import { ifDrilled } from "../drill/with-drill";
import type { Lab, Run } from "../lab";
import type { Findings } from "../rehearsal";
import { withKeys } from "../stack-file";
import { unprotect } from "../unprotect";
import { announcedLosses, marksIn, sideOf, type Side } from "./look";
import { goneOnlyEmpty, lostSilently } from "./marks";

export interface Pair {
    /** For people: `profile`, or the names of two files. */
    readonly what: string;
    /** Texts of stack files. */
    readonly from: string;
    readonly to: string;
}

/** How a lab makes things: `real`, with a control plane, or in memory. */
export type On = "real" | "memory";

export const upOn = (lab: Lab, on: On): Promise<Run> =>
    on === "real" ? lab.up({ kubernetes: "real" }) : lab.upQuickly();

/** What was recorded last, by its file: each B is the next A. */
const recorded = new WeakMap<Lab, { readonly text: string; readonly side: Side }>();

async function sideBy(lab: Lab, text: string): Promise<Side> {
    lab.use(text);
    const last = recorded.get(lab);
    const side = last?.text === text ? last.side : await sideOf(lab);
    recorded.set(lab, { text, side });
    return side;
}

/** `from` stands already. Returns what stands afterwards. */
export async function transition(lab: Lab, { what, from, to }: Pair, on: On): Promise<string> {
    const before = await sideBy(lab, from);
    const after = await sideBy(lab, to);
    const problems = transitionProblems({ from: before.environment, to: after.environment });
    if (problems.length === 0) {
        await move(lab, what, [before, after], on);
        return to;
    }
    const steps = wayOf(problems);
    await lab.step(
        `${what}: refused before the first step`,
        () => Promise.resolve(problems),
        () => ({
            findings: wellSaid(problems),
            fact: problems.map(({ path, note }) => `${path} ${note ?? ""}`).join(", "),
        }),
    );
    return bySteps(lab, { what, from, to }, steps, on);
}

/** A refusal must say where, what and how else, as any problem of a stack file does. */
function wellSaid(problems: readonly TransitionProblem[]): Findings {
    const mute = problems.filter(({ steps, fix }) => steps.length === 0 || fix === "");
    return mute.map((problem) => `names no steps:\n${formatProblems("transition", [problem])}`);
}

async function bySteps(lab: Lab, { what, from, to }: Pair, steps: readonly Step[], on: On): Promise<string> {
    let stands = from;
    for (const [index, step] of steps.entries()) {
        const said = `${what}: step ${String(index + 1)}, ${step.does}`;
        if (step.does === "byHand") continue;
        if (step.does === "anew") return anew(lab, { what, from: stands, to }, on);
        if (step.does === "unprotect") {
            lab.use(to);
            await unprotected(lab, said);
            continue;
        }
        const before = await sideBy(lab, stands);
        const next = withKeys(step.file === "wanted" ? to : from, step.keys);
        await move(lab, said, [before, await sideBy(lab, next)], on);
        stands = next;
    }
    return stands;
}

/** What data: keep protects, and the lab's file does without; node groups too, which it may make anew under the same name. */
export async function unprotected(lab: Lab, what: string): Promise<void> {
    const { graph } = await sideOf(lab);
    const gone = lab
        .state()
        .resources.filter(({ protect }) => protect === true)
        .filter(({ urn, type }) => graph.find(urn) === undefined || type === "aws:eks/nodeGroup:NodeGroup");
    if (gone.length === 0) return;
    await lab.step(
        what,
        () =>
            unprotect(
                lab,
                gone.map(({ urn }) => urn),
            ),
        (run) => ({ findings: endsWell(run), fact: `${String(gone.length)} resources` }),
    );
}

/** Both stand beside each other in an account; here one after the other, on a cloud of its own. */
async function anew(lab: Lab, { what, from, to }: Pair, on: On): Promise<string> {
    lab.use(from); // what is protected is deployed as disposable first, and that is still the old file
    await lab.step(`${what}: the old one goes`, () => lab.down(), endsWell);
    lab.use(to);
    await lab.step(
        `${what}: as a new environment`,
        () => upOn(lab, on),
        (run) => ({ findings: endsWell(run), fact: counted(run.steps) }),
    );
    return to;
}

/** To the file that the lab has now, from what stands: it converges, and no data is lost without a word. */
export async function move(lab: Lab, what: string, [before, after]: readonly [Side, Side], on: On): Promise<void> {
    const { marks } = await marksIn(lab);
    const announced = announcedLosses(lab, before, after);
    const noLoss = new Set([...announced, ...goneOnlyEmpty(lab.cloud().live())]);
    const { status } = await lab.step(
        what,
        () => upOn(lab, on),
        (run) => ({ findings: endsWell(run), fact: counted(changes(run.steps)) || "nothing to do" }),
    );
    if (status !== 0) throw new Error(`${what}: did not converge, so nothing after it can be shown`);
    await lab.step(`${what}: nothing left to do`, () => lab.preview(), unchanged);
    await lab.step(
        `${what}: everything runs, nothing old is left, all data is there or was announced`,
        async () => ({ kept: await marksIn(lab), standing: await lab.standing(), open: await notRunning(lab) }),
        ({ kept, standing, open }) => ({
            findings: [...converged(lab.state(), standing), ...open, ...lostSilently(marks, kept, noLoss)],
            fact: `${String(marks.size)} stores, ${String([...announced].filter((stored) => marks.has(stored)).length)} announced as lost`,
        }),
    );
}

async function notRunning(lab: Lab): Promise<Findings> {
    const open = await ifDrilled(lab, async (drill) => {
        const { findings, sight } = await drill.settle();
        const claims = sight.claims.filter(
            ({ metadata, status }) =>
                metadata.deletionTimestamp !== undefined ||
                (status as { phase?: string } | undefined)?.phase !== "Bound",
        );
        return [
            ...findings,
            ...claims.map(
                ({ metadata }) =>
                    `claim ${String(metadata.namespace)}/${String(metadata.name)} is not bound, or is going`,
            ),
        ];
    });
    return open ?? [];
}
