import assert from "node:assert/strict";
import { shapeProblems } from "../../../plan/papers/check";
import { pathsIn, valuesAt } from "../../../plan/papers/values";

type Values = Readonly<Record<string, unknown>>;

const said = (type: string, inputs: Values): readonly string[] =>
    shapeProblems(type, inputs, "name").map(({ at, problem }) => `${at} ${problem}`);

describe("AWS's papers: what they say against an argument", () => {
    const bucket = "aws:s3/bucketVersioning:BucketVersioning";
    const cluster: Values = {
        name: "a",
        roleArn: "arn:aws:iam::000000000000:role/a",
        vpcConfig: { subnetIds: ["subnet-1"] },
    };
    const rows: readonly (readonly [string, string, Values, RegExp])[] = [
        ["required", bucket, { versioningConfiguration: { status: "Enabled" } }, /^bucket is missing/],
        [
            "listed",
            bucket,
            { bucket: "aaa", versioningConfiguration: { status: "On" } },
            /status is not one of Enabled, Suspended$/,
        ],
        [
            "form",
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
            { role: "a b", policyArn: "arn:aws:iam::aws:policy/x" },
            /^role does not match/,
        ],
        [
            "length",
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
            { role: "a".repeat(65), policyArn: "arn:aws:iam::aws:policy/x" },
            /^role has 65 characters: AWS takes at most 64$/,
        ],
        ["shortness", "aws:kms/alias:Alias", { name: "", targetKeyId: "x" }, /^name has 0 characters/],
        ["range", "aws:kms/key:Key", { deletionWindowInDays: 6 }, /^deletionWindowInDays is below 7$/],
        ["number", "aws:kms/key:Key", { deletionWindowInDays: "soon" }, /^deletionWindowInDays is not a number$/],
        [
            "truth",
            "aws:eks/cluster:Cluster",
            { ...cluster, deletionProtection: "maybe" },
            /^deletionProtection is not true or false$/,
        ],
        [
            "size of a list",
            "aws:efs/mountTarget:MountTarget",
            {
                fileSystemId: "fs-00000000",
                subnetId: "subnet-00000000",
                securityGroups: Array.from({ length: 101 }, () => "sg-00000000"),
            },
            /^securityGroups has 101 entries: AWS takes at most 100$/,
        ],
        [
            "part of a list's entry",
            "aws:eks/addon:Addon",
            { clusterName: "a", addonName: "b", podIdentityAssociations: [{ serviceAccount: "c" }] },
            /^podIdentityAssociations\[0\]\.roleArn is missing/,
        ],
    ];
    for (const [what, type, inputs, message] of rows)
        it(`finds a wrong ${what}`, () => {
            assert.match(said(type, inputs).join("\n"), message);
        });

    it("asks for no name that Pulumi's provider makes up, and for nothing inside of what is not there", () => {
        assert.deepEqual(said("aws:sns/topic:Topic", {}), []);
        assert.deepEqual(said("aws:eks/addon:Addon", { clusterName: "a", addonName: "b" }), []);
    });

    it("takes numbers and truths as text, as the SDK writes some of them", () => {
        assert.deepEqual(said("aws:kms/key:Key", { deletionWindowInDays: "7", enableKeyRotation: "true" }), []);
    });

    it("says nothing of types that it does not know", () => {
        assert.deepEqual(said("aws:ec2/instance:Instance", { instanceType: 1 }), []);
    });
});

describe("AWS's papers: values by path", () => {
    const inputs = { a: { b: [{ c: 1 }, { d: 2 }, { c: 3 }] }, e: [] };

    it("are found with their positions", () => {
        assert.deepEqual(
            valuesAt(inputs, "a.b[].c").map(({ at, value, indices }) => [at, value, indices]),
            [
                ["a.b[0].c", 1, [0]],
                ["a.b[2].c", 3, [2]],
            ],
        );
        assert.deepEqual(valuesAt(inputs, "a.x.y"), []);
    });

    it("are listed in the same words", () => {
        assert.deepEqual([...new Set(pathsIn(inputs, () => false))], ["a.b[].c", "a.b[].d"]);
        assert.deepEqual(
            pathsIn(inputs, (at) => at === "a"),
            ["a"],
        );
    });
});
