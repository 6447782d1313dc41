/** The review of a pull request: which stacks, what fails, the comment. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { InputError } from "../../../plan/input-error";
import { commentOf, LABEL, MARKER } from "../../../plan/diff/review/comment";
import { optionsFrom } from "../../../plan/diff/review/options";
import { exitOf, reviewedFrom, reviewIn, wrong, type Review, type Reviewed } from "../../../plan/diff/review/review";
import { changesIn, touchedBy, type Touched } from "../../../plan/diff/review/stacks";
import { stateOf } from "../../../plan/diff/review/state";
import { markdownOf, MOST } from "../../../plan/diff/report/markdown";
import type { Report } from "../../../plan/diff/report/section";
import { readOf, resource } from "./fixture";

const FILES = ["Pulumi.dev.yaml", "Pulumi.prod.yaml"];
const stacks = (touched: readonly Touched[]): readonly string[] => touched.map(({ stack }) => stack);

describe("review: which stacks a change touches", () => {
    it("is the stack whose file changed, and every stack when the program did", () => {
        const edited = [{ status: "M", file: "Pulumi.dev.yaml" }];
        assert.deepEqual(stacks(touchedBy(FILES, edited, false)), ["dev"]);
        assert.deepEqual(stacks(touchedBy(FILES, [{ status: "M", file: "README.md" }], false)), []);
        assert.deepEqual(stacks(touchedBy(FILES, [], true)), ["dev", "prod"]);
        assert.deepEqual(
            touchedBy(FILES, edited, true).map(({ note }) => note),
            [undefined, undefined],
        );
    });

    it("says of a stack that it is new, gone or renamed", () => {
        const notes = touchedBy(
            ["Pulumi.dev.yaml", "Pulumi.eu.yaml", "Pulumi.live.yaml"],
            changesIn(
                "A\0Pulumi.eu.yaml\0D\0Pulumi.old.yaml\0R097\0Pulumi.prod.yaml\0Pulumi.live.yaml\0M\0README.md\0",
            ),
            false,
        ).map(({ stack, note = "" }) => [stack, note.replace(/:.*/, "")]);
        assert.deepEqual(notes, [
            ["eu", "a new stack"],
            ["live", "its file was Pulumi.prod.yaml"],
            ["old", "its file is gone"],
        ]);
    });

    it("takes no file of another folder or kind for a stack's", () => {
        const others = ["docs/Pulumi.dev.yaml", "Pulumi.yaml", "Pulumi.dev.json"].map((file) => ({
            status: "M",
            file,
        }));
        assert.deepEqual(touchedBy(FILES, others, false), []);
    });
});

const GROUP = "aws:cloudwatch/logGroup:LogGroup";
const VOLUME = "kubernetes:core/v1:PersistentVolumeClaim";
const touched = (stack: string): Touched => ({ stack, file: `Pulumi.${stack}.yaml` });
const group = (retentionInDays: number) => resource(GROUP, "log", { inputs: { name: "/log", retentionInDays } });
const claim = (storage: string) =>
    resource(VOLUME, "claim", {
        inputs: { metadata: { name: "data" }, spec: { resources: { requests: { storage } } } },
    });
const database = resource("aws:rds/instance:Instance", "database", { protect: true });

const quiet = reviewedFrom(touched("dev"), readOf([group(30)], [group(365)]));
const loses = reviewedFrom(touched("prod"), readOf([group(365)], [group(30)]));
const guarded = reviewedFrom(touched("prod"), readOf([database], []));
const refused = reviewedFrom(touched("prod"), readOf([claim("500Gi")], [claim("100Gi")]));
const unreadable = wrong(touched("odd"), ["Pulumi.odd.yaml: 1 problem"]);
const base = { ref: "origin/main", commit: "0123456789abcdef", date: "2026-11-29" };
const review = (...stacks: readonly Reviewed[]): Review => ({ base, stacks });

describe("review: what fails the check", () => {
    const exits = (...all: readonly Reviewed[]): readonly number[] =>
        [false, true].map((accepted) => exitOf(review(...all), accepted));

    it("is data at risk until somebody accepts it, and also where a protection stands before it", () => {
        assert.deepEqual(exits(quiet), [0, 0]);
        assert.deepEqual(exits(quiet, loses), [1, 0]);
        assert.deepEqual(exits(guarded), [1, 0]);
    });

    it("is what AWS or Kubernetes will refuse, a budget, room or a rule that falls short, and a stack that cannot be read, label or not", () => {
        assert.deepEqual(exits(refused), [1, 1]);
        const short = (more: object): Reviewed => reviewedFrom(touched("dev"), { ...readOf([], []), ...more });
        const line = { withinBudget: false, newlyShort: true, lines: [] };
        assert.deepEqual(exits(short({ cost: line })), [1, 1]);
        assert.deepEqual(exits(short({ capacity: { fits: false, newlyShort: true, text: [] } })), [1, 1]);
        const finding = { rule: "bucket-encrypted", urn: "u", name: "n", message: "m" };
        assert.deepEqual(exits(short({ policy: { gained: [finding], gone: [] } })), [1, 1]);
        assert.deepEqual(exits(quiet, unreadable), [2, 2]);
    });
});

