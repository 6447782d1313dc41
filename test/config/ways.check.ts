/**
 * Every key of every stack file and test environment, changed and changed back, and several keys at once, as generated from the schema: a
 * way that is named can be gone. Keys take turns, and several at once are those of SEED; all of them with FULL=1.
 */
import assert from "node:assert/strict";
import * as path from "node:path";
import { someOf } from "../../scripts/turns";
import { withKeys } from "../../rehearsal/rehearse/stack-file";
import {
    changesOf,
    chosen,
    givenOf,
    isChanged,
    shuffled,
    starts,
    type Change,
} from "../../rehearsal/rehearse/transitions/generate";
import { GIVEN } from "../../rehearsal/rehearse/transitions/given";
import { othersOf } from "../../rehearsal/rehearse/transitions/values";
import { faultsOf, FILES, stackOf, type Named, type Pair } from "./way-faults";

const { FULL = "", SEED = "1" } = process.env;
/** Of some four thousand, of which a file can do half. */
const MANY = 60;
const SEVERAL = FULL === "" ? 10 : 400;
/** Keys that two files of a pair differ by, at most. */
const AT_ONCE = 8;

const valid = (text: string): boolean => stackOf(text) !== undefined;

interface Placed extends Named {
    readonly changes: () => readonly Change[];
}

const keys: readonly Placed[] = FILES.flatMap((file) => [
    ...chosen(file.text, 1).map((leaf) => ({ ...file, changes: () => changesOf(file.text, [leaf]) })),
    ...Object.keys(GIVEN.changes).map((key) => ({ ...file, changes: () => givenOf(file.text, [key]) })),
]);

function thereAndBack({ name, text, changes }: Placed): readonly Pair[] {
    return changes().flatMap((change) => {
        const { key, first = {} } = change;
        const [begun, changed] = [withKeys(text, first), isChanged(text, change)];
        return [
            { name: `${name}: ${key}, to begin with`, from: text, to: begun },
            { name: `${name}: ${key}`, from: begun, to: changed },
            { name: `${name}: ${key} back`, from: changed, to: begun },
            { name: `${name}: ${key}, as before`, from: begun, to: text },
        ];
    });
}

/** Some keys of the text at other values, as long as it stays valid. */
function withOthers(text: string, seed: number): string {
    return shuffled(chosen(text, seed), seed)
        .slice(0, AT_ONCE)
        .reduce((now, leaf) => {
            const others = shuffled(othersOf(leaf), seed).map((other) =>
                withKeys(now, { [leaf.path.join(".")]: other }),
            );
            return others.find(valid) ?? now;
        }, text);
}

function several(number: number): readonly Pair[] {
    const seed = Number(SEED) * 10_000 + number;
    const { name = "", text = "" } = FILES[seed % FILES.length] ?? {};
    const other = withOthers(text, seed);
    const what = `${name}, several keys by SEED=${SEED}, number ${String(number)}`;
    return [
        { name: what, from: text, to: other },
        { name: `${what}, back`, from: other, to: text },
    ];
}

const faults = (pairs: readonly Pair[]): readonly string[] =>
    pairs.flatMap((pair) => [...faultsOf(pair)].map((fault) => `${pair.name}: ${fault}`));

describe("the way from a stack file to the same with other keys", () => {
    it("knows all files that transitions begin with", () => {
        const checkout = path.join(__dirname, "../..");
        assert.deepEqual(
            FILES.map(({ name }) => name).sort(),
            starts(checkout, path.join(checkout, "test", "stacks"))
                .map((file) => path.basename(file))
                .sort(),
        );
    });

    it("can be gone for each key, there and back: no step is an invalid file, or refused itself", () => {
        const pairs = someOf(keys, MANY).flatMap(thereAndBack);
        assert.ok(pairs.length > MANY, String(pairs.length));
        assert.deepEqual(faults(pairs), []);
    });

    it("can be gone for several keys at once", () => {
        for (let number = 0; number < SEVERAL; number += 1) assert.deepEqual(faults(several(number)), []);
    });
});
