import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { readCounts } from "../../scripts/counts";
import { SUPPORTED_NODES } from "../../scripts/nodes";
import { STACK_FILES } from "../support/recordings";
import { type Node, nodeOf, ROOT, run } from "./node";

const RUN = ["sh", "scripts/run.sh"];

/** ON_NODE=<release>: everything on one of them; without it, the plans on all. */
const whole = process.env.ON_NODE === undefined ? undefined : Number(process.env.ON_NODE);
const releases = whole === undefined ? SUPPORTED_NODES : [whole];

for (const release of releases)
    describe(`Node ${String(release)}`, () => {
        let node: Node;

        before(function () {
            const found = nodeOf(release);
            if (typeof found === "string") {
                console.log(`    skipped: ${found}`);
                this.skip();
            }
            node = found;
        });

        if (whole === undefined) {
            for (const file of STACK_FILES)
                it(`plans ${file} as the Node of this run does`, async () => {
                    const plan = [...RUN, "plan/cli.ts", "--stack-file", file, "--format", "json"];
                    const here = { bin: path.dirname(process.execPath), version: process.versions.node };
                    const [there, wanted] = [await run(node, plan), await run(here, plan)];
                    assert.equal(there.status, wanted.status, there.stderr);
                    assert.ok([0, 1].includes(there.status), there.stderr);
                    assert.equal(there.stdout, wanted.stdout);
                    assert.equal(there.stderr, wanted.stderr);
                });
            return;
        }

        it("passes the unit tests, all of them", async () => {
            const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mindcloud-node-"));
            const results = path.join(folder, "unit.txt");
            try {
                const done = await run(node, ["npm", "run", "--silent", "test:unit"], {
                    ...{ CI: "true", RESULT_FILE: results, RESULT_STYLE: "dot" },
                });
                const counts = readCounts(results);
                assert.equal(done.status, 0, `${done.stdout}\n${done.stderr}`);
                assert.equal(counts?.failed, 0);
                assert.ok(counts.passed > 1000, JSON.stringify(counts));
            } finally {
                fs.rmSync(folder, { recursive: true });
            }
        });

        it("deploys a whole environment to the embedded cloud, and destroys it", async () => {
            const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mindcloud-node-"));
            try {
                const done = await run(node, [
                    ...RUN,
                    path.relative(ROOT, path.join(__dirname, "life.ts")),
                    folder,
                    "dev",
                ]);
                assert.equal(done.status, 0, `${done.stdout}\n${done.stderr}`);
                assert.match(done.stdout, /\d+ created/);
                assert.match(done.stdout, /is gone after/);
            } finally {
                fs.rmSync(folder, { recursive: true, force: true });
            }
        });
    });
