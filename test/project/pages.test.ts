/** The pages of the documentation: whole code blocks, links that lead somewhere, and one page that leads to all of them. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { blocksIn, patched } from "../support/page";

const ROOT = path.join(__dirname, "../..");
const INDEX = "docs/README.md";

const docs: readonly string[] = readdirSync(path.join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name.replaceAll(path.sep, "/")}`)
    .sort();
const PAGES = ["README.md", "CONTRIBUTING.md", "SECURITY.md", ...docs];
const read = (page: string): string => readFileSync(path.join(ROOT, page), "utf8");

/** Files that a page links to, from the root; what looks like a link inside code is none. */
function linksOf(page: string, text = read(page)): readonly string[] {
    const prose = blocksIn(text)
        .reduce((rest, block) => rest.replace(block.text, ""), text)
        .replaceAll(/`[^`\n]*`(?!\])/g, "");
    return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, target = ""]) => target.replace(/#.*$/, ""))
        .filter((target) => target !== "" && !/^[a-z]+:/.test(target))
        .map((target) => path.posix.join(path.posix.dirname(page), target));
}

describe("the pages of the documentation", () => {
    for (const page of PAGES)
        it(`${page} closes every code block, and every link to a file leads to one`, () => {
            assert.deepEqual(
                linksOf(page).filter((target) => !existsSync(path.join(ROOT, target))),
                [],
            );
        });

    it(`${INDEX} leads to every other`, () => {
        const linked = new Set(linksOf(INDEX));
        assert.ok(docs.length > 30);
        assert.deepEqual(
            docs.filter((page) => page !== INDEX && !linked.has(page)),
            [],
        );
    });

    it("have no code block that its reader would miss: an open fence is named, a shorter one inside is text", () => {
        assert.throws(
            () => blocksIn("text\n```ts a.ts\nlet a;\n```diff b.ts\n"),
            /^Error: line 2: nothing closes ```ts a\.ts$/,
        );
        assert.deepEqual(
            blocksIn("````md\n```ts\n```\n````\n").map(({ text }) => text),
            ["```ts\n```\n"],
        );
    });

    it("show changes that are refused where the file has no such line", () => {
        assert.equal(patched("a\nb\nc\n", " a\n+new\n-c\n"), "a\nnew\nb\n");
        assert.throws(() => patched("a\nb\n", " b\n a\n"), /the page shows a line that is not there: a/);
    });

    it("follow links as written", () => {
        assert.deepEqual(linksOf("docs/report.md", "[b](changes.md#c) [d](https://d.example) `[e](e.md)`\n"), [
            "docs/changes.md",
        ]);
    });
});
