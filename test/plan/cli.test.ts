import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const ROOT = path.join(__dirname, "../..");
const SMALL = path.join(__dirname, "small.yaml");

/** Without credentials, home or network settings: a plan needs none of them. */
function plan(...words: readonly string[]): { status: number | null; stdout: string; stderr: string } {
    const env = {
        PATH: process.env.PATH ?? "",
        HOME: path.join(os.tmpdir(), "nobody"),
        AWS_EC2_METADATA_DISABLED: "true",
    };
    return spawnSync(process.execPath, ["-r", "./scripts/fast.js", "plan/cli.ts", ...words], {
        cwd: ROOT,
        env,
        encoding: "utf8",
    });
}

describe("npm run plan", () => {
    it("prints the whole program of a stack file as JSON, and nothing else on standard output", () => {
        const { status, stdout } = plan("--stack-file", SMALL, "--format", "json");
        const document = JSON.parse(stdout) as {
            stack: string;
            resources: { type: string }[];
            policy: { findings: unknown[] };
        };
        assert.equal(status, document.policy.findings.length === 0 ? 0 : 1);
        assert.equal(document.stack, "small");
        assert.ok(document.resources.length > 100);
        assert.ok(document.resources.some(({ type }) => type === "aws:eks/cluster:Cluster"));
    });

    it("writes the picture into a file", () => {
        const out = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "mindcloud-")), "deep", "small.svg");
        const { status, stderr } = plan("graph", "--stack-file", SMALL, "--out", out);
        assert.equal(status, 0, stderr);
        assert.match(fs.readFileSync(out, "utf8"), /<svg/);
        fs.rmSync(path.dirname(path.dirname(out)), { recursive: true });
    });

    it("ends with status 2 and every problem where the stack file is wrong, and prints no stack trace", () => {
        const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "mindcloud-")), "Pulumi.wrong.yaml");
        fs.writeFileSync(
            file,
            fs.readFileSync(SMALL, "utf8").replace("monthlyUsd: 9000", "monthlyUsd: many").replace("emails:", "mails:"),
        );
        const { status, stdout, stderr } = plan("--stack-file", file);
        fs.rmSync(path.dirname(file), { recursive: true });
        assert.equal(status, 2);
        assert.equal(stdout, "");
        assert.match(stderr, /^Pulumi\.wrong\.yaml: \d+ problems/);
        assert.match(stderr, /budget\.monthlyUsd/);
        assert.match(stderr, /alerts\.mails/);
        assert.doesNotMatch(stderr, /\n\s+at /);
    });

    it("ends with status 2 where the command line is wrong or the file is not there", () => {
        assert.equal(plan("--format", "xml").status, 2);
        const { status, stderr } = plan("--stack", "nowhere");
        assert.equal(status, 2);
        assert.match(stderr, /Pulumi\.nowhere\.yaml/);
    });
});
