/**
 * The processes of a control plane are known by what they run: every program is a link inside of the directory that belongs to it. Process
 * ids are used again, and a killed start has not written all of them down.
 */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

export interface Process {
    readonly pid: number;
    /** Path by which it was started. */
    readonly program: string;
}

const LOOK_EVERY_MILLISECONDS = 50;

/** Those that run programs below the directory, or this one program. */
export function processesIn(place: string): readonly Process[] {
    const itself = path.resolve(place);
    const beginnings = [path.sep, ...(hasProc() ? [] : [" "])].map((end) => `${itself}${end}`);
    return allProcesses().filter(
        ({ program }) => program === itself || beginnings.some((beginning) => program.startsWith(beginning)),
    );
}

/** Kills them until there is none: one that is found may just be starting another. */
export async function killProcessesIn(place: string, patienceMilliseconds = 10_000): Promise<void> {
    const deadline = Date.now() + patienceMilliseconds;
    for (let left = processesIn(place); left.length > 0; left = processesIn(place)) {
        if (Date.now() > deadline)
            throw new Error(`process ${left.map(({ pid }) => String(pid)).join(", ")} of ${place} does not end`);
        for (const { pid } of left) kill(pid);
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MILLISECONDS));
    }
}

/** Nothing is asked to end by itself: what they hold goes with them, or survives a machine that goes down as well. */
export function kill(pid: number): void {
    try {
        process.kill(pid, "SIGKILL");
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // it has ended meanwhile
    }
}

function allProcesses(): readonly Process[] {
    return hasProc() ? inProc() : inPs();
}

const hasProc = (): boolean => fs.existsSync("/proc/self/cmdline");

/** A dead process that nobody has looked at has no command line any more. */
function inProc(): readonly Process[] {
    return fs.readdirSync("/proc").flatMap((name) => {
        if (!/^\d+$/.test(name)) return [];
        const [program = ""] = read(`/proc/${name}/cmdline`).split("\0");
        return program === "" ? [] : [{ pid: Number(name), program }];
    });
}

/** Where there is no /proc: the arguments follow the program, and where it ends, its path does not say. */
function inPs(): readonly Process[] {
    const { stdout, error } = spawnSync("ps", ["-axww", "-o", "pid=,args="], { encoding: "utf8" });
    if (error !== undefined) throw new Error(`ps, by which processes are found here, does not run: ${error.message}`);
    return stdout.split("\n").flatMap((line) => {
        const [, pid, program] = /^\s*(\d+)\s(.+)$/.exec(line) ?? [];
        return pid === undefined || program === undefined ? [] : [{ pid: Number(pid), program }];
    });
}

function read(file: string): string {
    try {
        return fs.readFileSync(file, "utf8");
    } catch {
        return ""; // it has ended meanwhile
    }
}
