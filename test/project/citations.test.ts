/** What comments, messages, titles and pages cite is in the repository, so that a stranger can look it up. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { tracked } from "../support/tracked";

const root = path.resolve(__dirname, "../..");
const read = (file: string): string => fs.readFileSync(path.join(root, file), "utf8");

/** This file plants one citation of each kind below. */
const OURSELVES = "test/project/citations.test.ts";
const BINARY = /\.(?:gif|gz|ico|jpe?g|pdf|png|tgz|ttf|webp|woff2?|zip)$/;

const texts = tracked.filter((file) => file !== OURSELVES && !BINARY.test(file));

/** Notes that the program was built from, which nobody else has. */
const ELSEWHERE: Readonly<Record<string, RegExp>> = {
    "the first design": /\bDESIGN(?:\.md\b|\b(?![\w.-]))/,
    "its laws": /\blaws? \d+/i,
    "notes on the upstream systems": /\bupstream-systems\b/,
    "notes on other projects": /\banchors(?:\.md)?,? [A-Z]\.\d/,
    "notes on versions": /\bversions[- ]and[- ]baselines\b/,
    "notes on AWS": /\baws-primary-sources\b/,
    research:
        /\b(?:shared research\b|research\/[\w-]+\.(?:md|json)\b|(?:the )?research (?:anchors|calls|notes?|says)\b)/,
    "the documents by number": /\bspec\/00\d/,
};

/** Pages of ours; another repository's have its name before them: as a path, with a version, or "Simple-CLI's". */
const PAGE = /(?<![\w/-]|\bv\d+\.\d+\.\d+ |'s )(?:\.{1,2}\/)*(docs\/[\w./-]+\.md)\b/g;
const ROW = /\b(?:MYR|AKO|SIM|INF|MEM)-\d+\b/g;
const RULES = /docs\/design\.md, rules? (\d+(?:(?:, | and | to |, and )\d+)*)/g;
const SECTION = /docs\/(design|upstream)\.md, (?!rules? \d)(.{1,16})/g;

const matches = (text: string, pattern: RegExp): readonly string[] => [...text.matchAll(pattern)].map(String);

const rows = new Set(matches(read("docs/traceability.md"), /(?<=^\| )[A-Z]{3}-\d+(?= \|)/gm));
const rules = new Set(matches(read("docs/design.md"), /(?<=^)\d+(?=\. )/gm));
const headingsOf = (page: string): readonly string[] => matches(read(page), /(?<=^#{2,3} ).+$/gm);
const headings = { design: headingsOf("docs/design.md"), upstream: headingsOf("docs/upstream.md") };

/** A citation may go on in the next line of a comment. */
const joined = (text: string): string => text.replaceAll(/\n[ \t]*(?:\*(?!\/)|\/\/|#)?[ \t]*/g, " ");

/** All that a text cites and nobody finds. */
function lost(text: string): readonly string[] {
    const prose = joined(text);
    return [
        ...Object.entries(ELSEWHERE).flatMap(([what, pattern]) => {
            const found = pattern.exec(prose)?.[0];
            return found === undefined ? [] : [`${what}: ${found}`];
        }),
        ...[...prose.matchAll(PAGE)]
            .map(([, page = ""]) => page)
            .filter((page) => !fs.existsSync(path.join(root, page)))
            .map((page) => `no page ${page}`),
        ...matches(prose, ROW)
            .filter((row) => !rows.has(row))
            .map((row) => `no row ${row}`),
        ...[...prose.matchAll(RULES)]
            .flatMap(([, numbers = ""]) => matches(numbers, /\d+/g))
            .filter((number) => !rules.has(number))
            .map((number) => `no rule ${number}`),
        ...[...prose.matchAll(SECTION)]
            .filter(([, page, rest = ""]) => {
                // Prose may go on after a page's name; a section begins with a capital letter.
                const known = page === "design" ? headings.design : headings.upstream;
                return /^[A-Z]/.test(rest) && !known.some((heading) => rest.startsWith(heading.slice(0, 16)));
            })
            .map(([whole]) => `no section: ${whole}`),
    ];
}

describe("citations", () => {
    it("lead to what is in the repository: pages, rows of the documents, rules and sections", () => {
        assert.ok(rows.size > 300 && rules.size === 20);
        assert.deepEqual(
            texts.flatMap((file) => lost(read(file)).map((citation) => `${file}: ${citation}`)),
            [],
        );
    });

    it("are the headings that everybody cites by", () => {
        assert.deepEqual(headings.design, ["Architecture", "Rules", "Decisions"]);
        assert.deepEqual(headings.upstream, [
            ...["All of them", "Akosha", "Myriad (.NET)", "Simple-CLI", "Myriad (Python)", "MemStack"],
        ]);
    });

    const planted: readonly (readonly [text: string, citation: string])[] = [
        ["/** As DESIGN.md section 4 has it. */", "the first design: DESIGN.md"],
        ["// The arrows (DESIGN: config <- components).", "the first design: DESIGN"],
        ['"law 9, CKV_K8S_22"', "its laws: law 9"],
        ["/** Law 6: order is explicit. */", "its laws: Law 6"],
        ["/** Kept out (law\n * 11). */", "its laws: law 11"],
        ["# (upstream-systems 5.5)", "notes on the upstream systems: upstream-systems"],
        ["// itself (anchors.md C.1)", "notes on other projects: anchors.md C.1"],
        ['"anchors C.3, C.13"', "notes on other projects: anchors C.3"],
        ["/** Limits: versions-and-baselines sections 2 and 4. */", "notes on versions: versions-and-baselines"],
        ["Source: aws-primary-sources", "notes on AWS: aws-primary-sources"],
        ["Source: shared research, read 2026-11", "research: shared research"],
        ["(research/notes.md, 8.6)", "research: research/notes.md"],
        ["spec/003 wants a backup", "the documents by number: spec/003"],
        ["see docs/guides/nowhere.md", "no page docs/guides/nowhere.md"],
        ["[there](../docs/nowhere.md)", "no page docs/nowhere.md"],
        ["/** AKO-12 and AKO-999. */", "no row AKO-999"],
        ["// docs/design.md, rule 21", "no rule 21"],
        ["/** So that no store waits (docs/design.md,\n * rule 66). */", "no rule 66"],
        ["// docs/design.md, rules 8 and 31", "no rule 31"],
        [
            "// (docs/upstream.md, Akosha 3.8) and (docs/upstream.md, Mahavishnu)",
            "no section: docs/upstream.md, Mahavishnu)",
        ],
        ["// docs/design.md, Contracts", "no section: docs/design.md, Contracts"],
    ];
    for (const [text, citation] of planted)
        it(`are found where they lead nowhere: ${citation}`, () => {
            assert.deepEqual(lost(text), [citation]);
        });

    it("that lead somewhere are left alone", () => {
        const good = [
            "/** docs/design.md, rule 6, and docs/upstream.md, Myriad (Python). MEM-36 to MEM-39. */",
            "// docs/design.md, rules 8 and 9; docs/design.md, Decisions: CKV_K8S_22, S3.1, EC2.16, RDS.25",
            "lesleslie/akosha/docs/DEPLOYMENT_GUIDE.md; kubernetes/kube-state-metrics v2.20.0 docs/metrics.md",
            "/** Simple-CLI's docs/K8S_DEPLOYMENT.md, number by number. */",
            "the laws that hold for every pod: components/cluster/laws; the parser's guard against billion laughs",
            "research-and-development.example.com",
        ];
        for (const text of good) assert.deepEqual(lost(text), [], text);
    });
});
