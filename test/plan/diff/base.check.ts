/** With git and processes: what BASE is, and the command from its line to its exit status, in a clone of this checkout. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { baseOf } from "../../../plan/diff/base/git";

const ROOT = path.join(__dirname, "../../..");

describe("diff: against what", () => {
    const work = fs.mkdtempSync(path.join(os.tmpdir(), "diff-"));
    after(() => {
        fs.rmSync(work, { recursive: true, force: true });
    });
    const git = (directory: string, ...args: readonly string[]): string =>
        execFileSync("git", ["-C", directory, "-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
            encoding: "utf8",
        }).trim();

    it("is the tag of what is deployed, else where the branch left main, else main", () => {
        const repository = path.join(work, "rules");
        fs.mkdirSync(repository);
        git(repository, "init", "-q", "-b", "main");
        const commit = (text: string): string => {
            git(repository, "commit", "-q", "--allow-empty", "-m", text);
            return git(repository, "rev-parse", "HEAD");
        };
        const first = commit("first");
        const chosen = (ref?: string): readonly [string, string] => {
            const base = baseOf(repository, "prod", ref);
            return [base.ref, base.commit];
        };
        assert.deepEqual(chosen(), ["main", first]);
        git(repository, "update-ref", "refs/remotes/origin/main", first);
        git(repository, "checkout", "-q", "-b", "change");
        const second = commit("second");
        assert.deepEqual(chosen(), ["origin/main", first]);
        git(repository, "tag", "deployed/prod", second);
        assert.deepEqual(chosen(), ["deployed/prod", second]);
        assert.deepEqual(chosen("main"), ["main", first]);
        assert.throws(() => chosen("nowhere"), /--base nowhere is no commit that this checkout knows/);
        assert.throws(() => chosen("origin/gone"), /git fetch origin gone\)/);
    });

    it("is no commit that HEAD does not come from: a history that is cut off is said, and how to have it", () => {
        const whole = path.join(work, "whole");
        fs.mkdirSync(whole);
        git(whole, "init", "-q", "-b", "main");
        for (const text of ["first", "second"]) git(whole, "commit", "-q", "--allow-empty", "-m", text);
        git(whole, "checkout", "-q", "-b", "change", "HEAD~1");
        git(whole, "commit", "-q", "--allow-empty", "-m", "change");
        const cut = path.join(work, "cut");
        git(work, "clone", "-q", "--depth", "1", "--branch", "change", `file://${whole}`, cut);
        git(cut, "fetch", "-q", "--depth", "1", "origin", "main:refs/remotes/origin/main");
        assert.throws(
            () => baseOf(cut, "prod", undefined),
            /where HEAD left origin\/main cannot be found: .*--unshallow/,
        );
    });

    it("records BASE's own program, tells a stack that is new, and leaves nothing that git sees", function () {
        this.timeout(600_000);
        if (!fs.existsSync(path.join(ROOT, ".git"))) this.skip(); // packed without its history
        const clone = path.join(work, "clone");
        git(work, "clone", "-q", "--shared", ROOT, clone);
        fs.symlinkSync(path.join(ROOT, "node_modules"), path.join(clone, "node_modules"));
        // Of the tests' own: what people write into theirs must not turn this red.
        const dev = path.join(clone, "Pulumi.dev.yaml");
        fs.copyFileSync(path.join(__dirname, "../small.yaml"), dev);
        git(clone, "commit", "-q", "-a", "--allow-empty", "-m", "a stack of the tests");
        const run = (...args: readonly string[]) =>
            spawnSync(process.execPath, ["-r", "./scripts/fast.js", "plan/diff/cli.ts", ...args], {
                cwd: clone,
                encoding: "utf8",
            });
        const unchanged = run("--stack", "dev", "--base", "HEAD");
        assert.equal(unchanged.status, 0, unchanged.stderr);
        assert.match(unchanged.stdout, /^dev: no difference \(compared with HEAD/);

        const project = path.join(clone, "Pulumi.yaml");
        fs.appendFileSync(project, "config:\n    mindcloud:tags: { value: { owner: data } }\n");
        assert.match(run("--stack", "dev", "--base", "HEAD").stdout, /update provider aws: defaultTags/);
        const reviewed = spawnSync(
            process.execPath,
            ["-r", "./scripts/fast.js", "plan/diff/review/cli.ts", "--base", "HEAD", "--out", path.join(work, "out")],
            { cwd: clone, encoding: "utf8" },
        );
        assert.match(reviewed.stdout, /^dev: /m, reviewed.stderr);
        git(clone, "checkout", "-q", "--", "Pulumi.yaml");

        const whole = path.join(clone, "program.ts");
        fs.writeFileSync(
            whole,
            fs
                .readFileSync(whole, "utf8")
                .replace("    const foundation", '    throw new Error("boom");\n    const foundation'),
        );
        const thrown = run("--stack", "dev", "--base", "HEAD");
        assert.match(thrown.stderr, /^boom, at program\.ts:\d+\n$/);
        git(clone, "commit", "-q", "-a", "-m", "a program that throws");
        git(clone, "checkout", "-q", "HEAD~1", "--", "program.ts");
        const unrecorded = run("--stack", "dev", "--base", "HEAD");
        assert.match(
            unrecorded.stderr,
            /^BASE HEAD \(\w{8}\) cannot be recorded:\nboom, at program\.ts:\d+\ncompare with /,
        );
        assert.equal(unrecorded.status, 2);
        git(clone, "reset", "-q", "--hard", "HEAD~1");

        const program = path.join(clone, "components/aws/budget.ts");
        fs.appendFileSync(program, "\n// another program\n");
        const other = run("--stack", "dev", "--base", "HEAD");
        assert.match(other.stdout, /^dev: no difference/, other.stderr);

        fs.copyFileSync(path.join(clone, "Pulumi.dev.yaml"), path.join(clone, "Pulumi.fresh.yaml"));
        assert.match(run("--stack", "fresh", "--base", "HEAD").stdout, /^fresh: a new stack: \d+ resources/);

        fs.writeFileSync(dev, fs.readFileSync(dev, "utf8").replace("eu-central-1", "us-east-1"));
        const plan = ["-r", "./scripts/fast.js", "plan/cli.ts", "--stack", "dev", "--base", "HEAD"];
        const planned = spawnSync(process.execPath, plan, { cwd: clone, encoding: "utf8" });
        assert.match(
            planned.stdout,
            /^ {2}from {7}HEAD \(\w{8} of [-\d]+\): not in one step\n {13}region eu-central-1 -> us-east-1/m,
        );
        assert.equal(planned.status, 1, planned.stderr);
        git(clone, "checkout", "-q", "--", "Pulumi.dev.yaml");

        fs.writeFileSync(dev, fs.readFileSync(dev, "utf8").replace("profile: highlyAvailable", "profile: cheap"));
        const refused = run("--stack", "dev", "--base", "HEAD");
        assert.equal(refused.status, 2);
        assert.match(refused.stderr, /Pulumi\.dev\.yaml/);
        assert.equal(run("--stack", "dev", "--base", "nowhere").status, 2);

        git(clone, "checkout", "-q", "--", ".");
        fs.rmSync(path.join(clone, "Pulumi.fresh.yaml"));
        assert.equal(git(clone, "status", "--porcelain").replace("?? node_modules", "").trim(), "");
    });
});
