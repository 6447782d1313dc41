import assert from "node:assert/strict";
import { Graph, Secret, UNKNOWN, type RecordedResource } from "../../plan/graph";
import { evaluate } from "../../policy/evaluate";
import { EXCEPTIONS, type Exception } from "../../policy/exceptions";
import { at, isOwnKey, leaves } from "../../policy/inputs";
import { statementsOf } from "../../policy/iam";
import { RULES } from "../../policy/rules";
import { COMPLETE, recordingOf, stackFrom, TODAY } from "../support/recordings";

const context = {
    project: "mindcloud",
    stack: "dev",
    account: "111122223333",
    region: "eu-central-1",
    data: "keep",
    profile: "economy",
} as const;

function resource(type: string, name: string, inputs: Readonly<Record<string, unknown>>): RecordedResource {
    const urn = `urn:pulumi:dev::mindcloud::${type}::${name}`;
    const nothing = {
        dependencies: [],
        propertyDependencies: {},
        ignoreChanges: [],
        replaceOnChanges: [],
        aliases: [],
        additionalSecretOutputs: [],
    };
    return {
        urn,
        type,
        name,
        inputs,
        custom: true,
        protect: false,
        retainOnDelete: false,
        outputsRegistered: true,
        ...nothing,
    };
}

const topic = resource("aws:sns/topic:Topic", "alarms-topic", {
    name: "mindcloud-dev-alarms",
    tags: { "mindcloud:name": "alarms-topic" },
});
const rules = RULES.filter(({ id }) => id === "topic-encrypted");
const exception: Exception = {
    rule: "topic-encrypted",
    type: topic.type,
    names: /^alarms-/,
    reason: "a test",
    expires: "2027-01-01",
};
const weigh = (today: string, exceptions: readonly Exception[]) =>
    evaluate(new Graph([topic]), context, { today, rules, exceptions });

describe("an evaluation", () => {
    it("reports what a rule finds, with the resource and what is wrong", () => {
        const { findings, excepted, nextExpiry } = weigh("2026-12-31", []);
        assert.deepEqual(findings, [
            { rule: "topic-encrypted", urn: topic.urn, message: "names no key of ours in kmsMasterKeyId" },
        ]);
        assert.deepEqual([excepted.length, nextExpiry], [0, undefined]);
    });

    it("accepts what an exception names, until the day on which it ends", () => {
        const { findings, exceptions, nextExpiry } = weigh("2026-12-31", [exception]);
        assert.deepEqual([findings.length, exceptions.length, nextExpiry], [0, 1, "2027-01-01"]);
        assert.equal(weigh("2027-01-01", [exception]).findings.length, 1);
    });

    it("lets an exception reach no other resource, rule or finding", () => {
        for (const other of [
            { names: /^other-/ },
            { rule: "logs-encrypted" },
            { type: "aws:sqs/queue:Queue" },
            { messages: /^something else/ },
        ])
            assert.equal(weigh("2026-12-31", [{ ...exception, ...other }]).findings.length, 1, JSON.stringify(other));
    });
});

describe("the rules", () => {
    it("have an id each, a title that is a sentence, and a source", () => {
        assert.equal(new Set(RULES.map(({ id }) => id)).size, RULES.length);
        for (const { id, title, source } of RULES) {
            assert.match(id, /^[a-z]+(-[a-z]+)+$/);
            assert.match(title, /^[A-Z].{15,}[^.]$/, id);
            assert.match(source, /.{5,}/, id);
        }
    });

    it("have exceptions with a reason and an end, each of them needed", async () => {
        const { graph } = await recordingOf(COMPLETE, "update");
        const needed = new Set(evaluate(graph, stackFrom(COMPLETE).environment, { today: TODAY }).exceptions);
        for (const each of EXCEPTIONS) {
            assert.ok(
                RULES.some(({ id }) => id === each.rule),
                each.rule,
            );
            assert.match(each.expires, /^20\d\d-\d\d-\d\d$/);
            assert.ok(each.reason.length > 30, each.rule);
            assert.ok(needed.has(each), `nobody needs the exception from ${each.rule}`);
        }
    });
});

describe("reading inputs", () => {
    it("finds every value that a path reaches, and takes what is not known yet as it is", () => {
        const inputs = { rules: [{ key: "a" }, { key: "b" }, {}], later: UNKNOWN };
        assert.deepEqual(at(inputs, "rules[].key"), ["a", "b"]);
        assert.deepEqual(at(inputs, "nothing.at.all"), []);
        assert.deepEqual(at(inputs, "later.arn"), [UNKNOWN]);
    });

    it("does not look into secrets by accident", () => {
        const secret = new Secret({ password: "x" });
        assert.deepEqual(leaves({ a: [{ b: secret }], c: 1 }), [
            { path: ["a", "b"], value: secret },
            { path: ["c"], value: 1 },
        ]);
    });

    it("knows a key of ours from AWS's own", () => {
        assert.equal(isOwnKey("arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"), true);
        assert.equal(isOwnKey(`arn:aws:kms:eu-central-1:111122223333:key/mrk-${"0a".repeat(16)}`), true);
        for (const other of [
            undefined,
            "",
            "alias/aws/sns",
            "arn:aws:kms:eu-central-1:111122223333:alias/aws/rds",
            true,
        ])
            assert.equal(isOwnKey(other), false, String(other));
    });

    it("reads a policy whichever way IAM lets it be written", () => {
        const write = (statement: object) =>
            statementsOf(
                resource("aws:iam/rolePolicy:RolePolicy", "p", { policy: JSON.stringify({ Statement: statement }) }),
                "policy",
                "identity",
            );
        const [one] = write({ Effect: "Allow", Action: "s3:GetObject", Resource: "*", Principal: "*" });
        assert.deepEqual([one?.actions, one?.resources, one?.principals], [["s3:GetObject"], ["*"], { AWS: ["*"] }]);
        const [other] = write([
            {
                Effect: "Allow",
                NotAction: "iam:*",
                NotResource: "x",
                Principal: { Service: ["a", "b"] },
                Condition: { StringEquals: { "AWS:SourceAccount": "1" } },
            },
        ]);
        assert.deepEqual(
            [other?.actions, other?.resources, other?.principals, other?.conditions],
            [["*"], ["*"], { Service: ["a", "b"] }, { "aws:sourceaccount": ["1"] }],
        );
        assert.deepEqual(
            statementsOf(resource("aws:iam/rolePolicy:RolePolicy", "p", { policy: UNKNOWN }), "policy", "identity"),
            [],
        );
    });
});
