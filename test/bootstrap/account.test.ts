import assert from "node:assert/strict";
import fs from "node:fs";
import { AccountStack, FILE, type RolePolicies } from "../../bootstrap/account";
import type { Resource } from "../../bootstrap/render";
import { readTemplate } from "../../bootstrap/template";
import { stackNameProblem } from "../../config/stack-name";
import { policyOf } from "../../iam/policy";

const WHERE = { account: "111122223333", region: "eu-west-1" };
const GIVEN = { GitHubRepository: "acme/platform", Environments: "dev,prod", Regions: "eu-west-1,us-east-1" };
const template = readTemplate(fs.readFileSync(FILE, "utf8"));
const account = new AccountStack(GIVEN, WHERE);
const { resources, outputs } = account.rendered;
const ofType = (type: string): readonly (readonly [string, Resource])[] =>
    Object.entries(resources).filter(([, each]) => each.Type === type);
const properties = (id: string): Readonly<Record<string, unknown>> => resources[id]?.Properties ?? {};

describe("bootstrap/account.yaml", () => {
    it("fits into one request, without a bucket to stage it in", () => {
        assert.ok(fs.statSync(FILE).size <= 51_200, "CloudFormation takes 51,200 bytes of template text");
    });

    it("keeps what holds data when the stack is deleted, and only that", () => {
        const kept = Object.values(resources).filter((each) => each.DeletionPolicy === "Retain");
        const types = [...new Set(kept.map((each) => each.Type))].sort();
        assert.deepEqual(types, [
            "AWS::ECR::Repository",
            "AWS::KMS::Alias",
            "AWS::KMS::Key",
            "AWS::S3::Bucket",
            "AWS::S3::BucketPolicy",
        ]);
        for (const type of types)
            for (const [id, each] of ofType(type)) {
                assert.equal(each.DeletionPolicy, "Retain", id);
                assert.equal(each.UpdateReplacePolicy, "Retain", id);
            }
    });

    it("closes every bucket to the public, keeps versions, encrypts, and refuses plain http", () => {
        const buckets = ofType("AWS::S3::Bucket");
        assert.equal(buckets.length, 2);
        for (const [id, { Properties }] of buckets) {
            const blocks = Object.values(Properties.PublicAccessBlockConfiguration as object);
            assert.deepEqual(blocks, [true, true, true, true], id);
            assert.deepEqual(Properties.VersioningConfiguration, { Status: "Enabled" }, id);
            assert.ok(Properties.BucketEncryption !== undefined, id);
            const policy = properties(`${id}Policy`);
            assert.equal(policy.Bucket, Properties.BucketName);
            const denial = policyOf(id, policy.PolicyDocument).statements.find((each) => !each.allows);
            assert.deepEqual(denial?.conditions, { Bool: { "aws:securetransport": ["false"] } }, id);
            assert.equal(denial.resources.length, 2, id);
        }
    });

    it("rotates every key and trusts no principal that an empty account lacks", () => {
        const keys = ofType("AWS::KMS::Key");
        assert.equal(keys.length, 2);
        for (const [id, { Properties }] of keys) {
            assert.equal(Properties.EnableKeyRotation, true, id);
            const principals = policyOf(id, Properties.KeyPolicy).statements.map((each) => each.principals);
            assert.deepEqual(principals, [{ AWS: ["arn:aws:iam::111122223333:root"] }], id);
        }
    });

    it("makes image tags immutable, scans on push, encrypts with our key, and never expires a release", () => {
        const repositories = ofType("AWS::ECR::Repository");
        assert.ok(repositories.length > 10);
        for (const [id, { Properties }] of repositories) {
            assert.equal(Properties.ImageTagMutability, "IMMUTABLE", id);
            assert.deepEqual(Properties.ImageScanningConfiguration, { ScanOnPush: true }, id);
            assert.equal((Properties.EncryptionConfiguration as { EncryptionType: string }).EncryptionType, "KMS", id);
            const text = (Properties.LifecyclePolicy as { LifecyclePolicyText: string }).LifecyclePolicyText;
            const { rules } = JSON.parse(text) as {
                rules: { selection: { tagStatus: string; tagPatternList?: string[] } }[];
            };
            assert.equal(rules.length, 2, id);
            for (const { selection } of rules)
                assert.ok(selection.tagStatus === "untagged" || selection.tagPatternList?.join() === "pr-*", id);
        }
    });

    it("has a repository for every system that the program knows", () => {
        const names = ofType("AWS::ECR::Repository").map(([, { Properties }]) => String(Properties.RepositoryName));
        for (const system of ["akosha", "memstack", "myriad", "myriad-python", "simple-cli", "stand-in"])
            assert.ok(
                names.some((name) => name === `mindcloud/${system}` || name.startsWith(`mindcloud/${system}/`)),
                system,
            );
    });

    it("works without GitHub: no provider, no role for it, and everything else", () => {
        const { rendered, ...without } = { rendered: new AccountStack({}, WHERE).rendered };
        assert.deepEqual(without, {});
        const types = Object.values(rendered.resources).map((each) => each.Type);
        assert.ok(!types.includes("AWS::IAM::OIDCProvider"));
        assert.deepEqual(
            Object.keys(rendered.resources).filter((id) => rendered.resources[id]?.Type === "AWS::IAM::Role"),
            ["AccountSettingsRole"],
        );
        const gone = Object.keys(outputs).filter((name) => !(name in rendered.outputs));
        assert.deepEqual(gone, ["PreviewRolePrefix", "ImagesRoleArn", "DeployRolePrefix"]);
        assert.equal(
            types.filter((type) => type === "AWS::IAM::ManagedPolicy").length,
            3,
            "a boundary for each environment",
        );
    });

    it("uses the OIDC provider that the account has", () => {
        const arn = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
        const given = new AccountStack({ ...GIVEN, GitHubOidcProviderArn: arn }, WHERE);
        assert.ok(Object.values(given.rendered.resources).every((each) => each.Type !== "AWS::IAM::OIDCProvider"));
        assert.ok(JSON.stringify(given.role("mindcloud-deploy-dev").trust).includes(arn));
    });
});

