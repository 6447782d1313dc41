import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { kill, killProcessesIn } from "../cluster/processes";
import { madeFileOf } from "../kubernetes/real/front";
import { providerIn } from "../kubernetes/real/official";
import type { Paths } from "../session/paths";

export interface Killed {
    /** Objects that had been made, and of AWS changed or removed, when everything was killed. */
    readonly objects: number;
    readonly text: string;
    /** It was over before so many objects had been made. */
    readonly ended: boolean;
}

/** An `up` that is killed, command, engine and cloud at once (SIGKILL), as soon as so many objects more were made, or of AWS removed. */
export async function upKilled(paths: Paths, stack: string, more: number): Promise<Killed> {
    const checkout = path.join(__dirname, "..", "..");
    const count = (file: string, what: string): number =>
        fs.existsSync(file) ? fs.readFileSync(file, "utf8").split(what).length - 1 : 0;
    const made = (): number =>
        count(path.join(paths.work, "cloud.jsonl"), '"put"') +
        count(path.join(paths.work, "cloud.jsonl"), '"gone"') +
        count(madeFileOf(paths.cluster), "\n");
    const until = made() + more;
    // What the programs before have left (a heap of 959 MiB with prod, garbage included) would stand beside the heap of this one.
    globalThis.gc?.();
    const options = ["--stack", stack, "--minute", "300", "--checkpoints", "every", "--kubernetes", "real"];
    const child = spawn(
        process.execPath,
        [
            "-r",
            path.join(checkout, "scripts", "fast.js"),
            path.join(__dirname, "child.ts"),
            paths.root,
            "up",
            ...options,
        ],
        { cwd: checkout, stdio: ["ignore", "pipe", "pipe"] },
    );
    let text = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => (text += data.toString()));
    const closed = new Promise<void>((resolve) =>
        child.on("close", () => {
            resolve();
        }),
    );
    while (child.exitCode === null && made() < until) await new Promise((resolve) => setTimeout(resolve, 20));
    const ended = child.exitCode !== null;
    if (!ended) for (const pid of startedBy(paths)) kill(pid);
    await killProcessesIn(providerIn(paths.cluster));
    await closed;
    return { objects: made(), text, ended };
}

/** The command itself and what it started, from its lock. */
function startedBy({ lock }: Paths): readonly number[] {
    const { pid, children } = JSON.parse(fs.readFileSync(lock, "utf8")) as { pid: number; children: number[] };
    return [pid, ...children];
}
