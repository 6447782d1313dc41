import { spawn, type ChildProcess } from "node:child_process";
import { type automation } from "@pulumi/pulumi";

export interface Ran {
    readonly stdout: string;
    readonly stderr: string;
    readonly code: number;
}

/** The Pulumi CLI with exactly the environment that it is given, in a process group of its own. */
export class Cli {
    readonly file: string;
    /** Of the engine that runs now, for the lock. */
    readonly #onStart: (pid: number) => void;
    #running: ChildProcess | undefined;

    constructor(file: string, onStart: (pid: number) => void) {
        this.file = file;
        this.#onStart = onStart;
    }

    run(
        args: readonly string[],
        directory: string,
        environment: Readonly<Record<string, string>>,
        onOutput?: (text: string) => void,
    ): Promise<Ran> {
        return new Promise((resolve, reject) => {
            // Detached: a terminal sends Ctrl-C to every process of its group, and the engine takes a second one as "stop at once".
            const child = spawn(this.file, [...args], {
                cwd: directory,
                env: environment,
                detached: true,
                stdio: ["ignore", "pipe", "pipe"],
            });
            const output = { stdout: "", stderr: "" };
            if (child.pid !== undefined) {
                this.#running = child;
                this.#onStart(child.pid);
            }
            child.stdout.on("data", (data: Buffer) => {
                output.stdout += data.toString();
                onOutput?.(data.toString());
            });
            child.stderr.on("data", (data: Buffer) => {
                output.stderr += data.toString();
            });
            child.on("error", reject);
            child.on("close", (code) => {
                this.#running = undefined;
                resolve({ ...output, code: code ?? -1 });
            });
        });
    }

    /** The first one asks the engine to finish what is under way and stop; the second one stops it at once. */
    interrupt(): void {
        this.#running?.kill("SIGINT"); // or it has ended meanwhile
    }

    /** The Automation API's own runner adds the whole environment of this process; this one does not. */
    forAutomation(version: string): automation.PulumiCommand {
        const run = async (
            args: readonly string[],
            cwd: string,
            environment: Record<string, string>,
            onOutput?: (text: string) => void,
        ): Promise<Ran> => {
            // Checking each of a thousand written states takes as long as writing it; every command that only reads the state checks it.
            const unchecked = args[0] === "up" || args[0] === "destroy" ? ["--disable-integrity-checking"] : [];
            // One diff after the other, each a question to a provider, takes a third longer: 27 s for 1,052 resources on a slow machine. But
            // beside each other, one that is skipped because another resource failed is an error that ends the run (3.276: DiffStep.Skip).
            const atOnce = String(!args.includes("--continue-on-error"));
            const ran = await this.run(
                [...args, ...unchecked, "--non-interactive"],
                cwd,
                { ...environment, PULUMI_PARALLEL_DIFF: atOnce, PULUMI_AUTOMATION_API: "true" },
                onOutput,
            );
            if (ran.code !== 0) throw new EngineFailed(ran);
            return ran;
        };
        // The class has a private constructor, and `run` is not in its published type; the workspace calls nothing else.
        const command: unknown = { command: this.file, version: { version, toString: () => version }, run };
        return command as automation.PulumiCommand;
    }
}

export class EngineFailed extends Error {
    readonly ran: Ran;

    constructor(ran: Ran) {
        super(`pulumi ended with status ${String(ran.code)}\n${ran.stderr}`.trim());
        this.name = "EngineFailed";
        this.ran = ran;
    }
}
