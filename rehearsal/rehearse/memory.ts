import * as fs from "node:fs";

interface Process {
    readonly pid: number;
    readonly parent: number;
    readonly bytes: number;
    readonly command: string;
}

/**
 * Resident memory of this process, of everything that it started, and of whatever names this directory on its command line (a control
 * plane leaves its starter). Pages that two processes share count twice, so that the figure errs on the safe side. Linux only: elsewhere 0.
 */
export class Memory {
    readonly #directory: string;
    readonly #timer: NodeJS.Timeout;
    #peak = 0;

    constructor(directory: string, everyMilliseconds = 500) {
        this.#directory = directory;
        this.#look();
        this.#timer = setInterval(() => {
            this.#look();
        }, everyMilliseconds).unref();
    }

    /** Since the last call. */
    peak(): number {
        this.#look();
        const peak = this.#peak;
        this.#peak = 0;
        return peak;
    }

    stop(): void {
        clearInterval(this.#timer);
    }

    #look(): void {
        this.#peak = Math.max(this.#peak, treeOf(processes(), process.pid, this.#directory));
    }
}

export function treeOf(all: readonly Process[], root: number, directory: string): number {
    const ours = new Set([root]);
    for (let before = 0; before < ours.size;) {
        before = ours.size;
        for (const { pid, parent, command } of all)
            if (ours.has(parent) || command.includes(`${directory}/`)) ours.add(pid);
    }
    return all.filter(({ pid }) => ours.has(pid)).reduce((sum, { bytes }) => sum + bytes, 0);
}

const PAGE_BYTES = 4096; // Linux on x86-64 and on arm64 as distributions build it

function processes(): readonly Process[] {
    if (!fs.existsSync("/proc/self/stat")) return [];
    return fs
        .readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name))
        .flatMap((name) => {
            try {
                // proc(5): the command's name may hold spaces and brackets; after it come state, parent, ... and rss as the 24th field.
                const fields = fs.readFileSync(`/proc/${name}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
                const command = fs.readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
                return [
                    { pid: Number(name), parent: Number(fields[1]), bytes: Number(fields[21]) * PAGE_BYTES, command },
                ];
            } catch {
                return []; // it ended meanwhile
            }
        });
}
