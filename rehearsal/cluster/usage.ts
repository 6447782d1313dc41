/** Simulated usage of pods, as real HorizontalPodAutoscalers read it: kwok says what each pod uses, metrics-server asks it and tells. */
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { mapIn, mapsIn } from "../../plan/capacity/requests";
import type { Say } from "../programs/go-build";
import { goProgram } from "../programs/go-programs";
import type { ControlPlane } from "../kubernetes/plane";
import { ApiError, type Api, type Live } from "../kubernetes/real/api";
import { create } from "./fill";
import { freePorts } from "./ports";
import { processesIn } from "./processes";
import { CPU_USAGE, usageManifests } from "./usage-manifests";

type Plane = Pick<ControlPlane, "kubectl" | "kubeconfig">;

/** A target of several pods that share what comes in. */
export interface Load {
    readonly namespace: string;
    /** Of the pods: `app=web`. */
    readonly selector: string;
    /** Of all of them together. */
    readonly millicores: number;
}

/** Once per control plane, of which it becomes a part. The first reading comes some 90 s later. */
export async function startUsage(plane: Plane, directory: string, say: Say): Promise<void> {
    const program = path.join(directory, "metrics-server");
    if (processesIn(program).length > 0) return;
    const built = await goProgram("metrics-server", say);
    // By a name inside of the directory, so that it ends with the rest (processes.ts).
    fs.rmSync(program, { force: true });
    fs.symlinkSync(built, program);
    const [port = 0] = await freePorts(1);
    const log = fs.openSync(path.join(directory, "metrics-server.log"), "w");
    spawn(program, argumentsOf(plane, directory, port), { detached: true, stdio: ["ignore", log, log] }).unref();
    fs.closeSync(log);
    await create(plane, usageManifests(port));
}

const argumentsOf = ({ kubeconfig }: Plane, directory: string, port: number): readonly string[] => [
    ...["--kubeconfig", "--authentication-kubeconfig", "--authorization-kubeconfig"].map(
        (flag) => `${flag}=${kubeconfig}`,
    ),
    ...[
        "--bind-address=127.0.0.1",
        `--secure-port=${String(port)}`,
        `--cert-dir=${path.join(directory, "metrics-server-pki")}`,
    ],
    // kwok is the kubelet of every node, on one port of this machine.
    ...["--kubelet-insecure-tls", "--kubelet-use-node-status-port", "--kubelet-preferred-address-types=Hostname"],
    "--metric-resolution=15s",
];

/** The load as it falls on the pods that are ready now; to be called again whenever their number may have changed. Returns that number. */
export async function shareLoad(
    api: Pick<Api, "list" | "merge">,
    { namespace, selector, millicores }: Load,
): Promise<number> {
    const path = `/api/v1/namespaces/${namespace}/pods`;
    const pods = await api.list(`${path}?labelSelector=${encodeURIComponent(selector)}`);
    const ready = pods.filter(isReady);
    const each = `${String(Math.round(millicores / Math.max(1, ready.length)))}m`;
    const others = ready.filter(({ metadata }) => mapIn(metadata.annotations)[CPU_USAGE] !== each);
    await Promise.all(
        others.map(async ({ metadata }) => {
            try {
                await api.merge(`${path}/${String(metadata.name)}`, {
                    metadata: { annotations: { [CPU_USAGE]: each } },
                });
            } catch (error) {
                if (!(error instanceof ApiError) || error.status !== 404) throw error; // it has just ended
            }
        }),
    );
    return ready.length;
}

const isReady = ({ metadata, status }: Live): boolean =>
    metadata.deletionTimestamp === undefined &&
    mapsIn(mapIn(status).conditions).some(({ type, status: value }) => type === "Ready" && value === "True");
