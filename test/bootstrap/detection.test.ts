import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { detectionCommands } from "../../bootstrap/detection";
import { render } from "../../bootstrap/render";
import { readTemplate, type Tree } from "../../bootstrap/template";
import { unmet } from "../../iam/conditions";
import { policyOf } from "../../iam/policy";
import { fits } from "./pattern";

const FILE = path.join(__dirname, "../../bootstrap/detection.yaml");
const template = readTemplate(fs.readFileSync(FILE, "utf8"));
const WHERE = { account: "111122223333", region: "us-east-1" };
const made = (more: Readonly<Record<string, string>> = {}) =>
    render(template, { Email: "security@acme.com", GitHubRepository: "acme/platform", ...more }, WHERE);
const rules = Object.entries(made().resources).filter(([, { Type }]) => Type === "AWS::Events::Rule");

const ROLE = "arn:aws:iam::111122223333:role/mindcloud-";
const call = (service: string, eventName: string, detail: Tree = {}): Tree => ({
    ...{ source: `aws.${service}`, "detail-type": "AWS API Call via CloudTrail" },
    detail: { eventSource: `${service}.amazonaws.com`, eventName, ...detail },
});
const taken = (eventName: string, role: string, userName?: string): Tree =>
    call("sts", eventName, {
        requestParameters: { roleArn: `${ROLE}${role}` },
        userIdentity: userName === undefined ? { type: "AssumedRole" } : { type: "WebIdentityUser", userName },
    });
const changed = (eventName: string, requestParameters: Tree): Tree => call("iam", eventName, { requestParameters });
const BOUNDARY = "arn:aws:iam::111122223333:policy/mindcloud-boundary-prod";

/** What happened, as CloudTrail tells it -> the rule that tells of it; nothing where it is what should happen. */
const EVENTS: readonly (readonly [Tree, string | undefined])[] = [
    [call("kms", "ScheduleKeyDeletion"), "KeyLost"],
    [call("kms", "DisableKey"), "KeyLost"],
    [call("kms", "Decrypt"), undefined],
    [taken("AssumeRoleWithWebIdentity", "deploy-prod", "repo:acme/platform:environment:prod"), undefined],
    [taken("AssumeRoleWithWebIdentity", "deploy-prod", "repo:mallory/platform:environment:prod"), "RoleTaken"],
    [taken("AssumeRole", "deploy-prod"), "RoleTaken"],
    [taken("AssumeRoleWithSAML", "preview-dev"), "RoleTaken"],
    [taken("AssumeRole", "images"), "RoleTaken"],
    [taken("AssumeRole", "prod-nodes-node"), undefined],
    [taken("AssumeRole", "account-break-glass"), "AdministratorAtWork"],
    [changed("UpdateAssumeRolePolicy", { roleName: "mindcloud-deploy-prod" }), "GuardChanged"],
    [changed("PutRolePolicy", { roleName: "mindcloud-account-break-glass" }), "GuardChanged"],
    [changed("PutRolePolicy", { roleName: "mindcloud-prod-services-secrets-identity" }), undefined],
    [changed("CreatePolicyVersion", { policyArn: BOUNDARY }), "GuardChanged"],
    [call("cloudtrail", "StopLogging"), "TrailChanged"],
    [call("cloudtrail", "LookupEvents"), undefined],
    [
        { source: "aws.signin", detail: { eventName: "ConsoleLogin", userIdentity: { type: "Root" } } },
        "AdministratorAtWork",
    ],
    [{ source: "aws.signin", detail: { eventName: "ConsoleLogin", userIdentity: { type: "IAMUser" } } }, undefined],
];

describe("what an account notices", () => {
    it("is what nobody should do, and not what pipelines do all day; each rule tells of something", () => {
        const telling = new Set<string>();
        for (const [event, expected] of EVENTS) {
            const told = rules
                .filter(([, { Properties }]) => fits(Properties.EventPattern as Tree, event))
                .map(([id]) => id);
            assert.deepEqual(told, expected === undefined ? [] : [expected], JSON.stringify(event));
            for (const id of told) telling.add(id);
        }
        assert.deepEqual([...telling].sort(), rules.map(([id]) => id).sort());
        for (const [id, { Properties }] of rules)
            assert.match(JSON.stringify(Properties.Targets), /account-detection/, id);
    });

    it("tells of every use of a role where no pipeline is known", () => {
        const pattern = made({ GitHubRepository: "" }).resources.RoleTaken?.Properties.EventPattern as Tree;
        assert.ok(
            fits(pattern, taken("AssumeRoleWithWebIdentity", "deploy-dev", "repo:acme/platform:environment:dev")),
        );
    });

    it("makes the trail by a switch", () => {
        const types = (value: string) => Object.values(made({ CloudTrail: value }).resources).map(({ Type }) => Type);
        assert.ok(types("true").includes("AWS::CloudTrail::Trail"));
        assert.deepEqual(
            types("false").filter((type) => /CloudTrail|S3/.test(type)),
            [],
        );
    });

    it("is printed region by region, with one trail, and first where IAM's calls arrive", () => {
        const of = (stack: string, region: string) => ({ stack, region, account: "111122223333" });
        const stacks = [of("dev", "eu-west-1"), of("prod", "eu-central-1")];
        const print = (email?: string) =>
            detectionCommands({
                project: "mindcloud",
                stack: of("dev", "eu-west-1"),
                stacks,
                repository: "acme/platform",
                email,
                partition: "aws",
            });
        const { command, remarks } = print("security@acme.com");
        const regions = [...command.matchAll(/--region (\S+)/g)].map(([, region]) => region);
        assert.deepEqual(regions, ["us-east-1", "eu-west-1", "eu-central-1"]);
        assert.deepEqual(
            [...command.matchAll(/CloudTrail=(\w+)/g)].map(([, made]) => made),
            ["true", "false", "false"],
        );
        for (const [, name = ""] of command.matchAll(/^ {4}(\w+)=/gm)) assert.ok(name in template.Parameters, name);
        assert.ok(!remarks.join().includes("<address>"));
        assert.match(print().remarks.join(), /<address>/);
    });
});

describe("the way in when all others are shut", () => {
    const PRINCIPAL = "arn:aws:iam::111122223333:user/oncall";
    const role = made({ BreakGlassPrincipals: PRINCIPAL }).resources.BreakGlassRole;

    it("is there for those who are named, with a fresh second factor, for an hour", () => {
        assert.equal(made().resources.BreakGlassRole, undefined);
        const [trust] = policyOf("trust", role?.Properties.AssumeRolePolicyDocument).statements;
        assert.deepEqual(trust?.principals, { AWS: [PRINCIPAL] });
        const may = (present: string | undefined, age: string): boolean =>
            unmet(trust.conditions, {
                ...(present === undefined ? {} : { "aws:multifactorauthpresent": [present] }),
                "aws:multifactorauthage": [age],
            }) === undefined;
        assert.deepEqual(
            [may("true", "60"), may("true", "3600"), may("false", "60"), may(undefined, "60")],
            [true, false, false, false],
        );
        assert.equal(role?.Properties.MaxSessionDuration, 3600);
    });

    it("is an administrator without a boundary", () => {
        assert.deepEqual(role?.Properties.ManagedPolicyArns, ["arn:aws:iam::aws:policy/AdministratorAccess"]);
        assert.equal(role.Properties.PermissionsBoundary, undefined);
    });
});
