/** The code blocks of a Markdown page, as a renderer would find them: https://spec.commonmark.org/0.31.2/#fenced-code-blocks. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";

const ROOT = path.join(__dirname, "../..");

export interface Block {
    readonly language: string;
    /** What stands behind the language: on our pages the file that the block is about. */
    readonly name: string;
    readonly text: string;
    /** Of its opening fence, from 1. */
    readonly line: number;
}

/** Throws for a fence that nothing closes: a renderer shows the rest of such a page as code. */
export function blocksIn(markdown: string): readonly Block[] {
    const blocks: Block[] = [];
    let open:
        | { readonly fence: string; readonly info: string; readonly line: number; readonly text: string[] }
        | undefined;
    for (const [index, line] of markdown.split("\n").entries()) {
        const [, fence = "", info = ""] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
        if (open === undefined) {
            // Behind backticks no info string may have another: such a line is text.
            if (fence !== "" && !(fence.startsWith("`") && info.includes("`")))
                open = { fence, info: info.trim(), line: index + 1, text: [] };
        } else if (fence.startsWith(open.fence) && info.trim() === "") {
            const [language = "", ...name] = open.info.split(" ");
            blocks.push({ language, name: name.join(" "), text: open.text.map(ended).join(""), line: open.line });
            open = undefined;
        } else open.text.push(line);
    }
    if (open !== undefined) throw new Error(`line ${String(open.line)}: nothing closes ${open.fence}${open.info}`);
    return blocks;
}

const ended = (line: string): string => `${line}\n`;

export interface Page {
    readonly file: string;
    readonly markdown: string;
    readonly blocks: readonly Block[];
    /** The text of the one block of this language and name. */
    readonly block: (language: string, name: string) => string;
}

export function pageAt(file: string): Page {
    const markdown = readFileSync(path.join(ROOT, file), "utf8");
    const blocks = blocksIn(markdown);
    const block = (language: string, name: string): string => {
        const found = blocks.filter((each) => each.language === language && each.name === name);
        const [only] = found;
        assert.ok(only !== undefined && found.length === 1, `${file} has one block ${language} ${name}`);
        return only.text;
    };
    return { file, markdown, blocks, block };
}

/**
 * A text with the changes that a `diff` block shows. Lines without a sign say where: each is looked for behind the one before it. A `+`
 * line goes in there, a `-` line goes out.
 */
export function patched(text: string, diff: string): string {
    let [done, rest] = ["", text];
    for (const line of diff.split("\n").filter((each) => each !== "")) {
        const words = `${line.slice(1)}\n`;
        if (line.startsWith("+")) {
            done += words;
            continue;
        }
        const at = `\n${rest}`.indexOf(`\n${words}`);
        assert.ok(at >= 0, `the page shows a line that is not there: ${line.slice(1)}`);
        done += rest.slice(0, at) + (line.startsWith("-") ? "" : words);
        rest = rest.slice(at + words.length);
    }
    return done + rest;
}
