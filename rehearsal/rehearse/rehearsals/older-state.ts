import * as fs from "node:fs";
import { stateFileOf } from "../../engine/state";
import { converged } from "../checks/converged";
import { changes, counted, endsWell, ranWell, unchanged } from "../checks/outcome";
import type { Lab } from "../lab";
import type { Findings, Rehearsal } from "../rehearsal";
import { keeping } from "../stack-file";
import { marksIn } from "../transitions/look";
import { lostSilently } from "../transitions/marks";

/** Pulumi's own state, taken from an older version of its bucket: docs/guides/restore-state.md, step by step. */
export const olderState: Rehearsal = {
    name: "older-state",
    shows: "the state comes back from a version of its bucket: the newest as if nothing had happened, an older one by a refresh, an import of what was made since, and an up that loses no data",
    form: "full",
    async run(lab) {
        lab.edit(keeping("akosha"));
        await lab.step("up", () => lab.upQuickly(), ranWell);
        const older = fs.readFileSync(fileOf(lab));
        fs.rmSync(fileOf(lab));
        await lab.step("the state is gone: everything would be made again", () => lab.preview(), makesEverything);
        fs.writeFileSync(fileOf(lab), older);
        await lab.step("its newest version: no changes", () => lab.preview(), unchanged);

        lab.edit(keeping("akosha", "memstack"));
        await lab.step("a system more", () => lab.upQuickly(), ranWell);
        const { marks } = await marksIn(lab);
        fs.writeFileSync(fileOf(lab), older);
        await lab.step("the version before it, refreshed", () => refresh(lab), ranWell);
        await lab.step("what was made since is imported", () => lab.recover(), endsWell);
        await lab.step("up: passwords made since are made anew", () => lab.upQuickly(), makesPasswordsOnly);
        await lab.step("preview: no changes", () => lab.preview(), unchanged);
        await lab.step(
            "nothing is there twice, nothing unknown, no data lost",
            async () => ({ kept: await marksIn(lab), standing: await lab.standing() }),
            ({ kept, standing }) => [...converged(lab.state(), standing), ...lostSilently(marks, kept, new Set())],
        );
    },
};

const fileOf = (lab: Lab): string => stateFileOf(lab.paths, lab.rehearsed().project, lab.stack);

const refresh = (lab: Lab) =>
    lab.engine("refresh", {}, async ({ engine, screen }) => {
        await engine.refresh(screen.onEvent, false);
    });

const makesEverything = (run: Parameters<typeof unchanged>[0]): { findings: Findings; fact: string } => ({
    findings: run.steps.every(({ operation }) => operation === "create") ? [] : ["something was still known"],
    fact: counted(run.steps),
});

/** They stand nowhere but in the state, and in Secrets Manager, from where Pulumi does not take them. */
const makesPasswordsOnly = (run: Parameters<typeof unchanged>[0]): { findings: Findings; fact: string } => ({
    findings: [
        ...endsWell(run),
        ...changes(run.steps).flatMap(({ operation, type, name }) =>
            operation === "create" && !type.startsWith("random:") ? [`${name} (${type}) was made a second time`] : [],
        ),
    ],
    fact: counted(changes(run.steps)),
});
