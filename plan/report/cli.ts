import * as path from "node:path";
import { formatProblems } from "../../config/problems";
import { loadChosen, refuse, run, writeTo } from "../command-line";
import { compare } from "../diff/compare";
import { read, type Reading } from "../diff/reading";
import { fallsShort } from "../plan";
import { record } from "../record";
import { pageMade, recordedIn, type Recorded } from "./made";
import { optionsFrom, USAGE, type Options } from "./options";

const ROOT = path.join(__dirname, "../..");

/** Exit status: 0 fine, 1 what is planned falls short, 2 the input is wrong. */
async function main(options: Options): Promise<number> {
    const loaded = loadChosen(options);
    if (!loaded.ok) return refuse([formatProblems(path.basename(options.file), loaded.problems)]);
    const { environment, secrets } = loaded;
    const today = new Date().toISOString().slice(0, 10);

    // Only now, because it loads the AWS SDK: a wrong file is refused at once.
    const { deploy } = await import("../../program");
    const reading = await difference(options, today);
    const recorded = async (): Promise<Recorded> => {
        const { project, stack } = environment;
        const { graph } = await record(() => deploy(environment, secrets), { project, stack, mode: "update" });
        return { graph, environment, secrets };
    };
    const here = (reading && recordedIn(reading)) ?? (await recorded());
    const { html, plan } = await pageMade(deploy, here, today, reading);
    writeTo(options.out, html);
    return fallsShort(plan) ? 1 : 0;
}

async function difference({ base, file, stack }: Options, today: string): Promise<Reading | undefined> {
    if (base === undefined) return undefined;
    const against = { kind: "commit", ref: base } as const;
    return read(await compare(ROOT, { file, stack, against }), today);
}

run(USAGE, (commandLine) => optionsFrom(commandLine, ROOT), main);
