/** A copy of the repository, in which a page is followed as a stranger would. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { patched, type Page } from "./page";

const ROOT = path.join(__dirname, "../..");

/** What git tracks and what is new, as it stands in the working tree; packages are shared, caches are not. */
export function copyOfTheRepository(): string {
    const copy = fs.mkdtempSync(path.join(os.tmpdir(), "mindcloud-copy-"));
    const listed = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    const files = execFileSync("git", listed, { cwd: ROOT, encoding: "utf8", maxBuffer: 2 ** 26 }).split("\0");
    for (const file of files.filter((each) => each !== "" && fs.existsSync(path.join(ROOT, each)))) {
        fs.mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
        fs.copyFileSync(path.join(ROOT, file), path.join(copy, file));
    }
    fs.symlinkSync(path.join(ROOT, "node_modules"), path.join(copy, "node_modules"));
    execFileSync("git", ["init", "--quiet"], { cwd: copy });
    fs.appendFileSync(path.join(copy, ".git/info/exclude"), "/node_modules\n"); // a link here, which .gitignore does not mean
    execFileSync("git", ["add", "--all"], { cwd: copy });
    return copy;
}

export function run(copy: string, command: string, ...words: readonly string[]): void {
    // Where this run counts, the one inside must not.
    const { RESULT_FILE: _file, RESULT_STYLE: _style, ...env } = process.env;
    const { status, stdout, stderr } = spawnSync(command, words, {
        ...{ cwd: copy, env, encoding: "utf8", maxBuffer: 2 ** 26 },
    });
    assert.equal(status, 0, `${command} ${words.join(" ")}\n${stdout.slice(-6000)}${stderr.slice(-2000)}`);
}

/** New files are written, text is added at the end of others, and changes are made as the page shows them. */
export function write(copy: string, { blocks }: Page): void {
    for (const { language, name, text } of blocks.filter(({ name }) => name.includes("/"))) {
        const file = path.join(copy, name);
        if (language === "diff") fs.writeFileSync(file, patched(fs.readFileSync(file, "utf8"), text));
        else if (language === "md") fs.appendFileSync(file, `\n${text}`);
        else fs.writeFileSync(file, text);
    }
}
