/** Roles of the two templates: each is in the attacker's probe, or apart for a reason that is held here. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { render } from "../../bootstrap/render";
import { readTemplate } from "../../bootstrap/template";
import { unmet } from "../../iam/conditions";
import { decide, type Principal } from "../../iam/evaluate";
import type { Context } from "../../iam/match";
import { policyOf } from "../../iam/policy";
import { ACCOUNT, estateOf, REGION } from "./estate";
import { probe, roleOf } from "./probe";
import { account, personOf, STACKS } from "./reach";

const DETECTION = readTemplate(fs.readFileSync(path.join(__dirname, "../../bootstrap/detection.yaml"), "utf8"));
const PERSON = `arn:aws:iam::${ACCOUNT}:user/oncall`;
const detection = (breakGlass: string) =>
    render(
        DETECTION,
        { Email: "security@acme.com", GitHubRepository: "acme/platform", BreakGlassPrincipals: breakGlass },
        { account: ACCOUNT, region: REGION },
    );
const GLASS = detection(PERSON).resources.BreakGlassRole;
const GLASS_ARN = `arn:aws:iam::${ACCOUNT}:role/mindcloud-account-break-glass`;

/** In the probe (probe.check.ts), by what their names begin with. */
const PROBED = [/^mindcloud-deploy-/, /^mindcloud-preview-/, /^mindcloud-images$/, /^mindcloud-account-settings$/];
/** An administrator on purpose: what keeps it apart is who may be it, which the tests below hold. */
const APART = ["mindcloud-account-break-glass"];

const TAGGED: Context = { "aws:resourcetag/mindcloud:stack": ["account"] };

/** Everybody whom a pull request, a workflow or a pod can be. */
const everybody: readonly Principal[] = [
    ...STACKS.flatMap((stack) => {
        const { deploy, preview, made } = personOf(stack);
        return [deploy, preview, made];
    }),
    ...["mindcloud-images", "mindcloud-account-settings"].map(roleOf),
];

describe("a role of the account", () => {
    it("is probed as an attacker's, or apart by name", () => {
        const names = [
            ...account.roles().map(({ name }) => name),
            ...Object.values(detection(PERSON).resources)
                .filter(({ Type }) => Type === "AWS::IAM::Role")
                .map(({ Properties }) => String(Properties.RoleName)),
        ];
        assert.deepEqual(
            names.filter((name) => !PROBED.some((each) => each.test(name))),
            APART,
        );
        for (const each of PROBED)
            assert.ok(
                names.some((name) => each.test(name)),
                String(each),
            );
    });

    it("that breaks the glass is administrator: the probe finds every kind of thing with it", () => {
        assert.deepEqual(GLASS?.Properties.ManagedPolicyArns, ["arn:aws:iam::aws:policy/AdministratorAccess"]);
        const administrator = policyOf("AdministratorAccess", {
            Statement: { Effect: "Allow", Action: "*", Resource: "*" },
        });
        const found = new Set(probe({ arn: GLASS_ARN, policies: [administrator] }, "dev").map(({ whose }) => whose));
        assert.deepEqual([...found].sort(), ["another's name", "another's tag", "setting", "the account's tag"]);
    });

    it("that breaks the glass is nobody's of an environment: they may not take it, nor change who may", () => {
        const reaches = [
            ...["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:TagSession", "iam:PassRole"],
            ...["iam:UpdateAssumeRolePolicy", "iam:AttachRolePolicy", "iam:PutRolePolicy", "iam:DeleteRole"],
            ...["iam:DetachRolePolicy", "iam:DeleteRolePolicy", "iam:UpdateRole", "iam:PutRolePermissionsBoundary"],
            ...["iam:TagRole", "iam:UntagRole", "iam:CreateServiceSpecificCredential"],
        ];
        for (const principal of everybody)
            for (const action of reaches)
                for (const context of [{}, TAGGED])
                    assert.equal(
                        decide(principal, { action, resource: GLASS_ARN, context }).allowed,
                        false,
                        `${principal.arn} ${action}`,
                    );
    });

    it("that breaks the glass opens to people with a second factor, which no workflow and no pod has", () => {
        const { statements } = policyOf("trust", GLASS?.Properties.AssumeRolePolicyDocument);
        assert.equal(statements.length, 1);
        for (const { allows, conditions, principals } of statements) {
            assert.ok(allows);
            assert.deepEqual(principals, { AWS: [PERSON] });
            // GitHub's tokens, pods' and instances' sessions come without these keys.
            assert.notEqual(unmet(conditions, {}), undefined);
        }
    });

    it("that breaks the glass cannot be opened to everybody by its parameter", () => {
        const pattern = new RegExp(String(DETECTION.Parameters.BreakGlassPrincipals?.AllowedPattern));
        assert.match(PERSON, pattern);
        for (const wide of ["*", ACCOUNT, `arn:aws:iam::${ACCOUNT}:root`, `arn:aws:iam::${ACCOUNT}:role/*`])
            assert.doesNotMatch(wide, pattern);
    });

    it("leaves what watches the account to nobody of an environment: trail, key, topic and rules", () => {
        const watching = estateOf("prod", account.rendered.arnOf("StateKey")).filter(({ arn }) =>
            /account-(detection|trail|key-lost|role-taken|guard-changed|trail-changed|administrator)/.test(arn),
        );
        assert.equal(watching.length, 8);
        const harms: Readonly<Record<string, readonly string[]>> = {
            s3: [
                "s3:DeleteBucket",
                "s3:DeleteObject",
                "s3:GetObject",
                "s3:PutBucketPolicy",
                "s3:PutLifecycleConfiguration",
            ],
            sns: ["sns:DeleteTopic", "sns:SetTopicAttributes", "sns:Subscribe", "sns:RemovePermission"],
            events: [
                "events:DisableRule",
                "events:DeleteRule",
                "events:PutRule",
                "events:PutTargets",
                "events:RemoveTargets",
            ],
        };
        for (const { service, arn, tags } of watching)
            for (const action of harms[service] ?? [])
                for (const principal of everybody)
                    assert.equal(
                        decide(principal, {
                            ...{ action, resource: arn },
                            context: Object.fromEntries(
                                Object.entries(tags).map(([key, value]) => [`aws:resourcetag/${key}`, [value]]),
                            ),
                        }).allowed,
                        false,
                        `${principal.arn} ${action} ${arn}`,
                    );
    });
});
