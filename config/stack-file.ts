/** Reads a Pulumi stack file as it stands, without the engine: encrypted values stay encrypted. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { engineValue } from "./engine-value";
import { load, type Loaded, type StackInput } from "./load";
import { nearest } from "./nearest";
import { placed, placedInProject } from "./places";
import type { Problem } from "./problems";
import { NAMESPACE, projectOf, type Project } from "./project";
import { settings } from "./schema";
import { stackNameProblem } from "./stack-name";
import { isTree, type Tree } from "./tree";
import { parseYaml, type YamlFile } from "./yaml-file";

/** What `pulumi` itself writes beside `config:`. */
const FILE_KEYS = ["config", "secretsprovider", "encryptedkey", "encryptionsalt", "environment"];

/** Stack name of a file: Pulumi.prod.yaml -> prod; any other name is taken without its ending. */
export function stackOf(file: string): string {
    const name = basename(file).replace(/\.ya?ml$/, "");
    return name.startsWith("Pulumi.") ? name.slice("Pulumi.".length) : name;
}

/** Planned under this name where a file's own cannot be a stack's. */
export const EXAMPLE = "example";

/** For files that people hand over by path: any name will do for a look. */
export function stackForLook(file: string): { readonly stack: string; readonly note?: string } {
    const stack = stackOf(file);
    const problem = stackNameProblem(stack);
    if (problem === undefined) return { stack };
    const note = `${basename(file)} is planned as stack ${EXAMPLE}: ${stack} ${problem.rule}; --stack NAME beside --stack-file says another`;
    return { stack: EXAMPLE, note };
}

export function loadStackFile(file: string, stack = stackOf(file)): Loaded {
    return loadRead(readStackFile(file, stack));
}

/** The same of a file that was read already. */
export function loadRead({ input, problems, yaml, project }: StackFile): Loaded {
    const loaded: Loaded = input === undefined ? { ok: false, problems } : load(input, problems);
    if (loaded.ok || yaml === undefined) return loaded;
    return { ok: false, problems: placesOf(loaded.problems, yaml, project) };
}

/** The file's words as far as they can be read, and what is wrong with the file as a file. */
export interface StackFile {
    readonly input?: StackInput;
    readonly problems: readonly Problem[];
    readonly yaml?: YamlFile;
    readonly project: Project;
}

export function readStackFile(file: string, stack = stackOf(file)): StackFile {
    const project = projectOf(file);
    let text: string;
    try {
        text = readFileSync(file, "utf8");
    } catch {
        const fix = `write it with: make stack STACK=${stackOf(file)}`;
        return { project, problems: [{ path: basename(file), rule: "does not exist or cannot be read", fix }] };
    }
    return readStackText(text, file, { stack, project });
}

export interface StackTextOptions {
    /** Default: by the file's name. */
    readonly stack?: string;
    /** Default: the Pulumi.yaml beside the file, or this program's own. */
    readonly project?: Project;
}

export function readStackText(text: string, file: string, options: StackTextOptions = {}): StackFile {
    const { stack = stackOf(file), project = projectOf(file) } = options;
    const yaml = parseYaml(text);
    const { root } = yaml;
    const done = (problems: readonly Problem[], input?: StackInput): StackFile => ({
        ...{ yaml, project, problems: placesOf(problems, yaml, project) },
        ...(input && { input }),
    });
    if (root === undefined) return done(yaml.problems);
    const config = isTree(root) ? root.config : undefined;
    const strangers = Object.keys(isTree(root) ? root : {}).filter((key) => !FILE_KEYS.includes(key));
    const problems = [...yaml.problems, ...strangers.map(strangerInFile)];
    if (!isTree(config))
        return done(
            strangers.some((key) => nearest(key, FILE_KEYS) === "config") ? problems : [...problems, noConfig(config)],
        );
    const { said, problems: keyProblems } = keysOf({ ...project.config, ...config }, project);
    const { [REGION]: region, [`${NAMESPACE}:secrets`]: secrets, ...rest } = said;
    const keys = Object.fromEntries(
        Object.entries(rest).map(([key, value]) => [key.slice(NAMESPACE.length + 1), value]),
    );
    const environments = isTree(root) && root.environment !== undefined;
    return done([...problems, ...keyProblems], {
        ...{ project: project.name, stack, file: basename(file), region, settings: keys, secrets },
        ...(environments && { environments: true as const }),
    });
}

function noConfig(value: unknown): Problem {
    const path = "config";
    if (value === undefined)
        return { path, rule: "is missing", fix: "begin the file with config: and put the keys below it" };
    const example = "aws:region: us-east-1";
    if (value === null) return { path, rule: "is empty", fix: `put the keys below it, for example ${example}` };
    const rule = Array.isArray(value) ? "is a list, and must be a map" : "is not a map";
    const how = Array.isArray(value) ? "without dashes" : "each with a blank after its colon";
    return { path, value, rule, fix: `put the keys below it, ${how}, for example ${example}` };
}

