import assert from "node:assert/strict";
import { ElasticFiles, type ElasticFilesArgs } from "../../../components/aws/shared-files";
import { record } from "../../../plan/record";
import { key, network, recorded, scope, security, statementsOf } from "./fixture.data";

const FILE_SYSTEM = "aws:efs/fileSystem:FileSystem";
const ACCESS_POINT = "aws:efs/accessPoint:AccessPoint";
const MOUNT_TARGET = "aws:efs/mountTarget:MountTarget";

const args: ElasticFilesArgs = {
    scope: scope(),
    accessPoints: ["acme-agent", "acme-brain"],
    restoreFrom: [],
    infrequentAfterDays: 30,
    backedUp: true,
    network,
    security,
    key: key("files"),
};
const files = (changes: Partial<ElasticFilesArgs> = {}) =>
    recorded(() => new ElasticFiles("files", { ...args, ...changes }));

describe("components/aws/shared-files", () => {
    it("is encrypted with our key, elastic, and protected only where data is kept", async () => {
        const kept = (await files()).the(FILE_SYSTEM);
        assert.deepEqual([kept.inputs.encrypted, kept.inputs.throughputMode, kept.protect], [true, "elastic", true]);
        assert.match(String(kept.inputs.kmsKeyId), /key\/files$/);
        assert.equal((await files({ scope: scope("disposable") })).the(FILE_SYSTEM).protect, false);
    });

    it("moves files at ages that EFS knows, and archives only after Infrequent Access, where that still comes", async () => {
        // https://docs.aws.amazon.com/efs/latest/ug/API_LifecyclePolicy.html
        const known = /^AFTER_(1_DAY|(7|14|30|60|90|180|270|365)_DAYS)$/;
        for (const infrequentAfterDays of [1, 7, 14, 30, 60, 90, 180, 270, 365]) {
            const { inputs } = (await files({ infrequentAfterDays })).the(FILE_SYSTEM);
            const policies = Object.assign({}, ...(inputs.lifecyclePolicies as object[])) as Record<string, string>;
            const { transitionToIa = "", transitionToArchive } = policies;
            const days = (age: string) => Number(/\d+/.exec(age)?.[0]);
            assert.match(transitionToIa, known);
            assert.equal(days(transitionToIa), infrequentAfterDays);
            assert.equal(transitionToArchive === undefined, infrequentAfterDays === 365);
            if (transitionToArchive === undefined) continue;
            assert.match(transitionToArchive, known);
            // https://aws.amazon.com/efs/pricing/: of what is archived 90 days are paid at the least.
            assert.ok(days(transitionToArchive) > infrequentAfterDays && days(transitionToArchive) >= 90);
        }
    });

    it("gives each name a directory of its own, as the user that pods run as", async () => {
        const points = (await files()).ofType(ACCESS_POINT);
        assert.deepEqual(
            points.map(({ inputs }) => [inputs.posixUser, inputs.rootDirectory]),
            ["/acme-agent", "/acme-brain"].map((path) => [
                { uid: 10001, gid: 10001 },
                { path, creationInfo: { ownerUid: 10001, ownerGid: 10001, permissions: "0750" } },
            ]),
        );
    });

    it("lets nobody mount the root, become root, or speak without TLS", async () => {
        const graph = await files();
        const { inputs } = graph.the("aws:efs/fileSystemPolicy:FileSystemPolicy");
        const policy = statementsOf(inputs.policy);
        const { Action, Condition } = policy.of("ThroughAccessPoints");
        assert.deepEqual(Action, ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]);
        assert.match(String(Condition.StringLike?.["elasticfilesystem:AccessPointArn"]), /:access-point\/\*$/);
        assert.deepEqual(Condition.Bool, { "elasticfilesystem:AccessedViaMountTarget": "true" });
        assert.deepEqual(policy.of("OnlyEncryptedTransport").Condition, { Bool: { "aws:SecureTransport": "false" } });
    });

    it("is reachable in every zone on 2049 from the nodes, and handed out only when it is", async () => {
        const { graph } = await record(
            () => {
                const { fileSystemId } = new ElasticFiles("files", args);
                new ElasticFiles("reader", { ...args, accessPoints: ["x"], key: { arn: fileSystemId } });
            },
            { project: "mindcloud", stack: "test", mode: "update" },
        );
        const targets = graph.ofType(MOUNT_TARGET).filter(({ name }) => name.startsWith("files-"));
        assert.deepEqual(targets.map(({ inputs }) => inputs.subnetId), ["subnet-data-a", "subnet-data-b", "subnet-data-c"]); // oxfmt-ignore
        for (const target of targets)
            assert.ok(graph.dependsOn(graph.the(FILE_SYSTEM, "reader-file-system"), target), target.urn);
        const { inputs } = graph.the("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "files-from-nodes");
        assert.deepEqual([inputs.referencedSecurityGroupId, inputs.fromPort, inputs.toPort], ["sg-nodes", 2049, 2049]);
    });

    it("is backed up once: by the plan of AWS Backup, or by itself", async () => {
        const status = async (backedUp: boolean) =>
            (await files({ backedUp })).the("aws:efs/backupPolicy:BackupPolicy").inputs.backupPolicy;
        assert.deepEqual([await status(true), await status(false)], [{ status: "DISABLED" }, { status: "ENABLED" }]);
    });
});
