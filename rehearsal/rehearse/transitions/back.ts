/** Back to A after a B that failed, or was killed, on its way: what B made goes, and what A stored is still there. */
import { nextBatch, typesToFail } from "../batches";
import { endsWell } from "../checks/outcome";
import { upKilled } from "../kill";
import type { Lab } from "../lab";
import { withKeys } from "../stack-file";
import { settingsOf } from "./generate";
import { sideOf } from "./look";
import { move, type On } from "./pair";

/** What was made or removed, when everything is killed. */
const KILLED_AFTER = 12;
/** Of that, on the way back. */
const KILLED_AGAIN_AFTER = 3;

/** Of A with a system more, or less where all are there. */
function another(text: string, lab: Lab): { readonly key: string; readonly to: string } | undefined {
    const systems = Object.entries(lab.environment().systems);
    return [false, true]
        .flatMap((enabled) =>
            systems
                .filter(([, system]) => system.enabled === enabled)
                .map(([name]) => {
                    const key = `systems.${name}.enabled`;
                    return { key, to: withKeys(text, { [key]: !enabled }) };
                }),
        )
        .find(({ to }) => settingsOf(to) !== undefined);
}

/** `text` stands, and stands again afterwards. On a real control plane B is killed; in memory AWS and Kubernetes refuse what they can. */
export async function backAgain(lab: Lab, text: string, on: On): Promise<void> {
    lab.use(text);
    const before = await sideOf(lab);
    const b = another(text, lab);
    if (b === undefined) throw new Error("no other system can be switched, so that nothing can fail on its way");
    lab.use(b.to);
    const after = await sideOf(lab);
    if (on === "real") {
        await killed(lab, `${b.key}: killed on its way`, KILLED_AFTER);
        lab.use(text);
        await lab.step("make recover, with the file before", () => lab.recover(), endsWell);
        await killed(lab, `back from ${b.key}: killed on its way`, KILLED_AGAIN_AFTER);
        await lab.step("make recover", () => lab.recover(), endsWell);
    } else {
        const there = new Set(before.graph.resources.map(({ urn }) => urn));
        const fresh = after.graph.resources.filter(({ urn }) => !there.has(urn));
        const types = new Set([...typesToFail(after.graph)].filter((type) => fresh.some((each) => each.type === type)));
        const refused = nextBatch(after.graph, types, there).map(({ urn }) => urn);
        await lab.step(
            `${b.key}: fails on its way`,
            () =>
                lab.upAsFarAsPossible({
                    faults: refused.map((urn) => ({ on: urn, kind: "before" })),
                    checkpoints: "last",
                }),
            ({ status, failed }) => ({
                findings: status === 0 ? ["nothing failed, although it was to"] : [],
                fact: `${String(failed.length)} refused`,
            }),
        );
        lab.use(text);
    }
    await move(lab, `back from ${b.key}`, [after, before], on);
}

const killed = (lab: Lab, what: string, after: number): Promise<unknown> =>
    lab.step(
        what,
        () => upKilled(lab.paths, lab.stack, after),
        ({ ended, objects }) => ({
            findings: ended ? ["the run was over before it was killed"] : [],
            fact: `at ${String(objects)} objects`,
        }),
    );
