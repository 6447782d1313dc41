import assert from "node:assert/strict";
import { stillOf } from "../../scripts/still";

const textsIn = (svg: string): readonly string[] =>
    [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text = ""]) => text);

describe("a still of a terminal", () => {
    it("shows the command and what it printed, line by line, as text", () => {
        const svg = stillOf("$ make up", "one <two>\n  & three\n");
        assert.deepEqual(textsIn(svg), ["$ make up", "one &lt;two&gt;", "  &amp; three"]);
    });

    it("says how many lines it leaves out, and cuts what is wider than the window", () => {
        const lines = Array.from({ length: 100 }, (_, index) => `line ${String(index)}`);
        const texts = textsIn(stillOf("$", [...lines, "x".repeat(200)].join("\n")));
        assert.equal(texts.length, 1 + 20 + 1 + 24);
        assert.equal(texts[21], "... 57 lines more ...");
        assert.equal(texts.at(-1)?.length, 100);
    });
});