describe("the roles for GitHub", () => {
    const roles = account.roles().filter(({ name }) => name !== "mindcloud-account-settings");
    const equals = ({ name, trust }: RolePolicies): Readonly<Record<string, readonly string[]>> => {
        const [statement, ...others] = policyOf(name, trust).statements;
        assert.ok(statement !== undefined && others.length === 0, name);
        assert.deepEqual(statement.actions, ["sts:AssumeRoleWithWebIdentity"]);
        assert.deepEqual(Object.keys(statement.conditions), ["StringEquals"], "no pattern in a trust policy");
        return statement.conditions.StringEquals ?? {};
    };

    it("are each bound to one repository and to one kind of run of it", () => {
        const subjects = roles.map((role) => {
            const asked = equals(role);
            assert.deepEqual(asked["token.actions.githubusercontent.com:aud"], ["sts.amazonaws.com"]);
            const [subject = ""] = asked["token.actions.githubusercontent.com:sub"] ?? [];
            const branch = asked["token.actions.githubusercontent.com:ref"] ?? [/:ref:(.*)$/.exec(subject)?.[1]];
            assert.deepEqual(branch, ["refs/heads/main"], role.name);
            return `${role.name} ${subject}`;
        });
        assert.deepEqual(subjects.sort(), [
            "mindcloud-deploy-dev repo:acme/platform:environment:dev",
            "mindcloud-deploy-prod repo:acme/platform:environment:prod",
            "mindcloud-images repo:acme/platform:ref:refs/heads/main",
            "mindcloud-preview-dev repo:acme/platform:environment:dev-preview",
            "mindcloud-preview-prod repo:acme/platform:environment:prod-preview",
        ]);
    });

    it("have names that no other environment's could be", () => {
        for (const { name } of roles)
            for (const stack of ["dev", "prod"]) assert.ok(!name.startsWith(`mindcloud-${stack}-`));
    });

    it("stay within the sizes that IAM accepts, with names and ids at their longest", () => {
        // Without white space: 10,240 characters for all inline policies of a role, 6,144 for a managed one.
        const names = ["abcdefghijklmnopqrst", "tsrqponmlkjihgfedcba"];
        const longest = new AccountStack(
            {
                Project: "abcdefghijklmnopqrst",
                GitHubRepository: "acme-12345/platform-678",
                Environments: names.join(),
                Regions: "ap-southeast-1,ap-southeast-2,ap-northeast-1,eu-central-1,us-gov-west-1",
                HostedZones: names.map((name) => `${name}=Z0123456789ABCDEFGHIJ`).join(),
                Brought: Array.from(
                    { length: 5 },
                    (_, index) =>
                        `arn:aws:kms:ap-southeast-1:111122223333:key/${String(index)}2345678-1234-1234-1234-123456789012`,
                ).join(),
            },
            { account: "111122223333", region: "ap-southeast-1", partition: "aws-us-gov" },
        );
        for (const role of longest.roles()) {
            const sizeOf = (isManaged: boolean): readonly number[] =>
                Object.entries(role.policies).flatMap(([name, each]) =>
                    role.managed.includes(name) === isManaged ? [JSON.stringify(each).length] : [],
                );
            const size = sizeOf(false).reduce((sum, each) => sum + each, 0);
            assert.ok(size > 0 && size <= 10_240, `${role.name}: ${String(size)}`);
            // Ten are attached to a role at most, unless a quota is raised.
            assert.ok(role.managed.length <= 10);
            for (const managed of sizeOf(true)) assert.ok(managed <= 6_144, `${role.name}: ${String(managed)}`);
        }
        for (const name of names) {
            const arn = `arn:aws-us-gov:iam::111122223333:policy/abcdefghijklmnopqrst-boundary-${name}`;
            const size = JSON.stringify(longest.managedPolicy(arn)).length;
            assert.ok(size > 1_000 && size <= 6_144, `${name}: ${String(size)}`);
        }
    });

    it("hold long enough for the longest update, which is what deploy-stack.yml asks for", () => {
        // The provider waits at most an hour for a new minor of EKS, an hour for its nodes, and 80 minutes for a database (docs of aws.eks.Cluster,
        // aws.eks.NodeGroup and aws.rds.Instance, customTimeouts).
        const longest = (60 + 60 + 80) * 60;
        const { maxSessionSeconds } = account.role("mindcloud-deploy-prod");
        assert.ok(maxSessionSeconds >= longest);
        const workflow = fs.readFileSync(`${__dirname}/../../.github/workflows/deploy-stack.yml`, "utf8");
        assert.equal(Number(/role-duration-seconds: (\d+)/.exec(workflow)?.[1]), maxSessionSeconds);
        assert.ok(Number(/\n {2}deploy:[^]*?timeout-minutes: (\d+)/.exec(workflow)?.[1]) * 60 < maxSessionSeconds);
    });
});

