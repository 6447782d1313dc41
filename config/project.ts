/** Pulumi.yaml: the project's name, and configuration that holds for every stack (Pulumi docs, "Project-level configuration"). */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { isTree, type Tree } from "./tree";

/** What keys of this program begin with, whatever the project is called; its own name is understood too. */
export const NAMESPACE = "mindcloud";

export interface Project {
    readonly name: string;
    /** By whole key: `mindcloud:profile`. A stack's own value replaces it. */
    readonly config: Tree;
}

export const PROJECT_FILE = "Pulumi.yaml";

const UNNAMED: Project = { name: NAMESPACE, config: {} };
const ROOT = join(__dirname, "..");

/** Of the Pulumi.yaml beside a stack file; a file from elsewhere is planned with this program's own. */
export function projectOf(file: string): Project {
    const candidates = [dirname(file), ROOT].map((folder) => join(folder, PROJECT_FILE));
    const found = candidates.find((candidate) => existsSync(candidate));
    return found === undefined ? UNNAMED : readProject(readFileSync(found, "utf8"));
}

/** What is wrong with Pulumi.yaml, Pulumi says by itself: here only what it means for a plan. */
export function readProject(text: string): Project {
    let said: unknown;
    try {
        said = parse(text, { merge: true });
    } catch {
        return UNNAMED;
    }
    if (!isTree(said)) return UNNAMED;
    const name = typeof said.name === "string" ? said.name : NAMESPACE;
    const entries = Object.entries(isTree(said.config) ? said.config : {}).flatMap(([key, value]) => {
        const given = valueOf(value);
        return given === undefined ? [] : [[key.includes(":") ? key : `${name}:${key}`, given] as const];
    });
    return { name, config: Object.fromEntries(entries) };
}

/** A bare value, or a declaration with `value` or `default`; one with neither only says what a stack must write. */
function valueOf(said: unknown): unknown {
    if (!isTree(said)) return said ?? undefined;
    const isDeclaration = ["value", "default", "type"].some((key) => Object.hasOwn(said, key));
    return isDeclaration ? (said.value ?? said.default) : said;
}
