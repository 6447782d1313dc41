/** Whoever comes from the last release keeps what they have: nothing of it is called something else now, unless an alias says so. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { sideFromPlan } from "../../plan/diff/base/plan-file";
import { pairsOf } from "../../plan/diff/graph/match";
import { recordStack, stackFrom } from "../support/recordings";
import { stacks, unpackPlan } from "./last";

it("every resource of the last release is there under its name, or under another that names the old one", async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "release-"));
    try {
        const plan = path.join(folder, "plan.json");
        unpackPlan(plan);
        const before = sideFromPlan(plan).graph;
        assert.ok(before.resources.length > 800);
        const file = stacks().find((each) => each.endsWith("/complete.yaml")) ?? "";
        const { graph } = await recordStack(stackFrom(file), "preview");
        assert.deepEqual(
            pairsOf(before, graph).gone.map(({ urn }) => urn),
            [],
            "If it is meant to go: an upgrade note in CHANGELOG.md, then npm run --silent release -- 0.1.0",
        );
    } finally {
        fs.rmSync(folder, { recursive: true });
    }
});
