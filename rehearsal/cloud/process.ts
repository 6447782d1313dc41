import { spawn, type ChildProcess } from "node:child_process";
import * as path from "node:path";
import { createInterface } from "node:readline";
import type { CloudSettings } from "../provider/main";

/** The embedded cloud as a process, from the outside. */
export class CloudProcess {
    /** For PULUMI_DEBUG_PROVIDERS: `aws:40123,random:40124`. */
    readonly providers: string;
    readonly #child: ChildProcess;

    private constructor(child: ChildProcess, providers: string) {
        this.#child = child;
        this.providers = providers;
    }

    static async start(settings: CloudSettings, environment: Readonly<Record<string, string>>, onStart: (pid: number) => void): Promise<CloudProcess> {
        const main = path.join(__dirname, "..", "provider", "main.ts");
        // Detached, so that Ctrl-C on a terminal does not reach it: the engine still asks while it stops.
        const child = spawn(process.execPath, ["-r", "ts-node/register/transpile-only", main], {
            cwd: path.join(__dirname, "..", ".."),
            env: environment,
            detached: true,
            stdio: ["pipe", "pipe", "inherit"],
        });
        if (child.pid !== undefined) onStart(child.pid);
        child.stdin.write(JSON.stringify(settings) + "\n");
        const line = await new Promise<string>((resolve, reject) => {
            createInterface({ input: child.stdout }).once("line", resolve);
            child.once("exit", () => { reject(new Error("the embedded cloud did not start")); });
            child.once("error", reject);
        });
        const ports = JSON.parse(line) as Record<string, number>;
        return new CloudProcess(child, Object.entries(ports).map(([name, port]) => `${name}:${String(port)}`).join(","));
    }

    /** When the engine has ended nobody asks any more, and everything that was answered is on the disk. */
    async stop(): Promise<void> {
        if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
        const gone = new Promise((resolve) => this.#child.once("exit", resolve));
        this.#child.kill("SIGTERM");
        await gone;
    }
}
