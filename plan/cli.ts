import * as fs from "node:fs";
import * as path from "node:path";
import { formatProblems, problemsAsJson } from "../config/problems";
import { loadStackFile, stackForLook } from "../config/stack-file";
import { jsonOf } from "./json";
import { type Document, manifestsFor, writeManifests } from "./manifests";
import { type Options, optionsFrom, USAGE } from "./options";
import { fallsShort, type Plan, planOf, previewOf } from "./plan";
import { ProgramError, type Recording } from "./record";
import { textOf } from "./text";

/** Exit status: 0 fine, 1 what is planned falls short, 2 the input is wrong. */
async function main(commandLine: readonly string[]): Promise<number> {
    const options = optionsFrom(commandLine);
    if (options === "help") {
        console.log(USAGE);
        return 0;
    }
    if ("problems" in options) return refuse([...options.problems, USAGE]);

    const look = options.stack === undefined ? stackForLook(options.file) : { stack: options.stack };
    if (look.note !== undefined) process.stderr.write(`note: ${look.note}\n`);
    const loaded = loadStackFile(options.file, look.stack);
    if (!loaded.ok) {
        if (options.format === "json") process.stdout.write(problemsAsJson(options.file, loaded.problems));
        return refuse([formatProblems(path.basename(options.file), loaded.problems)]);
    }
    const { environment, secrets } = loaded;

    // Only now, because it loads the AWS SDK: a wrong file is refused at once.
    const { deploy } = await import("../program");
    if (options.command === "manifests") return manifests(await manifestsFor(deploy, environment, secrets), options);
    const plan = await planOf(deploy, environment, secrets, new Date().toISOString().slice(0, 10));
    print(await format(plan, options, () => previewOf(deploy, environment, secrets)), options);
    return options.command === "plan" && fallsShort(plan) ? 1 : 0;
}

function manifests(documents: readonly Document[], { out }: Options): number {
    if (out === undefined) process.stdout.write(documents.map(({ text }) => `---\n${text}`).join(""));
    else {
        writeManifests(documents, out);
        console.log(`wrote ${String(documents.length)} files to ${out}`);
    }
    return 0;
}

function print(text: string, options: Options): void {
    if (options.out === undefined) {
        process.stdout.write(text);
        return;
    }
    fs.mkdirSync(path.dirname(path.resolve(options.out)), { recursive: true });
    fs.writeFileSync(options.out, text);
    console.log(`wrote ${options.out}`);
}

async function format(
    plan: Plan,
    { command, format: wanted }: Options,
    preview: () => Promise<Recording>,
): Promise<string> {
    if (command === "plan") return wanted === "json" ? jsonOf(plan, await preview()) : textOf(plan);
    const { pictureOf } = await import("./picture");
    return pictureOf(plan);
}

function refuse(problems: readonly string[]): number {
    for (const problem of problems) process.stderr.write(`${problem}\n`);
    return 2;
}

// `npm run plan | head` closes the pipe early; that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
});

main(process.argv.slice(2)).then(
    (status) => {
        process.exitCode = status;
    },
    (error: unknown) => {
        if (error instanceof ProgramError) process.exitCode = refuse(error.problems);
        else throw error;
    },
);
