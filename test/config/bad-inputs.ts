/** Stack files with something wrong in them, and what is printed about it: test/config/bad-inputs/*.yaml. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { SYSTEMS } from "../../components/systems";
import { formatProblems, type Problem } from "../../config/problems";
import { loadRead, readStackText } from "../../config/stack-file";
import { merge, type Tree } from "../../config/tree";

export interface BadInput {
    readonly title: string;
    /** A whole stack file, or what is laid over test/config/good.yaml: keys of mindcloud:, or with their namespace. */
    readonly file?: string;
    readonly says?: string;
    readonly stack?: string;
    /** The check across keys that finds it; undefined when reading or parsing does. */
    readonly check?: string;
    /** Everything after the line that names the file and counts. `{systems}` stands for the keys of all systems. */
    readonly prints: string;
}

const GOOD = parse(readFileSync(join(__dirname, "good.yaml"), "utf8")) as { config: Tree };

const FOLDER = join(__dirname, "bad-inputs");
export const badInputs: readonly BadInput[] = readdirSync(FOLDER)
    .sort()
    .flatMap((name) => parse(readFileSync(join(FOLDER, name), "utf8")) as BadInput[])
    .map((bad) => ({ ...bad, prints: bad.prints.replaceAll("{systems}", Object.keys(SYSTEMS).join(", ")) }));

/** The stack file as text. */
export function textOf({ file, says }: Pick<BadInput, "file" | "says">): string {
    return file ?? stringify({ config: overlay(says ?? "") }, { version: "1.1" });
}

export function overlay(says: string): Tree {
    const said = (parse(says) ?? {}) as Tree;
    const named = Object.entries(said).map(([key, value]) => [key.includes(":") ? key : `mindcloud:${key}`, value]);
    return merge(GOOD.config, Object.fromEntries(named) as Tree);
}

export function printed(bad: Pick<BadInput, "file" | "says" | "stack">): {
    text: string;
    problems: readonly Problem[];
} {
    const file = `Pulumi.${bad.stack ?? "test"}.yaml`;
    const loaded = loadRead(readStackText(textOf(bad), file));
    const problems = loaded.ok ? [] : loaded.problems;
    return {
        text: problems.length === 0 ? "" : formatProblems(file, problems).split("\n").slice(2).join("\n"),
        problems,
    };
}
