import { spawn, type ChildProcess } from "node:child_process";
import * as path from "node:path";
import { createInterface } from "node:readline";
import type { CloudPorts, CloudSettings } from "../provider/main";

/** The embedded cloud as a process, from the outside. */
export class CloudProcess {
    /** Tells the engine where it listens. */
    readonly environment: Readonly<Record<string, string>>;
    readonly #child: ChildProcess;

    private constructor(child: ChildProcess, { providers, languages }: CloudPorts) {
        this.#child = child;
        this.environment = { PULUMI_DEBUG_PROVIDERS: list(providers), PULUMI_DEBUG_LANGUAGES: list(languages) };
    }

    static async start(
        settings: CloudSettings,
        environment: Readonly<Record<string, string>>,
        onStart: (pid: number) => void,
    ): Promise<CloudProcess> {
        const main = path.join(__dirname, "..", "provider", "main.ts");
        // Detached, so that Ctrl-C on a terminal does not reach it: the engine still asks while it stops.
        const root = path.join(__dirname, "..", "..");
        const child = spawn(process.execPath, ["-r", path.join(root, "scripts", "fast.js"), main], {
            cwd: root,
            env: environment,
            detached: true,
            stdio: ["pipe", "pipe", "inherit"],
        });
        if (child.pid !== undefined) onStart(child.pid);
        child.stdin.write(JSON.stringify(settings) + "\n");
        const line = await new Promise<string>((resolve, reject) => {
            createInterface({ input: child.stdout }).once("line", resolve);
            child.once("exit", () => {
                reject(new Error("the embedded cloud did not start"));
            });
            child.once("error", reject);
        });
        return new CloudProcess(child, JSON.parse(line) as CloudPorts);
    }

    /** When the engine has ended nobody asks any more, and everything that was answered is on the disk. */
    async stop(): Promise<void> {
        if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
        const gone = new Promise((resolve) => this.#child.once("exit", resolve));
        this.#child.kill("SIGTERM");
        await gone;
    }
}

function list(ports: Readonly<Record<string, number | undefined>>): string {
    return Object.entries(ports)
        .map(([name, port]) => `${name}:${String(port)}`)
        .join(",");
}
