/**
 * Commands of the project as processes of their own. They start when their test file is loaded, two at a time, and run beside the other
 * tests: a test waits for its own only.
 */
import { execFile } from "node:child_process";
import * as path from "node:path";

const ROOT = path.join(__dirname, "../..");
const AT_A_TIME = 2;

export interface Ended {
    readonly status: number;
    readonly stdout: string;
    readonly stderr: string;
}

export interface Command {
    readonly words: readonly string[];
    /** Besides the variables of all of them. */
    readonly env?: Readonly<Record<string, string>>;
}

const waiting: (() => void)[] = [];
let running = 0;

function next(): void {
    if (running >= AT_A_TIME) return;
    const start = waiting.shift();
    if (start === undefined) return;
    running++;
    start();
}

function execute(words: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
    return new Promise((resolve, reject) => {
        waiting.push(() => {
            const options = { cwd: ROOT, env, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 } as const;
            execFile(process.execPath, ["-r", "./scripts/fast.js", ...words], options, (error, stdout, stderr) => {
                running--;
                next();
                const status = error === null ? 0 : error.code;
                if (typeof status === "number") resolve({ status, stdout, stderr });
                else reject(error ?? new Error("the command did not end by itself"));
            });
        });
        next();
    });
}

/** Starts `node -r ./scripts/fast.js <words>` in the project's folder; calling the result waits for its end. */
export function started(words: readonly string[], env: NodeJS.ProcessEnv = process.env): () => Promise<Ended> {
    const ended = execute(words, env);
    ended.catch(() => undefined); // the test that waits for it says so
    return () => ended;
}

/** Starts them one after the other in one process, for what says no before it begins: one at least of each file is a process of its own. */
export function startedTogether(
    commands: readonly Command[],
    env: NodeJS.ProcessEnv,
): readonly (() => Promise<Ended>)[] {
    const all = started(["test/support/together.ts", JSON.stringify(commands)], env);
    const read = async (index: number): Promise<Ended> => {
        const { status, stdout, stderr } = await all();
        const one = status === 0 ? (JSON.parse(stdout) as readonly Ended[])[index] : undefined;
        if (one === undefined) throw new Error(`the commands did not end by themselves: ${stdout}${stderr}`);
        return one;
    };
    return commands.map((_, index) => () => read(index));
}
