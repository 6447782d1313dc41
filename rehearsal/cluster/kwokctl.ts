/** kwokctl starts the programs of a control plane as processes of this machine: certificates, arguments, order. */
import * as fs from "node:fs";
import * as path from "node:path";
import { stringify } from "yaml";
import { freePorts } from "./ports";
import { killProcessesIn, processesIn } from "./processes";
import type { Programs } from "./programs";
import { run } from "./run";

const NAME = "mindcloud";

/** RFC 5737: nobody's. Where the API server says it is to pods; a machine without a network has no address to say, and it would not start. */
const NOWHERE = "192.0.2.1";

const argument = (key: string, value: string) => ({ key, value, override: true });

/** One of each: to be elected would be to wait, half a minute after a kill. */
const ALONE = [argument("leader-elect", "false")];

export class Kwokctl {
    readonly #programs: Programs;
    readonly #directory: string;

    constructor(programs: Programs, directory: string) {
        this.#programs = programs;
        this.#directory = directory;
    }

    /** `wholeKinds`: custom kinds with all that their charts say of them, some 60. */
    async create(kubeconfig: string, wholeKinds: boolean): Promise<void> {
        const file = path.join(this.#directory, "kwokctl.yaml");
        fs.writeFileSync(
            file,
            stringify(settings(this.#programs, await freePorts(6), wholeKinds ? "1200MiB" : "500MiB")),
        );
        await this.#run("create", "cluster", `--config=${file}`, `--kubeconfig=${kubeconfig}`, "--wait=120s");
    }

    /** Again, with what is on the disk. Nothing of it may run. */
    async start(): Promise<void> {
        // By these kwokctl would take any process that now has the number of one of its own for it.
        fs.rmSync(this.#pids, { recursive: true, force: true });
        fs.mkdirSync(this.#pids);
        await this.#run("start", "cluster", "--wait=120s");
    }

    /** On a busy machine one gives up ten seconds after its start, when the API server is not well by then. */
    async startMissing(): Promise<void> {
        const running = new Set(processesIn(this.#cluster).map(({ program }) => path.basename(program)));
        const gone = ["kube-controller-manager", "kube-scheduler"].filter((name) => !running.has(name));
        for (const name of gone) fs.rmSync(path.join(this.#pids, `${name}.pid`), { force: true });
        if (gone.length > 0) await this.#run("start", "cluster", "--wait=120s");
    }

    /** Of the rest, whatever runs goes on. */
    async restartKwok(): Promise<void> {
        await killProcessesIn(path.join(this.#cluster, "bin", "kwok-controller"));
        fs.rmSync(path.join(this.#pids, "kwok-controller.pid"), { force: true });
        await this.#run("start", "cluster", "--wait=120s");
    }

    get #cluster(): string {
        return path.join(this.#home, "clusters", NAME);
    }

    get #pids(): string {
        return path.join(this.#cluster, "pids");
    }

    get #home(): string {
        return path.join(this.#directory, "kwok");
    }

    async #run(...words: readonly string[]): Promise<void> {
        // By a name inside of the directory, so that it is found there when its parent is killed (processes.ts).
        const program = path.join(this.#directory, "kwokctl");
        fs.rmSync(program, { force: true });
        fs.symlinkSync(this.#programs.kwokctl, program);
        const { code, output } = await run(program, [...words, `--name=${NAME}`], {
            // HOME: kwokctl looks for a configuration of the user's, and must find none.
            env: { PATH: process.env.PATH ?? "", HOME: this.#directory, KWOK_WORKDIR: this.#home },
        });
        if (code !== 0)
            throw new Error(`kwokctl ${words.slice(0, 2).join(" ")} ended with status ${String(code)}:\n${output}`);
    }
}

/** `memory`: what the API server may take before it collects all the time, as Go writes amounts. */
export function settings(
    programs: Programs,
    ports: readonly number[],
    memory = "500MiB",
): Readonly<Record<string, unknown>> {
    const [etcd, etcdPeer, apiServer, controllerManager, scheduler, kwok] = ports;
    return {
        ...{ apiVersion: "config.kwok.x-k8s.io/v1alpha1", kind: "KwokctlConfiguration" },
        options: {
            ...{ runtime: "binary", bindAddress: "127.0.0.1" },
            ...{ etcdBinary: programs.etcd, etcdPort: etcd, etcdPeerPort: etcdPeer },
            ...{ kubeApiserverBinary: programs.apiServer, kubeApiserverPort: apiServer },
            ...{
                kubeControllerManagerBinary: programs.controllerManager,
                kubeControllerManagerPort: controllerManager,
            },
            ...{ kubeSchedulerBinary: programs.scheduler, kubeSchedulerPort: scheduler },
            ...{ kwokControllerBinary: programs.kwok, kwokControllerPort: kwok },
            ...{ kubeAdmission: true, kubeAuthorization: true, disableQPSLimits: true },
            // Simulated usage, for autoscalers.
            enableCRDs: ["Metric", "ClusterResourceUsage"],
        },
        componentsPatches: [
            // A rehearsal that is lost with the machine is no loss, and waiting for the disk is most of etcd's work.
            { name: "etcd", extraArgs: [argument("unsafe-no-fsync", "true")] },
            {
                name: "kube-apiserver",
                extraArgs: [argument("advertise-address", NOWHERE)],
                // The schemas of the custom kinds are read and merged at the start; left alone, Go keeps a gigabyte of what that leaves.
                extraEnvs: [{ name: "GOMEMLIMIT", value: memory }],
            },
            {
                name: "kube-controller-manager",
                // No volume is attached to anything here, and a pod would wait for it.
                extraArgs: [argument("controllers", "*,-persistentvolume-attach-detach-controller"), ...ALONE],
            },
            { name: "kube-scheduler", extraArgs: ALONE },
        ],
    };
}
