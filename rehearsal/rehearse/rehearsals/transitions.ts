import * as fs from "node:fs";
import * as path from "node:path";
import { ranWell } from "../checks/outcome";
import type { Lab } from "../lab";
import type { Rehearsal } from "../rehearsal";
import { transition, upOn, type Pair } from "../transitions/pair";
import { onRealKubernetes } from "./on-real-kubernetes";

/** Any stack file to any other. */
export const transitions: Rehearsal = {
    name: "transitions",
    shows: "a stack file becomes another one, or is refused before the first step and becomes it by the steps that it names; no data is lost without a word",
    form: "short",
    async run(lab) {
        const { from, to } = lab.asked;
        if (from !== undefined && to !== undefined) await given(lab, from, to);
    },
};

/** Two files by hand, on a real control plane. */
async function given(lab: Lab, from: string, to: string): Promise<void> {
    const pair: Pair = {
        what: `${path.basename(from)} to ${path.basename(to)}`,
        from: fs.readFileSync(from, "utf8"),
        to: fs.readFileSync(to, "utf8"),
    };
    await onRealKubernetes(lab, "nothing was changed", async () => {
        lab.use(pair.from);
        const up = await lab.step(`up ${path.basename(from)}`, () => upOn(lab, "real"), ranWell);
        if (up.status === 0) await transition(lab, pair, "real");
    });
}
