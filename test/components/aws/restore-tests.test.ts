/** The monthly restore tests of a vault, on the recorded graph. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { VolumeBackups } from "../../../components/aws/backups";
import { awsProvider } from "../../../components/aws/provider";
import type { Scope } from "../../../components/scope";
import type { Graph } from "../../../plan/graph";
import { record } from "../../../plan/record";

const scope: Scope = {
    ...{ project: "mindcloud", stack: "dev", account: "111122223333", region: "eu-central-1", partition: "aws" },
    ...{ data: "keep", highlyAvailable: false },
};
const key = { arn: pulumi.output("arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000") };
const topic = { topicArn: pulumi.output("arn:aws:sns:eu-central-1:111122223333:alarms") };

describe("restore tests", () => {
    const FILES = "arn:aws:elasticfilesystem:eu-central-1:111122223333:file-system/fs-0123456789abcdef0";
    const tests = async (data: Scope["data"], at: string, volumes: boolean, fileSystemArn?: string): Promise<Graph> => {
        const own = { ...scope, data };
        const args = {
            ...{ scope: own, at, volumes, keepDays: 35, key, alarms: topic },
            ...(fileSystemArn !== undefined && { fileSystemArn }),
        };
        const run = () => {
            new VolumeBackups("backups", args, { providers: { aws: awsProvider(own, {}) } });
        };
        return (await record(run, { project: scope.project, stack: scope.stack, mode: "update" })).graph;
    };
    const PLAN = "aws:backup/restoreTestingPlan:RestoreTestingPlan";
    const SELECTION = "aws:backup/restoreTestingSelection:RestoreTestingSelection";

    it("restore the newest point of everything in this vault, and in no other, once a month, between two backups", async () => {
        const graph = await tests("keep", "01:30", true, FILES);
        const { inputs } = graph.the(PLAN);
        assert.equal(inputs.name, "mindcloud_dev_backups");
        assert.equal(inputs.scheduleExpression, "cron(30 14 3 * ? *)");
        assert.deepEqual(inputs.recoveryPointSelection, {
            algorithm: "LATEST_WITHIN_WINDOW",
            includeVaults: ["arn:aws:backup:eu-central-1:111122223333:backup-vault:mindcloud-dev-backups"],
            recoveryPointTypes: ["SNAPSHOT"],
            selectionWindowDays: 7,
        });
        assert.deepEqual(
            graph.ofType(SELECTION).map((one) => [one.inputs.protectedResourceType, one.inputs.protectedResourceArns]),
            [
                ["EFS", ["*"]],
                ["EBS", ["*"]],
            ],
        );
        assert.equal((await tests("keep", "22:05", true)).the(PLAN).inputs.scheduleExpression, "cron(5 11 3 * ? *)");
    });

    it("have a window longer than a day and the hours in which they begin, or points would be left out in silence", async () => {
        const { inputs } = (await tests("keep", "01:30", true)).the(PLAN);
        const { selectionWindowDays } = inputs.recoveryPointSelection as { selectionWindowDays: number };
        assert.ok(selectionWindowDays * 24 > 24 + Number(inputs.startWindowHours));
    });

    it("come on the day and keep what came back for the hours that their page says", async () => {
        const page = readFileSync(path.join(__dirname, "../../../docs/guides/restore-tests.md"), "utf8");
        const graph = await tests("keep", "01:30", true);
        const [, day = "", hours = ""] =
            /on the (\w+) of each month[^.]*keeps it for (\w+) hours/.exec(page.replaceAll("\n", " ")) ?? [];
        const numbers: Readonly<Record<string, number>> = {
            first: 1,
            second: 2,
            third: 3,
            four: 4,
            eight: 8,
            twelve: 12,
        };
        assert.equal(String(graph.the(PLAN).inputs.scheduleExpression).split(" ")[2], String(numbers[day]), day);
        assert.equal(graph.ofType(SELECTION)[0]?.inputs.validationWindowHours, numbers[hours], hours);
    });

    it("are of what the vault holds, and only where data is kept", async () => {
        const types = async (...args: Parameters<typeof tests>) =>
            (await tests(...args)).ofType(SELECTION).map(({ inputs }) => inputs.protectedResourceType);
        assert.deepEqual(await types("keep", "01:30", true), ["EBS"]);
        assert.deepEqual(await types("keep", "01:30", false, FILES), ["EFS"]);
        assert.deepEqual(await types("disposable", "01:30", true, FILES), []);
        assert.deepEqual((await tests("disposable", "01:30", true)).ofType(PLAN), []);
    });

    it("have a role that can restore and not back up, and wait until it may", async () => {
        const graph = await tests("keep", "01:30", true);
        const selection = graph.the(SELECTION);
        const roles = graph
            .pathsTo(selection, "aws:iam/rolePolicyAttachment:RolePolicyAttachment")
            .map((path) => path.at(-1));
        assert.equal(roles.length, 1);
        assert.equal(
            graph.get(String(roles[0])).inputs.policyArn,
            "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores",
        );
    });
});