describe("review: the comment", () => {
    it("begins with one line for each stack, and with what would make the check pass", () => {
        const comment = commentOf(review(quiet, loses), { accepted: false, run: "https://example.com/run" });
        assert.ok(comment.startsWith(MARKER));
        assert.match(comment, /^- dev: \*\*nobody notices\*\*$/m);
        assert.match(comment, /^- prod: \*\*LOSES DATA\*\*$/m);
        assert.match(
            comment,
            new RegExp(`fails the check until somebody sets the label ${LABEL}: data is at risk: log`),
        );
        assert.match(commentOf(review(loses), { accepted: true }), new RegExp(`accepted by the label ${LABEL}`));
        assert.match(comment, /Against origin\/main \(01234567 of 2026-11-29\)/);
    });

    it("says that nothing is touched, and what cannot be compared", () => {
        assert.match(commentOf(review(), { accepted: false }), /No stack: neither the program nor a stack file/);
        assert.match(commentOf(review(unreadable), { accepted: false }), /odd: \*\*CANNOT BE COMPARED\*\*/);
    });

    it("says the problems of a stack file one by one, each with its fix, and never more than fits", () => {
        const file = (count: number): Reviewed =>
            wrong(touched("odd"), [
                [
                    `Pulumi.odd.yaml: ${String(count)} problems`,
                    "",
                    ...Array.from(
                        { length: count },
                        () => '  profile  "thrifty"  is not known\n                      choose economy',
                    ),
                ].join("\n"),
            ]);
        assert.match(
            commentOf(review(file(2)), { accepted: false }),
            /fails the check: Pulumi\.odd\.yaml: 2 problems\n( {4}- profile "thrifty" is not known: choose economy\n){2}/,
        );
        const many = commentOf(review(...Array.from({ length: 60 }, () => file(200))), { accepted: false });
        assert.ok(many.length <= MOST, String(many.length));
        assert.match(many, / {4}- and \d+ more\n/);
    });

    const word = fc.oneof(
        fc.string({ maxLength: 40 }),
        fc.string({ minLength: 900, maxLength: 3000 }),
        fc.constant("~~~\n<img src=x> @all #1"),
    );
    const section = fc.record({
        title: fc.constantFrom("data at risk", "access", "changes"),
        lines: fc.array(word, { maxLength: 12 }),
        details: fc.array(word, { maxLength: 60 }),
    });
    const report = fc.record({
        stack: word,
        headline: word,
        comparedWith: fc.string({ maxLength: 200 }),
        sections: fc.array(section, { maxLength: 10 }),
    });

    it("never is longer than asked, and each stack that fits has its first line", () => {
        fc.assert(
            fc.property(
                fc.array(report, { maxLength: 60 }),
                fc.integer({ min: 6_000, max: MOST }),
                (reports: readonly Report[], most) => {
                    const text = markdownOf(reports, most);
                    assert.ok(text.length <= most, `${String(text.length)} > ${String(most)}`);
                    const all = reports.map((each): Reviewed => ({
                        stack: each.stack,
                        verdict: "quiet",
                        report: each,
                        failures: [],
                    }));
                    assert.ok(
                        commentOf(review(...all), { accepted: false, run: "https://example.com" }).length <= MOST,
                    );
                },
            ),
            { numRuns: 60 },
        );
    });

    it("makes no mention, reference, link, picture or tag out of foreign text", () => {
        const evil = "@everyone #12 GH-3 https://evil.example www.evil.example ![x](http://b) <img src=x> `a`";
        const foreign: Reviewed = {
            stack: evil,
            verdict: "losesData",
            note: evil,
            failures: [{ kind: "data", what: evil }],
            report: {
                stack: evil,
                headline: evil,
                comparedWith: evil,
                sections: [{ title: evil, lines: [evil], details: [evil] }],
            },
        };
        const text = commentOf(review(foreign), { accepted: false }).replace(/~~~text[^]*?~~~/g, "");
        assert.doesNotMatch(text, /@everyone|#12|GH-3|:\/\/|www\.|<img|(?<!\\)[[`]/i);
    });

    it("is made from nothing but what the schema of an artifact allows", () => {
        const json = JSON.stringify(review(quiet, loses));
        assert.deepEqual(reviewIn(json), JSON.parse(json));
        for (const wrongOne of [
            "",
            "[]",
            "{}",
            json.replace('"verdict":"quiet"', '"verdict":"fine"'),
            json.replace('"stacks"', '"more":1,"stacks"'),
        ])
            assert.equal(reviewIn(wrongOne), undefined);
    });
});

describe("review: the state that was reviewed", () => {
    const state = (more: object, secret = "v1:a"): string =>
        JSON.stringify({
            version: 3,
            deployment: {
                manifest: { time: "2026-11-29T00:00:00Z" },
                resources: [{ urn: "a", outputs: { password: { ciphertext: secret }, size: 1, ...more } }],
            },
        });

    it("is the same however its secrets are encrypted, and another one after any deployment", () => {
        assert.equal(stateOf(state({})), stateOf(state({}, "v1:b")));
        assert.notEqual(stateOf(state({})), stateOf(state({ size: 2 })));
        assert.notEqual(stateOf(state({})), stateOf(state({}).replace("00:00:00Z", "00:00:01Z")));
        assert.match(stateOf(state({})), /^[0-9a-f]{32}$/);
    });

    it("is nothing but a state", () => {
        for (const text of ["", "{}", '{"deployment": 1}']) assert.throws(() => stateOf(text), InputError);
    });
});

describe("review: the command line", () => {
    it("names what is wrong with it", () => {
        assert.deepEqual(optionsFrom(["--base", "x"]), {
            command: "write",
            base: "x",
            out: ".cache/review",
            accepted: false,
        });
        assert.equal(optionsFrom(["--help"]), "help");
        for (const line of [
            ["post"],
            ["post", "--from", "a"],
            ["post", "--from", "a", "--to", "mail"],
            ["look"],
            ["state", "b"],
            ["--what"],
        ]) {
            const options = optionsFrom(line);
            assert.ok(typeof options === "object" && "problems" in options, line.join(" "));
        }
    });
});
