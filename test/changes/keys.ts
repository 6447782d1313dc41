/** The keys of docs/configuration.md, each with a change of it: from what the schema allows, or from changes.yaml of the transitions. */
import * as fs from "node:fs";
import * as path from "node:path";
import { at } from "../../config/tree";
import { changesOf, settingsOf } from "../../rehearsal/rehearse/transitions/generate";
import { GIVEN } from "../../rehearsal/rehearse/transitions/given";
import { leavesOf } from "../../rehearsal/rehearse/transitions/values";
import { withKeys } from "../../rehearsal/rehearse/stack-file";
import { ENVIRONMENTS } from "../support/recordings";

export interface KeyChange {
    /** As docs/configuration.md calls it. */
    readonly key: string;
    readonly from: unknown;
    readonly to: unknown;
    readonly texts: readonly [from: string, to: string];
}

const ROOT = path.join(__dirname, "../..");

/** The environment in which everything exists, then the others, with `data: keep` where nothing speaks against it. */
export function beginnings(): readonly string[] {
    const [first, others] = [ENVIRONMENTS.filter(isComplete), ENVIRONMENTS.filter((file) => !isComplete(file))];
    return [...first, ...others].map((file) => {
        const text = fs.readFileSync(path.join(ROOT, file), "utf8");
        const kept = withKeys(text, { data: "keep" });
        return settingsOf(kept) === undefined ? text : kept;
    });
}

const isComplete = (file: string): boolean => file.endsWith("/complete.yaml");

/** Every key for which a change is known, sorted. */
export function keyChanges(): readonly KeyChange[] {
    const found = new Map<string, KeyChange>();
    const texts = beginnings();
    for (const change of [...given(texts), ...generated(texts)])
        if (!found.has(change.key)) found.set(change.key, change);
    return [...found.values()].sort((one, other) => (one.key < other.key ? -1 : 1));
}

function* generated(texts: readonly string[]): Generator<KeyChange> {
    const done = new Set<string>();
    for (const text of texts) {
        const leaves = leavesOf(settingsOf(text) ?? {}).filter(({ path: words }) => !done.has(called(words)));
        for (const { key, from, to } of changesOf(text, leaves)) {
            done.add(called(key.split(".")));
            yield { key: called(key.split(".")), from, to, texts: [text, withKeys(text, { [key]: to })] };
        }
    }
}

function* given(texts: readonly string[]): Generator<KeyChange> {
    for (const [key, { with: before = {}, to }] of Object.entries(GIVEN.changes)) {
        const pairs = texts.map((text) => {
            const begun = withKeys(text, before);
            return [begun, withKeys(begun, { [key]: to })] as const;
        });
        const pair = pairs.find((both) => both.every((text) => settingsOf(text) !== undefined));
        if (pair === undefined) throw new Error(`changes.yaml: with ${key} no environment is valid`);
        const value = at(settingsOf(pair[0]) ?? {}, key.split("."));
        yield { key: called(key.split(".")), from: value, to, texts: pair };
    }
}

/** As docs/configuration.md calls a key: what people name is a name, and all workloads have the same settings. */
export function called(words: readonly string[]): string {
    return words
        .join(".")
        .replace(/^nodeGroups\.\w+/, "nodeGroups.<name>")
        .replace(/^systems\.\w+\.workloads\.\w+/, "systems.<system>.workloads.<workload>")
        .replace(/^systems\.\w+\.workloads$/, "systems.<system>.workloads")
        .replace(/^(systems\.simpleCli\.companies)\.\w+\./, "$1.<name>.")
        .replace(
            /^(existing\.(?:redis|neo4j)|cluster\.access|systems\.\w+\.endpoint\.paths|systems\.simpleCli\.companies)\.[^.<].*/,
            "$1",
        );
}
