/**
 * The AWS half of stacks, held to the papers by the linters that others made from them: cfn-lint and botocore. Needs Python; no account.
 * What people deploy and the environment with everything each time, others in turn: each takes ten seconds.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import * as path from "node:path";
import { convert } from "../../../plan/cloudformation/convert";
import { write } from "../../../plan/cloudformation/write";
import { Graph, type RecordedResource } from "../../../plan/graph";
import { placeOf } from "../../../plan/shapes";
import { someOf } from "../../../scripts/turns";
import { COMPLETE, ENVIRONMENTS, recordingOf, stackFrom, STACK_FILES } from "../../support/recordings";

const ROOT = path.join(__dirname, "../../..");
const OUT = path.join(ROOT, ".cache/papers");
const OTHERS = ENVIRONMENTS.filter((file) => file !== COMPLETE);
const MANY = 2;

async function writeStack(file: string): Promise<string> {
    const { region, account } = stackFrom(file).environment;
    const { graph } = await recordingOf(file, "update");
    const folder = path.join(OUT, path.basename(file, ".yaml"));
    write(convert(graph, placeOf({ region, allowedAccountIds: [account] }), file), folder);
    return `${folder}=${region}`;
}

const lint = (...args: readonly string[]): string =>
    execFileSync("sh", ["scripts/papers.sh", ...args], { cwd: ROOT, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });

/** A type, and what is wrong with one of it; what it belongs to is found by its type. */
const PLANTED: readonly (readonly [type: string, change: Readonly<Record<string, unknown>>, parent?: string])[] = [
    ["aws:eks/cluster:Cluster", { version: "latest" }],
    ["aws:eks/nodeGroup:NodeGroup", { capacityType: "SPOTTY" }],
    ["aws:eks/addon:Addon", { clusterName: undefined }],
    ["aws:rds/instance:Instance", { instanceClass: "db.t4g.gigantic" }],
    ["aws:rds/instance:Instance", { backupRetentionPeriod: 36 }],
    ["aws:kms/key:Key", { deletionWindowInDays: 5 }],
    ["aws:cloudwatch/logGroup:LogGroup", { retentionInDays: 31 }],
    ["aws:cloudwatch/metricAlarm:MetricAlarm", { comparisonOperator: "Above" }],
    ["aws:elasticache/user:User", { userId: "1st" }],
    ["aws:iam/role:Role", { name: "two words" }],
    [
        "aws:iam/rolePolicy:RolePolicy",
        { policy: '{"Version":"2012-10-17","Statement":[{"Effect":"Permit","Action":"s3:*","Resource":"*"}]}' },
    ],
    ["aws:efs/fileSystem:FileSystem", { throughputMode: "turbo" }],
    ["aws:ec2/subnet:Subnet", { cidrBlock: "10.0.0.0/33" }],
    ["aws:efs/mountTarget:MountTarget", { securityGroups: ["the-group"] }],
    ["aws:backup/vault:Vault", { name: "a" }],
    ["aws:s3/bucketVersioning:BucketVersioning", { versioningConfiguration: { status: "On" } }, "aws:s3/bucket:Bucket"],
];

describe("AWS's papers: cfn-lint and botocore", function () {
    this.timeout(600_000);

    it("find nothing wrong with the committed stacks and some others (all with FULL=1), but for the warnings that plan/papers/accepted.json gives reasons for", async () => {
        rmSync(OUT, { recursive: true, force: true });
        const folders: string[] = [];
        for (const file of [...STACK_FILES, COMPLETE, ...someOf(OTHERS, MANY)]) folders.push(await writeStack(file));
        assert.match(lint("lint", ...folders), /^0 errors; /m);
    });

    it("find each mistake that is planted", async () => {
        const { graph } = await recordingOf(COMPLETE, "update");
        const place = placeOf({ region: stackFrom(COMPLETE).environment.region });
        const folders = PLANTED.map(([type, change, parent], number) => {
            const [wrong] = graph.ofType(type);
            assert.ok(wrong !== undefined, type);
            const inputs = { ...wrong.inputs, ...change };
            const parents = wrong.dependencies
                .flatMap((urn) => graph.find(urn) ?? [])
                .filter((each) => each.type === parent);
            const folder = path.join(OUT, "planted", String(number));
            const planted: readonly RecordedResource[] = [{ ...wrong, inputs }, ...parents];
            write(convert(new Graph(planted), place, type), folder);
            return folder;
        });
        const found = JSON.parse(lint("lint", "--json", ...folders)) as Readonly<
            Record<string, readonly { readonly rule: string; readonly urn: string }[]>
        >;
        const missed = folders.filter((folder) => !(found[folder] ?? []).some(({ rule }) => rule.startsWith("E")));
        assert.deepEqual(
            missed.map((folder) => PLANTED[Number(path.basename(folder))]?.slice(0, 2)),
            [],
        );
    });
});
