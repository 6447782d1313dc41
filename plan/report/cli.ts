import * as fs from "node:fs";
import * as path from "node:path";
import { formatProblems } from "../../config/problems";
import { loadStackFile, stackForLook } from "../../config/stack-file";
import { InputError } from "../diff/base/git";
import { compare } from "../diff/compare";
import { read } from "../diff/reading";
import { fallsShort, planOf, previewOf } from "../plan";
import { ProgramError } from "../record";
import { optionsFrom, USAGE, type Options } from "./options";
import { pageOf } from "./page";

const ROOT = path.join(__dirname, "../..");

/** Exit status: 0 fine, 1 what is planned falls short, 2 the input is wrong. */
async function main(commandLine: readonly string[]): Promise<number> {
    const options = optionsFrom(commandLine, ROOT);
    if (options === "help") {
        console.log(USAGE);
        return 0;
    }
    if ("problems" in options) return refuse([...options.problems, USAGE]);
    const look = options.stack === undefined ? stackForLook(options.file) : { stack: options.stack };
    if (look.note !== undefined) process.stderr.write(`note: ${look.note}\n`);
    const loaded = loadStackFile(options.file, look.stack);
    if (!loaded.ok) return refuse([formatProblems(path.basename(options.file), loaded.problems)]);
    const { environment, secrets } = loaded;
    const today = new Date().toISOString().slice(0, 10);

    // Only now, because it loads the AWS SDK: a wrong file is refused at once.
    const { deploy } = await import("../../program");
    const plan = await planOf(deploy, environment, secrets, today);
    const { graph: preview } = await previewOf(deploy, environment, secrets);
    const reading = await difference(options, today);
    write(pageOf({ plan, preview, today, ...(reading !== undefined && { reading }) }), options.out);
    return fallsShort(plan) ? 1 : 0;
}

async function difference({ base, file }: Options, today: string): Promise<ReturnType<typeof read> | undefined> {
    if (base === undefined) return undefined;
    const against = { kind: "commit", ref: base } as const;
    return read(await compare(ROOT, { file, against, format: "html" }), today);
}

function write(text: string, out: string | undefined): void {
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

function refuse(problems: readonly string[]): number {
    for (const problem of problems) process.stderr.write(`${problem}\n`);
    return 2;
}

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error; // `npm run report | head` closes the pipe early
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
