import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { Busy } from "../lock";
import { MissingTool } from "../tools";
import type { Output } from "../view/screen";
import { Lab } from "./lab";
import { Memory } from "./memory";
import { Interrupted, type Rehearsal, type Result } from "./rehearsal";
import { REHEARSALS } from "./rehearsals";
import { countsOf, duration, fallsShort, markdown, shortfalls, table } from "./report";
import { telling, whenStopped, type Stopped } from "./teller";

export interface Surroundings {
    readonly checkout: string;
    readonly output: Output;
    readonly errors: Output;
    readonly rehearsals?: readonly Rehearsal[];
}

const USAGE = `usage: rehearsal/rehearse/cli.ts [--stack <name>]... [--full] [--only <rehearsal>]... [--report <file>] [--keep]
  --stack     default dev; with --full dev and prod
  --full      every rehearsal in its long form
  --only      one of the rehearsals; may be repeated
  --report    directory for a Markdown report of each stack; default .cache/rehearse
  --keep      leaves what a rehearsal made under .cache/rehearse, to look around
`;

/** Exit status: 0 everything holds, 1 something falls short, 2 the input is wrong or a tool is missing, 130 stopped. */
export async function main(argv: readonly string[], surroundings: Surroundings): Promise<number> {
    const { output, errors, rehearsals = REHEARSALS } = surroundings;
    const parsed = parse(argv, rehearsals);
    if (typeof parsed === "string") {
        errors.write(`${parsed}\n${USAGE}`);
        return 2;
    }
    const { stacks, full, chosen, report, keep } = parsed;
    const directory = path.join(surroundings.checkout, ".cache", "rehearse");
    const memory = new Memory(directory);
    const results: Result[] = [];
    const stopped = whenStopped();
    const started = Date.now();
    const about = {
        form: full ? "full" : "short",
        machine: `${String(os.cpus().length)} cores, Node ${process.version}`,
    };
    const date = new Date(started).toISOString().slice(0, 10);
    try {
        for (const stack of stacks)
            for (const rehearsal of chosen) {
                results.push(
                    await rehearse(rehearsal, { ...surroundings, stack, full, keep, directory, memory }, stopped),
                );
                // After each: who stops a long run keeps what it has shown.
                const file = path.join(report ?? directory, `${date}-${stack}.md`);
                fs.mkdirSync(path.dirname(file), { recursive: true });
                const ofStack = results.filter((result) => result.stack === stack);
                fs.writeFileSync(file, markdown(ofStack, about));
            }
    } catch (error) {
        if (error instanceof Interrupted) {
            output.write("stopped; nothing is left running\n");
            return 130;
        }
        if (!(error instanceof Busy) && !(error instanceof MissingTool)) throw error;
        errors.write(`${error.message}\n`);
        return 2;
    } finally {
        memory.stop();
        stopped.off();
    }
    if (process.env.RESULT_FILE !== undefined) fs.writeFileSync(process.env.RESULT_FILE, countsOf(results));
    output.write(["", ...table(results), "", ...shortfalls(results)].map((line) => `${line}\n`).join(""));
    const short = fallsShort(results);
    output.write(
        `${short ? "something falls short" : "everything holds"} after ${duration((Date.now() - started) / 1000)}\n`,
    );
    return short ? 1 : 0;
}

interface Here extends Surroundings {
    readonly stack: string;
    readonly full: boolean;
    readonly keep: boolean;
    readonly directory: string;
    readonly memory: Memory;
}

async function rehearse(rehearsal: Rehearsal, here: Here, stopped: Stopped): Promise<Result> {
    const { checkout, output, stack, full, keep, memory } = here;
    output.write(`\n${rehearsal.name}  ${stack}: ${rehearsal.shows}\n`);
    const teller = telling(output, stopped);
    const directory = path.join(here.directory, stack, rehearsal.name);
    const started = Date.now();
    memory.peak();
    const lab = new Lab({ checkout, directory, stack, full, teller });
    try {
        await rehearsal.run(lab);
    } catch (error) {
        if (error instanceof Interrupted || error instanceof Busy || error instanceof MissingTool) throw error;
        // One that breaks does not hide what the next would show.
        const findings = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
        lab.lines.push({ what: "the rehearsal itself", seconds: 0, findings });
        teller.end({ what: "the rehearsal itself", seconds: 0, findings });
    } finally {
        teller.off();
    }
    const { lines } = lab;
    if (!keep && lines.every(({ findings }) => findings.length === 0)) lab.remove();
    const { name, shows } = rehearsal;
    const seconds = (Date.now() - started) / 1000;
    return { rehearsal: name, stack, shows, lines, seconds, peakBytes: memory.peak() };
}

interface Parsed {
    readonly stacks: readonly string[];
    readonly full: boolean;
    readonly chosen: readonly Rehearsal[];
    readonly report: string | undefined;
    readonly keep: boolean;
}

function parse(argv: readonly string[], rehearsals: readonly Rehearsal[]): Parsed | string {
    try {
        const { values } = parseArgs({
            args: [...argv],
            options: {
                stack: { type: "string", multiple: true },
                only: { type: "string", multiple: true },
                full: { type: "boolean", default: false },
                keep: { type: "boolean", default: false },
                report: { type: "string" },
            },
        });
        const { only = [], full, keep, report, stack: stacks = full ? ["dev", "prod"] : ["dev"] } = values;
        for (const stack of stacks)
            if (!/^[A-Za-z0-9_.-]{1,100}$/.test(stack)) return `--stack ${stack}: must name a stack`;
        const unknown = only.find((name) => !rehearsals.some((rehearsal) => rehearsal.name === name));
        if (unknown !== undefined)
            return `--only ${unknown}: is none of ${rehearsals.map(({ name }) => name).join(", ")}`;
        const chosen = rehearsals.filter(({ name, form }) =>
            only.length > 0 ? only.includes(name) : full || form === "short",
        );
        return { stacks, full, chosen, report, keep };
    } catch (error) {
        return error instanceof Error ? error.message : String(error);
    }
}
