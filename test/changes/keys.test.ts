/** Every key of docs/configuration.md has a row in docs/changes-by-key.md, or a reason. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { GIVEN } from "../../rehearsal/rehearse/transitions/given";
import { called } from "./keys";
import { committed } from "./page";

const CONFIGURATION = path.join(__dirname, "../../docs/configuration.md");

describe("docs/changes-by-key.md", () => {
    it("has every key that a stack file may have: tried, above or below one that was, or not tried for a reason", () => {
        const keys = [...fs.readFileSync(CONFIGURATION, "utf8").matchAll(/^\| `([a-z]\w*(?:\.[^`]+)?)`/gm)].map(
            ([, key = ""]) => called(key.split(".")),
        );
        assert.ok(keys.length > 300);
        const rows = [...committed().keys()];
        const isRow = (key: string) =>
            rows.some((row) => row === key || key.startsWith(`${row}.`) || row.startsWith(`${key}.`));
        const reasons = Object.keys(GIVEN.untried);
        const hasReason = (key: string) => reasons.some((other) => other === key || key.startsWith(`${other}.`));
        const groups = ["system", "general", "zonal", "untrusted"]; // names that the profiles bring, in a table of their own
        assert.deepEqual(
            [...new Set(keys)].filter((key) => !isRow(key) && !hasReason(key) && !groups.includes(key)),
            [],
            "npm run --silent changes, or rehearsal/rehearse/transitions/changes.yaml",
        );
    });

    it("says of no change that it will fail which is not refused before, with its steps", () => {
        const unsaid = [...committed().values()].flatMap((row) =>
            row.split(" | ").filter((side) => side.includes("**will fail**") && !side.includes("**refused**")),
        );
        assert.deepEqual(unsaid, []);
    });

    it("calls what people name by a name, and all workloads the same", () => {
        assert.equal(called(["nodeGroups", "gpu", "max"]), "nodeGroups.<name>.max");
        assert.equal(called(["existing", "redis", "cache"]), "existing.redis");
        assert.equal(
            called(["systems", "akosha", "workloads", "query", "ports", "api"]),
            "systems.<system>.workloads.<workload>.ports.api",
        );
        assert.equal(
            called(["systems", "simpleCli", "companies", "acme", "state"]),
            "systems.simpleCli.companies.<name>.state",
        );
    });
});
