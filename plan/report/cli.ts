import * as path from "node:path";
import { formatProblems } from "../../config/problems";
import { loadStackFile, stackForLook } from "../../config/stack-file";
import { refuse, run, writeTo } from "../command-line";
import { compare } from "../diff/compare";
import { read } from "../diff/reading";
import { fallsShort, planOf, previewOf } from "../plan";
import { optionsFrom, USAGE, type Options } from "./options";
import { pageOf } from "./page";

const ROOT = path.join(__dirname, "../..");

/** Exit status: 0 fine, 1 what is planned falls short, 2 the input is wrong. */
async function main(options: Options): Promise<number> {
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
    writeTo(options.out, pageOf({ plan, preview, today, ...(reading !== undefined && { reading }) }));
    return fallsShort(plan) ? 1 : 0;
}

async function difference({ base, file }: Options, today: string): Promise<ReturnType<typeof read> | undefined> {
    if (base === undefined) return undefined;
    const against = { kind: "commit", ref: base } as const;
    return read(await compare(ROOT, { file, against, format: "html" }), today);
}

run(USAGE, (commandLine) => optionsFrom(commandLine, ROOT), main);
