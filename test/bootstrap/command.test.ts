import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { bootstrapCommand, ENVIRONMENT, repositoryOf, type StackFile } from "../../bootstrap/command";
import { broughtArns } from "../../bootstrap/brought";
import { FILE } from "../../bootstrap/account";
import { readTemplate } from "../../bootstrap/template";

const template = readTemplate(fs.readFileSync(FILE, "utf8"));
const dev: StackFile = { stack: "dev", region: "eu-west-1", account: "111122223333" };
const prod: StackFile = { stack: "prod", region: "eu-central-1", account: "111122223333" };
const other: StackFile = { stack: "lab", region: "us-east-1", account: "444455556666" };
const print = (stack: StackFile, repository: string | undefined = "acme/platform") =>
    bootstrapCommand({ project: "mindcloud", stack, stacks: [dev, other, prod], repository });

describe("make bootstrap", () => {
    it("prints one command, filled from the stack files of that account", () => {
        const { command, remarks } = print(prod);
        assert.equal(command.match(/\baws /g)?.length, 1);
        for (const part of [
            "aws cloudformation deploy \\\n  --region eu-central-1 \\\n",
            "  --template-file bootstrap/account.yaml \\\n",
            "CAPABILITY_NAMED_IAM CAPABILITY_AUTO_EXPAND",
            "    GitHubRepository='acme/platform' \\\n",
            "    Environments=dev,prod \\\n",
            "    Regions=eu-central-1,eu-west-1",
        ])
            assert.ok(command.includes(part), part);
        assert.deepEqual(remarks, [
            "sign in to account 111122223333 first; 'aws sts get-caller-identity' says where you are",
        ]);
    });

    it("sets only parameters that the template has", () => {
        const given = [...print(dev).command.matchAll(/^ {4}(\w+)=/gm)].map((match) => match[1] ?? "");
        assert.ok(given.length >= 4);
        for (const name of given) assert.ok(name in template.Parameters, name);
    });

    it("says what is still open: a placeholder account, an unknown repository, a name without a role", () => {
        const { command, remarks } = bootstrapCommand({
            project: "mindcloud",
            stack: { ...dev, account: "000000000000" },
            stacks: ["Prod", "dev", "dev-eu"].map((name) => ({
                stack: name,
                region: "eu-west-1",
                account: "000000000000",
            })),
            repository: undefined,
        });
        assert.ok(command.includes("'<owner>/<repository>'"));
        assert.ok(command.includes("Environments=dev,dev-eu "));
        assert.deepEqual(
            remarks.map((remark) => remark.split(" ").slice(0, 3).join(" ")),
            ["Pulumi.dev.yaml names no", "the GitHub repository", "stack Prod gets", "stack dev-eu would"],
        );
    });

    it("takes the names that the template takes", () => {
        assert.equal(ENVIRONMENT.source, template.Parameters.Environments?.AllowedPattern);
    });

    it("gives each stack its zone, and names what the stacks bring", () => {
        const where = {
            project: "mindcloud",
            stack: "dev",
            account: "111122223333",
            region: "eu-west-1",
            partition: "aws",
        };
        const key = "arn:aws:kms:eu-west-1:111122223333:key/12345678-1234-1234-1234-123456789012";
        const existing = {
            cluster: { name: "shared" },
            kmsKeyArn: key,
            coldBucket: { name: "acme-cold" },
            redis: { cache: { passwordSecret: "acme/redis" } },
        };
        const secrets = {
            llm: { openai: { secretName: "acme/openai" }, own: { secretName: "mindcloud/dev/people/x" } },
        };
        const brought = broughtArns(where, { existing, secrets });
        const secret = (name: string) => `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${name}-??????`;
        assert.deepEqual(brought, [
            "arn:aws:eks:eu-west-1:111122223333:cluster/shared",
            "arn:aws:eks:eu-west-1:111122223333:podidentityassociation/shared/*",
            key,
            "arn:aws:s3:::acme-cold",
            "arn:aws:s3:::acme-cold/*",
            secret("acme/redis"),
            secret("acme/openai"),
        ]);
        assert.deepEqual(broughtArns(where, {}), []);
        const pattern = new RegExp(template.Parameters.Brought?.AllowedPattern ?? "(?!)");
        for (const each of brought) assert.match(each, pattern);
        const { command } = bootstrapCommand({
            project: "mindcloud",
            stack: dev,
            stacks: [
                { ...dev, zone: "Z0123", brought },
                { ...prod, zone: "Z0000000000PLACEHOLD" },
            ],
            repository: "acme/platform",
        });
        assert.match(command, /^ {4}HostedZones=dev=Z0123 /m);
        assert.ok(command.includes(`    Brought='${brought.join()}'`));
    });

    it("reads the repository out of either form of a GitHub address", () => {
        for (const address of [
            "https://github.com/acme/platform.git\n",
            "git@github.com:acme/platform.git",
            "ssh://git@github.com/acme/platform",
        ])
            assert.equal(repositoryOf(address), "acme/platform", address);
        assert.equal(repositoryOf("https://example.com/acme/platform"), undefined);
    });

    it("leaves a stack that does not exist with one line and exit status 2", () => {
        const root = path.resolve(__dirname, "../..");
        const run = ["-r", "./scripts/fast.js", "bootstrap/cli.ts", "--stack", "nosuch"];
        const done = spawnSync(process.execPath, run, { cwd: root, encoding: "utf8" });
        assert.deepEqual([done.status, done.stdout], [2, ""]);
        assert.match(done.stderr, /^Pulumi\.nosuch\.yaml does not exist: choose one of .*\n$/);
    });
});
