/** Reads a Pulumi stack file as it stands, without the engine: encrypted values stay encrypted. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseDocument } from "yaml";
import { load, type Loaded, type StackInput } from "./load";
import type { Problem } from "./problems";
import { isTree } from "./tree";

export const PROJECT = "mindcloud";

/** Stack name of a file: Pulumi.prod.yaml -> prod; any other name is taken without its ending. */
export function stackOf(file: string): string {
    const name = basename(file).replace(/\.ya?ml$/, "");
    return name.startsWith("Pulumi.") ? name.slice("Pulumi.".length) : name;
}

export function loadStackFile(file: string): Loaded {
    const input = readStackFile(file);
    return Array.isArray(input) ? { ok: false, problems: input } : load(input as StackInput);
}

/** The file's words, or why it cannot be read. */
export function readStackFile(file: string): StackInput | Problem[] {
    let text: string;
    try {
        text = readFileSync(file, "utf8");
    } catch {
        return [{ path: file, rule: "does not exist or cannot be read", fix: `write it with: make stack STACK=${stackOf(file)}` }];
    }
    const document = parseDocument(text, { prettyErrors: true });
    const [error] = document.errors;
    if (error !== undefined) return [{ path: file, rule: `is not YAML: ${error.message.split("\n")[0] ?? ""}`, fix: "mend the line that the message names" }];
    const root: unknown = document.toJS();
    const config = isTree(root) ? root["config"] : undefined;
    if (!isTree(config)) return [{ path: "config", rule: "is missing", fix: "begin the file with config: and put the keys below it" }];
    return stackInput(config, stackOf(file), basename(file));
}

/** Splits the keys of a stack by their namespace; a key of nobody is an error of its own. */
function stackInput(config: Readonly<Record<string, unknown>>, stack: string, file: string): StackInput | Problem[] {
    const problems: Problem[] = [];
    const settings: Record<string, unknown> = {};
    let region: string | undefined;
    for (const [key, value] of Object.entries(config)) {
        if (key === "aws:region") region = String(value);
        else if (key.startsWith("mindcloud:")) settings[key.slice("mindcloud:".length)] = value;
        else if (!key.startsWith("pulumi:"))
            problems.push({ path: key, rule: "is not a key of this program", fix: "write mindcloud:<key>, or aws:region" });
    }
    if (problems.length > 0) return problems;
    const { secrets, ...rest } = settings;
    return { project: PROJECT, stack, file, region, settings: rest, secrets };
}
