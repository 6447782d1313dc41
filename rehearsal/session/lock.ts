import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { kill } from "../cluster/processes";

interface Holder {
    readonly pid: number;
    /** When the process began, as the system says it: process ids are used again. */
    readonly began: string;
    readonly command: string;
    readonly since: string;
    /** What the command started: the embedded cloud and the engine. They may outlive it for a moment. */
    readonly children: readonly number[];
}

/** Said to the user as it is. */
export class Busy extends Error {}

/** One command at a time on one stack of one checkout. */
export class Lock {
    readonly #file: string;
    #holder: Holder;

    private constructor(file: string, holder: Holder) {
        this.#file = file;
        this.#holder = holder;
    }

    /** Takes the lock. One that a dead process left behind goes away by itself, after what it had started has ended. */
    static async take(file: string, command: string, say: (line: string) => void, patienceSeconds = 10): Promise<Lock> {
        fs.mkdirSync(path.dirname(file), { recursive: true });
        const lock = new Lock(file, {
            pid: process.pid,
            began: beganAt(process.pid),
            command,
            since: new Date().toISOString(),
            children: [],
        });
        while (!lock.#create()) {
            const holder = readHolder(file);
            if (holder === undefined) continue;
            if (isAlive(holder.pid) && beganAt(holder.pid) === holder.began)
                throw new Busy(
                    `make ${holder.command} is running on this stack (process ${String(holder.pid)}, since ${holder.since}): wait for it, or stop it with Ctrl-C`,
                );
            await finish(holder.children, say, patienceSeconds);
            fs.rmSync(file, { force: true });
        }
        return lock;
    }

    add(child: number): void {
        this.#holder = { ...this.#holder, children: [...this.#holder.children, child] };
        fs.writeFileSync(`${this.#file}.draft`, JSON.stringify(this.#holder));
        fs.renameSync(`${this.#file}.draft`, this.#file);
    }

    release(): void {
        fs.rmSync(this.#file, { force: true });
    }

    #create(): boolean {
        const draft = `${this.#file}.${String(process.pid)}`;
        fs.writeFileSync(draft, JSON.stringify(this.#holder));
        try {
            fs.linkSync(draft, this.#file); // fails when it exists, and never shows a half-written file
            return true;
        } catch (error) {
            if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
            throw error;
        } finally {
            fs.rmSync(draft);
        }
    }
}

/** Empty where nobody can say; then a process id alone decides. */
function beganAt(pid: number): string {
    const stat = `/proc/${String(pid)}/stat`;
    if (fs.existsSync(stat)) return fs.readFileSync(stat, "utf8").split(") ").at(-1)?.split(" ")[19] ?? ""; // starttime, proc(5)
    const { stdout, error } = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
    return error === undefined ? stdout.trim() : "";
}

function isAlive(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return !isZombie(pid);
    } catch (error) {
        return (error as NodeJS.ErrnoException).code === "EPERM";
    }
}

/** Dead, but its parent has not looked yet; where there is no /proc, parents look. */
function isZombie(pid: number): boolean {
    const stat = `/proc/${String(pid)}/stat`;
    if (!fs.existsSync(stat)) return false;
    return fs.readFileSync(stat, "utf8").includes(") Z ");
}

/** Gives what a killed command had started the time to end properly, then ends it. */
async function finish(pids: readonly number[], say: (line: string) => void, patienceSeconds: number): Promise<void> {
    const deadline = Date.now() + patienceSeconds * 1000;
    for (let told = false; pids.some(isAlive); told = true) {
        if (!told) say("a command before this one was killed; waiting for the engine that it had started");
        if (Date.now() > deadline) for (const pid of pids.filter(isAlive)) kill(pid);
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
}

function readHolder(file: string): Holder | undefined {
    try {
        return JSON.parse(fs.readFileSync(file, "utf8")) as Holder;
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error;
    }
}
