/** What needs a tool or minutes: actionlint, and a preview of a change to a stack file. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { goProgramNow } from "../../rehearsal/go-programs";

const ROOT = path.join(__dirname, "../..");

describe("the workflows", () => {
    it("are accepted by actionlint, the shell lines in them too", () => {
        const folder = path.join(ROOT, ".github", "workflows");
        const files = fs.readdirSync(folder).map((name) => path.join(folder, name));
        // Not a git checkout when it is packed, so it is told what to read.
        const { status, stdout } = spawnSync(goProgramNow("actionlint"), ["-no-color", "-shellcheck=", ...files], {
            cwd: ROOT,
            encoding: "utf8",
        });
        assert.equal(status, 0, stdout);
    });
});

describe("scripts/preview.sh", () => {
    const work = fs.mkdtempSync(path.join(os.tmpdir(), "preview-"));
    after(() => {
        fs.rmSync(work, { recursive: true, force: true });
    });

    /** The checkout as it is, with one stack file, so that two plans are enough. */
    function checkout(name: string, edit: (text: string) => string): string {
        const copy = path.join(work, name);
        const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
            cwd: ROOT,
            encoding: "utf8",
        });
        for (const file of files.split("\0").filter((file) => file !== "" && file !== "Pulumi.prod.yaml")) {
            if (!fs.existsSync(path.join(ROOT, file))) continue;
            fs.mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
            fs.copyFileSync(path.join(ROOT, file), path.join(copy, file));
        }
        // With what is installed and compiled already.
        for (const name of ["node_modules", ".cache"]) fs.symlinkSync(path.join(ROOT, name), path.join(copy, name));
        const stack = path.join(copy, "Pulumi.dev.yaml");
        fs.writeFileSync(stack, edit(fs.readFileSync(stack, "utf8")));
        return copy;
    }

    const preview = (base: string, head: string) =>
        spawnSync(path.join(head, "scripts", "preview.sh"), [base, head], { encoding: "utf8" });

    it("shows plan and manifests of what a change adds, and fails when the change is refused", function () {
        this.timeout(300_000);
        const base = checkout("base", (text) => text);
        const same = preview(base, base);
        assert.equal(same.status, 0, same.stderr);
        assert.match(same.stdout, /## dev\n\nPlan: no difference\.\n\nManifests: no difference\./);

        const budget = checkout("budget", (text) => text.replace(/( +)monthlyUsd: \d+/, "$1monthlyUsd: 351"));
        const changed = preview(base, budget);
        assert.equal(changed.status, 0, changed.stderr);
        assert.match(changed.stdout, /Plan: \d+ lines of difference/);
        assert.match(changed.stdout, /^\+.*351/m);

        const wrong = checkout("wrong", (text) => text.replace("profile: economy", "profile: cheap"));
        const refused = preview(base, wrong);
        assert.equal(refused.status, 2);
        assert.match(refused.stdout, /\*\*Refused\.\*\*/);
        assert.match(refused.stdout, /cheap/);
    });
});
