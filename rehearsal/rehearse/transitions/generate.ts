/** Transitions that nobody thought of: every key of a stack file changed, and changed back, in an order that a seed chooses. */
import * as fs from "node:fs";
import * as path from "node:path";
import fc from "fast-check";
import type { Environment } from "../../../config/environment";
import { schemaAt } from "../../../config/json-schema";
import { load } from "../../../config/load";
import { readStackText } from "../../../config/stack-file";
import type { Keys } from "../../../config/transition/transition";
import { at, type Tree } from "../../../config/tree";
import { withKeys } from "../stack-file";
import { GIVEN } from "./given";
import { leavesOf, othersOf, type Leaf } from "./values";

export interface Change {
    readonly key: string;
    readonly from: unknown;
    /** The first of what the schema allows with which the whole file is valid, or what changes.yaml says. */
    readonly to: unknown;
    /** What the file is made to say first. */
    readonly first?: Keys;
}

/** Stack files to begin with. */
export function starts(checkout: string, stackFiles = checkout): readonly string[] {
    const environments = path.join(checkout, "test", "environments");
    return [
        ...fs
            .readdirSync(stackFiles)
            .filter((name) => /^Pulumi\..+\.yaml$/.test(name))
            .sort()
            .map((name) => path.join(stackFiles, name)),
        ...fs
            .readdirSync(environments)
            .sort()
            .map((name) => path.join(environments, name)),
    ];
}

function environmentOf(text: string): Environment | undefined {
    const { input, problems } = readStackText(text, "Pulumi.dev.yaml");
    const loaded = input === undefined ? undefined : load(input, problems);
    return loaded?.ok === true ? loaded.environment : undefined;
}

/** What the file says in effect; undefined where it is not valid. */
export function settingsOf(text: string): Tree | undefined {
    const environment = environmentOf(text);
    if (environment === undefined) return undefined;
    const {
        project: _p,
        stack: _s,
        region: _r,
        partition: _a,
        zoneNames: _z,
        needs: _n,
        idle: _i,
        ...settings
    } = environment;
    return settings;
}

/** Whether the file, changed, says of the key that it changes nothing. */
function isIdle(text: string, change: Change): boolean {
    const words = change.key.split(".");
    const keys = words.map((_, index) => words.slice(0, index + 1).join("."));
    const idle = environmentOf(isChanged(text, change))?.idle ?? [];
    return idle.some((note) => keys.some((key) => note.startsWith(`${key} changes nothing`)));
}

/** Each key of the file that can be changed alone, with what it is changed to. */
export function changesOf(text: string, leaves: readonly Leaf[]): readonly Change[] {
    return leaves.flatMap((leaf) => {
        const key = leaf.path.join(".");
        const to = othersOf(leaf).find((other) => settingsOf(withKeys(text, { [key]: other })) !== undefined);
        return to === undefined ? [] : [{ key, from: leaf.value, to }];
    });
}

/** Leaves of a file in an order that the seed chooses: those of one part of so many. */
export function chosen(text: string, seed: number, [part, of]: readonly [number, number] = [1, 1]): readonly Leaf[] {
    const settings = settingsOf(text) ?? {};
    const all = leavesOf(settings).filter(({ path: [first] }) => !UNTRIED.has(first ?? ""));
    const felt = all.filter(({ path: words }) => isFelt(words, settings));
    return shuffled(felt, seed).filter((_, index) => index % of === part - 1);
}

/** A change, and the file in which it is made. */
export interface Placed {
    readonly file: string;
    readonly change: Change;
}

/**
 * Every key that any of the files has, and those of changes.yaml, once: in the file that says least, so that little stands around it.
 * What people name (companies, paths of an endpoint) is one key whatever it is called.
 */
export function everyKey(files: readonly string[], seed: number): readonly Placed[] {
    const taken = new Set<string>();
    const said = files.map((file) => {
        const text = fs.readFileSync(file, "utf8");
        return { file, text, leaves: chosen(text, seed) };
    });
    return said
        .sort((one, other) => one.leaves.length - other.leaves.length || one.file.localeCompare(other.file))
        .flatMap(({ file, text, leaves }) => {
            const tried = (change: Change): boolean => {
                const key = keyOf(change.key.split("."));
                if (taken.has(key) || isIdle(text, change)) return false;
                taken.add(key);
                return true;
            };
            const generated = leaves
                .filter((leaf) => !taken.has(keyOf(leaf.path)))
                .flatMap((leaf) => changesOf(text, [leaf]));
            return [...generated.filter(tried), ...givenOf(text).filter(tried)].map((change) => ({ file, change }));
        });
}

/** One part of them, by file: few files each, since each has to be made first. */
export function chainsOf(
    all: readonly Placed[],
    [part, of]: readonly [number, number],
): ReadonlyMap<string, readonly Change[]> {
    const edge = (number: number): number => Math.floor((all.length * number) / of);
    const chains = new Map<string, Change[]>();
    for (const { file, change } of all.slice(edge(part - 1), edge(part)))
        chains.set(file, [...(chains.get(file) ?? []), change]);
    return chains;
}

/** What changes.yaml says, all of it or of these keys, as far as it can be done in this file. */
export function givenOf(text: string, keys: readonly string[] = Object.keys(GIVEN.changes)): readonly Change[] {
    return keys.flatMap((key) => {
        const { with: first, to, notMade } = GIVEN.changes[key] ?? {};
        if (notMade !== undefined) return [];
        const begun = withKeys(text, first ?? {});
        const settings = settingsOf(begun);
        if (settings === undefined || settingsOf(withKeys(begun, { [key]: to })) === undefined) return [];
        const words = key.split(".");
        if (words[0] === "systems" && at(settings, [...words.slice(0, 2), "enabled"]) !== true) return [];
        return [{ key, from: at(settings, words), to, ...(first !== undefined && { first }) }];
    });
}

/** As the schema knows it: `systems.simpleCli.companies.*.agents.max`. */
function keyOf(words: readonly string[]): string {
    const isFree = (word: string, index: number): boolean => {
        const { additionalProperties, properties } = schemaAt(words.slice(0, index)) ?? {};
        return typeof additionalProperties === "object" && properties?.[word] === undefined;
    };
    return words.map((word, index) => (isFree(word, index) ? "*" : word)).join(".");
}

/** Of a system that is off, nothing changes but that it is. */
function isFelt([first, system = "", key]: readonly string[], { systems }: Tree): boolean {
    if (first !== "systems" || key === "enabled") return true;
    return at(systems, [system, "enabled"]) === true;
}

/** What only says what else may stand in the file. */
const UNTRIED = new Set(["notSecrets"]);

export function shuffled<Item>(items: readonly Item[], seed: number): readonly Item[] {
    const whole = { minLength: items.length, maxLength: items.length };
    const [order = []] = fc.sample(fc.shuffledSubarray([...items], whole), { seed, numRuns: 1 });
    return order;
}

export const isChanged = (text: string, { key, to, first = {} }: Change): string =>
    withKeys(withKeys(text, first), { [key]: to });
