import assert from "node:assert/strict";
import { parsePath } from "../../plan/cloudformation/paths";
import { put, type Body } from "../../plan/cloudformation/put";
import { converted } from "../../plan/cloudformation/values";

const puts = (...entries: readonly (readonly [path: string, value: unknown, indices?: readonly number[]])[]): Body => {
    const body: Body = {};
    for (const [path, value, indices = []] of entries) put(body, parsePath(path), value, indices);
    return body;
};

describe("CloudFormation: paths", () => {
    it("say operation, lists, constants and transforms", () => {
        assert.deepEqual(parsePath("PutX:A[].B[0=Kind=yes].C|pairs:Key,Value"), {
            operation: "PutX",
            segments: [
                { name: "A", list: "same" },
                { name: "B", list: "first", constant: ["Kind", "yes"] },
                { name: "C" },
            ],
            transform: "pairs:Key,Value",
        });
    });

    it("put values at the argument's own positions, from the inside out", () => {
        assert.deepEqual(puts(["A[].B[]", "x", [1, 0]], ["A[].B[]", "y", [0, 0]]), { A: [{ B: ["y"] }, { B: ["x"] }] });
        assert.deepEqual(puts(["A[].B", "x", [3, 0]]), { A: [{ B: "x" }] });
    });

    it("append, and go on in what was added last", () => {
        assert.deepEqual(puts(["A[+].B", 1], ["A[^].C", 2], ["A[+].B", 3]), { A: [{ B: 1, C: 2 }, { B: 3 }] });
        assert.deepEqual(puts(["S[].T[+Kind=EMAIL].Address", "a", [0, 0]], ["S[].T[+Kind=SNS].Address", "b", [0, 0]]), {
            S: [
                {
                    T: [
                        { Kind: "EMAIL", Address: "a" },
                        { Kind: "SNS", Address: "b" },
                    ],
                },
            ],
        });
    });
});

describe("CloudFormation: values", () => {
    it("are documents, lists of pairs, maps, numbers and truths where the papers want them", () => {
        assert.deepEqual(converted('{"a":1}', "json", undefined), { a: 1 });
        assert.deepEqual(converted({ a: "b" }, "pairs:Key,Value", undefined), [{ Key: "a", Value: "b" }]);
        assert.deepEqual(converted([{ name: "a", value: "b" }], "entries:name,value", undefined), { a: "b" });
        assert.equal(converted("5", undefined, "integer"), 5);
        assert.equal(converted("true", undefined, "boolean"), true);
        assert.equal(converted("five", undefined, "integer"), "five");
    });
});
