import * as fs from "node:fs";
import * as path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { ranWell } from "../checks/outcome";
import type { Lab } from "../lab";
import type { Rehearsal } from "../rehearsal";
import { backAgain } from "../transitions/back";
import {
    chainsOf,
    changesOf,
    chosen,
    everyKey,
    isChanged,
    settingsOf,
    shuffled,
    starts,
    type Change,
} from "../transitions/generate";
import { together } from "../transitions/together";
import { fromRelease } from "../transitions/release";
import { transition, upOn, type On, type Pair } from "../transitions/pair";
import { withKeys } from "../stack-file";
import { onRealKubernetes } from "./on-real-kubernetes";

/** Keys of the short form: each there and back, and two of them at once: eight pairs of files. */
const FEW = 3;
/** Pairs on a real control plane, in all parts of the full form together, and in each of them: each takes up to a minute. */
const REAL = 64;
const REAL_EACH = 8;
/** What starts pods, or stops them. */
const WITH_PODS = /^(systems|nodeGroups|monitoring|profile|clusterServices)/;

/** Any stack file to any other. */
export const transitions: Rehearsal = {
    name: "transitions",
    shows: "a stack file becomes another one, or is refused before the first step and becomes it by the steps that it names; what failed or was killed on the way can be gone back from; no data is lost without a word",
    form: "full",
    async run(lab) {
        const { from, to, base } = lab.asked;
        if (base !== undefined) await fromRelease(lab, base);
        else if (from !== undefined && to !== undefined) await given(lab, from, to);
        else for (const choice of choices(lab)) await generated(lab, choice);
    },
};

/** Pods are started here only, in the full form. */
export const transitionsOfPods: Rehearsal = {
    name: "transitions-of-pods",
    shows: "what starts pods or stops them, among the same transitions, on a real control plane: there, back, and back from one that was killed twice",
    form: "full",
    halfOf: transitions.name,
    async run(lab) {
        const { from, base } = lab.asked;
        if (base !== undefined || from !== undefined) return; // what is given by hand is on a control plane already
        for (const choice of withPods(lab)) await generatedWithPods(lab, choice);
    },
};

/** Two files by hand, on a real control plane. */
async function given(lab: Lab, from: string, to: string): Promise<void> {
    const pair: Pair = {
        what: `${path.basename(from)} to ${path.basename(to)}`,
        from: fs.readFileSync(from, "utf8"),
        to: fs.readFileSync(to, "utf8"),
    };
    await onRealKubernetes(lab, "nothing was changed", async () => {
        await begin(lab, path.basename(from), pair.from, "real");
        await transition(lab, pair, "real");
    });
}

/** One key after the other, there and back, then two at once where they share a resource. */
async function generated(lab: Lab, { file, text, changes }: Choice): Promise<void> {
    await begin(lab, path.basename(file), text, "memory");
    const pairs = await together(lab, text, changes);
    const alone = changes.map((change) => [change]);
    const stands = await chained(lab, text, [...alone, ...(lab.full ? pairs : pairs.slice(0, 1))], "memory");
    await backAgain(lab, stands, "memory");
    if (lab.full) await lab.step("down", () => lab.down(), ranWell);
}

async function generatedWithPods(lab: Lab, { file, text, changes }: Choice): Promise<void> {
    lab.use(text);
    const alone = changes.map((change) => [change]);
    await onRealKubernetes(lab, "no pod was started", async () => {
        await begin(lab, `${path.basename(file)}, on a real control plane`, text, "real");
        await backAgain(lab, await chained(lab, text, alone, "real"), "real");
        await lab.step("down", () => lab.down(), ranWell);
    });
}

/** Of the same keys, the first that start or stop pods: as many as one part has to try. */
function withPods(lab: Lab): readonly Choice[] {
    let left = Math.max(REAL_EACH, Math.ceil(REAL / partOf(lab)[1])) / 2;
    return choices(lab).flatMap(({ changes, ...choice }) => {
        const pods = changes.filter(({ key }) => WITH_PODS.test(key)).slice(0, left);
        left -= pods.length;
        return pods.length === 0 ? [] : [{ ...choice, changes: pods }];
    });
}

interface Choice {
    readonly file: string;
    readonly text: string;
    readonly changes: readonly Change[];
}

const partOf = ({ asked: { part = "1/1" } }: Lab): readonly [number, number] => {
    const [number = 1, of = 1] = part.split("/").map(Number);
    return [number, of];
};

/**
 * Where it begins, and what is changed. In the full form every key once, each in the file that says least besides; where a seed is asked
 * for, every key of the file that it chooses. In the short form some keys of a small file.
 */
function choices(lab: Lab): readonly Choice[] {
    const { seed } = lab.asked;
    const valid = starts(lab.checkout, lab.stackFiles).filter(
        (file) => settingsOf(fs.readFileSync(file, "utf8")) !== undefined,
    );
    if (lab.full && seed === undefined)
        return [...chainsOf(everyKey(valid, 1), partOf(lab))].map(([each, changes]) => ({
            file: each,
            text: fs.readFileSync(each, "utf8"),
            changes,
        }));
    const [file = ""] = shuffled(lab.full ? valid : valid.filter(isSmall), seed ?? 1);
    const text = fs.readFileSync(file, "utf8");
    const leaves = chosen(text, seed ?? 1, partOf(lab));
    return [{ file, text, changes: lab.full ? changesOf(text, leaves) : firstOf(text, leaves) }];
}

const isSmall = (file: string): boolean => fs.statSync(file).size < SMALL_BYTES;
const SMALL_BYTES = 3000;

function firstOf(text: string, leaves: readonly Parameters<typeof changesOf>[1][number][]): readonly Change[] {
    const found: Change[] = [];
    for (const leaf of leaves) {
        found.push(...changesOf(text, [leaf]));
        if (found.length >= FEW) break;
    }
    return found;
}

async function begin(lab: Lab, what: string, text: string, on: On): Promise<void> {
    lab.use(text);
    const { status } = await lab.step(`up ${what}`, () => upOn(lab, on), ranWell);
    if (status !== 0) throw new Error("what the transitions begin with was not made");
}

/** Each B is the next A, and each way back is one too. What is changed at once is one B. */
async function chained(lab: Lab, text: string, all: readonly (readonly Change[])[], on: On): Promise<string> {
    let stands = text;
    for (const changes of all) {
        const keys = changes.map(({ key }) => key).join(" with ");
        const begin = stands;
        const begun = changes.reduce((now, { first = {} }) => withKeys(now, first), begin);
        const changed = changes.reduce(isChanged, begun);
        const visits = [
            [`${keys}: to begin with`, begun],
            [keys, changed],
            [`${keys} back`, begun],
            [`${keys}: as before`, begin],
        ] as const;
        // With what came before it, a change that is valid alone may be none.
        if (visits.some(([, to]) => settingsOf(to) === undefined)) continue;
        let last = begin;
        for (const [what, to] of visits) {
            if (isDeepStrictEqual(settingsOf(to), settingsOf(last))) continue;
            stands = await transition(lab, { what, from: stands, to }, on);
            last = to;
        }
    }
    return stands;
}
