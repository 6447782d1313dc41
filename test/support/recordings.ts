/** Recordings that tests share: each stack file is recorded once per mode and process, however many tests look at it. */
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import type { Environment, PeopleSecrets } from "../../config/environment";
import { load, type Loaded, type StackInput } from "../../config/load";
import { loadStackFile, readStackFile, readStackText, stackOf, type StackFile } from "../../config/stack-file";
import type { Problem } from "../../config/problems";
import { isTree, merge, type Tree } from "../../config/tree";
import { SYSTEMS, type SystemKey } from "../../components/systems";
import type { Graph } from "../../plan/graph";
import { record, type Recording, type RecordOptions } from "../../plan/record";
import { deploy } from "../../program";
import { fromHereOn, sharedRecording } from "./shared";

const ROOT = path.join(__dirname, "../..");

export type Mode = RecordOptions["mode"];
export const MODES: readonly Mode[] = ["preview", "update"];

/** Day for which exceptions are weighed: fixed, so that a test does not turn red over night. */
export const TODAY = "2026-11-21";

export interface Stack {
    readonly environment: Environment;
    readonly secrets: PeopleSecrets;
}

/** The environment in which everything exists: what the tests of the rules need does not depend on what a user deploys. */
export const COMPLETE = "test/environments/complete.yaml";

/** MemStack on a cluster of others, whose monitoring, storage and secrets it uses. */
export const FOREIGN = "test/environments/memstack-foreign.yaml";

/** Every Pulumi.<stack>.yaml of the project, whatever a user calls them. */
export const STACK_FILES: readonly string[] = fromHereOn(
    readdirSync(ROOT)
        .filter((file) => /^Pulumi\..+\.yaml$/.test(file))
        .sort(),
);

/** The environments of the documents, and others that tests hold the program against. */
export const ENVIRONMENTS: readonly string[] = fromHereOn(
    readdirSync(path.join(ROOT, "test/environments"))
        .filter((file) => file.endsWith(".yaml"))
        .sort()
        .map((file) => `test/environments/${file}`),
);

/** Of them, those that have no kind of resource only because of how many companies there are: a hundred take as long as all others. */
export const FEW_COMPANIES: readonly string[] = ENVIRONMENTS.filter(
    (file) => !file.endsWith("/hundred-companies.yaml"),
);

/** Stack name: all of those are recorded under one, so that a golden record keeps once what they have alike. */
const nameOf = (file: string): string => (ENVIRONMENTS.includes(file) ? "golden" : stackOf(file));

/** COMPLETE on its way: passwords were rotated, a Neo4j comes out of a backup, volumes move. What is there only then is held to the same. */
export const MOVING = `${COMPLETE} on its way`;
const MOVES: Tree = {
    rotation: 1,
    systems: {
        memstack: { neo4j: { restoreFrom: "memstack_backup_20261128_020000.tar.gz" } },
        simpleCli: { storage: { replaced: "copy" } },
    },
};

const stacks = new Map<string, Stack>();

export function stackFrom(file: string): Stack {
    const stack = stacks.get(file) ?? readStack(file);
    stacks.set(file, stack);
    return stack;
}

function readStack(file: string): Stack {
    if (file === MOVING) return changed(COMPLETE, MOVES);
    return valid(loadStackFile(path.resolve(ROOT, file), nameOf(file)));
}

function valid(loaded: Loaded): Stack {
    if (!loaded.ok) throw new Error(loaded.problems.map(({ path: key, rule }) => `${key} ${rule}`).join("\n"));
    return loaded;
}

function inputOf({ input, problems }: StackFile): StackInput {
    if (input === undefined || problems.length > 0) throw new Error(problems.map(({ rule }) => rule).join("\n"));
    return input;
}

/** The same stack, its file written the other way round. */
export function shuffled(file: string): Stack {
    const text = stringify(reversed(parse(readFileSync(path.resolve(ROOT, file), "utf8"))));
    return valid(load(inputOf(readStackText(text, file, { stack: nameOf(file) }))));
}

