/** Reads a Pulumi stack file as it stands, without the engine: encrypted values stay encrypted. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseDocument, type YAMLError } from "yaml";
import { load, type Loaded, type StackInput } from "./load";
import { nearest } from "./nearest";
import type { Problem } from "./problems";
import { settings } from "./schema";
import { isTree, type Tree } from "./tree";

export const PROJECT = "mindcloud";

/** What `pulumi` itself writes beside `config:`. */
const FILE_KEYS = ["config", "secretsprovider", "encryptedkey", "encryptionsalt", "environment"];

/** Stack name of a file: Pulumi.prod.yaml -> prod; any other name is taken without its ending. */
export function stackOf(file: string): string {
    const name = basename(file).replace(/\.ya?ml$/, "");
    return name.startsWith("Pulumi.") ? name.slice("Pulumi.".length) : name;
}

export function loadStackFile(file: string): Loaded {
    const { input, problems } = readStackFile(file);
    return input === undefined ? { ok: false, problems } : load(input, problems);
}

/** The file's words as far as they can be read, and what is wrong with the file as a file. */
export interface StackFile {
    readonly input?: StackInput;
    readonly problems: readonly Problem[];
}

export function readStackFile(file: string): StackFile {
    let text: string;
    try {
        text = readFileSync(file, "utf8");
    } catch {
        const fix = `write it with: make stack STACK=${stackOf(file)}`;
        return { problems: [{ path: basename(file), rule: "does not exist or cannot be read", fix }] };
    }
    return readStackText(text, file);
}

export function readStackText(text: string, file: string): StackFile {
    const document = parseDocument(text, { merge: true }); // `<<` merges, as in Pulumi's own YAML reader
    const errors = document.errors.map((error) => yamlProblem(error, text));
    // After a key that stands twice the tree is whole; after anything else it would tell of what is not there.
    if (document.errors.some(({ code }) => code !== "DUPLICATE_KEY")) return { problems: errors };
    let root: unknown;
    try {
        root = document.toJS();
    } catch (error) {
        return { problems: [aliasProblem(String(error))] };
    }
    const config = isTree(root) ? root.config : undefined;
    const strangers = Object.keys(isTree(root) ? root : {}).filter((key) => !FILE_KEYS.includes(key));
    const problems = [...errors, ...strangers.map(strangerInFile)];
    if (!isTree(config)) {
        const missing = {
            path: "config",
            rule: "is missing",
            fix: "begin the file with config: and put the keys below it",
        };
        return {
            problems: strangers.some((key) => nearest(key, FILE_KEYS) === "config") ? problems : [...problems, missing],
        };
    }
    const { input, problems: keyProblems } = stackInput(config, stackOf(file), basename(file));
    return { input, problems: [...problems, ...keyProblems] };
}

function yamlProblem(error: YAMLError, text: string): Problem {
    const path = `line ${error.linePos?.[0].line ?? 1}`;
    if (error.code === "DUPLICATE_KEY") {
        const key = /^[^\s:]*(:[^\s:]+)*/.exec(text.slice(error.pos[0]))?.[0] ?? "";
        return { path, note: key, rule: "is written twice", fix: "keep one of the two" };
    }
    if (error.code === "TAB_AS_INDENT")
        return { path, rule: "is indented with a tab, which YAML forbids", fix: "indent with spaces" };
    if (error.code === "MULTIPLE_DOCS")
        return { path, rule: "begins a second document", fix: "keep one, and remove the line ---" };
    const said = (error.message.split("\n")[0] ?? "").replace(/ at line \d+, column \d+:?$/, "");
    return { path, rule: `is not YAML: ${said}`, fix: "mend that line" };
}

/** An anchor that is missing, or the parser's guard against "billion laughs". */
function aliasProblem(message: string): Problem {
    const name = /Unresolved alias[^:]*: (.*)$/.exec(message)?.[1];
    if (name === undefined) return { path: "YAML", rule: "has too many aliases", fix: "write the values out" };
    return { path: `*${name}`, rule: "is an alias without an anchor", fix: `write &${name} before what it stands for` };
}

function strangerInFile(path: string): Problem {
    const near = nearest(path, FILE_KEYS);
    const below = path.includes(":") ? "put it below config:" : "put it below config: with its namespace";
    const fix = near === undefined ? below : `did you mean ${near}?`;
    return { path, rule: "is not a key of a Pulumi stack file", fix };
}

/**
 * Splits the keys of a stack by their namespace. A key of nobody is a problem of its own; where it is clear which key was meant,
 * its value is taken as that key's, so that nothing is reported as missing that only stands under a wrong name.
 */
function stackInput(config: Tree, stack: string, file: string): { input: StackInput; problems: Problem[] } {
    const problems: Problem[] = [];
    const said: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(config)) {
        if (key.startsWith("pulumi:")) continue;
        const known = key === REGION || key.startsWith(`${PROJECT}:`);
        const meant = known ? key : meantKey(key);
        if (!known) problems.push(strangerInConfig(key, meant));
        if (meant !== undefined && (known || !Object.hasOwn(config, meant))) said[meant] = value;
    }
    const { [REGION]: region, [`${PROJECT}:secrets`]: secrets, ...rest } = said;
    const keys = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key.slice(PROJECT.length + 1), value]));
    return { input: { project: PROJECT, stack, file, region, settings: keys, secrets }, problems };
}

const REGION = "aws:region";

function meantKey(key: string): string | undefined {
    const [namespace = "", name] = key.split(":");
    if (name === undefined) {
        if (namespace === "region") return REGION;
        return Object.hasOwn(settings.shape, namespace) ? `${PROJECT}:${namespace}` : undefined;
    }
    if (namespace === "aws") return nearest(key, [REGION]);
    return nearest(namespace, [PROJECT]) === undefined ? undefined : `${PROJECT}:${name}`;
}

function strangerInConfig(path: string, meant: string | undefined): Problem {
    const problem = { path, rule: "is not a key of this program" };
    if (meant !== undefined) return { ...problem, fix: `did you mean ${meant}?` };
    if (!path.startsWith("aws:")) return { ...problem, fix: `remove it, or write ${PROJECT}:<key>` };
    const fix = "remove it: credentials come from the surroundings (AWS_PROFILE), the rest from mindcloud: keys";
    return { ...problem, fix };
}
