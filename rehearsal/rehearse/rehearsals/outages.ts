import * as path from "node:path";
import { kill, processesIn } from "../../cluster/processes";
import { counted, endsWell, ranWell, unchanged } from "../checks/outcome";
import type { Lab, Run } from "../lab";
import type { Findings, Rehearsal } from "../rehearsal";
import { converges } from "./faults";
import { onRealKubernetes } from "./on-real-kubernetes";

const OUTAGE_SECONDS = 30;
/** Pods are being made by then, and most of the cluster is still to come. */
const OBJECTS_BEFORE_OUTAGE = 60;

/** Who answers is gone in the middle of a deployment, for everybody at once: the Kubernetes API server, then AWS itself. */
export const outages: Rehearsal = {
    name: "outages",
    shows: "the API server gone for 30 s, and credentials that expire: the run fails with the reason, and a repeat makes the rest, nothing twice",
    form: "full",
    async run(lab) {
        await onRealKubernetes(lab, "nobody was gone", async () => {
            await apiServerGone(lab);
            await credentialsExpired(lab);
        });
    },
};

async function apiServerGone(lab: Lab): Promise<void> {
    await lab.step(
        `up: the API server goes for ${String(OUTAGE_SECONDS)} s`,
        () => upWithOutage(lab),
        (run) => ({
            findings: failedWith(run, /ECONNREFUSED|ECONNRESET|socket hang up/),
            fact: counted(run.steps),
        }),
    );
    await lab.step("up again: makes the rest", () => lab.up(), ranWell);
    await lab.step("preview: no changes", () => lab.preview(), unchanged);
    await lab.step(
        "down: nothing is left",
        () => lab.down(),
        (run) => endsWell(run),
    );
}

/** It comes back under the same address, as on EKS: who only waited goes on. */
async function upWithOutage(lab: Lab): Promise<Run> {
    const run = lab.upAsFarAsPossible({ kubernetes: "real", checkpoints: "last" });
    const upIs = { over: false };
    void run.finally(() => (upIs.over = true));
    const apiServer = () =>
        processesIn(lab.paths.cluster).find(({ program }) => path.basename(program) === "kube-apiserver");
    while (!upIs.over && (apiServer() === undefined || lab.made() < OBJECTS_BEFORE_OUTAGE)) await pause(0.1);
    const gone = Date.now();
    const server = apiServer();
    if (server !== undefined) kill(server.pid);
    await pause(OUTAGE_SECONDS - (Date.now() - gone) / 1000);
    const { root, cluster: directory } = lab.paths;
    await lab.rehearsed().controlPlanes?.start({ root, directory, onProgress: () => undefined });
    return run;
}

async function credentialsExpired(lab: Lab): Promise<void> {
    const { urn } = (await lab.graph()).the("aws:eks/cluster:Cluster");
    await lab.step(
        "up: the credentials expire at the cluster",
        () => lab.upAsFarAsPossible({ faults: [{ on: urn, kind: "expire" }], checkpoints: "last", kubernetes: "real" }),
        (run) => ({ findings: failedWith(run, /ExpiredToken/), fact: counted(run.steps) }),
    );
    await converges(lab, "up with new ones: makes the rest");
}

function failedWith({ failed, text, events }: Pick<Run, "failed" | "text" | "events">, reason: RegExp): Findings {
    return [
        ...(failed.length === 0 ? ["nothing failed"] : []),
        ...(reason.test(text) || events.some((event) => reason.test(event)) ? [] : [`nobody said ${String(reason)}`]),
    ];
}

const pause = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
