/** Changes of the agreement test (six in turn, all with FULL=1) as what people get: a comment that GitHub takes, a document that its schema allows, no secret. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import Ajv from "ajv";
import { read } from "../../../plan/diff/reading";
import { documentOf, jsonOf } from "../../../plan/diff/report/json";
import { markdownOf } from "../../../plan/diff/report/markdown";
import { reportOf } from "../../../plan/diff/report/sections";
import { textOf } from "../../../plan/diff/report/text";
import { commentOf } from "../../../plan/diff/review/comment";
import { reviewedFrom, reviewIn, type Review } from "../../../plan/diff/review/review";
import { CASES } from "./cases";
import { TODAY } from "./fixture";
import { differenceFor, programOf } from "./recorded";
import { strings } from "../../../rehearsal/engine/wire";
import { someOf } from "../../../scripts/turns";

const SCHEMA = path.join(__dirname, "../../../plan/diff/report/difference.schema.json");
/** Of a comment at GitHub: 65,536, and room for what a project adds. */
const MOST = 60_000;
const MANY = 6;

describe("the difference of a change (some of them each time, all with FULL=1)", () => {
    it("fits into a comment, is what its schema says, survives the way through an artifact, and shows no secret", async function () {
        this.timeout(1_800_000);
        const isDocument = new Ajv({ strict: false }).compile(JSON.parse(fs.readFileSync(SCHEMA, "utf8")) as object);
        const secrets = [...strings(programOf({}).secrets)]
            .map(({ text }) => text)
            .filter((text) => text.startsWith("rehearsal-"));
        assert.ok(secrets.length > 0);
        let biggest = { name: "none", length: 0 };
        for (const change of someOf(CASES, MANY)) {
            const reading = read(await differenceFor(change), TODAY);
            const reviewed = reviewedFrom({ stack: "complete", file: "Pulumi.complete.yaml" }, reading);
            const review: Review = { base: { ref: "main", commit: "0123456789", date: TODAY }, stacks: [reviewed] };
            const comment = commentOf(review, { accepted: false });
            assert.ok(comment.length < MOST, `${change.name}: ${String(comment.length)} characters`);
            assert.ok(
                isDocument(JSON.parse(JSON.stringify(documentOf(reading)))),
                `${change.name}: ${JSON.stringify(isDocument.errors)}`,
            );
            assert.deepEqual(reviewIn(JSON.stringify(review)), JSON.parse(JSON.stringify(review)), change.name);
            const report = reportOf(reading);
            const all = [comment, textOf(report), markdownOf([report]), jsonOf(reading)].join("\n");
            for (const secret of secrets) assert.ok(!all.includes(secret), `${change.name}: a secret is shown`);
            if (comment.length > biggest.length) biggest = { name: change.name, length: comment.length };
        }
        process.stdout.write(`    the longest comment: ${String(biggest.length)} characters, ${biggest.name}\n`);
    });
});
