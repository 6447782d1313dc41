/** Whoever comes from the last release: what the next preview does is written down, and their stack files are taken, or the key is named. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { loadStackFile } from "../../config/stack-file";
import { sideFromPlan } from "../../plan/diff/base/plan-file";
import { programIn } from "../../plan/diff/base/program";
import { differenceOf } from "../../plan/diff/difference";
import { read } from "../../plan/diff/reading";
import { sideOf } from "../../plan/diff/side";
import { TODAY } from "../support/recordings";
import { stacks, unpackPlan } from "./last";
import { notable, notesOf, unwritten } from "./notes";

const ROOT = path.join(__dirname, "../..");
const notes = notesOf(fs.readFileSync(path.join(ROOT, "CHANGELOG.md"), "utf8"));

describe("from the last release to this", () => {
    it("what loses data or is noticed by somebody stands in the upgrade notes, and each note comes true", async function () {
        this.timeout(600_000);
        const folder = fs.mkdtempSync(path.join(os.tmpdir(), "release-"));
        const plan = path.join(folder, "plan.json");
        try {
            unpackPlan(plan);
            const [file = ""] = stacks().filter((each) => each.endsWith("/complete.yaml"));
            const after = await sideOf(programIn(ROOT), { file, stack: "complete" }, "", "preview");
            const difference = differenceOf("complete", sideFromPlan(plan), after, { source: "the last release" });
            assert.deepEqual(unwritten(notable(read(difference, TODAY)), notes), []);
            // It would be seen: the same environment with one of its systems.
            const [less = ""] = stacks().filter((each) => each.endsWith("/simple-cli.yaml"));
            const other = await sideOf(programIn(ROOT), { file: less, stack: "complete" }, "", "preview");
            const changed = differenceOf("complete", sideFromPlan(plan), other, { source: "a test" });
            const found = unwritten(notable(read(changed, TODAY)), notes);
            assert.ok(
                found.some((finding) => finding.startsWith("delete StatefulSet akosha-hot-store:")),
                found.join("\n"),
            );
        } finally {
            fs.rmSync(folder, { recursive: true });
        }
    });

    for (const file of stacks())
        it(`${path.basename(file)} is taken, or the key that moved is named`, () => {
            const loaded = loadStackFile(file);
            const problems = loaded.ok ? [] : loaded.problems;
            assert.deepEqual(
                problems.filter(
                    ({ path: key }) => !notes.keys.some((known) => key === known || key.startsWith(`${known}.`)),
                ),
                [],
                "CHANGELOG.md, Unreleased, Upgrade notes: - `key`: what to write instead",
            );
        });
});