const placesOf = (problems: readonly Problem[], yaml: YamlFile, project: Project): Problem[] =>
    placedInProject(placed(problems, yaml, namespacesOf(project)), yaml.root, project, namespacesOf(project));

const namespacesOf = ({ name }: Project): readonly string[] => [...new Set([NAMESPACE, name])];

function strangerInFile(path: string): Problem {
    const near = nearest(path, FILE_KEYS);
    const isOurs = path === "secrets" || Object.hasOwn(settings.shape, path);
    const below = path.includes(":") ? "put it below config:" : `put it below config: as ${NAMESPACE}:${path}`;
    const other =
        path.includes(":") || isOurs ? below : "remove it; an anchor (&name) stands where its value is used first";
    const fix = near === undefined || isOurs ? other : `did you mean ${near}?`;
    return { path, rule: "is not a key of a Pulumi stack file", fix };
}

/**
 * The keys of a stack, each with our namespace. A key of nobody is a problem of its own; where it is clear which key was meant, its value is
 * taken as that key's, so that nothing is reported as missing that only stands under a wrong name.
 */
function keysOf(config: Tree, project: Project): { said: Record<string, unknown>; problems: Problem[] } {
    const problems: Problem[] = [];
    const said: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(withoutNests(config, project, problems))) {
        if (key.startsWith("pulumi:")) continue;
        const known = knownKey(key, project);
        const meant = known ?? meantKey(key);
        if (known === undefined) problems.push(strangerInConfig(key, meant));
        else if (known !== key && Object.hasOwn(config, known))
            problems.push({ path: key, rule: `is written twice, as ${known} too`, fix: "keep one of the two" });
        if (meant !== undefined && (known === key || !Object.hasOwn(config, meant)))
            said[meant] = asEngine(value, meant);
    }
    return { said, problems };
}

/** Pulumi has no nested namespaces: `mindcloud: { account: ... }` is one key. What stands in it is looked at under the names that were meant. */
function withoutNests(config: Tree, { name }: Project, problems: Problem[]): Tree {
    const entries = Object.entries(config).flatMap(([key, value]) => {
        if (!["aws", NAMESPACE, name].includes(key) || !isTree(value)) return [[key, value] as const];
        const inner = Object.keys(value).map((each) => `${key}:${each}`);
        const fix = `write each key with it: ${inner.length === 0 ? `${key}:<key>` : inner.join(", ")}`;
        problems.push({ path: key, rule: "is a namespace, and no key by itself", fix });
        return Object.entries(value).map(([each, below]) => [`${key}:${each}`, below] as const);
    });
    return Object.fromEntries(entries);
}

/** The engine hands bare digits over as they are written; a number that lost some (a zero in front) stays one, and is refused. */
function asEngine(value: unknown, key: string): unknown {
    if (typeof value === "number" && /^\d{12}$/.test(String(value))) return String(value);
    return typeof value === "string" ? engineValue(value, key.slice(key.indexOf(":") + 1)) : value;
}

const REGION = "aws:region";

/** A renamed project's keys are this program's too. */
function knownKey(key: string, { name }: Project): string | undefined {
    if (key === REGION || key.startsWith(`${NAMESPACE}:`)) return key;
    return key.startsWith(`${name}:`) ? `${NAMESPACE}:${key.slice(name.length + 1)}` : undefined;
}

function meantKey(key: string): string | undefined {
    const [namespace = "", name] = key.split(":");
    if (name === undefined) {
        if (namespace === "region") return REGION;
        return Object.hasOwn(settings.shape, namespace) ? `${NAMESPACE}:${namespace}` : undefined;
    }
    if (namespace === "aws") return nearest(key, [REGION]);
    // Another project's name before a key of ours.
    if (Object.hasOwn(settings.shape, name) || name === "secrets") return `${NAMESPACE}:${name}`;
    return nearest(namespace, [NAMESPACE]) === undefined ? undefined : `${NAMESPACE}:${name}`;
}

function strangerInConfig(path: string, meant: string | undefined): Problem {
    const problem = { path, rule: "is not a key of this program" };
    if (meant !== undefined) return { ...problem, fix: `did you mean ${meant}?` };
    if (!path.startsWith("aws:")) return { ...problem, fix: `remove it, or write ${NAMESPACE}:<key>` };
    if (path === "aws:defaultTags") return { ...problem, fix: "write mindcloud:tags" };
    const fix = "remove it: credentials come from the surroundings (AWS_PROFILE), the rest from mindcloud: keys";
    return { ...problem, fix };
}
