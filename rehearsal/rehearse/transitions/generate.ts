/** Transitions that nobody thought of: every key of a stack file changed, and changed back, in an order that a seed chooses. */
import * as fs from "node:fs";
import * as path from "node:path";
import fc from "fast-check";
import { load } from "../../../config/load";
import { readStackText } from "../../../config/stack-file";
import { at, isTree, type Tree } from "../../../config/tree";
import { withKeys } from "../stack-file";
import { leavesOf, othersOf, type Leaf } from "./values";

export interface Change {
    readonly key: string;
    readonly from: unknown;
    /** The first of what the schema allows with which the whole file is valid. */
    readonly to: unknown;
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

/** What the file says in effect; undefined where it is not valid. */
export function settingsOf(text: string): Tree | undefined {
    const { input, problems } = readStackText(text, "Pulumi.dev.yaml");
    const loaded = input === undefined ? undefined : load(input, problems);
    if (loaded?.ok !== true) return undefined;
    const {
        project: _p,
        stack: _s,
        region: _r,
        partition: _a,
        zoneNames: _z,
        needs: _n,
        idle: _i,
        ...settings
    } = loaded.environment;
    return settings;
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

export const isChanged = (text: string, { key, to }: Change): string => withKeys(text, { [key]: to });

/** The way back, as it was said: in a chain the file may have said nothing of it before. */
export const isBack = (text: string, { key, from }: Change): string =>
    withKeys(text, { [key]: isTree(from) ? null : from });
