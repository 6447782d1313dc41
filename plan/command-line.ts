/** What the command lines of plan, difference, report and review have in common. */
import * as fs from "node:fs";
import * as path from "node:path";
import { parseArgs, type ParseArgsConfig } from "node:util";
import type { Loaded } from "../config/load";
import type { StackChoice } from "../config/stack-choice";
import { loadStackFile } from "../config/stack-file";
import { InputError } from "./input-error";
import { ProgramError } from "./record";
import { toldProblems } from "./told-problems";

export interface Wrong {
    readonly problems: readonly string[];
}

/** As `util.parseArgs`; what it throws at is the person's to mend. */
export function parsedFrom<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> | Wrong {
    try {
        return parseArgs(config);
    } catch (error) {
        return { problems: [error instanceof Error ? error.message : String(error)] };
    }
}

/** The chosen stack file as it reads; where its stack has another name than the file says, that is said first. */
export function loadChosen({ file, stack, note }: StackChoice): Loaded {
    if (note !== undefined) process.stderr.write(`note: ${note}\n`);
    return loadStackFile(file, stack);
}

/** To a file and its folders, or to standard output when there is none. */
export function writeTo(out: string | undefined, text: string): void {
    if (out === undefined) {
        process.stdout.write(text);
        return;
    }
    try {
        fs.mkdirSync(path.dirname(path.resolve(out)), { recursive: true });
        fs.writeFileSync(out, text);
    } catch (error) {
        throw new InputError(
            `--out ${out} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
        );
    }
    console.log(`wrote ${out}`);
}

/** One problem a line on stderr. Exit status 2. */
export function refuse(problems: readonly string[]): number {
    for (const problem of problems) process.stderr.write(`${problem}\n`);
    return 2;
}

/** Runs a command with what it was called with. Exit status: its own, or 2 where the input is wrong. */
export function run<Options extends object>(
    usage: string,
    optionsFrom: (commandLine: readonly string[]) => Options | Wrong | "help",
    main: (options: Options) => Promise<number>,
): void {
    // `npm run plan | head` closes the pipe early; that is no failure.
    process.stdout.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code !== "EPIPE") throw error;
    });
    const status = async (): Promise<number> => {
        const options = optionsFrom(process.argv.slice(2));
        if (options === "help") {
            console.log(usage);
            return 0;
        }
        return "problems" in options ? refuse([...options.problems, usage]) : main(options);
    };
    status().then(
        (code) => {
            process.exitCode = code;
        },
        (error: unknown) => {
            if (error instanceof ProgramError) process.exitCode = refuse(toldProblems(error));
            else if (error instanceof InputError) process.exitCode = refuse(error.problems);
            else throw error;
        },
    );
}
