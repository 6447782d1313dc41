/** One Kubernetes control plane for one environment: real programs, nodes by kwok. It outlives the process that starts it. */
import * as fs from "node:fs";
import * as path from "node:path";
import type { Minor } from "../../config/versions";
import type { ControlPlane } from "../kubernetes/plane";
import { fill } from "./fill";
import { programsFor, type Programs } from "./programs";
import { run } from "./run";
import type { Say } from "../go-build";
import type { Shape } from "./shaped";

const NAME = "mindcloud";

export interface StartOptions {
    readonly minor: Minor;
    /** Everything that belongs to it, and nothing else. */
    readonly directory: string;
    readonly say: Say;
    /** Asked for only when there is nothing yet. */
    readonly shape: () => Promise<Shape>;
}

/** Starts it, or finds it running, or wakes it after the machine or a person has stopped its processes. */
export async function startControlPlane({ minor, directory, say, shape }: StartOptions): Promise<ControlPlane> {
    const programs = await programsFor(minor, say);
    const kwokctl = new Kwokctl(programs, directory);
    const plane = { kubeconfig: kubeconfigOf(directory), server: "", kubectl: programs.kubectl };
    const complete = path.join(directory, "complete");
    if (fs.existsSync(complete)) {
        if (!(await answers(plane))) {
            say(`waking the control plane of Kubernetes ${minor}`);
            await kwokctl.run("start", "cluster");
        }
    } else {
        // What a killed start has left behind is in nobody's state yet.
        if (fs.existsSync(directory)) await stopControlPlane(directory, programs);
        say(`starting a control plane of Kubernetes ${minor}`);
        fs.mkdirSync(directory, { recursive: true });
        fs.writeFileSync(path.join(directory, "minor"), minor);
        const wanted = shape();
        await kwokctl.run("create", "cluster", ...flagsOf(programs, plane.kubeconfig));
        await fill(plane, directory, await wanted);
        fs.writeFileSync(complete, "");
    }
    return { ...plane, server: serverIn(plane.kubeconfig) };
}

export async function stopControlPlane(directory: string, programs?: Programs): Promise<void> {
    const minorFile = path.join(directory, "minor");
    if (fs.existsSync(minorFile)) {
        const minor = fs.readFileSync(minorFile, "utf8") as Minor;
        await new Kwokctl(programs ?? (await programsFor(minor, () => undefined)), directory).run("delete", "cluster");
    }
    fs.rmSync(directory, { recursive: true, force: true });
}

const kubeconfigOf = (directory: string): string => path.join(directory, "kubeconfig");

function flagsOf(programs: Programs, kubeconfig: string): readonly string[] {
    return [
        "--runtime=binary",
        `--etcd-binary=${programs.etcd}`,
        `--kube-apiserver-binary=${programs.apiServer}`,
        `--kube-controller-manager-binary=${programs.controllerManager}`,
        `--kube-scheduler-binary=${programs.scheduler}`,
        `--kwok-controller-binary=${programs.kwok}`,
        `--kubeconfig=${kubeconfig}`,
        "--kube-admission=true",
        "--kube-authorization=true",
        "--disable-qps-limits=true",
        // Simulated usage, for autoscalers.
        "--enable-crds=Metric,ClusterResourceUsage",
        // A rehearsal that is lost with the machine is no loss, and waiting for the disk is most of etcd's work.
        "--extra-args=etcd=unsafe-no-fsync=true",
        // No volume is attached to anything here, and a pod would wait for it.
        "--extra-args=kube-controller-manager=controllers=*,-persistentvolume-attach-detach-controller",
        "--wait=120s",
    ];
}

class Kwokctl {
    readonly #programs: Programs;
    readonly #directory: string;

    constructor(programs: Programs, directory: string) {
        this.#programs = programs;
        this.#directory = directory;
    }

    async run(...words: readonly string[]): Promise<void> {
        const { code, output } = await run(this.#programs.kwokctl, [...words, `--name=${NAME}`], {
            // HOME: kwokctl looks for a configuration of the user's, and must find none.
            env: {
                PATH: process.env.PATH ?? "",
                HOME: this.#directory,
                KWOK_WORKDIR: path.join(this.#directory, "kwok"),
            },
        });
        if (code !== 0)
            throw new Error(`kwokctl ${words.slice(0, 2).join(" ")} ended with status ${String(code)}:\n${output}`);
    }
}

async function answers({ kubectl, kubeconfig }: Pick<ControlPlane, "kubectl" | "kubeconfig">): Promise<boolean> {
    const { code } = await run(kubectl, [
        "--kubeconfig",
        kubeconfig,
        "get",
        "--raw",
        "/readyz",
        "--request-timeout=3s",
    ]);
    return code === 0;
}

function serverIn(kubeconfig: string): string {
    const server = /^\s*server: (\S+)$/m.exec(fs.readFileSync(kubeconfig, "utf8"))?.[1];
    if (server === undefined) throw new Error(`${kubeconfig} names no server`);
    return server;
}
