import * as path from "node:path";
import { changes, counted, endsWell } from "../checks/outcome";
import { keptPromises, protectedOnes } from "../checks/promises";
import type { Lab } from "../lab";
import { readChanges, type Change } from "../promises";
import type { Findings, Rehearsal } from "../rehearsal";
import type { Run } from "../lab";
import { renamed, renamedSteps } from "./rename";

/** Each change of docs/changes.md in turn, through the real engine; what it does must be what is written there. */
export const change: Rehearsal = {
    name: "change",
    shows: "each change of docs/changes.md does what is said there, and nothing stateful is replaced",
    form: "short",
    async run(lab) {
        const { start, changes: all } = readChanges(path.join(lab.checkout, "docs", "changes.md"));
        lab.edit(start);
        lab.wrap(renamed(lab.environment(), "rehearsal-archive"));
        await lab.step(
            "up",
            () => lab.upQuickly(),
            (run) => ({ findings: endsWell(run), fact: counted(run.steps) }),
        );
        for (const one of all) {
            lab.edit(...lab.patches, one.patch);
            await make(lab, one);
        }
        lab.wrap(renamed(lab.environment(), "rehearsal-attic", "rehearsal-archive"));
        await lab.step(
            "A rename with an alias",
            () => lab.upQuickly(),
            (run) => told(run, renamedSteps(run)),
        );
    },
};

async function make(lab: Lab, { title, promised }: Change): Promise<void> {
    const here = promised[lab.rehearsed().data];
    if (here.some(({ operation }) => operation === "protected")) {
        const refused = await lab.step(
            `${title}: refused`,
            () => lab.upQuickly(),
            (run) => protectedOnes(here, run),
        );
        await lab.step(`${title}: unprotect what was named`, () => unprotect(lab, refused), endsWell);
    }
    await lab.step(
        title,
        () => lab.upQuickly(),
        (run) => told(run, keptPromises(here, run.steps)),
    );
}

function told(run: Run, findings: Findings): { findings: Findings; fact: string } {
    return { findings: [...endsWell(run), ...findings], fact: counted(changes(run.steps)) };
}

/** As the refusal says: `pulumi state unprotect` for each URN that it names. */
function unprotect(lab: Lab, { text }: Run): Promise<Run> {
    const named = lab.state().resources.filter(({ urn, protect }) => protect === true && text.includes(urn));
    return lab.engine("unprotect", {}, async ({ engine, screen }) => {
        for (const { urn } of named) {
            const { code, stderr } = await engine.run("state", "unprotect", urn, "--yes");
            if (code !== 0) throw new Error(`pulumi state unprotect ${urn}: ${stderr}`);
            screen.say(`unprotected ${urn}`);
        }
    });
}
