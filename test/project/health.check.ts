/** scripts/ci/health.sh, which health.yml runs, between stand-ins of aws, kubectl, curl and make. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { COMPLETE, recordingOf, stackFrom } from "../support/recordings";

const ROOT = path.join(__dirname, "../..");
const STACK = stackFrom(COMPLETE).environment.stack;

describe("the report of every morning", function () {
    this.timeout(600_000);
    let folder: string;
    beforeEach(() => {
        folder = fs.mkdtempSync(path.join(os.tmpdir(), "health-"));
    });
    afterEach(() => {
        fs.rmSync(folder, { recursive: true });
    });

    function report(status: number) {
        const said = path.join(folder, "said");
        const standIn = (name: string, script: string) => {
            fs.writeFileSync(path.join(folder, name), `#!/bin/sh\necho "${name} $*" >>"${said}"\n${script}\n`, {
                mode: 0o755,
            });
        };
        standIn("aws", 'echo config >"$KUBECONFIG"');
        standIn("kubectl", "exec sleep 30");
        standIn("curl", "exit 0");
        standIn("make", `echo "${STACK} is ${status === 0 ? "" : "not "}well"; exit ${String(status)}`);
        const summary = path.join(folder, "summary");
        const run = spawnSync("sh", ["scripts/ci/health.sh", STACK], {
            ...{ cwd: ROOT, encoding: "utf8", timeout: 50_000 },
            env: { PATH: `${folder}:${process.env.PATH ?? ""}`, GITHUB_STEP_SUMMARY: summary, TMPDIR: folder },
        });
        return { ...run, summary: fs.readFileSync(summary, "utf8"), said: fs.readFileSync(said, "utf8") };
    }

    it("asks the stack's own cluster, by the ways that the guide names, and shows the table", async () => {
        const { graph } = await recordingOf(COMPLETE, "update");
        const { status, stdout, summary, said } = report(0);
        assert.equal(status, 0);
        assert.match(
            said,
            new RegExp(`aws eks update-kubeconfig --name ${String(graph.the("aws:eks/cluster:Cluster").inputs.name)} `),
        );
        assert.match(said, new RegExp(`make .*health STACK=${STACK} CLOUD=aws`));
        const guide = fs.readFileSync(path.join(ROOT, "docs/guides/operations.md"), "utf8");
        for (const [way] of said.matchAll(/kubectl .*port-forward.*/g)) assert.ok(guide.includes(way), way);
        assert.match(stdout, new RegExp(`${STACK} is well`));
        assert.ok(summary.includes(`### ${STACK}\n\`\`\`\n${STACK} is well\n\`\`\``), summary);
    });

    it("fails where something falls short, shows that too, and leaves nothing behind", () => {
        const { status, summary } = report(1);
        assert.notEqual(status, 0);
        assert.match(summary, new RegExp(`${STACK} is not well`));
        assert.deepEqual(
            fs.readdirSync(folder).filter((name) => name.startsWith("tmp.")),
            [],
        );
        assert.ok(!fs.existsSync(path.join(ROOT, "health.txt")));
    });
});