describe("the parameters", () => {
    const pattern = (name: string): RegExp => new RegExp(template.Parameters[name]?.AllowedPattern ?? "(?!)");

    it("take what they should", () => {
        for (const good of ["", "acme/platform", "acme-12345/platform-678", "acme@12345/platform@678"])
            assert.match(good, pattern("GitHubRepository"));
        for (const bad of ["acme", "acme/*", "acme/a/b", "acme/a:ref"])
            assert.doesNotMatch(bad, pattern("GitHubRepository"));
        for (const good of ["us-east-1", "us-gov-west-1", "ap-southeast-2"]) assert.match(good, pattern("Regions"));
        for (const bad of ["*", "us-east", "US-EAST-1"]) assert.doesNotMatch(bad, pattern("Regions"));
        for (const good of ["", "dev=Z01", "prod-eu=Z0123456789"]) assert.match(good, pattern("HostedZones"));
        for (const bad of ["Z01", "dev=*", "dev=", "dev=Z1/*"]) assert.doesNotMatch(bad, pattern("HostedZones"));
        for (const good of ["", "arn:aws:s3:::acme-cold/*", "arn:aws:eks:eu-west-1:1:cluster/shared"])
            assert.match(good, pattern("Brought"));
        for (const bad of ["*", "arn:aws:iam::1:role/x", "acme-cold"]) assert.doesNotMatch(bad, pattern("Brought"));
    });

    it("take every name that a stack may have, and no other", () => {
        const good = ["dev", "staging", "prod", "eu1", "a", "prod-eu", "dev-2", "statement", "abcdefghijklmnopqrst"];
        const bad = ["state", "deploy", "preview", "images", "account", "boundary", "deploy-x", "state-1"];
        for (const name of [...good, ...bad, "Prod", "x--y", "x-", "-x", "1a", "abcdefghijklmnopqrstu", "", "a.b"]) {
            const accepted = pattern("Environments").test(name);
            assert.equal(accepted, good.includes(name), name);
            assert.equal(stackNameProblem(name) === undefined, accepted, name);
        }
    });

    it("give each environment records of its own zone, and none where none is named", () => {
        const zones = new AccountStack(
            { ...GIVEN, Environments: "dev,prod,prod-2,x", HostedZones: "prod-2=Z2,prod=Z1,dev=Z3" },
            WHERE,
        );
        const zone = (stack: string) =>
            policyOf(stack, zones.role(`mindcloud-deploy-${stack}`).policies.unnamed)
                .statements.filter((each) => each.actions.includes("route53:ChangeResourceRecordSets"))
                .flatMap((each) => each.resources);
        assert.deepEqual(
            ["prod", "prod-2", "dev", "x"].map(zone),
            ["Z1", "Z2", "Z3", "none"].map((id) => [`arn:aws:route53:::hostedzone/${id}`]),
        );
    });

    it("have defaults that they accept", () => {
        const given = Object.entries(template.Parameters).filter(([, { Default }]) => Default !== undefined);
        assert.ok(given.length >= 4);
        for (const [name, { Default = "" }] of given)
            for (const each of Default.split(",")) assert.match(each, pattern(name), name);
    });
});
