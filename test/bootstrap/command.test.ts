import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { bootstrapCommand, repositoryOf, type StackFile } from "../../bootstrap/command";
import { template } from "./template";

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
            stacks: [{ stack: "dev-eu", region: "eu-west-1", account: "000000000000" }],
            repository: undefined,
        });
        assert.ok(command.includes("'<owner>/<repository>'"));
        assert.ok(!command.includes("Environments="));
        assert.deepEqual(
            remarks.map((remark) => remark.split(" ").slice(0, 3).join(" ")),
            ["Pulumi.dev.yaml names no", "the GitHub repository", "stack dev-eu gets"],
        );
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