function reversed(value: unknown): unknown {
    if (!isTree(value)) return value; // the order of a list says something
    return Object.fromEntries(
        Object.entries(value)
            .reverse()
            .map(([key, each]) => [key, reversed(each)]),
    );
}

/** The same words under another stack's name. */
export function renamed(file: string, stack: string): Stack {
    return valid(load({ ...inputFrom(file), stack }));
}

const inputs = new Map<string, StackInput>();

export function inputFrom(file: string): StackInput {
    const input = inputs.get(file) ?? inputOf(readStackFile(path.resolve(ROOT, file), nameOf(file)));
    inputs.set(file, input);
    return input;
}

/** The same file with other keys below mindcloud: laid over it. */
export function changed(file: string, settings: Tree): Stack {
    const input = inputFrom(file);
    return valid(load({ ...input, settings: merge(input.settings, settings) }));
}

/** Settings that leave these systems on and no other: half as many resources, half the time. */
export const only = (...systems: readonly SystemKey[]): Tree => ({
    systems: Object.fromEntries(
        Object.keys(SYSTEMS)
            .filter((key) => !systems.some((system) => system === key))
            .map((key) => [key, { enabled: false }]),
    ),
});

/** As many as a file of tests goes back to. */
const KEPT = 6;
const graphs = new Map<string, Promise<Graph>>();

/** The graph of `changed(file, ...settings)`, recorded once for tests that ask for it one after the other. */
export function changedGraph(file: string, ...settings: readonly Tree[]): Promise<Graph> {
    const laid = merge(...settings);
    // What a key takes away says something, too.
    const key = `${file} ${JSON.stringify(laid, (_, each: unknown) => (each === undefined ? "[away]" : each))}`;
    const graph = graphs.get(key) ?? recordStack(changed(file, laid), "update").then(({ graph: recorded }) => recorded);
    graphs.set(key, graph);
    for (const oldest of [...graphs.keys()].slice(0, -KEPT)) graphs.delete(oldest);
    return graph;
}

/** What is wrong with the same file with other keys below mindcloud: laid over it. */
export function refused(file: string, settings: Tree): readonly Problem[] {
    const input = inputFrom(file);
    const loaded = load({ ...input, settings: merge(input.settings, settings) });
    return loaded.ok ? [] : loaded.problems;
}

/**
 * One stack for each set of systems, from none to all of them; everything else as the files say, which take turns: sets of an odd and of
 * an even number of systems, so that every file sees every system with and without every other.
 */
export function* subsetsOf(files: readonly string[]): Generator<{ readonly name: string; readonly stack: Stack }> {
    const read = files.map(inputFrom);
    const keys = Object.keys(stackFrom(files[0] ?? "").environment.systems);
    for (let set = 0; set < 2 ** keys.length; set++) {
        const chosen = keys.filter((_, index) => (set >> index) % 2 === 1);
        const input = read[chosen.length % read.length];
        if (input === undefined) return;
        const said = isTree(input.settings.systems) ? input.settings.systems : {};
        const systems: Tree = Object.fromEntries(
            keys.map((key) => [key, { ...(isTree(said[key]) && said[key]), enabled: chosen.includes(key) }]),
        );
        const name = chosen.join(" + ") || "no system";
        yield { name, stack: valid(load({ ...input, settings: { ...input.settings, systems } })) };
    }
}

export function recordStack(
    { environment, secrets }: Stack,
    mode: Mode,
    options: Pick<RecordOptions, "mutate"> = {},
): Promise<Recording> {
    const { project, stack } = environment;
    return record(() => deploy(environment, secrets), { project, stack, mode, ...options });
}

const shared = new Map<string, Promise<Recording>>();

export function recordingOf(file: string, mode: Mode): Promise<Recording> {
    const key = `${file} ${mode}`;
    const recording = shared.get(key) ?? sharedRecording(key, () => recordStack(stackFrom(file), mode));
    shared.set(key, recording);
    return recording;
}
