/** A store of ours in the place of one that was brought, and the other way. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { differenceOf } from "../../plan/diff/difference";
import { withKeys } from "../../rehearsal/rehearse/stack-file";
import { GIVEN } from "../../rehearsal/rehearse/transitions/given";
import { sideOf } from "./row";

const COMPLETE = fs.readFileSync(path.join(__dirname, "../environments/complete.yaml"), "utf8");

describe("PostgreSQL of yours in the place of ours, and the other way", () => {
    it("keeps the credentials of its databases: a second secret of the same name is refused", async () => {
        const { to } = GIVEN.changes["existing.postgres"] ?? {};
        const ours = await sideOf(COMPLETE);
        const yours = await sideOf(withKeys(COMPLETE, { "existing.postgres": to }));
        for (const [before, after] of [
            [ours, yours],
            [yours, ours],
        ] as const) {
            const { changes } = differenceOf("dev", before, after, { source: "a test" });
            const ofSecrets = changes.filter(({ name }) => /^stores-postgres-database-.*-(secret|version)$/.test(name));
            assert.deepEqual(
                ofSecrets
                    .filter(({ operation }) => ["create", "delete", "replace"].includes(operation))
                    .map(({ name }) => name),
                [],
            );
        }
        const names = ours.graph.resources.map(({ name }) => name);
        assert.ok(names.includes("stores-postgres-database-memstack-secret"));
    });
});
