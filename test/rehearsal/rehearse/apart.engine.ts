import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { apart } from "../../../rehearsal/rehearse/apart";

describe("a rehearsal in a process of its own", () => {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), "apart-"));
    const checkout = path.join(__dirname, "..", "..", "..");
    const order = {
        checkout,
        directory,
        stack: "dev",
        full: false,
        keep: false,
        asked: { stackFiles: path.join(checkout, "test", "stacks") },
    };
    after(() => {
        fs.rmSync(directory, { recursive: true, force: true });
    });

    it("hands back each of its steps, with what was found", async () => {
        // In its own lab, a moment: on dev too little is scaled to press on.
        const outcome = await apart({ name: "scale" }, order);
        assert.ok(outcome.kind === "ended");
        assert.equal(outcome.lines.length, 1);
        assert.match(outcome.lines[0]?.fact ?? "", /^nothing is scaled here/);
    });

    it("falls short when its process ends before it did", async () => {
        const outcome = await apart({ name: "of nothing" }, order);
        assert.deepEqual(outcome, {
            kind: "ended",
            lines: [
                {
                    what: "the rehearsal itself",
                    seconds: 0,
                    findings: ["its process ended with status 2 before it did"],
                },
            ],
        });
    });
});
