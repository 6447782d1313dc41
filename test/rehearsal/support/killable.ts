import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Bench, Result } from "./bench";

const ROOT = path.join(__dirname, "..", "..", "..");

/** A command in a process of its own, which a test may stop at a moment of its choosing. */
export class Killable {
    readonly result: Promise<Result>;
    readonly #child: ChildProcess;
    readonly #bench: Bench;
    #text = "";

    constructor(bench: Bench, argv: readonly string[], environment: Readonly<Record<string, string>> = {}) {
        this.#bench = bench;
        const script = path.join(ROOT, "test", "fixtures", "toy", "cli.ts");
        this.#child = spawn(
            process.execPath,
            ["-r", path.join(ROOT, "scripts", "fast.js"), script, bench.root, ...argv, "--stack", bench.stack],
            {
                cwd: ROOT,
                env: { ...process.env, ...environment },
                stdio: ["ignore", "pipe", "pipe"],
            },
        );
        for (const stream of [this.#child.stdout, this.#child.stderr])
            stream?.on("data", (data: Buffer) => (this.#text += data.toString()));
        this.result = new Promise((resolve) =>
            this.#child.on("close", (code) => {
                resolve({ status: code ?? -1, text: this.#text });
            }),
        );
    }

    /** When so many objects have been written down as existing; that many answers have not been given yet. */
    async until(objects: number): Promise<void> {
        const file = path.join(this.#bench.paths().work, "cloud.jsonl");
        const count = (): number => (fs.existsSync(file) ? fs.readFileSync(file, "utf8").split('"put"').length - 1 : 0);
        for (
            const deadline = Date.now() + 60_000;
            count() < objects;
            await new Promise((resolve) => setTimeout(resolve, 5))
        )
            if (Date.now() > deadline || this.#child.exitCode !== null)
                throw new Error(`only ${String(count())} objects were made:\n${this.#text}`);
    }

    /** The command itself, the embedded cloud, and the engine, in the order in which they were started. */
    processes(): readonly number[] {
        const { pid, children } = JSON.parse(fs.readFileSync(this.#bench.paths().lock, "utf8")) as {
            pid: number;
            children: number[];
        };
        return [pid, ...children].filter(runs);
    }

    signal(name: NodeJS.Signals, pids: readonly number[]): void {
        for (const pid of pids) process.kill(pid, name);
    }
}

function runs(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch {
        return false;
    }
}
