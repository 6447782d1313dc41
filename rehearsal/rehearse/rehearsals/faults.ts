import { nextBatch, typesToFail } from "../batches";
import { onRealKubernetes } from "./on-real-kubernetes";
import { inClear, secretsIn } from "../checks/canaries";
import { converged, metFaults } from "../checks/converged";
import { counted, endsWell, unchanged } from "../checks/outcome";
import { upKilled } from "../kill";
import type { Lab, Run } from "../lab";
import type { Rehearsal } from "../rehearsal";

const MOST_RUNS = 20;

/** What AWS refuses once, for each type that there is; then the same run again. */
export const faults: Rehearsal = {
    name: "faults",
    shows: "after one refused create of each type a repeat makes the rest, nothing twice; no secret stands anywhere in clear",
    form: "short",
    async run(lab) {
        const graph = await lab.graph();
        const types = new Set(typesToFail(graph));
        for (let turn = 1; types.size > 0; turn++) {
            if (turn > MOST_RUNS)
                throw new Error(`after ${String(MOST_RUNS)} runs these never failed: ${[...types].join(", ")}`);
            const batch = nextBatch(graph, types, new Set(lab.state().resources.map(({ urn }) => urn)));
            const urns = batch.map(({ urn }) => urn);
            const { failed } = await lab.step(
                `up ${String(turn)}: one of each of ${String(urns.length)} types is refused`,
                () =>
                    lab.upAsFarAsPossible({ faults: urns.map((on) => ({ on, kind: "before" })), checkpoints: "last" }),
                (run) => ({
                    findings: metFaults(urns, run.failed, lab.state()),
                    fact: `${String(run.failed.length)} refused, ${counted(run.steps)}`,
                }),
            );
            // What was never tried waits for one that failed in a way that no graph shows, such as a component's provider: its turn comes.
            for (const { type, urn } of batch) if (failed.includes(urn)) types.delete(type);
        }
        await converges(lab);
        await lab.step(
            "no secret in clear in state, log, events, output, cloud",
            () => Promise.resolve(secretsIn(lab.cloud().live())),
            (secrets) => ({
                findings: inClear(lab.paths.root, secrets),
                fact: `${String(secrets.length)} secrets, no hit`,
            }),
        );
    },
};

/** Command, engine and cloud are killed at once, at points that a seed chooses; `make recover` and a repeat must put it right. */
export const kills: Rehearsal = {
    name: "kills",
    shows: "after a kill -9 of everything at any point, make recover and a repeat leave each object once and none unknown",
    form: "short",
    async run(lab) {
        await onRealKubernetes(lab, "nothing was killed", () => killed(lab));
    },
};

async function killed(lab: Lab): Promise<void> {
    const times = lab.full ? 20 : 3;
    for (const seed of Array.from({ length: times }, (_, index) => index + 1)) {
        const killed = await lab.step(
            `kill -9, seed ${String(seed)}`,
            () => upKilled(lab.paths, lab.stack, pointOf(seed, lab.full ? 45 : 100)),
            ({ ended, objects, text }) => ({
                findings: ended ? [`the run was over before it was killed: ${text.slice(-400)}`] : [],
                fact: `at ${String(objects)} objects`,
            }),
        );
        if (killed.ended) break;
        await lab.step(
            "make recover",
            () => withStanding(lab, lab.recover()),
            ({ run, standing }) => [...endsWell(run), ...converged(lab.state(), standing)],
        );
    }
    await converges(lab);
}

/** A repeat makes what is missing, nothing twice, and then there is nothing to do. */
export async function converges(lab: Lab, repeat = "up again: makes the rest"): Promise<void> {
    await lab.step(
        repeat,
        () => withStanding(lab, lab.upQuickly()),
        ({ run, standing }) => ({
            findings: [...endsWell(run), ...converged(lab.state(), standing)],
            fact: counted(run.steps),
        }),
    );
    await lab.step("preview: no changes", () => lab.preview(), unchanged);
}

/** And what exists after it. */
async function withStanding(lab: Lab, running: Promise<Run>) {
    const run = await running;
    return { run, standing: await lab.standing() };
}

/** Up to `most` objects more, the same for each run. */
export function pointOf(seed: number, most: number): number {
    return 5 + (((seed * 2654435761) % 2 ** 32) % most);
}
