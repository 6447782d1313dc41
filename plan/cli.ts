import * as path from "node:path";
import type { Environment } from "../config/environment";
import { formatProblems, problemsAsJson } from "../config/problems";
import { loadChosen, refuse, run, writeTo } from "./command-line";
import { jsonOf } from "./json";
import { type Document, manifestsFor, writeManifests } from "./manifests";
import { type Options, optionsFrom, USAGE } from "./options";
import { fallsShort, type Plan, planOf, previewOf } from "./plan";
import type { Recording } from "./record";
import { textOf } from "./text";
import type { FromDeployed } from "./transition";

/** Exit status: 0 fine, 1 what is planned falls short, 2 the input is wrong. */
async function main(options: Options): Promise<number> {
    const loaded = loadChosen(options);
    if (!loaded.ok) {
        if (options.format === "json") process.stdout.write(problemsAsJson(options.file, loaded.problems));
        return refuse([formatProblems(path.basename(options.file), loaded.problems)]);
    }
    const { environment, secrets } = loaded;

    // Only now, because it loads the AWS SDK: a wrong file is refused at once.
    const { deploy } = await import("../program");
    if (options.command === "manifests") return manifests(await manifestsFor(deploy, environment, secrets), options);
    const planned = await planOf(deploy, environment, secrets, new Date().toISOString().slice(0, 10));
    const plan = options.base === undefined ? planned : { ...planned, transition: await from(options, environment) };
    writeTo(options.out, await format(plan, options, () => previewOf(deploy, environment, secrets)));
    return options.command === "plan" && fallsShort(plan) ? 1 : 0;
}

/** Only where it is asked for, because it loads the difference. */
async function from({ base = "", file }: Options, environment: Environment): Promise<FromDeployed> {
    const { transitionFrom } = await import("./base");
    return transitionFrom(base, path.join(__dirname, ".."), file, environment);
}

function manifests(documents: readonly Document[], { out }: Options): number {
    if (out === undefined) process.stdout.write(documents.map(({ text }) => `---\n${text}`).join(""));
    else {
        writeManifests(documents, out);
        console.log(`wrote ${String(documents.length)} files to ${out}`);
    }
    return 0;
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

run(USAGE, optionsFrom, main);
