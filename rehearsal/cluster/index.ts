/** How the embedded cloud gets its Kubernetes where Go is on the machine. */
import { spawnSync } from "node:child_process";
import type { Minor } from "../../config/versions";
import type { ControlPlanes } from "../kubernetes/plane";
import { goProgram } from "../programs/go-programs";
import { startControlPlane, stopControlPlane, type ChartsAtHand } from "./control-plane";
import { minors, programsFor } from "./programs";
import type { Shape } from "./shaped";

export { findControlPlane } from "./control-plane";
export { shapeIn } from "./fill";
export { drainNode, resizeNodes } from "./resize";
export { shareLoad, startUsage } from "./usage";

export interface PlannedCluster {
    readonly minor: Minor;
    /** Of the environment: another one has another. */
    readonly key: string;
    /** Asked for when the control plane is new, or was made with another key. */
    readonly shape: () => Promise<Shape>;
    /** Of charts, with their values. Without them no chart itself can be installed. */
    readonly releases?: ChartsAtHand["releases"];
}

export function controlPlanes({ minor, key, shape, releases }: PlannedCluster): ControlPlanes {
    return {
        missing: () => {
            if (!minors().includes(minor))
                return `no control plane of Kubernetes ${minor} can be built: rehearsal/tools has ${minors().join(", ")}`;
            return hasGo() ? undefined : "Go is missing: install it, and its programs are built once";
        },
        build: async (say) => {
            await programsFor(minor, say);
            await goProgram("pulumi-kubernetes", say);
        },
        start: ({ directory, onProgress, charts }) =>
            startControlPlane({
                ...{ minor, directory, say: onProgress, key, shape },
                ...(charts !== undefined && releases !== undefined && { charts: { from: charts, releases } }),
            }),
        stop: (directory) => stopControlPlane(directory),
    };
}

let go: boolean | undefined;

export function hasGo(): boolean {
    return (go ??= spawnSync("go", ["version"], { stdio: "ignore" }).status === 0);
}
