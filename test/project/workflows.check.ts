/** What needs a tool or minutes: actionlint, the scripts that workflows run, and the review of a change in a checkout of its own. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import { assertPage } from "../plan/report/checks";
import * as path from "node:path";
import { goProgramNow } from "../../rehearsal/programs/go-programs";

const ROOT = path.join(__dirname, "../..");
const FOLDER = path.join(ROOT, ".github", "workflows");

describe("the workflows", function () {
    this.timeout(600_000);

    it("are accepted by actionlint, the shell lines in them too", () => {
        const files = fs.readdirSync(FOLDER).map((name) => path.join(FOLDER, name));
        // Not a git checkout when it is packed, so it is told what to read.
        const { status, stdout } = spawnSync(goProgramNow("actionlint"), ["-no-color", "-shellcheck=", ...files], {
            cwd: ROOT,
            encoding: "utf8",
        });
        assert.equal(status, 0, stdout);
    });
});

describe("the scripts of the deploy workflow", () => {
    const work = fs.mkdtempSync(path.join(os.tmpdir(), "deploy-"));
    after(() => {
        fs.rmSync(work, { recursive: true, force: true });
    });

    /** With a pulumi that prints what it is told to, and exits so. */
    function run(script: string, args: readonly string[], output: string, status = 0) {
        const bin = path.join(work, "bin");
        fs.mkdirSync(bin, { recursive: true });
        fs.writeFileSync(path.join(work, "output"), output);
        fs.writeFileSync(
            path.join(bin, "pulumi"),
            `#!/bin/sh\necho "$*" >> ${work}/calls\ncat ${work}/output\nexit ${String(status)}\n`,
            { mode: 0o755 },
        );
        const env = { ...process.env, STACK: "dev", PATH: `${bin}${path.delimiter}${process.env.PATH ?? ""}` };
        return spawnSync("sh", [`scripts/ci/${script}`, ...args], { cwd: ROOT, encoding: "utf8", env });
    }
    const state = (time: string): string =>
        JSON.stringify({ version: 3, deployment: { manifest: { time }, resources: [] } });

    it("let up through by the state that was reviewed, and by no other", function () {
        this.timeout(600_000);
        const reviewed = run("state.sh", [], state("2026-11-29T10:00:00Z"));
        assert.equal(reviewed.status, 0, reviewed.stderr);
        const name = reviewed.stdout.trim();
        assert.equal(run("state.sh", ["--expect", name], state("2026-11-29T10:00:00Z")).status, 0);
        const moved = run("state.sh", ["--expect", name], state("2026-11-29T11:00:00Z"));
        assert.equal(moved.status, 2);
        assert.match(moved.stderr, /^the state is not the one whose preview was reviewed/);
        // An empty name, as where the first job wrote none, is no name of a state.
        assert.equal(run("state.sh", ["--expect", ""], state("2026-11-29T10:00:00Z")).status, 2);
        assert.notEqual(run("state.sh", [], "", 255).status, 0);
    });

    it("show the engine's preview, also one that fails, and fail with it", function () {
        this.timeout(600_000);
        const urn = "urn:pulumi:dev::mindcloud::aws:cloudwatch/logGroup:LogGroup::log";
        const old = { urn, type: "aws:cloudwatch/logGroup:LogGroup", custom: true, inputs: { name: "/log" } };
        const document = JSON.stringify({ steps: [{ op: "delete", urn, oldState: old }] });
        const shown = run("preview.sh", [], document);
        assert.equal(shown.status, 0, shown.stderr);
        assert.match(shown.stdout, /^## dev: .*\n/);
        assert.match(fs.readFileSync(path.join(work, "calls"), "utf8"), /^preview --refresh --json .*--stack dev$/m);
        const failed = run("preview.sh", [], document, 255);
        assert.equal(failed.status, 255);
        assert.match(failed.stdout, /^## dev: /);
    });
});

describe("npm run review", () => {
    const work = fs.mkdtempSync(path.join(os.tmpdir(), "review-"));
    after(() => {
        fs.rmSync(work, { recursive: true, force: true });
    });

    it("writes one comment about the stacks that a branch touches, and fails on what it loses until that is accepted", function () {
        this.timeout(900_000);
        if (!fs.existsSync(path.join(ROOT, ".git"))) this.skip(); // packed without its history
        const clone = path.join(work, "clone");
        execFileSync("git", ["clone", "-q", "--shared", ROOT, clone]);
        fs.symlinkSync(path.join(ROOT, "node_modules"), path.join(clone, "node_modules"));
        // Of the tests' own: what people write into theirs must not turn this red.
        const git = (...args: readonly string[]) =>
            execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], { cwd: clone });
        git("rm", "-q", "Pulumi.*.yaml");
        for (const name of ["dev", "prod"])
            fs.copyFileSync(
                path.join(ROOT, `test/stacks/Pulumi.${name}.yaml`),
                path.join(clone, `Pulumi.${name}.yaml`),
            );
        git("add", "--all", "Pulumi.dev.yaml", "Pulumi.prod.yaml");
        git("commit", "-q", "-m", "stacks of the tests");
        const run = (...args: readonly string[]) =>
            spawnSync(
                process.execPath,
                ["-r", "./scripts/fast.js", "plan/diff/review/cli.ts", "--base", "HEAD", "--out", "out", ...args],
                {
                    cwd: clone,
                    encoding: "utf8",
                },
            );
        const read = (file: string): string => fs.readFileSync(path.join(clone, "out", file), "utf8");
        const edit = (name: string, change: (text: string) => string): void => {
            const file = path.join(clone, `Pulumi.${name}.yaml`);
            fs.writeFileSync(file, change(fs.readFileSync(file, "utf8")));
        };

        const none = run();
        assert.equal(none.status, 0, none.stderr);
        assert.match(read("comment.md"), /No stack: /);

        edit("dev", (text) => text.replace(/( +)monthlyUsd: \d+/, "$1monthlyUsd: 250"));
        const short = run("--accept-data-loss");
        assert.equal(short.status, 1, short.stderr);
        assert.match(read("comment.md"), /fails the check: the budget no longer holds/);
        for (const format of ["json", "html"]) {
            assert.ok(fs.existsSync(path.join(clone, "out", `dev.${format}`)));
            assert.ok(!fs.existsSync(path.join(clone, "out", `prod.${format}`)));
        }

        edit("dev", (text) => text.replace("profile: economy", "profile: cheap"));
        assert.equal(run().status, 2);
        assert.match(read("comment.md"), /dev: \*\*CANNOT BE COMPARED\*\*/);

        execFileSync("git", ["checkout", "-q", "--", "."], { cwd: clone });
        edit("prod", (text) => text.replace("cluster:\n", "cluster:\n        logRetentionDays: 30\n"));
        assert.equal(run().status, 1);
        assert.match(read("comment.md"), /fails the check until somebody sets the label accept-data-loss/);
        const accepted = run("--accept-data-loss");
        assert.equal(accepted.status, 0, accepted.stderr);
        assert.match(read("comment.md"), /accepted by the label accept-data-loss/);
        assert.ok(JSON.parse(read("prod.json")).verdict === "losesData");
        const page = read("prod.html");
        assertPage(page);
        for (const section of ["difference", "cost", "exists"]) assert.match(page, new RegExp(`id="${section}"`));

        execFileSync("git", ["mv", "Pulumi.prod.yaml", "Pulumi.live.yaml"], { cwd: clone });
        run();
        assert.match(read("comment.md"), /- live: [^]*its file was Pulumi.prod.yaml/);
        assert.doesNotMatch(read("comment.md"), /^- prod: /m);
    });
});
