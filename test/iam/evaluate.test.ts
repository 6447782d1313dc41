import assert from "node:assert/strict";
import { unmet } from "../../iam/conditions";
import { decide, refusalText, type Principal, type Request } from "../../iam/evaluate";
import { actionMatches, arnMatches, filled } from "../../iam/match";
import { policyOf } from "../../iam/policy";

const ARN = "arn:aws:rds:eu-west-1:111122223333:db:shop-dev-main";
const request = (action: string, resource = ARN, context: Request["context"] = {}): Request => ({
    action,
    resource,
    context,
});
const who = (statements: readonly object[], boundary?: readonly object[]): Principal => ({
    arn: "arn:aws:iam::111122223333:role/deploy",
    policies: [policyOf("named", { Statement: statements })],
    ...(boundary === undefined ? {} : { boundary: policyOf("boundary", { Statement: boundary }) }),
    context: { "aws:principaltag/team": ["a"] },
});
const allowAll = { Effect: "Allow", Action: "*", Resource: "*" };

describe("the evaluator of IAM policies", () => {
    it("refuses what nothing allows, allows what a statement allows, and a denial wins over it", () => {
        assert.equal(decide(who([]), request("rds:DeleteDBInstance")).allowed, false);
        assert.equal(decide(who([allowAll]), request("rds:DeleteDBInstance")).allowed, true);
        const denied = who([allowAll, { Effect: "Deny", Action: "rds:Delete*", Resource: "*" }]);
        assert.equal(decide(denied, request("rds:DeleteDBInstance")).allowed, false);
        assert.equal(decide(denied, request("rds:ModifyDBInstance")).allowed, true);
    });

    it("asks the boundary too, which grants nothing by itself, and whose denial counts", () => {
        const rds = { Effect: "Allow", Action: "rds:*", Resource: "*" };
        assert.equal(decide(who([], [allowAll]), request("rds:X")).allowed, false);
        assert.equal(decide(who([allowAll], [rds]), request("rds:X")).allowed, true);
        assert.equal(decide(who([allowAll], [rds]), request("s3:X")).allowed, false);
        assert.equal(decide(who([allowAll], [rds, { ...rds, Effect: "Deny" }]), request("rds:X")).allowed, false);
    });

    it("reads NotAction and NotResource as all but these", () => {
        const not = (more: object) => who([{ Effect: "Allow", Resource: "*", ...more }]);
        assert.equal(decide(not({ NotAction: "rds:*" }), request("rds:X")).allowed, false);
        assert.equal(decide(not({ NotAction: "rds:*" }), request("s3:X")).allowed, true);
        const elsewhere = who([{ Effect: "Allow", Action: "*", NotResource: "arn:aws:rds:*:*:db:shop-prod-*" }]);
        assert.equal(decide(elsewhere, request("rds:X")).allowed, true);
        assert.equal(decide(elsewhere, request("rds:X", ARN.replace("dev", "prod"))).allowed, false);
    });

    it("matches actions in any case, and keeps a wildcard inside its part of an ARN", () => {
        assert.ok(actionMatches("RDS:create*", "rds:CreateDBInstance"));
        assert.ok(!actionMatches("rds:Create", "rds:CreateDBInstance"));
        assert.ok(actionMatches("rds:?ddTags", "rds:AddTags"));
        for (const good of ["*", "arn:aws:rds:*:111122223333:*", "arn:aws:rds:*:*:db:shop-*", "arn:*:rds:*:*:*"])
            assert.ok(arnMatches(good, ARN), good);
        for (const bad of ["arn:aws:rds:*:db:shop-dev-main", "arn:aws:rds:*", "arn:aws:rds:*:*:db:shop"])
            assert.ok(!arnMatches(bad, ARN), bad);
        assert.ok(arnMatches("arn:aws:logs:*:*:log-group:a:*", "arn:aws:logs:x:1:log-group:a:log-stream:b"));
    });

    it("fills variables in, with defaults, and matches nothing where one has no value", () => {
        const context = { "aws:principaltag/team": ["a"] };
        assert.equal(filled("x-${aws:PrincipalTag/team}-${*}", context)?.length, 5);
        assert.equal(filled("${aws:PrincipalTag/none}", context), undefined);
        assert.equal(filled("${aws:PrincipalTag/none, 'b'}", context), "b");
        const own = who([{ Effect: "Allow", Action: "*", Resource: "arn:aws:s3:::${aws:PrincipalTag/team}-*" }]);
        assert.equal(decide(own, request("s3:X", "arn:aws:s3:::a-cold")).allowed, true);
        assert.equal(decide(own, request("s3:X", "arn:aws:s3:::b-cold")).allowed, false);
    });

    it("knows what each condition operator means with the key there, another value, and no key", () => {
        const rows: readonly [string, string | readonly string[], string | undefined, boolean][] = [
            ["StringEquals", ["a", "b"], "b", true],
            ["StringEquals", "a", "A", false],
            ["StringEquals", "a", undefined, false],
            ["StringEqualsIfExists", "a", undefined, true],
            ["StringEqualsIgnoreCase", "a", "A", true],
            ["StringNotEquals", ["a", "b"], "b", false],
            ["StringNotEquals", "a", undefined, true],
            ["StringNotEquals", "a", "c", true],
            ["StringLike", "a*", "abc", true],
            ["StringNotLike", "a*", "abc", false],
            ["ArnLike", "arn:aws:iam::*:role/a", "arn:aws:iam::1:role/a", true],
            ["ArnNotLike", "arn:aws:iam::*:role/a", "arn:aws:iam::1:role/b", true],
            ["Bool", "true", "True", true],
            ["Bool", "true", undefined, false],
            ["Null", "true", undefined, true],
            ["Null", "false", undefined, false],
            ["Null", "false", "x", true],
            ["NumericLessThan", "10", "9", true],
            ["NumericGreaterThanEquals", "10", "9", false],
        ];
        for (const [operator, asked, found, expected] of rows) {
            const values = typeof asked === "string" ? [asked] : asked;
            const met = unmet({ [operator]: { k: values } }, found === undefined ? {} : { k: [found] }) === undefined;
            assert.equal(met, expected, `${operator} ${values.join()} with ${String(found)}`);
        }
    });

    it("asks every value, or any, of a key that has several", () => {
        const all = (found: readonly string[] | undefined) =>
            unmet({ "ForAllValues:StringEquals": { k: ["a", "b"] } }, found === undefined ? {} : { k: found }) ===
            undefined;
        assert.deepEqual([all(["a"]), all(["a", "c"]), all(undefined)], [true, false, true]);
        const any = (found: readonly string[] | undefined) =>
            unmet({ "ForAnyValue:StringEquals": { k: ["a", "b"] } }, found === undefined ? {} : { k: found }) ===
            undefined;
        assert.deepEqual([any(["c", "a"]), any(["c"]), any(undefined)], [true, false, false]);
    });

    it("throws on what it does not understand, rather than guessing", () => {
        assert.throws(() => unmet({ StringSounds: { k: ["a"] } }, { k: ["a"] }), /StringSounds/);
        assert.throws(() => policyOf("p", { Statement: [{ ...allowAll, Effect: "Maybe" }] }), /neither allows/);
        assert.throws(() => policyOf("p", { Statement: [{ ...allowAll, Resources: "*" }] }), /Resources/);
        assert.throws(() => policyOf("p", { Statement: [{ ...allowAll, Resource: { Ref: "X" } }] }), /Ref/);
    });

    it("says in a refusal the action, the resource and what would have allowed it", () => {
        const text = (principal: Principal, asked: Request): string =>
            refusalText(principal, asked, decide(principal, asked));
        const named = { Effect: "Allow", Action: "rds:*", Resource: "arn:aws:rds:*:*:db:other-*" };
        assert.match(
            text(who([]), request("rds:X")),
            /to perform: rds:X on resource: arn:.*A statement that allows rds:X/,
        );
        assert.match(text(who([named]), request("rds:X")), /if it named the resource; it names .*other-\*/);
        const tagged = { ...allowAll, Sid: "Own", Condition: { StringEquals: { "aws:ResourceTag/s": "dev" } } };
        assert.match(
            text(who([tagged]), request("rds:X", ARN, { "aws:resourcetag/s": ["prod"] })),
            /named, Own would allow it if aws:resourcetag\/s were StringEquals dev; it is prod/,
        );
        assert.match(
            text(
                who([allowAll, { ...tagged, Effect: "Deny" }]),
                request("rds:X", ARN, { "aws:resourcetag/s": ["dev"] }),
            ),
            /explicit deny \(named, Own\)/,
        );
        assert.match(text(who([allowAll], [named]), request("rds:X")), /no permissions boundary allows/);
    });
});
