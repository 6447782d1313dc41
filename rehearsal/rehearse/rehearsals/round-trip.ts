import { endsWell, nothingLeft, ranWell, unchanged } from "../checks/outcome";
import type { Lab } from "../lab";
import type { Rehearsal } from "../rehearsal";
import { onRealKubernetes } from "./on-real-kubernetes";

/** There, nothing to do, back, nothing left, and there again: a name that AWS still holds would show now. */
export const roundTrip: Rehearsal = {
    name: "round-trip",
    shows: "up, a preview without changes, a refresh without drift, destroy to nothing, and up again",
    form: "short",
    async run(lab) {
        await onRealKubernetes(lab, "nothing was made", () => roundTripOf(lab));
    },
};

async function roundTripOf(lab: Lab): Promise<void> {
    await lab.step("up on a real control plane", () => lab.up({ kubernetes: "real" }), ranWell);
    await lab.step("preview: no changes", () => lab.preview(), unchanged);
    await lab.step("refresh: no drift", () => lab.compare(), unchanged);
    await lab.step(
        "down: nothing in the state, in the cloud, on the API server",
        () => lab.down(),
        (run) => [...endsWell(run), ...nothingLeft(lab.state(), lab.cloud().live())],
    );
    await lab.step("up again", () => lab.up({ kubernetes: "real" }), ranWell);
}
