/** The systems as their pinned code runs today, each on the embedded cloud: everything comes up, a repeat changes nothing, and nothing is left. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { mindcloud } from "../../rehearsal/session/mindcloud";
import type { Rehearsed } from "../../rehearsal/session/rehearsed";
import { chosen, commitsSoFar } from "../../scripts/turns";
import { Bench } from "./support/bench";

const FOLDER = path.join(__dirname, "../environments");
const STACKS = fs
    .readdirSync(FOLDER)
    .flatMap((file) => /^(runs-today-.+)\.yaml$/.exec(file)?.[1] ?? [])
    .sort();

/** A minute each: one by turns, all with FULL=1. */
const { now, later } = chosen(
    STACKS.map((name) => ({ name })),
    { FULL: process.env.FULL },
    commitsSoFar,
);

/** With the file in the bench's own folder, as a user would have it. */
function rehearsedIn(bench: Bench): Rehearsed {
    fs.copyFileSync(path.join(FOLDER, `${bench.stack}.yaml`), path.join(bench.root, `Pulumi.${bench.stack}.yaml`));
    const rehearsed = mindcloud(bench.root)(bench.stack);
    if ("problems" in rehearsed) assert.fail(rehearsed.problems);
    return rehearsed;
}

describe("a system as its code runs today, on the embedded cloud", () => {
    it("is each of the five", () => {
        assert.equal(STACKS.length, 5);
    });

    // Pending, so that nobody takes them for tried.
    for (const { name } of later) it(`${name} has another turn (FULL=1 runs all)`);

    for (const { name: stack } of now)
        it(`${stack} comes up, has no changes the second time, and goes down to nothing`, async () => {
            // What is written at every step is another test's.
            const bench = new Bench(stack).writingOnce();
            try {
                const rehearsed = rehearsedIn(bench);
                const first = await bench.rehearse("up", rehearsed);
                assert.equal(first.status, 0, first.text);
                const second = await bench.rehearse("up", rehearsed);
                assert.equal(second.status, 0, second.text);
                assert.match(second.text, /is up to date: \d+ resources, no changes/);
                const down = await bench.rehearse("down", rehearsed);
                assert.equal(down.status, 0, down.text);
                assert.match(down.text, /nothing in the state, nothing in the cloud/);
                assert.deepEqual([bench.state(rehearsed.project).resources, bench.cloud().live()], [[], []]);
            } finally {
                bench.remove();
            }
        });
});
