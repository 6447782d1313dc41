/** Runs images/stand-in as a process, as its container would. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as os from "node:os";
import * as path from "node:path";

const SERVER = path.join(__dirname, "../../images/stand-in/server.mjs");

export interface Run {
    readonly child: ChildProcess;
    /** Everything it wrote, when it has ended. */
    readonly ended: Promise<{ status: number | null; stdout: string; stderr: string }>;
    /** Its first line, which it writes when it listens. */
    readonly firstLine: Promise<string>;
}

/** With no other variables than these: nothing of the machine shines through. */
export function run(words: readonly string[], environment: Readonly<Record<string, string>> = {}): Run {
    const child = spawn(process.execPath, [SERVER, ...words], {
        ...{ cwd: os.tmpdir(), env: environment },
        stdio: ["ignore", "pipe", "pipe"],
    });
    const texts = { stdout: "", stderr: "" };
    const firstLine = new Promise<string>((resolve, reject) => {
        child.stdout.on("data", (data: Buffer) => {
            texts.stdout += data.toString();
            const end = texts.stdout.indexOf("\n");
            if (end !== -1) resolve(texts.stdout.slice(0, end));
        });
        child.once("close", () => {
            reject(new Error(`ended without a line: ${texts.stderr}`));
        });
    });
    firstLine.catch(() => undefined); // who waits for it is told
    child.stderr.on("data", (data: Buffer) => (texts.stderr += data.toString()));
    const ended = once(child, "close").then(([status]: unknown[]) => ({
        ...{ status: typeof status === "number" ? status : null },
        ...texts,
    }));
    return { child, ended, firstLine };
}
