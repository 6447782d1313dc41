/** One Kubernetes control plane for one environment: real programs, nodes by kwok. It outlives the process that starts it. */
import * as fs from "node:fs";
import * as path from "node:path";
import type { Asked } from "../../charts/render";
import type { Minor } from "../../config/versions";
import { WrongKubernetes, type ControlPlane } from "../kubernetes/plane";
import { archivesIn, packCharts } from "./charts";
import { fill } from "./fill";
import { followShape } from "./follow";
import { Kwokctl } from "./kwokctl";
import { killProcessesIn } from "./processes";
import { programsFor } from "./programs";
import { run } from "./run";
import type { Say } from "../programs/go-build";
import type { Shape } from "./shaped";

type Plane = Pick<ControlPlane, "kubectl" | "kubeconfig">;

export interface StartOptions {
    readonly minor: Minor;
    /** Everything that belongs to it, and nothing else. */
    readonly directory: string;
    readonly say: Say;
    /** Of the environment: another one has another. */
    readonly key: string;
    /** Asked for only when there is nothing yet, or when it was made with another key. */
    readonly shape: () => Promise<Shape>;
    readonly charts?: ChartsAtHand;
}

/** Charts that are to be installed themselves, instead of what is known of them. */
export interface ChartsAtHand {
    /** A folder, or `real`: their repositories. */
    readonly from: string;
    readonly releases: () => Promise<readonly Omit<Asked, "effects">[]>;
}

/** Starts it, or finds it running, or wakes it after the machine or a person has stopped its processes. */
export async function startControlPlane({
    minor,
    directory,
    say,
    key,
    shape,
    charts,
}: StartOptions): Promise<ControlPlane> {
    const programs = await programsFor(minor, say);
    const kwokctl = new Kwokctl(programs, directory);
    const plane = { kubeconfig: kubeconfigOf(directory), server: "", kubectl: programs.kubectl };
    if (fs.existsSync(completeOf(directory))) {
        if (charts !== undefined && archivesIn(directory) === undefined) throw new WrongKubernetes(OTHERWISE);
        if (charts !== undefined) await packCharts(directory, charts.from, await charts.releases(), say);
        if (!(await answers(plane))) {
            say(`waking the control plane of Kubernetes ${minor}`);
            await killProcessesIn(directory);
            await kwokctl.start();
            await takeNodesOver(plane, kwokctl);
        }
        if (fs.readFileSync(completeOf(directory), "utf8") !== key)
            for (const line of await followShape(plane, directory, await shape())) say(line);
    } else {
        // What a killed start has left behind is in nobody's state yet.
        await stopControlPlane(directory);
        say(`starting a control plane of Kubernetes ${minor}`);
        fs.mkdirSync(directory, { recursive: true });
        fs.symlinkSync(programs.kubectl, kubectlOf(directory));
        if (charts !== undefined) await packCharts(directory, charts.from, await charts.releases(), say);
        const wanted = shape();
        await kwokctl.create(plane.kubeconfig, charts !== undefined);
        await fill(plane, directory, await wanted);
    }
    await kwokctl.startMissing();
    fs.writeFileSync(completeOf(directory), key);
    return { ...plane, server: serverIn(plane.kubeconfig) };
}

const OTHERWISE =
    "CHARTS: what stands has the objects of config/charts in the place of its charts: run make down, then make up CHARTS=... again";

/** The kwok before this one holds its nodes for three minutes more, and the new one stands by until it knows better. */
async function takeNodesOver(plane: Plane, kwokctl: Kwokctl): Promise<void> {
    const words = ["--namespace=kube-node-lease", "delete", "leases", "--all"];
    const { code, output } = await run(plane.kubectl, ["--kubeconfig", plane.kubeconfig, ...words]);
    if (code !== 0)
        throw new Error(`the leases of the nodes could not be taken over:
${output}`);
    await kwokctl.restartKwok();
}

/** Undefined when none was started here, or it does not answer. */
export async function findControlPlane(directory: string): Promise<ControlPlane | undefined> {
    if (!fs.existsSync(completeOf(directory))) return undefined;
    const plane = { kubeconfig: kubeconfigOf(directory), kubectl: kubectlOf(directory) };
    return (await answers(plane)) ? { ...plane, server: serverIn(plane.kubeconfig) } : undefined;
}

/** Every process of it, and everything that it has on the disk; nothing else. There may be none. */
export async function stopControlPlane(directory: string): Promise<void> {
    if (!fs.existsSync(directory)) return;
    await killProcessesIn(directory);
    fs.rmSync(directory, { recursive: true, force: true });
}

const completeOf = (directory: string): string => path.join(directory, "complete");
const kubectlOf = (directory: string): string => path.join(directory, "kubectl");
const kubeconfigOf = (directory: string): string => path.join(directory, "kubeconfig");

async function answers({ kubectl, kubeconfig }: Plane): Promise<boolean> {
    const { code } = await run(kubectl, [
        "--kubeconfig",
        kubeconfig,
        "get",
        "--raw",
        "/readyz",
        "--request-timeout=20s",
    ]);
    return code === 0;
}

function serverIn(kubeconfig: string): string {
    const server = /^\s*server: (\S+)$/m.exec(fs.readFileSync(kubeconfig, "utf8"))?.[1];
    if (server === undefined) throw new Error(`${kubeconfig} names no server`);
    return server;
}
