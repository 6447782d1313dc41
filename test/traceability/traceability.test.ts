import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { COMPLETE, recordingOf } from "../support/recordings";
import { anchorOf, problemsOf, type Known } from "./check";
import { page, PAGE } from "./page";
import { documents, type Row } from "./rows";
import { allTitles, titlesOf } from "./titles";

const ROOT = path.join(__dirname, "../..");

/** How many rows each document has: one for each thing that it asks for. */
const ROWS = { MYR: 85, AKO: 93, SIM: 32, INF: 82, MEM: 45 } as const;

/** What is not there yet. A row leaves this list when it is built, and none comes in unseen. */
const PLANNED: Readonly<Record<string, readonly number[]>> = {};

const all = documents();
const rows: Readonly<Record<string, Row>> = Object.assign({}, ...all.map((each) => each.rows));

describe("traceability", () => {
    let known: Known;
    before(async () => {
        const { graph } = await recordingOf(COMPLETE, "update");
        known = { graph, titles: allTitles() };
    });

    it("has all 337 rows of the five documents, each once", () => {
        const wanted = Object.entries(ROWS).flatMap(([prefix, count]) =>
            Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}`),
        );
        assert.equal(wanted.length, 337);
        assert.deepEqual(
            all.flatMap((each) => Object.keys(each.rows)),
            wanted,
        );
    });

    it("names only resources, tests, keys and sections that are there, and builds or refuses all infrastructure", () => {
        assert.deepEqual(problemsOf(rows, known), []);
    });

    it("counts what is only planned by name", () => {
        const planned = Object.entries(rows).filter(([, { as }]) => as === "planned");
        assert.deepEqual(
            planned.map(([id]) => id),
            Object.entries(PLANNED).flatMap(([prefix, numbers]) => numbers.map((number) => `${prefix}-${number}`)),
        );
    });

    it("refuses exactly the rows that the decision record names", () => {
        const record = readFileSync(path.join(ROOT, "docs/decisions/0008-documents.md"), "utf8");
        const named = [...record.matchAll(/\b(?:MYR|AKO|SIM|INF|MEM)-\d+/g)].map(([id]) => id);
        const refused = Object.entries(rows).filter(([, { as }]) => as === "refused");
        assert.deepEqual([...new Set(named)].sort(), refused.map(([id]) => id).sort());
    });

    it("is what the page says (npm run traceability)", () => {
        assert.equal(readFileSync(path.join(ROOT, PAGE), "utf8"), page(all));
    });

    it("fails for each kind of row that is wrong", () => {
        const wrong = (row: Partial<Row>) => ({
            "MYR-1": {
                requirement: "a line",
                kind: "I",
                as: "built",
                resources: ["Namespace myriad"],
                tests: [TITLE],
                ...row,
            } as Row,
        });
        const problems = (row: Partial<Row>) => problemsOf(wrong(row), known).join("\n");
        assert.equal(problems({}), "");
        const missing = /^MYR-1 names the (\w+) \S.*, which is not there$/;
        const kinds = [
            { resources: ["Namespace myriads"] },
            { tests: [`${TITLE} not`] },
            { documents: ["docs/guides/bootstrap.md#nowhere"] },
            { documents: ["config/nowhere.md#what-it-makes"] },
            { keys: ["systems.myriad.sizes"] },
            { keys: ["GRAPHDB_URL"] },
        ].map((row) => missing.exec(problems(row))?.[1]);
        assert.deepEqual(kinds, ["resource", "test", "section", "section", "key", "key"]);
        assert.equal(problems({ documents: ["docs/guides/bootstrap.md#what-it-makes"] }), "");
        assert.equal(
            problems({
                keys: ["GRAPHDB_URL", "systems.myriad.size"],
                resources: ["Deployment myriad/orchestrator"],
            }),
            "",
        );
        const decision = "docs/decisions/0008-documents.md#ingress";
        assert.match(problems({ as: "refused", decision }), /is refused by .*#ingress, which does not name it/);
        assert.match(problems({ as: "process" }), /is infrastructure and process/);
    });
});

const TITLE = "traceability > fails for each kind of row that is wrong";

describe("titles of tests", () => {
    it("are found in their suites, over two lines and with parts that a run fills in, but not when skipped or in a text", () => {
        const source = [
            'describe("a \\"suite\\"", () => {',
            "    for (const x of y)",
            "        it(`does ${x} well`, () => {});",
            '    describe("within", () => {',
            "        it(",
            '            "a long one",',
            "        );",
            "    });",
            '    it.skip("never", () => {});',
            "    const text = 'it(\"in a text\", () => {})';",
            "});",
            "describe('after', () => {",
            "    it('last', () => {});",
            "});",
        ];
        const titles = titlesOf(source.join("\n"), "test/a.test.ts");
        assert.deepEqual(
            titles.map(({ text }) => text),
            ['a "suite" > does ${x} well', 'a "suite" > within > a long one', "after > last"],
        );
        assert.ok(titles[0]?.pattern.test('a "suite" > does 12 well'));
        assert.ok(titles[0]?.pattern.test('a "suite" > does well') === false);
    });

    it("and headings lead to the same anchors as on GitHub", () => {
        assert.equal(anchorOf("Sizes: 30/50 (`dev`)"), "sizes-3050-dev");
        assert.equal(anchorOf("1. Prepare the account"), "1-prepare-the-account");
    });
});
