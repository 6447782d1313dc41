/** `--preview FILE` and `--base-plan FILE`: what others wrote, read into the same model; what is no such file is said in one line. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { InputError } from "../../../plan/input-error";
import { sideFromPlan } from "../../../plan/diff/base/plan-file";
import { stepsFromPreview } from "../../../plan/diff/base/preview-file";
import { differenceFrom, differenceOf } from "../../../plan/diff/difference";
import { read } from "../../../plan/diff/reading";
import { jsonOf } from "../../../plan/diff/report/json";
import { markdownOf } from "../../../plan/diff/report/markdown";
import { reportOf } from "../../../plan/diff/report/sections";
import { textOf } from "../../../plan/diff/report/text";
import { Graph, Secret } from "../../../plan/graph";
import type { Difference } from "../../../plan/diff/difference";
import { resource, TODAY, urn } from "./fixture";

const INSTANCE = "aws:rds/instance:Instance";
const SECRET = "aws:secretsmanager/secretVersion:SecretVersion";
const SIGNATURE = "4dabf18193072939515e22adb298388d";

describe("diff: files that others wrote", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "given-"));
    after(() => {
        fs.rmSync(folder, { recursive: true, force: true });
    });
    const written = (content: unknown): string => {
        const file = path.join(folder, "given.json");
        fs.writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
        return file;
    };
    const state = (type: string, name: string, inputs: object, more: object = {}) => ({
        ...{ urn: urn(type, name), type, custom: true, inputs },
        ...more,
    });
    const outputs = (difference: Difference): string => {
        const reading = read(difference, TODAY);
        return [textOf(reportOf(reading)), markdownOf([reportOf(reading)]), jsonOf(reading)].join("\n");
    };

    it("are the engine's steps: one for each resource, a replacement with its order and its reason", () => {
        const old = state(INSTANCE, "database", { engine: "postgres" }, { protect: true });
        const now = state(INSTANCE, "database", { engine: "mysql" });
        const step = (op: string, more: object = {}) => ({ op, urn: old.urn, oldState: old, newState: now, ...more });
        const steps = stepsFromPreview(
            written({
                steps: [
                    step("delete-replaced", { replaceReasons: ["engine"], detailedDiff: { "engine.0": {} } }),
                    step("create-replacement"),
                    { op: "same", urn: urn(INSTANCE, "other"), oldState: state(INSTANCE, "other", {}) },
                    { op: "read-discard", urn: urn(INSTANCE, "third") },
                ],
            }),
        );
        assert.deepEqual(
            steps.map(({ operation, deletedFirst, replaces, changed, old: before }) => [
                operation,
                deletedFirst,
                replaces,
                changed,
                before?.protect,
            ]),
            [
                ["replace", true, ["engine"], ["engine"], true],
                ["same", false, [], [], false],
            ],
        );
        const reading = read(differenceFrom("dev", steps, undefined), TODAY);
        assert.equal(reading.verdict, "refused");
        assert.match(textOf(reportOf(reading)), /compared with the deployed state, by pulumi preview/);
    });

    it("show no secret of a preview, however it is marked, old or new", () => {
        const marked = (value: string) => ({ [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", plaintext: value });
        const steps = stepsFromPreview(
            written({
                steps: [
                    {
                        op: "update",
                        urn: urn(SECRET, "s"),
                        oldState: state(SECRET, "s", {
                            secretString: marked('"canary-old"'),
                            deep: { list: [marked("canary-old")] },
                        }),
                        newState: state(SECRET, "s", {
                            secretString: "[secret]",
                            deep: { list: [marked("canary-new")] },
                        }),
                        diffReasons: ["secretString", "deep"],
                    },
                ],
            }),
        );
        const text = outputs(differenceFrom("dev", steps, undefined));
        assert.match(text, /secretString/);
        assert.doesNotMatch(text, /canary/);
    });

    it("are a plan, whose secrets are not compared and whose unknowns stay unknown", () => {
        const before = sideFromPlan(
            written({
                resources: [
                    resource(INSTANCE, "database", {
                        inputs: { password: "[secret]", engine: "postgres", kmsKeyId: "[unknown]" },
                    }),
                ],
            }),
        );
        const now = resource(INSTANCE, "database", {
            inputs: { password: new Secret("canary"), engine: "mysql", kmsKeyId: "[unknown]" },
        });
        const after = { graph: new Graph([now]), secrets: {}, encrypted: new Map<string, string>() };
        const text = outputs(differenceOf("dev", before, after, { source: "plan file given.json" }));
        assert.match(text, /engine: postgres -> mysql/);
        assert.doesNotMatch(text, /canary|password: /);
    });

    it("are refused in one line that says how to write one", () => {
        const readers = [
            [
                stepsFromPreview,
                /^--preview .*(cannot be read as JSON|is no preview: write one with pulumi preview --json)/,
            ],
            [sideFromPlan, /^--base-plan .*(cannot be read as JSON|is no plan: write one with npm run --silent plan)/],
        ] as const;
        for (const [reader, says] of readers) {
            const wrong = [
                "",
                "{",
                "[]",
                "null",
                "1",
                "{}",
                { steps: 1 },
                { steps: [1] },
                { steps: [{}] },
                { resources: {} },
            ];
            for (const content of [...wrong, { resources: [1] }, { resources: [{ urn: 1 }] }])
                assert.throws(
                    () => reader(written(content)),
                    (error: unknown) => {
                        assert.ok(error instanceof InputError, `${JSON.stringify(content)}: ${String(error)}`);
                        assert.match(error.message, says);
                        assert.doesNotMatch(error.message, /\n/);
                        return true;
                    },
                    JSON.stringify(content),
                );
            assert.throws(() => reader(path.join(folder, "nowhere.json")), InputError);
        }
    });
});
