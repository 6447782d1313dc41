import * as fs from "node:fs";
import * as path from "node:path";
import { scheduleOf } from "../../../plan/schedule";
import { inTime, minutes } from "../checks/makespan";
import { counted, endsWell } from "../checks/outcome";
import type { Rehearsal } from "../rehearsal";

/** A first deployment with the times that AWS takes (plan/times.ts), through the engine's own order, beside the chain that the plan prints. */
export const time: Rehearsal = {
    name: "time",
    shows: "a first deployment takes as long as the longest chain of AWS's waits, and less than 18 minutes",
    form: "short",
    async run(lab) {
        const { criticalPath, totalSeconds } = await lab.step(
            "the longest chain, as the plan has it",
            async () => scheduleOf(await lab.graph()),
            ({ criticalPath, totalSeconds }) => ({
                findings: criticalPath.length === 0 ? ["there is none"] : [],
                fact: `${minutes(totalSeconds)}: ${criticalPath.map(({ name, seconds }) => `${name} ${(seconds / 60).toFixed(1)}`).join(" - ")}`,
            }),
        );
        const clockFile = path.join(lab.paths.root, "clock");
        // On AWS the engine writes its state at every step; in the long form it does here, too.
        const checkpoints = lab.full ? "every" : "last";
        await lab.step(
            "up, at AWS's pace",
            () => lab.up({ clockFile, checkpoints }),
            (run) => {
                const seconds = fs.existsSync(clockFile) ? Number(fs.readFileSync(clockFile, "utf8")) / 1000 : 0;
                const more = `${((seconds / totalSeconds - 1) * 100).toFixed(1)} % over the chain of ${String(criticalPath.length)} stages`;
                return {
                    findings: [...endsWell(run), ...inTime(seconds, totalSeconds, true)],
                    fact: `${minutes(seconds)}, ${more}; ${counted(run.steps)}`,
                };
            },
        );
    },
};
