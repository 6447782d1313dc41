/** Every row is proved by the tests that it names: one of them fails when a value of the row, or what the row names, is otherwise. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as path from "node:path";

describe("traceability by mutation", () => {
    it("kills every mutant of what is built or configured, and one of each other row (npm run traceability:mutations lists them)", function () {
        this.timeout(1_800_000);
        const { status, stdout, stderr } = spawnSync("sh", ["scripts/run.sh", "test/traceability/mutation/cli.ts"], {
            cwd: path.join(__dirname, "../.."),
            encoding: "utf8",
        });
        assert.equal(status, 0, `${stdout}\n${stderr.split("\n").slice(-5).join("\n")}`);
    });
});
