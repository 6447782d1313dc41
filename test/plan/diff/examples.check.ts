/** The examples in docs/pull-requests.md are what the tool says today. `UPDATE=1` writes them anew. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { read } from "../../../plan/diff/reading";
import { reportOf } from "../../../plan/diff/report/sections";
import { textOf } from "../../../plan/diff/report/text";
import { CASES } from "./cases";
import { TODAY } from "./fixture";
import { differenceFor } from "./recorded";

const PAGE = path.join(__dirname, "../../../docs/pull-requests.md");
const EXAMPLE = /<!-- example: (.+) -->\n\n~~~text\n([\s\S]*?)~~~\n/g;

/** The summary: what is below it is as long as the change. */
async function exampleOf(name: string): Promise<string> {
    const change = CASES.find((each) => each.name === name);
    assert.ok(change !== undefined, `no case ${name}`);
    const text = textOf(reportOf(read(await differenceFor(change), TODAY)));
    const [summary = ""] = text.split(/\n\n/);
    return `${summary.trimEnd()}\n`;
}

describe("docs/pull-requests.md", () => {
    it("shows what the tool says", async function () {
        this.timeout(600_000);
        let page = fs.readFileSync(PAGE, "utf8");
        const examples = [...page.matchAll(EXAMPLE)];
        assert.ok(examples.length >= 3);
        for (const [whole, name = "", shown = ""] of examples) {
            const now = await exampleOf(name);
            if (process.env.UPDATE === "1")
                page = page.replace(whole, () => `<!-- example: ${name} -->\n\n~~~text\n${now}~~~\n`);
            else
                assert.equal(shown, now, `${name}: UPDATE=1 npx mocha test/plan/diff/examples.check.ts writes it anew`);
        }
        if (process.env.UPDATE === "1") fs.writeFileSync(PAGE, page);
    });
});
