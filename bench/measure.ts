import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** One run of a command, as its user waits for it: npm, Node's start and everything else included. */
export interface Run {
    readonly seconds: number;
    /** Processor time of all its Node processes: more than `seconds` where both cores were used, and steadier on a busy machine. */
    readonly cpuSeconds: number;
    /** Sum of the peaks of its Node processes (npm stays while its command runs): never less than what was used at once. */
    readonly mebibytes: number;
    readonly status: number;
}

interface Usage {
    readonly kibibytes: number;
    readonly cpuSeconds: number;
}

const HOOK = path.join(__dirname, "report-usage.js");

export async function measure(command: readonly string[], directory: string): Promise<Run> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mindcloud-bench-"));
    try {
        const [program = "", ...parameters] = command;
        // Appended, so that options that the caller's shell needs stay in force.
        const options = `${process.env.NODE_OPTIONS ?? ""} --require ${JSON.stringify(HOOK)}`.trim();
        const env = { ...process.env, NODE_OPTIONS: options, MINDCLOUD_BENCH: folder };
        const started = performance.now();
        const status = await new Promise<number>((resolve, reject) => {
            const child = spawn(program, parameters, { cwd: directory, env, stdio: ["ignore", "ignore", "pipe"] });
            let errors = "";
            child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
            child.on("error", reject);
            child.on("close", (code) => {
                // 1 is an answer (policy, budget), 2 and above mean that nothing was measured.
                if (code === 0 || code === 1) resolve(code);
                else reject(new Error(`${command.join(" ")} ended with status ${String(code)}: ${errors.trim()}`));
            });
        });
        const seconds = (performance.now() - started) / 1000;
        const usages = fs
            .readdirSync(folder)
            .map((file) => JSON.parse(fs.readFileSync(path.join(folder, file), "utf8")) as Usage);
        if (usages.length === 0) throw new Error(`${command.join(" ")} started no Node process that could be measured`);
        return {
            seconds,
            cpuSeconds: sum(usages.map((usage) => usage.cpuSeconds)),
            mebibytes: sum(usages.map((usage) => usage.kibibytes)) / 1024,
            status,
        };
    } finally {
        fs.rmSync(folder, { recursive: true, force: true });
    }
}

function sum(numbers: readonly number[]): number {
    return numbers.reduce((total, number) => total + number, 0);
}
