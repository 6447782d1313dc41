import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { principalOf, refusals, rolesOf } from "../../rehearsal/account/roles";
import { recordStack, stackFrom } from "../support/recordings";
import { lifeOf } from "./life";

const FOLDER = path.join(__dirname, "../environments");

/** Every one of them lives a whole life under its roles, as evaluated; the engine's own lives are in the rehearsals. */
describe("a whole life of every test environment", () => {
    for (const file of fs.readdirSync(FOLDER))
        it(`${file} is allowed to its deploy role, and read by its preview role`, async function () {
            this.timeout(600_000);
            const stack = stackFrom(`test/environments/${file}`);
            const roles = rolesOf(stack.environment, stack.secrets);
            const life = lifeOf((await recordStack(stack, "update")).graph, stack.environment, roles);
            const asked = life.deploy.filter(({ action }) => action !== "iam:DeleteRolePermissionsBoundary");
            assert.ok(asked.length > 100);
            assert.deepEqual(refusals(principalOf(roles.deploy), asked), []);
            assert.deepEqual(refusals(principalOf(roles.preview), life.preview), []);
        });
});
