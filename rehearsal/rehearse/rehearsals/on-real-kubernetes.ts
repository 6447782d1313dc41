import { killProcessesIn } from "../../cluster/processes";
import type { Lab } from "../lab";

/** With a control plane of the lab's own, which ends with the work. Where none can be, that is a finding: nothing is skipped quietly. */
export async function onRealKubernetes(lab: Lab, otherwise: string, work: () => Promise<void>): Promise<void> {
    const { controlPlanes } = lab.rehearsed();
    const missing = controlPlanes === undefined ? "this program brings none" : controlPlanes.missing();
    if (controlPlanes === undefined || missing !== undefined) {
        await lab.step(
            "a real control plane",
            () => Promise.resolve(),
            () => [`${otherwise}: ${String(missing)}`],
        );
        return;
    }
    await killProcessesIn(lab.paths.cluster); // of a rehearsal that was killed; its directory is gone already
    try {
        await work();
    } finally {
        await controlPlanes.stop(lab.paths.cluster);
    }
}
