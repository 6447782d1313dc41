import * as path from "node:path";
import { changes, counted, endsWell, ranWell } from "../checks/outcome";
import { isProtected, keptPromises, protectedOnes } from "../checks/promises";
import type { Lab, Run } from "../lab";
import { readChanges, type Change } from "../promises";
import type { Findings, Rehearsal } from "../rehearsal";
import { unprotect } from "../unprotect";
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
        await lab.step("up", () => lab.upQuickly(), ranWell);
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
    // Not by asking for the refusal: after a failed delete Pulumi 3.246 walks every path of the graph, minutes of work in a large one.
    const findings = protectedOnes(here, lab.state().resources);
    if (here.some(({ operation }) => operation === "protected"))
        await lab.step(
            `${title}: unprotect`,
            () =>
                unprotect(
                    lab,
                    lab
                        .state()
                        .resources.filter((resource) => isProtected(here, resource))
                        .map(({ urn }) => urn),
                ),
            (run) => [...endsWell(run), ...findings],
        );
    await lab.step(
        title,
        () => lab.upQuickly(),
        (run) => told(run, keptPromises(here, run.steps)),
    );
}

function told(run: Run, findings: Findings): { findings: Findings; fact: string } {
    return { findings: [...endsWell(run), ...findings], fact: counted(changes(run.steps)) };
}
