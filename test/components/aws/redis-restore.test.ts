import assert from "node:assert/strict";
import { Redis, type RedisArgs } from "../../../components/aws/redis";
import { suffixOf } from "../../../config/restores";
import { record } from "../../../plan/record";
import { alarms, key, network, recorded, scope, security } from "./fixture.data";

const GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";
const OLD = "mindcloud-test-stores-queue";

type Restores = RedisArgs["restoreFrom"];
const args = (restoreFrom: Restores): RedisArgs => ({
    ...{ scope: scope(), use: "queue", node: "cache.m7g.large", version: "8", applyImmediately: false, replicas: 1 },
    ...{ snapshotDays: 7, snapshotAt: "23:30", maintenance: "sun:05:00-sun:06:00", users: ["memstack"], restoreFrom },
    ...{ network, security, alarms, logRetentionDays: 365 },
    ...{ key: key("cache"), secretsKey: key("secrets"), logsKey: key("logs") },
});
const graphOf = (...restoreFrom: Restores) => recorded(() => new Redis("queue", args(restoreFrom)));

const SNAPSHOT = { snapshot: "mindcloud-test-restored" };
const NEW = `${OLD}-${suffixOf(SNAPSHOT)}`;

describe("components/aws/redis, restored", () => {
    it("makes the new group beside the old one, for the same users, and leaves the old one as it was", async () => {
        const [before, after] = [await graphOf(), await graphOf(SNAPSHOT)];
        const old = after.the(GROUP, "queue-group");
        assert.deepEqual([old.inputs, old.protect], [before.the(GROUP).inputs, before.the(GROUP).protect]);
        const restored = after.the(GROUP, `queue-${suffixOf(SNAPSHOT)}-group`);
        assert.deepEqual(
            [restored.inputs.replicationGroupId, restored.inputs.snapshotName, restored.inputs.userGroupIds],
            [NEW, SNAPSHOT.snapshot, old.inputs.userGroupIds],
        );
        assert.ok(after.dependsOn(restored, old) && restored.protect);
        assert.deepEqual([...restored.ignoreChanges], ["snapshotName"]);
    });

    it("points clients and alarms at the new one, and back when it is abandoned", async () => {
        const told = async (...restores: Restores) => {
            const { graph, outputs } = await record(() => ({ host: new Redis("queue", args(restores)).host }), {
                ...{ project: "mindcloud", stack: "test", mode: "update" },
            });
            const watched = JSON.stringify(
                graph.ofType("aws:cloudwatch/metricAlarm:MetricAlarm").map(({ inputs }) => inputs),
            );
            return [String(outputs.host).includes(NEW), watched.includes(`${NEW}-001`)];
        };
        assert.deepEqual(await told(SNAPSHOT), [true, true]);
        assert.deepEqual(await told({ ...SNAPSHOT, abandoned: true }), [false, false]);
    });

    it("lets the old one go in two steps, and takes no password with it", async () => {
        const old = (await graphOf({ ...SNAPSHOT, replaced: "leaving" })).the(GROUP, "queue-group");
        assert.equal(old.protect, false);
        assert.match(String(old.inputs.finalSnapshotIdentifier), /^mindcloud-test-stores-queue-final-/);
        const gone = await graphOf({ ...SNAPSHOT, replaced: "absent" });
        assert.deepEqual(gone.ofType(GROUP).map(({ inputs }) => inputs.replicationGroupId), [NEW]); // oxfmt-ignore
        const users = async (...restores: Restores) =>
            (await graphOf(...restores)).ofType("aws:elasticache/user:User").map(({ inputs }) => inputs.userId);
        assert.deepEqual(await users({ ...SNAPSHOT, replaced: "absent" }), await users());
    });

    it("keeps the old one on its major while the one in use goes up", async () => {
        const graph = await recorded(() => new Redis("queue", { ...args([SNAPSHOT]), version: "9" }));
        assert.deepEqual([...graph.the(GROUP, "queue-group").ignoreChanges], ["engineVersion", "parameterGroupName"]);
        assert.match(String(graph.the(GROUP, `queue-${suffixOf(SNAPSHOT)}-group`).inputs.engineVersion), /^9/);
    });
});
