/**
 * Generated stack files that the configuration accepts, on the embedded cloud: they come up, and a repeat changes nothing. One by turns, 50
 * with FULL=1, N with FUZZ=N; SEED=<number> makes others. More of them, without the engine, are in test/config/fuzz.check.ts.
 */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import fc from "fast-check";
import { stringify } from "yaml";
import { loadRead, readStackText } from "../../config/stack-file";
import { mindcloud } from "../../rehearsal/session/mindcloud";
import { commitsSoFar } from "../../scripts/turns";
import { fileOf, settings } from "../config/fuzz/stack-files";
import { Bench } from "./support/bench";

const { FULL = "", FUZZ, SEED } = process.env;
const count = Number(FUZZ ?? (FULL === "" ? 1 : 50));
const seed = Number(SEED ?? commitsSoFar());
const STACK = "generated";

/** Takes over what EKS has left in an account: nothing, in a new one. */
const LEFT_THERE = "logGroup: adopt";

function acceptedFiles(): readonly string[] {
    // One of two is accepted; a file more than enough costs nothing.
    const texts = fc.sample(settings, { seed, numRuns: 20 * count }).map((tree) => stringify(fileOf(tree)));
    return texts
        .filter((text) => loadRead(readStackText(text, `Pulumi.${STACK}.yaml`)).ok && !text.includes(LEFT_THERE))
        .slice(0, count);
}

describe(`generated stack files on the embedded cloud, SEED=${String(seed)}`, () => {
    const files = acceptedFiles();

    it(`are as many as are asked for: ${String(count)}`, () => {
        assert.equal(files.length, count);
    });

    for (const [index, text] of files.entries())
        it(`number ${String(index + 1)} comes up, and has no changes the second time`, async () => {
            const bench = new Bench(STACK).writingOnce();
            try {
                fs.writeFileSync(path.join(bench.root, `Pulumi.${STACK}.yaml`), text);
                const rehearsed = mindcloud(bench.root)(STACK);
                if ("problems" in rehearsed) assert.fail(`${rehearsed.problems}\n${text}`);
                // With a boundary of one's own one deploys with a role of one's own, which bootstrap/account.yaml does not know.
                const as = text.includes("permissionsBoundary:") ? ["--as", "administrator"] : [];
                const first = await bench.rehearse("up", rehearsed, ...as);
                assert.equal(first.status, 0, `${first.text}\n${text}`);
                const second = await bench.rehearse("up", rehearsed, ...as);
                assert.equal(second.status, 0, `${second.text}\n${text}`);
                assert.match(second.text, /is up to date: \d+ resources, no changes/, text);
            } finally {
                bench.remove();
            }
        });
});
