/** Follows docs/add-a-system.md in a copy of the repository, as a stranger would: the unit suite must stay green with a sixth system. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parseDocument } from "yaml";
import { pageAt, patched } from "../support/page";

const ROOT = path.join(__dirname, "../..");
const FOLDER = "components/systems/postbox";

/** What git tracks and what is new, as it stands in the working tree; packages are shared, caches are not. */
function copyOfTheRepository(): string {
    const copy = fs.mkdtempSync(path.join(os.tmpdir(), "mindcloud-sixth-"));
    const listed = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    const files = execFileSync("git", listed, { cwd: ROOT, encoding: "utf8", maxBuffer: 2 ** 26 }).split("\0");
    for (const file of files.filter((each) => each !== "" && fs.existsSync(path.join(ROOT, each)))) {
        fs.mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
        fs.copyFileSync(path.join(ROOT, file), path.join(copy, file));
    }
    fs.symlinkSync(path.join(ROOT, "node_modules"), path.join(copy, "node_modules"));
    execFileSync("git", ["init", "--quiet"], { cwd: copy });
    execFileSync("git", ["add", "--all"], { cwd: copy });
    return copy;
}

function run(copy: string, command: string, ...words: readonly string[]): void {
    const { status, stdout, stderr } = spawnSync(command, words, { cwd: copy, encoding: "utf8", maxBuffer: 2 ** 26 });
    assert.equal(status, 0, `${command} ${words.join(" ")}\n${stdout.slice(-6000)}${stderr.slice(-2000)}`);
}

describe("docs/add-a-system.md, followed to the letter", function () {
    this.timeout(900_000);
    const { blocks, block } = pageAt("docs/add-a-system.md");
    let copy = "";
    after(() => {
        fs.rmSync(copy, { recursive: true, force: true });
    });

    before("writes the folder and the entries in the two lists, and enables it", () => {
        copy = copyOfTheRepository();
        fs.mkdirSync(path.join(copy, FOLDER), { recursive: true });
        for (const { name, text } of blocks.filter(({ language }) => language === "ts"))
            fs.writeFileSync(path.join(copy, FOLDER, name), text);
        for (const { name, text } of blocks.filter(({ language }) => language === "diff")) {
            const file = path.join(copy, name);
            fs.writeFileSync(file, patched(fs.readFileSync(file, "utf8"), text));
        }
        const [stack, ...more] = blocks.filter(({ language }) => language === "yaml");
        assert.ok(stack !== undefined && more.length === 0);
        const file = path.join(copy, stack.name);
        const written = parseDocument(fs.readFileSync(file, "utf8"));
        const said = parseDocument(stack.text).toJS() as { "mindcloud:systems": { postbox: unknown } };
        written.setIn(["config", "mindcloud:systems", "postbox"], said["mindcloud:systems"].postbox);
        fs.writeFileSync(file, written.toString());
        run(copy, "sh", "-c", block("sh", "generate"));
    });

    it("compiles", () => {
        run(copy, "npm", "run", "--silent", "typecheck");
    });

    it("plans: it fits and keeps every rule", () => {
        run(copy, "npm", "run", "--silent", "plan", "--", "--stack", "dev");
    });

    it("leaves every unit test green", () => {
        run(copy, "npx", "mocha", "--forbid-only", "--reporter", "dot", "test/**/*.test.ts");
    });
});
