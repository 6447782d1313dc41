/** Every `aws` command of every page, held to botocore's models: service, command, options, values, and what `--query` asks of the answer. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { questionsOf } from "../../rehearsal/behind/questions";
import { COMPLETE, recordingOf, stackFrom } from "../support/recordings";
import { commandsIn, commandsOf, type Command } from "./extract";

const ROOT = path.join(__dirname, "../..");

function faultsOf(commands: readonly Pick<Command, "where" | "words">[]): readonly string[] {
    const { stdout, stderr, status } = spawnSync("sh", ["scripts/papers.sh", "commands"], {
        ...{ cwd: ROOT, encoding: "utf8" },
        input: JSON.stringify(commands.map(({ where, words }) => [where, ...words])),
    });
    const lines = stdout.trim().split("\n");
    const found = lines.filter((line) => /^\S+:\d+: /.test(line));
    assert.ok(lines.at(-1)?.startsWith(`${String(commands.length)} commands, `), `${stdout}${stderr}`);
    assert.equal(status, found.length === 0 ? 0 : 1);
    return found;
}

const PLANTED: readonly (readonly [command: string, fault: RegExp])[] = [
    ["aws elasticcache describe-events --duration 180", /there is no service elasticcache/],
    ["aws rds describe-instances", /rds has no describe-instances/],
    ["aws rds describe-db-instances --db-instance-name x", /has no --db-instance-name/],
    ["aws rds describe-events --duration 2h", /--duration 2h is no number/],
    ["aws eks describe-nodegroup --cluster-name <cluster>", /needs --nodegroup-name/],
    [
        "aws backup describe-restore-job --restore-job-id 1 --query '[State]'",
        /State is not in DescribeRestoreJobOutput/,
    ],
    ["aws rds describe-db-instances --query 'DBInstances[].[Identifier]'", /Identifier is not in DBInstance/],
    ["aws rds describe-db-instances --query 'DBInstances[].['", /--query/],
    ["aws rds describe-db-instances --output list", /--output list/],
    ["aws acm list-certificates --certificate-statuses VALID", /one of .*ISSUED/],
    ["aws ec2 describe-instance-status --filters Key=private-dns-name,Values=x", /Filter has no Key/],
    ["aws s3 ls s3://x --prefix y", /has no --prefix/],
];

describe("aws commands of runbooks and guides", function () {
    this.timeout(300_000);

    it("are all those of AWS's models, with the options that they need and answers that have what is asked of them", () => {
        const commands = commandsOf("aws");
        assert.ok(commands.length > 80);
        assert.deepEqual(faultsOf(commands), []);
    });

    it("as those of make behind are", async () => {
        const { graph } = await recordingOf(COMPLETE, "update");
        const asked = questionsOf(graph, stackFrom(COMPLETE).environment).flatMap(({ commands }) => commands);
        assert.ok(asked.length > 15);
        const commands = asked.map((words, index) => ({ where: `behind:${String(index)}`, words: ["aws", ...words] }));
        assert.deepEqual(faultsOf(commands), []);
    });

    it("are refused where they are not", () => {
        const planted = PLANTED.flatMap(([command], index) =>
            commandsIn(`p${String(index)}`, ["```bash", command, "```"].join("\n")),
        );
        const found = faultsOf(planted);
        for (const [index, [command, fault]] of PLANTED.entries())
            assert.match(found.find((line) => line.startsWith(`p${String(index)}:`)) ?? "", fault, command);
    });
});
