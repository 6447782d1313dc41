import assert from "node:assert/strict";
import * as path from "node:path";
import { ProgramError } from "../../plan/record";
import { toldProblems } from "../../plan/told-problems";

const ROOT = path.join(__dirname, "../..");

describe("what a program that cannot be recorded says", () => {
    it("is each cause once, with the resources that met it, however often the SDK tells it again", () => {
        const cause = (name: string): string =>
            `failed to register new resource ${name} [aws:ec2/eip:Eip]: no such zone`;
        const problems = [
            cause("one"),
            `error serializing property "allocationId": ${cause("one")}`,
            `error serializing property "spec": error serializing property "x": ${cause("two")}`,
            "another thing is wrong",
        ];
        assert.deepEqual(toldProblems(new ProgramError(problems)), [
            "no such zone (one and 1 more)",
            "another thing is wrong",
        ]);
    });

    it("names the first line of the program that threw it, in BASE's checkout as in this one", () => {
        const thrown = (...frames: readonly string[]): readonly string[] => {
            const cause = new Error("boom");
            cause.stack = ["Error: boom", ...frames.map((frame) => `    at f (${frame}:7:3)`)].join("\n");
            return toldProblems(new ProgramError([cause.message], cause));
        };
        const packages = `${ROOT}/node_modules/@pulumi/pulumi/x.ts`;
        assert.deepEqual(thrown(packages, `${ROOT}/components/aws/keys.ts`, `${ROOT}/program.ts`), [
            "boom, at components/aws/keys.ts:7",
        ]);
        assert.deepEqual(thrown(`${ROOT}/.cache/diff/0123abcd/program.ts`), ["boom, at program.ts:7"]);
        assert.deepEqual(thrown(`${ROOT}/plan/record.ts`, packages), ["boom"]);
    });

    it("names no folder of this machine", () => {
        assert.deepEqual(
            toldProblems(new ProgramError([`${ROOT}/.cache/diff/0123abcd/program.ts:18: no declaration`])),
            ["program.ts:18: no declaration"],
        );
    });
});
