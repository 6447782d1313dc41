import { counted, endsWell, nothingLeft, unchanged } from "../checks/outcome";
import type { Rehearsal } from "../rehearsal";

/** There, nothing to do, back, nothing left, and there again: a name that AWS still holds would show now. */
export const roundTrip: Rehearsal = {
    name: "round-trip",
    shows: "up, a preview without changes, a refresh without drift, destroy to nothing, and up again",
    form: "short",
    async run(lab) {
        await lab.step(
            "up",
            () => lab.up(),
            (run) => ({ findings: endsWell(run), fact: counted(run.steps) }),
        );
        await lab.step("preview: no changes", () => lab.preview(), unchanged);
        await lab.step("refresh: no drift", () => lab.compare(), unchanged);
        await lab.step(
            "down",
            () => lab.down(),
            (run) => [...endsWell(run), ...nothingLeft(lab.state(), lab.cloud().live())],
        );
        await lab.step(
            "up again",
            () => lab.up(),
            (run) => ({ findings: endsWell(run), fact: counted(run.steps) }),
        );
    },
};
