import assert from "node:assert/strict";
import { PROFILES } from "../../config/defaults";
import { architectureOf, architecturesOf, instanceType, knownInstanceTypes } from "../../config/instance-types";

describe("instance types", () => {
    it("tells Graviton by EC2's naming rule, also for types that the table does not know", () => {
        for (const arm of [
            "m7g.large",
            "t4g.small",
            "c6gn.xlarge",
            "r8gd.2xlarge",
            "im4gn.large",
            "is4gen.large",
            "x2gd.large",
            "g5g.xlarge",
            "a1.large",
        ])
            assert.equal(architectureOf(arm), "arm64", arm);
        for (const intelOrAmd of [
            "m7i.large",
            "t3.small",
            "g4dn.xlarge",
            "gr6.4xlarge",
            "m7i-flex.large",
            "c7a.large",
            "u7i-12tb.224xlarge",
            "trn2.48xlarge",
        ])
            assert.equal(architectureOf(intelOrAmd), "amd64", intelOrAmd);
        assert.deepEqual(architecturesOf(["m7g.large", "m7i.large", "m8g.large"]), ["amd64", "arm64"]);
    });

    it("knows vCPU, memory and pods of types whose figures AWS publishes", () => {
        const figures = (name: string) => {
            const type = instanceType(name);
            return [type?.vcpu, type?.memoryGibibytes, type?.podsWithoutPrefixes, type?.maxPods];
        };
        assert.deepEqual(figures("m7g.large"), [2, 8, 29, 110]);
        assert.deepEqual(figures("m7g.2xlarge"), [8, 32, 58, 110]);
        assert.deepEqual(figures("r8g.2xlarge"), [8, 64, 58, 110]);
        assert.deepEqual(figures("c7g.4xlarge"), [16, 32, 234, 110]);
        assert.deepEqual(figures("t4g.small"), [2, 2, 11, 110]);
        assert.deepEqual(figures("t4g.medium"), [2, 4, 17, 110]);
        assert.deepEqual(figures("m6g.medium"), [1, 4, 8, 110]);
        assert.deepEqual(figures("m8i.xlarge"), [4, 16, 118, 110]);
        assert.deepEqual(figures("m7i.8xlarge"), [32, 128, 234, 250]);
        assert.deepEqual(figures("r8g.48xlarge"), [192, 1536, 737, 250]);
    });

    it("says so when it does not know a type or a size", () => {
        for (const unknown of [
            "m7g.48xlarge",
            "c5.8xlarge",
            "p5.48xlarge",
            "m7g",
            "",
            "toString.large",
            "m7g.toString",
        ])
            assert.equal(instanceType(unknown), undefined, unknown);
    });

    it("has complete figures for every type it lists", () => {
        const names = knownInstanceTypes();
        assert.ok(names.length > 250, String(names.length));
        for (const name of names) {
            const type = instanceType(name);
            assert.ok(
                type !== undefined && type.vcpu > 0 && type.memoryGibibytes > 0 && type.podsWithoutPrefixes > 0,
                name,
            );
        }
    });

    it("knows every type that the profiles use", () => {
        const named = [...JSON.stringify(PROFILES).matchAll(/"instanceTypes":(\[[^\]]*\])/g)].flatMap(
            (match) => JSON.parse(match[1] ?? "[]") as string[],
        );
        assert.ok(named.length > 10);
        for (const name of named) assert.ok(instanceType(name), name);
    });
});
