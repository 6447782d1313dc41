/** docs/changes-by-key.md says what the difference says today: three of its rows, others with each commit, and all of them with FULL=1. */
import assert from "node:assert/strict";
import { shuffled } from "../../rehearsal/rehearse/transitions/generate";
import { someOf } from "../../scripts/turns";
import { keyChanges } from "./keys";
import { committed, lineOf } from "./page";

const MANY = 3;

describe("docs/changes-by-key.md", () => {
    it("says of a key what the difference says of it", async function () {
        this.timeout(3_600_000);
        const rows = committed();
        const all = shuffled(keyChanges(), 1);
        assert.equal(all.length, rows.size, "npm run --silent changes writes the page anew");
        for (const change of someOf(all, MANY))
            assert.equal(rows.get(change.key), await lineOf(change), "npm run --silent changes writes the page anew");
    });
});
