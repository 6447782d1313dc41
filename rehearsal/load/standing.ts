/** The embedded environment that is put under load, where one is up. */
import * as fs from "node:fs";
import { findControlPlane } from "../cluster";
import type { ControlPlane } from "../kubernetes/plane";
import { mindcloud } from "../session/mindcloud";
import { pathsOf, type Paths } from "../session/paths";

/** One line, exit status 2. */
export class Refusal extends Error {}

export interface Standing {
    readonly paths: Paths;
    /** To be called by who holds its lock: nobody takes it down meanwhile. */
    readonly plane: () => Promise<ControlPlane>;
}

export function standing(root: string, stack: string): Standing {
    const loaded = mindcloud(root)(stack);
    if ("problems" in loaded) throw new Refusal(loaded.problems);
    const paths = pathsOf(root, stack);
    const none = new Refusal(
        `${stack}: no environment with a control plane is up here: make up STACK=${stack}, or TARGET=https://... of a real one`,
    );
    if (!fs.existsSync(paths.cluster)) throw none;
    return {
        paths,
        plane: async () => {
            const plane = await findControlPlane(paths.cluster);
            if (plane === undefined) throw none;
            return plane;
        },
    };
}
