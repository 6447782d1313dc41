import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parseArgs } from "node:util";
import type { Output } from "../view/screen";
import { Memory } from "./memory";
import type { Order, Outcome } from "./perform";
import type { Asked, Rehearsal, Result } from "./rehearsal";
import { REHEARSALS } from "./rehearsals";
import { countsOf, duration, fallsShort, markdown, shortfalls, table } from "./report";
import { whenStopped } from "./teller";

export interface Surroundings {
    readonly checkout: string;
    readonly output: Output;
    readonly errors: Output;
    readonly perform: (rehearsal: Rehearsal, order: Order, output: Output) => Promise<Outcome>;
    readonly rehearsals?: readonly Rehearsal[];
}

const USAGE = `usage: rehearsal/rehearse/cli.ts [--stack <name>]... [--full] [--only <rehearsal>]... [--report <file>] [--keep]
  --stack     default dev; with --full dev and prod
  --full      every rehearsal in its long form
  --only      one of the rehearsals; may be repeated
  --report    directory for a Markdown report of each stack; default .cache/rehearse
  --from, --to  stack files: the one transition between them, with --only transitions
  --seed      full run of transitions: every key of the file that it chooses; default every key once, where least stands around it
  --part      2/7: of a full run of transitions, the second of seven parts
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
    const { stacks, full, only, chosen, report, keep, asked } = parsed;
    const { checkout, perform } = surroundings;
    const directory = path.join(checkout, ".cache", "rehearse");
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
                const { name, shows } = rehearsal;
                output.write(`\n${name}  ${stack}: ${shows}\n`);
                const began = Date.now();
                memory.peak();
                const order = { checkout, directory: path.join(directory, stack, name), stack, full, keep, asked };
                const outcome = await perform(rehearsal, order, output);
                if (outcome.kind === "refused") {
                    errors.write(`${outcome.message}\n`);
                    return 2;
                }
                if (outcome.kind === "stopped" || stopped.yes()) {
                    output.write("stopped; nothing is left running\n");
                    return 130;
                }
                const seconds = (Date.now() - began) / 1000;
                const { lines } = outcome;
                results.push({ rehearsal: name, stack, shows, lines, seconds, peakBytes: memory.peak() });
                // After each: who stops a long run keeps what it has shown. By its form: a short run must not take the place of a full one.
                const form = [...(full ? ["full"] : []), ...only];
                const file = path.join(report ?? directory, `${[date, stack, ...form].join("-")}.md`);
                fs.mkdirSync(path.dirname(file), { recursive: true });
                const ofStack = results.filter((result) => result.stack === stack);
                fs.writeFileSync(file, markdown(ofStack, about));
            }
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

interface Parsed {
    readonly stacks: readonly string[];
    readonly full: boolean;
    readonly only: readonly string[];
    readonly chosen: readonly Rehearsal[];
    readonly report: string | undefined;
    readonly keep: boolean;
    readonly asked: Asked;
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
                base: { type: "string" },
                from: { type: "string" },
                to: { type: "string" },
                seed: { type: "string" },
                part: { type: "string" },
                "stack-files": { type: "string" },
            },
        });
        const asked = askedIn(values);
        if (typeof asked === "string") return asked;
        const { only = [], full, keep, report, stack: stacks = full ? ["dev", "prod"] : ["dev"] } = values;
        for (const stack of stacks)
            if (!/^[A-Za-z0-9_.-]{1,100}$/.test(stack)) return `--stack ${stack}: must name a stack`;
        const unknown = only.find((name) => !rehearsals.some((rehearsal) => rehearsal.name === name));
        if (unknown !== undefined)
            return `--only ${unknown}: is none of ${rehearsals.map(({ name }) => name).join(", ")}`;
        const chosen = rehearsals.filter(({ name, form, halfOf = name }) =>
            only.length > 0 ? only.includes(name) || (full && only.includes(halfOf)) : full || form === "short",
        );
        return { stacks, full, only, chosen, report, keep, asked };
    } catch (error) {
        return error instanceof Error ? error.message : String(error);
    }
}

/** Each alone, or the second with the first. */
const HALVES = ["transitions", "transitions-of-pods"];

/** Files by their whole path: the work is done elsewhere. */
function askedIn(values: {
    base?: string;
    from?: string;
    to?: string;
    seed?: string;
    part?: string;
    only?: string[];
    "stack-files"?: string;
}): Asked | string {
    const { base, from, to, seed, part, only = [], "stack-files": stackFiles } = values;
    if (stackFiles !== undefined && !fs.existsSync(stackFiles))
        return `--stack-files ${stackFiles}: there is no such folder`;
    const others: Asked = stackFiles === undefined ? {} : { stackFiles: path.resolve(stackFiles) };
    if ([base, from, to, seed, part].every((value) => value === undefined)) return others;
    // What is given by hand is made with pods already, and the half of pods alone would do nothing.
    const generated = [base, from, to].every((value) => value === undefined);
    if (!only.some((name) => (generated ? HALVES : HALVES.slice(0, 1)).includes(name)))
        return "--base, --from, --to, --seed and --part are of --only transitions";
    if ((from === undefined) !== (to === undefined)) return "--from and --to belong together: two stack files";
    const absent = [from, to].find((file) => file !== undefined && !fs.existsSync(file));
    if (absent !== undefined) return `${absent}: there is no such stack file`;
    if (seed !== undefined && !/^\d{1,9}$/.test(seed)) return `--seed ${seed}: must be a whole number`;
    const [, number = "0", of = "0"] = /^(\d{1,3})\/(\d{1,3})$/.exec(part ?? "1/1") ?? [];
    if (Number(number) < 1 || Number(number) > Number(of)) return `--part ${String(part)}: must be such as 2/7`;
    return {
        ...others,
        ...(base !== undefined && { base }),
        ...(from !== undefined && to !== undefined && { from: path.resolve(from), to: path.resolve(to) }),
        ...(seed !== undefined && { seed: Number(seed) }),
        ...(part !== undefined && { part }),
    };
}
