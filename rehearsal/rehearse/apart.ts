/**
 * A rehearsal in a process of its own. A program is run dozens of times in each, and of every run some 13 MB (dev) stay on the heap:
 * grpc-js gives each connection a DNS resolver, Node keeps that, and with it the run in whose context it was made (heap snapshot). After
 * all rehearsals that was a gigabyte, which here goes with the process.
 */
import { fork } from "node:child_process";
import * as path from "node:path";
import { broken, perform, type Order, type Outcome } from "./perform";
import type { Rehearsal } from "./rehearsal";
import { REHEARSALS } from "./rehearsals";

/** Writes to this process's own standard output. */
export function apart({ name }: Pick<Rehearsal, "name">, order: Order): Promise<Outcome> {
    const child = fork(__filename, [name, JSON.stringify(order)], {
        // Left alone on a machine with much memory, V8 let the heap of a rehearsal of faults grow to 1.6 GB; it ends with 0.9 so.
        execArgv: [
            "--max-old-space-size=1100",
            "--expose-gc",
            "-r",
            path.join(__dirname, "..", "..", "scripts", "fast.js"),
        ],
    });
    // Ctrl-C reaches both by itself.
    const stop = (): void => void child.kill("SIGTERM");
    process.on("SIGTERM", stop);
    let outcome: Outcome | undefined;
    child.on("message", (message) => {
        outcome = message as Outcome;
    });
    return new Promise<Outcome>((resolve, reject) => {
        child.on("error", reject);
        child.on("close", (code, signal) => {
            const end = signal ?? `status ${String(code)}`;
            resolve(outcome ?? { kind: "ended", lines: [broken(`its process ended with ${end} before it did`)] });
        });
    }).finally(() => {
        process.off("SIGTERM", stop);
    });
}

async function main(name: string | undefined, order: string | undefined): Promise<void> {
    const rehearsal = REHEARSALS.find((other) => other.name === name);
    if (rehearsal === undefined || order === undefined || process.send === undefined) {
        process.stderr.write("apart.ts is started by make rehearse, with the name of a rehearsal and an order\n");
        process.exitCode = 2;
        return;
    }
    // Nobody is there to hear the outcome: what is under way is finished, and nothing stays behind.
    const alone = (): void => void process.kill(process.pid, "SIGTERM");
    process.once("disconnect", alone);
    const outcome = await perform(rehearsal, JSON.parse(order) as Order, process.stdout);
    process.off("disconnect", alone);
    process.send(outcome, () => {
        process.disconnect();
    });
}

if (require.main === module) void main(process.argv[2], process.argv[3]);
