import * as fs from "node:fs";
import * as path from "node:path";
import { ProgramError } from "../record";
import { compare } from "./compare";
import { InputError } from "./base/git";
import { optionsFrom, USAGE, type Options } from "./options";
import { exitStatusOf, read, type Reading } from "./reading";
import { jsonOf } from "./report/json";
import { markdownOf } from "./report/markdown";
import { reportOf } from "./report/sections";
import { textOf } from "./report/text";
import { differencePage } from "../report/page";

const ROOT = path.join(__dirname, "../..");

/** Exit status: 0 none, quiet or interrupts; 1 loses data, is refused or falls newly short; 2 the input is wrong. */
async function main(commandLine: readonly string[]): Promise<number> {
    const options = optionsFrom(commandLine, ROOT);
    if (options === "help") {
        console.log(USAGE);
        return 0;
    }
    if ("problems" in options) return refuse([...options.problems, USAGE]);
    const today = new Date().toISOString().slice(0, 10);
    const reading = read(await compare(ROOT, options), today);
    write(formatted(reading, options, today), options.out);
    return exitStatusOf(reading);
}

function formatted(reading: Reading, { format }: Options, today: string): string {
    switch (format) {
        case "json":
            return jsonOf(reading);
        case "markdown":
            return markdownOf([reportOf(reading)]);
        case "html":
            return differencePage(reading, today);
        case "text":
            return textOf(reportOf(reading));
    }
}

function write(text: string, out: string | undefined): void {
    if (out === undefined) process.stdout.write(text);
    else {
        fs.mkdirSync(path.dirname(path.resolve(out)), { recursive: true });
        fs.writeFileSync(out, text);
        console.log(`wrote ${out}`);
    }
}

function refuse(problems: readonly string[]): number {
    for (const problem of problems) process.stderr.write(`${problem}\n`);
    return 2;
}

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error; // `npm run diff | head` closes the pipe early
});

main(process.argv.slice(2)).then(
    (status) => {
        process.exitCode = status;
    },
    (error: unknown) => {
        if (error instanceof ProgramError || error instanceof InputError) process.exitCode = refuse(error.problems);
        else throw error;
    },
);
