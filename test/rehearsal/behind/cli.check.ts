/** `make behind` as a program, against an `aws` that answers from a table: its table, its exit status, and what a wrong stack name says. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const ROOT = path.join(__dirname, "..", "..", "..");
/** One of the tests, with a cluster of its own: a user's may bring one. */
const FILE = "test/stacks/Pulumi.dev.yaml";

/** Says what it was asked in a file beside it, and that nobody but the clock has moved. */
const AWS = `#!/bin/sh
echo "$@" >>"$(dirname "$0")/asked"
case "$2" in
describe-certificates) echo '[["rds-ca-rsa2048-g1", "2061-05-21T00:00:00+00:00"]]' ;;
describe-cluster) echo "An error occurred (AccessDenied)" >&2; exit 254 ;;
*) echo '[]' ;;
esac
`;

describe("make behind", function () {
    this.timeout(120_000);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mindcloud-behind-"));
    const aws = path.join(folder, "aws");
    before(() => {
        fs.writeFileSync(aws, AWS, { mode: 0o755 });
    });
    after(() => {
        fs.rmSync(folder, { recursive: true });
    });
    const run = (...words: readonly string[]) =>
        spawnSync(process.execPath, ["-r", "./scripts/fast.js", "rehearsal/behind/cli.ts", ...words], {
            ...{ cwd: ROOT, encoding: "utf8", env: { ...process.env, AWS: aws } },
        });

    it("asks in the region of the stack file, prints a line for each pin, and ends with 1 where one is behind or nobody answers", () => {
        const { stdout, stderr, status } = run("--stack-file", FILE, "--stack", "live");
        assert.equal(status, 1, stderr);
        assert.match(stdout, /^behind +Kubernetes +\? +\? +cannot be asked: An error occurred \(AccessDenied\)$/m);
        assert.match(stdout, /^behind +coredns +v\S+ +\? +not offered any more: config\/versions\.ts$/m);
        assert.match(stdout, /^live is behind: \d+ of \d+;/m);
        const asked = fs.readFileSync(path.join(folder, "asked"), "utf8").trim().split("\n");
        assert.ok(asked.length > 8);
        for (const line of asked)
            assert.match(line, /^(eks|ec2|rds|elasticache) describe-.* --region \S+ --output json$/);
    });

    it("ends with 2 where there is no such stack file", () => {
        const { stderr, status } = run("--stack", "nobody");
        assert.equal(status, 2);
        assert.match(stderr, /Pulumi\.nobody\.yaml/);
    });
});
