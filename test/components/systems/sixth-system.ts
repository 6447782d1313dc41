/** docs/add-a-system.md as data: what it tells a person to write, and to change. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import type { Edits } from "../../support/edited";

const ROOT = path.join(__dirname, "../../..");
export const PAGE = "docs/add-a-system.md";
export const FIXTURE = "test/fixtures/sixth-system";
export const FOLDER = "components/systems/postbox";
export const FILES = ["schema.ts", "system.ts"] as const;
export const LISTS = ["components/systems/index.ts", "components/systems/deploy.ts"] as const;

export const read = (file: string): string => readFileSync(path.join(ROOT, file), "utf8");

/** What stands between the fences of a block: ```<language> <name>. */
export function block(language: string, name: string): string {
    const fence = `\n\`\`\`${language} ${name}\n`;
    const [, after, ...more] = read(PAGE).split(fence);
    assert.ok(after !== undefined && more.length === 0, `${PAGE} has one block ${language} ${name}`);
    return after.slice(0, after.indexOf("```"));
}

/** A file of the fixture as it stands in the system's own folder. */
export const inPlace = (text: string): string =>
    text.replace(/(?<=from ")\.\.\/[^"]+/g, (specifier) =>
        path.relative(FOLDER, path.join(FIXTURE, specifier)).replaceAll(path.sep, "/"),
    );

/** A file with the page's changes: each `+` line goes behind the line before it. */
function changedFile(file: string): string {
    return block("diff", file)
        .split("\n")
        .filter((line) => line !== "")
        .reduce(
            ({ text, at }, line) => {
                const words = `${line.slice(1)}\n`;
                if (!line.startsWith("+")) {
                    const found = text.indexOf(words);
                    assert.ok(found >= 0, `${file} has no line "${line.slice(1)}"`);
                    return { text, at: found + words.length };
                }
                return { text: text.slice(0, at) + words + text.slice(at), at: at + words.length };
            },
            { text: read(file), at: 0 },
        ).text;
}

export const edits = (): Edits => ({
    texts: Object.fromEntries(LISTS.map((file) => [file, changedFile(file)])),
    folders: { [FOLDER]: FIXTURE },
});
