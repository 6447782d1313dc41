/** Pages are read in a terminal and in a pull request's two columns: their prose has at most 100 columns. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { tracked } from "../support/tracked";

const root = path.join(__dirname, "..", "..");

const COLUMNS = 100;
/** Written by commands of the project, most of them as tables. */
const GENERATED = /^docs\/(?:configuration|security|traceability|changes-by-key|reference\/.*)\.md$/;
/** A code span or a link cannot be broken: a line may be as much longer as the longest of them. */
const WHOLE = /(`+)[^`]+\1|!?\[[^\]]*\]\([^)]*\)/g;

describe("prose", () => {
    it("has at most 100 columns, but for tables, code and what cannot be broken", () => {
        const long = tracked
            .filter((file) => file.endsWith(".md") && !GENERATED.test(file))
            .flatMap((file) =>
                tooLong(fs.readFileSync(path.join(root, file), "utf8")).map((line) => `${file}:${line}`),
            );
        assert.deepEqual(long, []);
    });

    it("is told to be too long, in a paragraph and in a list, and neither in a table nor in a fence", () => {
        const words = "word ".repeat(21).trimEnd();
        const code = `\`${"x".repeat(120)}\``;
        assert.deepEqual(tooLong(`${words}\n\n- ${words}\n\n| ${words} |\n\n\`\`\`\n${words}\n\`\`\`\n\n${words}`), [
            "1",
            "3",
            "11",
        ]);
        assert.deepEqual(tooLong(`${code}\nand ${code}.`), []);
    });
});

function tooLong(text: string): readonly string[] {
    let fenced = false;
    return text.split("\n").flatMap((line, index) => {
        if (/^\s*(```|~~~)/.test(line)) fenced = !fenced;
        if (fenced || line.length <= COLUMNS || /^\s*(\||#|<|```|~~~|\[[^\]]+\]:)/.test(line)) return [];
        const pieces = [...(line.match(WHOLE) ?? []), ...line.replace(WHOLE, "").split(" ")];
        const whole = Math.max(...pieces.map((piece) => piece.length));
        return line.length - whole <= COLUMNS - 40 && whole > 40 ? [] : [String(index + 1)];
    });
}
