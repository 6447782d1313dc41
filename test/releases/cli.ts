/** `npm run --silent release -- 1.2.0`: writes what a release changes. It commits, tags and publishes nothing (docs/releases.md). */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { stackOf } from "../../config/stack-file";
import { jsonOf } from "../../plan/json";
import { planOf, previewOf } from "../../plan/plan";
import { deploy } from "../../program";
import { COMPLETE, ENVIRONMENTS, renamed } from "../support/recordings";
import { keep } from "./last";
import { released } from "./notes";

const ROOT = path.join(__dirname, "../..");

async function main(version: string): Promise<number> {
    if (!/^\d+\.\d+\.\d+$/.test(version)) {
        process.stderr.write("usage: npm run --silent release -- MAJOR.MINOR.PATCH\n");
        return 2;
    }
    const day = new Date().toISOString().slice(0, 10);
    // By the name of its file, as whoever compares with it reads that.
    const { environment, secrets } = renamed(COMPLETE, stackOf(COMPLETE));
    const plan = await planOf(deploy, environment, secrets, day);
    const files = ENVIRONMENTS.map((file) => path.join(ROOT, file));
    keep(jsonOf(plan, await previewOf(deploy, environment, secrets)), files);
    const changelog = path.join(ROOT, "CHANGELOG.md");
    fs.writeFileSync(changelog, released(fs.readFileSync(changelog, "utf8"), version, day));
    const npm = ["version", version, "--no-git-tag-version", "--allow-same-version", "--ignore-scripts"];
    execFileSync("npm", npm, { cwd: ROOT, stdio: "ignore" });
    process.stdout.write(
        `wrote package.json, package-lock.json, CHANGELOG.md and test/releases/last\nread them, then: git commit -am "Release ${version}" && git tag -a v${version} -m v${version}\n`,
    );
    return 0;
}

void main(process.argv[2] ?? "").then((status) => {
    process.exitCode = status;
});
