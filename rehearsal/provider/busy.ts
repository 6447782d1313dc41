import * as fs from "node:fs";

/**
 * Whether the command that started this process, or the engine beside it, computes or wants to, on a machine that may be too busy to let it.
 * Where there is no /proc nobody can say, and only requests count.
 */
export function othersCompute(): boolean {
    return siblings().some((pid) => threadsOf(pid).some((state) => state === "R" || state === "D"));
}

let known: { readonly at: number; readonly pids: readonly number[] } = { at: 0, pids: [] };

/** The parent and its children but this one; looked up once a second. */
function siblings(): readonly number[] {
    if (Date.now() - known.at < 1000) return known.pids;
    const parent = process.ppid;
    const children = tasksOf(parent).flatMap((task) => wordsOf(`/proc/${String(parent)}/task/${task}/children`));
    known = { at: Date.now(), pids: [parent, ...children.map(Number).filter((pid) => pid !== process.pid)] };
    return known.pids;
}

/** proc(5): the state is the word after the name in brackets. */
function threadsOf(pid: number): readonly string[] {
    return tasksOf(pid).map((task) => {
        const stat = textOf(`/proc/${String(pid)}/task/${task}/stat`);
        return stat.slice(stat.lastIndexOf(") ") + 2)[0] ?? "";
    });
}

function tasksOf(pid: number): readonly string[] {
    try {
        return fs.readdirSync(`/proc/${String(pid)}/task`);
    } catch {
        return []; // ended, or no /proc
    }
}

const wordsOf = (file: string): readonly string[] =>
    textOf(file)
        .split(" ")
        .filter((word) => word !== "");

function textOf(file: string): string {
    try {
        return fs.readFileSync(file, "utf8");
    } catch {
        return "";
    }
}
