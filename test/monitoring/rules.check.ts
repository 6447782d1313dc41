/** promtool reads every rule file of every stack, as the operator would hand it to Prometheus. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { goProgramNow } from "../../rehearsal/programs/go-programs";
import { COMPLETE, recordingOf, STACK_FILES } from "../support/recordings";
import { ruleFilesOf, type RuleFiles } from "./configuration";
import { writeFiles } from "./prometheus";

/** What promtool says and its status, of all files at once. */
function checked(rules: RuleFiles): { readonly status: number | null; readonly said: string } {
    const directory = mkdtempSync(path.join(os.tmpdir(), "rules-"));
    try {
        writeFiles(directory, { configuration: {}, rules });
        const files = Object.keys(rules).map((file) => path.join(directory, file));
        const run = spawnSync(goProgramNow("promtool"), ["check", "rules", "--lint=all", "--lint-fatal", ...files], {
            encoding: "utf8",
        });
        return { status: run.status, said: `${run.stdout}${run.stderr}` };
    } finally {
        rmSync(directory, { recursive: true });
    }
}

describe("promtool", function () {
    this.timeout(300_000); // the first run builds it

    for (const file of [...STACK_FILES, COMPLETE])
        it(`finds nothing wrong in the rules of ${file}`, async () => {
            const rules = ruleFilesOf((await recordingOf(file, "update")).graph);
            assert.notEqual(Object.keys(rules).length, 0, "it has none");
            const { status, said } = checked(rules);
            assert.equal(status, 0, said);
            const found = Object.values(rules).flatMap(({ groups }) =>
                groups.flatMap((group) => group.rules as readonly unknown[]),
            );
            const counted = [...said.matchAll(/(\d+) rules found/g)].reduce(
                (sum, [, number]) => sum + Number(number),
                0,
            );
            assert.equal(counted, found.length);
        });

    it("would say so", () => {
        const broken = { groups: [{ name: "a", rules: [{ alert: "A", expr: "sum(a", for: "5m" }] }] };
        const { status, said } = checked({ "broken.yaml": broken });
        assert.notEqual(status, 0);
        assert.match(said, /could not parse expression/);
    });
});
