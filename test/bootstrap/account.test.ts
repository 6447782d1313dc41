import assert from "node:assert/strict";
import fs from "node:fs";
import { ENVIRONMENT } from "../../bootstrap/command";
import * as account from "./template";

const deploy = account.resource("DeployRole${Environment}");
const roles = account.ofType("AWS::IAM::Role").filter((role) => role.id !== "AccountSettingsRole");

describe("bootstrap/account.yaml", () => {
    it("fits into one request, without a bucket to stage it in", () => {
        assert.ok(fs.statSync(account.file).size <= 51_200, "CloudFormation takes 51,200 bytes of template text");
    });

    it("keeps what holds data when the stack is deleted, and only that", () => {
        const kept = account.resources.filter((each) => each.DeletionPolicy === "Retain").map((each) => each.Type);
        assert.deepEqual([...new Set(kept)].sort(), [
            "AWS::ECR::Repository",
            "AWS::KMS::Alias",
            "AWS::KMS::Key",
            "AWS::S3::Bucket",
            "AWS::S3::BucketPolicy",
        ]);
        for (const type of new Set(kept))
            for (const each of account.ofType(type)) {
                assert.equal(each.DeletionPolicy, "Retain", each.id);
                assert.equal(each.UpdateReplacePolicy, "Retain", each.id);
            }
    });

    it("closes every bucket to the public, keeps versions, encrypts, and refuses plain http", () => {
        const buckets = account.ofType("AWS::S3::Bucket");
        assert.equal(buckets.length, 2);
        for (const { id, Properties } of buckets) {
            assert.deepEqual(
                Object.values(Properties.PublicAccessBlockConfiguration as object),
                [true, true, true, true],
                id,
            );
            assert.deepEqual(Properties.VersioningConfiguration, { Status: "Enabled" }, id);
            assert.ok(Properties.BucketEncryption !== undefined, id);
            const policy = account.resource(`${id}Policy`);
            assert.deepEqual(policy.Properties.Bucket, { Ref: id });
            const denial = account.statements(policy.Properties.PolicyDocument).find((each) => each.Effect === "Deny");
            assert.deepEqual(denial?.Condition, { Bool: { "aws:SecureTransport": "false" } }, id);
            assert.equal(denial.Resource.length, 2, id);
        }
    });

    it("rotates every key and trusts no principal that an empty account lacks", () => {
        const keys = account.ofType("AWS::KMS::Key");
        assert.equal(keys.length, 2);
        for (const { id, Properties } of keys) {
            assert.equal(Properties.EnableKeyRotation, true, id);
            const principals = (Properties.KeyPolicy as { Statement: { Principal: unknown }[] }).Statement.map(
                (each) => each.Principal,
            );
            assert.deepEqual(
                principals,
                [{ AWS: { "Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root" } }],
                id,
            );
        }
    });

    it("makes image tags immutable, scans on push, encrypts with our key, and never expires a release", () => {
        const [repository, ...others] = account.ofType("AWS::ECR::Repository");
        assert.ok(repository !== undefined && others.length === 0);
        const { ImageTagMutability, ImageScanningConfiguration, EncryptionConfiguration, LifecyclePolicy } =
            repository.Properties;
        assert.equal(ImageTagMutability, "IMMUTABLE");
        assert.deepEqual(ImageScanningConfiguration, { ScanOnPush: true });
        assert.equal((EncryptionConfiguration as { EncryptionType: string }).EncryptionType, "KMS");
        const { rules } = JSON.parse((LifecyclePolicy as { LifecyclePolicyText: string }).LifecyclePolicyText) as {
            rules: { selection: { tagStatus: string; tagPatternList?: string[] } }[];
        };
        assert.equal(rules.length, 2);
        for (const { selection } of rules)
            assert.ok(selection.tagStatus === "untagged" || selection.tagPatternList?.join() === "pr-*");
    });

    it("has a repository for every system that the program knows, under distinct logical ids", () => {
        const names = (account.template.Parameters.Repositories?.Default ?? "").split(",");
        for (const system of ["akosha", "memstack", "myriad", "myriad-python", "simple-cli", "stand-in"])
            assert.ok(
                names.some((name) => name === system || name.startsWith(`${system}/`)),
                system,
            );
        const ids = names.map((name) => name.replace(/[^A-Za-z0-9]/g, ""));
        assert.equal(new Set(ids).size, names.length);
    });
});

