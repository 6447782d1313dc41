/**
 * `node scripts/steps.ts test|check`: runs the steps of a part, some beside each other, says what it does and for how long, and
 * leaves one line of counts per step under .cache/results/<part>/ for .ci/run to add up.
 */
import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { judge, nothing, readCounts, writeCounts } from "./counts";
import { parts, type Step } from "./parts";
import { chosen as turns, commitsSoFar } from "./turns";

const started = Date.now();
const running = new Set<ChildProcess>();
/** By step: what takes long is seen at the end of a log. */
const took = new Map<string, string>();
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`;

async function main(part: string | undefined): Promise<number> {
    const chosen = part === undefined ? undefined : parts[part];
    if (part === undefined || chosen === undefined) {
        process.stderr.write(`steps: ${part ?? "nothing"} is not one of: ${Object.keys(parts).join(", ")}\n`);
        return 2;
    }
    const results = path.join(".cache", "results", part);
    fs.rmSync(results, { recursive: true, force: true });
    fs.mkdirSync(results, { recursive: true });
    const { first, atOnce, steps: long, short = [], inTurn = [], whenFull = [] } = chosen;
    const { now, later } = turns(inTurn, process.env, commitsSoFar, whenFull);
    const rest = [...long, ...now, ...short];
    const steps = [...(first === undefined ? [] : [first]), ...rest];
    say(`${part}: ${steps.map((step) => step.name).join(", ")}`);
    if (later.length > 0)
        say(`${part}: not in this run, but in turn or with FULL=1: ${later.map((step) => step.name).join(", ")}`);
    const failures: string[] = [];
    const run = async (step: Step): Promise<void> => {
        if (!(await runStep(step, path.join(results, `${step.name}.txt`)))) failures.push(step.name);
    };
    if (first !== undefined) await run(first);
    if (failures.length === 0) await beside(atOnce, rest, run);
    const verdict = failures.length === 0 ? "all passed" : `failed: ${failures.join(", ")}`;
    say(`${part}: ${[...took].map((entry) => entry.join(" ")).join(", ")}`);
    say(`${part}: ${verdict} in ${seconds(started)}`);
    return failures.length === 0 ? 0 : 1;
}

/** So many at once, in their order. A failed step does not stop the next: one run shows everything that is wrong. */
async function beside(many: number, steps: readonly Step[], run: (step: Step) => Promise<void>): Promise<void> {
    const left = [...steps];
    const worker = async (): Promise<void> => {
        for (let step = left.shift(); step !== undefined; step = left.shift()) await run(step);
    };
    await Promise.all(Array.from({ length: many }, worker));
}

async function runStep(step: Step, resultFile: string): Promise<boolean> {
    const begun = Date.now();
    say(`  ${step.name.padEnd(12)} ${step.does}`);
    const stillRunning = setInterval(() => {
        say(`  ${step.name.padEnd(12)} still running, ${seconds(begun)}`);
    }, 15_000).unref();
    const { exit, output } = await ran(step, resultFile);
    clearInterval(stillRunning);

    took.set(step.name, seconds(begun));
    const counts = judge(exit, step.counts === true ? (readCounts(resultFile) ?? nothing) : "one check");
    writeCounts(resultFile, counts);
    const ok = counts.failed === 0;
    if (!ok && step.live !== true) say(output.trimEnd());
    const skipped = counts.skipped > 0 ? `, ${String(counts.skipped)} skipped` : "";
    const checks = step.counts === true ? `, ${String(counts.passed)} checks${skipped}` : "";
    const failed = ok ? "" : ` (${String(counts.failed)} failed, exit status ${String(exit)})`;
    say(`  ${step.name.padEnd(12)} ${ok ? "passed" : "FAILED"} in ${seconds(begun)}${checks}${failed}`);
    return ok;
}

function ran(step: Step, resultFile: string): Promise<{ exit: number; output: string }> {
    return new Promise((resolve) => {
        const [command = "", ...args] = step.command;
        const child = spawn(command, args, {
            stdio: ["ignore", "pipe", "pipe"],
            env: {
                ...process.env,
                PATH: `${path.resolve("node_modules/.bin")}${path.delimiter}${process.env.PATH ?? ""}`,
                RESULT_FILE: resultFile,
                ...step.env,
                // The tools see a pipe, or CI, and would each decide for themselves.
                ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : { NO_COLOR: "1", FORCE_COLOR: "0" }),
            },
        });
        running.add(child);
        let output = "";
        const take = (chunk: Buffer): void => {
            output += chunk.toString();
            if (step.live === true) process.stdout.write(chunk);
        };
        child.stdout.on("data", take);
        child.stderr.on("data", take);
        child.on("error", (error) => {
            resolve({ exit: 127, output: `${command}: ${error.message}` });
        });
        child.on("close", (code) => {
            running.delete(child);
            resolve({ exit: code ?? 1, output });
        });
    });
}

for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
        for (const child of running) child.kill(signal);
        process.exitCode = 130;
    });

void main(process.argv[2]).then(
    (exit) => {
        process.exitCode = exit;
    },
    (error: unknown) => {
        if (!(error instanceof RangeError)) throw error;
        process.stderr.write(`steps: ${error.message}\n`);
        process.exitCode = 2;
    },
);
