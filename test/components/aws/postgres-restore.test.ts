import assert from "node:assert/strict";
import { Postgres, type PostgresArgs } from "../../../components/aws/postgres";
import { suffixOf } from "../../../config/restores";
import { record } from "../../../plan/record";
import { alarms, key, network, recorded, scope, security } from "./fixture.data";

const INSTANCE = "aws:rds/instance:Instance";
const SECRET = "aws:secretsmanager/secret:Secret";
const OLD = "mindcloud-test-stores-postgres";

type Restores = PostgresArgs["settings"]["restoreFrom"];
const args = (restoreFrom: Restores): PostgresArgs => ({
    scope: scope(),
    settings: {
        ...{ instance: "db.m7g.large", version: "17", storageGibibytes: 100, maxStorageGibibytes: 1000 },
        ...{ multiZone: true, backupDays: 14, backupAt: "02:00", maintenance: "sun:06:00-sun:07:00", restoreFrom },
    },
    databases: [{ database: "memstack", pods: 2, connectionsPerPod: 20, fewestConnectionsPerPod: 10 }],
    ...{ applyImmediately: false, network, security, alarms, logRetentionDays: 365 },
    ...{ key: key("database"), secretsKey: key("secrets"), logsKey: key("logs") },
});
const graphOf = (...restoreFrom: Restores) => recorded(() => new Postgres("postgres", args(restoreFrom)));

const SNAPSHOT = { snapshot: "mindcloud-test-before" };
const TIME = { pointInTime: "2026-11-29T11:55:00Z" };
const NEW = `${OLD}-${suffixOf(SNAPSHOT)}`;

describe("components/aws/postgres, restored", () => {
    it("makes the new one beside the old one, after it, and leaves the old one as it was", async () => {
        const [before, after] = [await graphOf(), await graphOf(SNAPSHOT)];
        const old = after.the(INSTANCE, "postgres-instance");
        assert.deepEqual(
            [old.inputs, old.protect],
            [before.the(INSTANCE).inputs, before.the(INSTANCE).protect],
            "the old instance changes",
        );
        const restored = after.the(INSTANCE, `postgres-${suffixOf(SNAPSHOT)}-instance`);
        assert.equal(restored.inputs.identifier, NEW);
        assert.equal(restored.inputs.snapshotIdentifier, SNAPSHOT.snapshot);
        assert.ok(after.dependsOn(restored, old) && restored.protect);
    });

    it("says nothing that a restore takes from its source, or that would make it anew later", async () => {
        const { inputs, ignoreChanges } = (await graphOf(SNAPSHOT)).the(
            INSTANCE,
            `postgres-${suffixOf(SNAPSHOT)}-instance`,
        );
        for (const setting of ["username", "allocatedStorage"]) assert.ok(!(setting in inputs), setting);
        assert.equal(inputs.storageEncrypted, true); // the provider would take false for a change
        assert.deepEqual([...ignoreChanges].sort(), ["kmsKeyId", "restoreToPointInTime", "snapshotIdentifier"]);
    });

    it("reads the history of the one before it, or of the one that is named", async () => {
        const sourceOf = async (...restores: Restores) =>
            (await graphOf(...restores))
                .ofType(INSTANCE)
                .flatMap(({ inputs }) =>
                    inputs.restoreToPointInTime === undefined ? [] : [inputs.restoreToPointInTime],
                );
        const restoreTime = TIME.pointInTime;
        assert.deepEqual(await sourceOf(TIME), [{ sourceDbInstanceIdentifier: OLD, restoreTime }]);
        assert.deepEqual(await sourceOf(SNAPSHOT, TIME), [{ sourceDbInstanceIdentifier: NEW, restoreTime }]);
        assert.deepEqual(await sourceOf(SNAPSHOT, { ...TIME, of: OLD }), [
            { sourceDbInstanceIdentifier: OLD, restoreTime },
        ]);
    });

    it("points clients, alarms and the administrator's permissions at the new one, and back when it is abandoned", async () => {
        const told = async (...restores: Restores) => {
            let arn: string | undefined;
            const { graph, outputs } = await record(
                () => {
                    const postgres = new Postgres("postgres", args(restores));
                    arn = postgres.instanceArn;
                    return { host: postgres.host };
                },
                { project: "mindcloud", stack: "test", mode: "update" },
            );
            const watched = graph
                .ofType("aws:cloudwatch/metricAlarm:MetricAlarm")
                .map(({ inputs }) => (inputs.dimensions as Record<string, unknown>).DBInstanceIdentifier);
            return [String(outputs.host).split(".")[0], arn?.split(":").at(-1), ...new Set(watched)];
        };
        assert.deepEqual(await told(SNAPSHOT), [NEW, NEW, NEW]);
        assert.deepEqual(await told({ ...SNAPSHOT, abandoned: true }), [OLD, OLD, OLD]);
    });

    it("makes no secret and no key, and takes none away", async () => {
        const names = async (...restores: Restores) =>
            (await graphOf(...restores)).ofType(SECRET).map(({ inputs }) => inputs.name);
        assert.deepEqual(await names(SNAPSHOT), await names());
        assert.deepEqual(await names({ ...SNAPSHOT, replaced: "absent" }), await names());
    });

    it("takes protection away before it takes the old one away", async () => {
        const old = async (replaced: "keep" | "leaving") => {
            const { protect, inputs } = (await graphOf({ ...SNAPSHOT, replaced })).the(INSTANCE, "postgres-instance");
            return [protect, inputs.deletionProtection, inputs.skipFinalSnapshot];
        };
        assert.deepEqual(await old("keep"), [true, true, false]);
        assert.deepEqual(await old("leaving"), [false, false, false]);
        const gone = (await graphOf({ ...SNAPSHOT, replaced: "absent" })).ofType(INSTANCE);
        assert.deepEqual(gone.map(({ inputs }) => inputs.identifier), [NEW]); // oxfmt-ignore
    });

    it("restores an older major on its own parameter group, and upgrades it when the entry does not say so any more", async () => {
        const group = async (version?: "16") => {
            const graph = await graphOf({ ...SNAPSHOT, ...(version && { version }) });
            const { inputs } = graph.the(INSTANCE, `postgres-${suffixOf(SNAPSHOT)}-instance`);
            return [inputs.engineVersion, inputs.parameterGroupName];
        };
        assert.deepEqual(await group("16"), ["16", "mindcloud-test-stores-postgres-postgres16"]);
        assert.deepEqual(await group(), ["17", "mindcloud-test-stores-postgres-postgres17"]);
    });
});