describe("the roles for GitHub", () => {
    const trust = (role: account.Resource) =>
        (
            role.Properties.AssumeRolePolicyDocument as {
                Statement: Record<string, Record<string, Record<string, unknown>>>[];
            }
        ).Statement;

    it("are each bound to one repository and to one kind of run of it", () => {
        const subjects = roles.map((role) => {
            const [statement, ...others] = trust(role);
            assert.ok(statement !== undefined && others.length === 0, role.id);
            assert.equal(statement.Action, "sts:AssumeRoleWithWebIdentity");
            assert.deepEqual(Object.keys(statement.Condition ?? {}), ["StringEquals"], "no pattern in a trust policy");
            const equals = statement.Condition?.StringEquals ?? {};
            assert.equal(equals["token.actions.githubusercontent.com:aud"], "sts.amazonaws.com");
            return account.sub(equals["token.actions.githubusercontent.com:sub"]);
        });
        assert.deepEqual(subjects.sort(), [
            "repo:${GitHubRepository}:environment:${Environment}",
            "repo:${GitHubRepository}:pull_request",
            "repo:${GitHubRepository}:ref:refs/heads/main",
        ]);
    });

    it("let a pull request read the state, and neither write nor decrypt a secret of a stack", () => {
        const allowed = account.permissions(account.resource("PreviewRole"));
        assert.deepEqual(
            allowed.flatMap((each) => each.Action),
            ["s3:ListBucket", "s3:GetObject", "kms:Decrypt"],
        );
        const decrypt = allowed.find((each) => each.Action.includes("kms:Decrypt"));
        assert.equal(
            account.sub(decrypt?.Condition?.StringEquals?.["kms:ViaService"]),
            "s3.${AWS::Region}.${AWS::URLSuffix}",
        );
    });

    it("let a deployment write only its own state, and decrypt only its own stack's secrets", () => {
        const state = account
            .permissions(deploy)
            .filter((each) => each.Resource.some((on) => /State(Bucket|Key)/.test(JSON.stringify(on))));
        const written = state
            .filter((each) => each.Action.includes("s3:PutObject"))
            .flatMap((each) => each.Resource.map(account.sub));
        assert.deepEqual(written, [
            "${StateBucket.Arn}/.pulumi/meta.yaml",
            "${StateBucket.Arn}/.pulumi/*/${Project}/${Environment}.*",
            "${StateBucket.Arn}/.pulumi/*/${Project}/${Environment}/*",
        ]);
        for (const each of state.filter(({ Action }) => Action.some((action) => action.startsWith("kms:")))) {
            const equals = each.Condition?.StringEquals ?? {};
            assert.ok("kms:ViaService" in equals || "kms:EncryptionContext:stack" in equals);
        }
    });

    it("let a deployment give permissions only to roles inside the boundary", () => {
        const giving = /^iam:(\*|Create(\*|Role)|Attach(\*|RolePolicy)|Put(\*|RolePolicy|RolePermissionsBoundary))$/;
        const found = account
            .permissions(deploy)
            .filter((each) => each.Effect === "Allow" && each.Action.some((action) => giving.test(action)));
        assert.equal(found.length, 1);
        assert.deepEqual(found[0]?.Condition, { StringEquals: { "iam:PermissionsBoundary": { Ref: "Boundary" } } });
        const all = account.permissions(deploy).flatMap((each) => (each.Effect === "Allow" ? each.Action : []));
        for (const never of [
            "*",
            "iam:*",
            "iam:DeleteRolePermissionsBoundary",
            "iam:CreateUser",
            "iam:CreateAccessKey",
            "sts:AssumeRole",
        ])
            assert.ok(!all.includes(never), never);
    });

    it("write in IAM under the environment's own name only", () => {
        const writes = account
            .permissions(deploy)
            .filter(
                (each) => each.Effect === "Allow" && each.Action.some((action) => /^iam:(?!Get|List)/.test(action)),
            );
        assert.ok(writes.length >= 5);
        for (const each of writes)
            for (const on of each.Resource.map(account.sub))
                assert.match(
                    on,
                    /:(role|policy|instance-profile)\/(\$\{Project\}-\$\{Environment\}-\*|aws-service-role\/\*)$/,
                );
    });

    it("hand roles only to named services", () => {
        const passing = account.permissions(deploy).filter((each) => each.Action.includes("iam:PassRole"));
        assert.equal(passing.length, 1);
        const services = passing[0]?.Condition?.StringEquals?.["iam:PassedToService"];
        assert.ok(Array.isArray(services) && services.length > 3);
    });

    it("bind every write on an unnamed resource to our regions, or to the stack's own tag", () => {
        const wide = account
            .permissions(deploy)
            .filter(
                (each) => each.Effect === "Allow" && each.Sid !== "DescribesEverything" && each.Resource.includes("*"),
            );
        assert.ok(wide.length >= 2);
        for (const each of wide)
            assert.ok("aws:RequestedRegion" in (each.Condition?.StringEquals ?? {}), each.Action.join());
    });

    it("never touch what another stack owns, nor what the account decided", () => {
        const denials = account.permissions(deploy).filter((each) => each.Effect === "Deny");
        const [others, singletons] = denials;
        assert.deepEqual(others?.Condition, {
            StringNotEquals: { "aws:ResourceTag/mindcloud:stack": { Ref: "Environment" } },
            Null: { "aws:ResourceTag/mindcloud:stack": "false" },
        });
        // Whatever the unnamed policy allows to change or delete by id is in the denial.
        const unnamed = account.permissions(deploy).find((each) => each.Action.includes("ec2:Modify*"));
        for (const action of unnamed?.Action.filter((each) => /^ec2:(?!Allocate|Update)/.test(each)) ?? [])
            assert.ok(others.Action.includes(action), action);
        for (const action of ["s3:PutAccountPublicAccessBlock", "ec2:DisableEbsEncryptionByDefault"])
            assert.ok(singletons?.Action.includes(action), action);
    });

    it("stay within the sizes that IAM accepts", () => {
        // Without white space: 10,240 characters for all inline policies of a role, 6,144 for a managed one. Functions grow to ARNs.
        const longest = (document: unknown): number =>
            JSON.stringify(document)
                .replace(/\{"Fn::Sub":("[^"]*")\}/g, "$1")
                .replace(/\{"Fn::FindInMap":\["Lists","(\w+)","(\w+)"\]\}/g, (_, group: string, name: string) =>
                    JSON.stringify(account.template.Mappings.Lists[group]?.[name]),
                )
                .replace(/\{"Fn::GetAtt":"[^"]*"\}|\{"Ref":"[^"]*"\}|\$\{StateBucket.Arn\}/g, "x".repeat(75))
                .replace(/\$\{[^}]*\}/g, "x".repeat(14)).length;
        for (const role of roles) {
            const size = (role.Properties.Policies as { PolicyDocument: unknown }[]).reduce(
                (sum, each) => sum + longest(each.PolicyDocument),
                0,
            );
            assert.ok(size > 0 && size <= 10_240, `${role.id}: ${String(size)}`);
        }
        const boundary = longest(account.resource("Boundary").Properties.PolicyDocument);
        assert.ok(boundary <= 6_144, String(boundary));
    });
});

describe("the permissions boundary", () => {
    const boundary = account.statements(account.resource("Boundary").Properties.PolicyDocument);

    it("lets no role write in IAM, assume another, or see the state of Pulumi", () => {
        const allowed = boundary.flatMap((each) => (each.Effect === "Allow" ? each.Action : []));
        for (const action of allowed.filter((each) => each.startsWith("iam:")))
            assert.match(action, /^iam:(Get\w+|List\*|CreateServiceLinkedRole|PassRole)$/);
        assert.ok(
            !allowed.some((action) => action === "*" || action.startsWith("sts:") || action.startsWith("lambda:")),
        );
        const state = boundary.find((each) => each.Sid === "NeverTheState");
        assert.equal(state?.Effect, "Deny");
        assert.ok(state.Resource.some((on) => JSON.stringify(on).includes("StateKey")));
    });
});

describe("the parameters", () => {
    const pattern = (name: string): RegExp => new RegExp(account.template.Parameters[name]?.AllowedPattern ?? "(?!)");

    it("take what they should", () => {
        for (const good of ["acme/platform", "acme-12345/platform-678", "acme@12345/platform@678"])
            assert.match(good, pattern("GitHubRepository"));
        for (const bad of ["acme", "acme/*", "acme/a/b", "acme/a:ref", ""])
            assert.doesNotMatch(bad, pattern("GitHubRepository"));
        for (const good of ["us-east-1", "us-gov-west-1", "ap-southeast-2"]) assert.match(good, pattern("Regions"));
        for (const bad of ["*", "us-east", "US-EAST-1"]) assert.doesNotMatch(bad, pattern("Regions"));
    });

    it("refuse an environment whose names would be those of the account's own things", () => {
        assert.equal(ENVIRONMENT.source, pattern("Environments").source);
        for (const good of ["dev", "staging", "prod", "eu1"]) assert.match(good, ENVIRONMENT);
        for (const bad of ["state", "deploy", "preview", "images", "account", "boundary", "dev-eu", "Prod", "x"])
            assert.doesNotMatch(bad, ENVIRONMENT);
    });

    it("have defaults that they accept", () => {
        const given = Object.entries(account.template.Parameters).filter(([, { Default }]) => Default !== undefined);
        assert.ok(given.length >= 4);
        for (const [name, { Default = "" }] of given)
            for (const each of Default.split(",")) assert.match(each, pattern(name), name);
    });
});
