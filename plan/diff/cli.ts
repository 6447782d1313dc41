import * as path from "node:path";
import { run, writeTo } from "../command-line";
import { compare } from "./compare";
import { optionsFrom, USAGE, type Options } from "./options";
import { exitStatusOf, read, type Reading } from "./reading";
import { jsonOf } from "./report/json";
import { markdownOf } from "./report/markdown";
import { reportOf } from "./report/sections";
import { textOf } from "./report/text";
import { differencePage } from "../report/page";

const ROOT = path.join(__dirname, "../..");

/** Exit status: 0 none, quiet or interrupts; 1 loses data, is refused or falls newly short; 2 the input is wrong. */
async function main(options: Options): Promise<number> {
    const today = new Date().toISOString().slice(0, 10);
    const reading = read(await compare(ROOT, options), today);
    writeTo(options.out, formatted(reading, options, today));
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

run(USAGE, (commandLine) => optionsFrom(commandLine, ROOT), main);
