import assert from "node:assert/strict";
import { textOf } from "../../../plan/diff/report/text";

const section = (title: string) => ({ title, lines: ["one", "two"], details: [] });

describe("diff: its text", () => {
    it("keeps a heading and what it heads apart, however long the heading is", () => {
        const text = textOf({
            ...{ stack: "dev", headline: "quiet", comparedWith: "compared with main" },
            sections: [section("cost"), section("a rename without an alias")],
        });
        assert.match(text, /^ {2}a rename without an alias {2}one$/m);
        const columns = text
            .split("\n")
            .flatMap((line) => (/\b(one|two)$/.test(line) ? [line.search(/(one|two)$/)] : []));
        assert.deepEqual(new Set(columns).size, 1, text);
    });
});
