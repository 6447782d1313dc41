import type { Remainder } from "../../../rehearsal/cloud/store";
import { CACHE, INSTANCE, is, type Case } from "./case";

type Values = NonNullable<Case["inputs"]>;

/** A database that is made from a copy. */
const database = (rule: string, inputs: Values, rest: Partial<Case> = {}): Case => ({
    ...{ rule: `restores.${rule}`, on: "create", type: INSTANCE },
    inputs: { identifier: "new", engine: "postgres", instanceClass: "db.t4g.small", ...inputs },
    ...rest,
});
const of = (sourceDbInstanceIdentifier: string): Values => ({ restoreToPointInTime: { sourceDbInstanceIdentifier } });
const snapshot = (key: string, holds: Values): Remainder => ({
    ...{ type: "final snapshot", key, name: "database", because: "kept", blocksName: false, holds },
});
const FINAL = "db-final-00000000";

const cache = (snapshotName: string): Case => ({
    ...{ rule: "restores.cacheSource", on: "create", type: CACHE, code: "SnapshotNotFoundFault" },
    inputs: { replicationGroupId: "new", description: "d", engine: "valkey", snapshotName },
});

export const RESTORES: readonly Case[] = [
    cache("gone-final-00000000"),
    database("databaseSource", { snapshotIdentifier: "rds:gone-2026-11-28-02-10" }, { code: "DBSnapshotNotFound" }),
    database("databaseSource", of("gone"), { code: "DBInstanceNotFound" }),
    database("databaseHistory", of("db"), {
        exists: [is(INSTANCE, "db", { identifier: "db", backupRetentionPeriod: 0 })],
    }),
    database(
        "databaseOneSource",
        { snapshotIdentifier: FINAL, ...of("db") },
        { leaves: [snapshot(FINAL, { engineVersion: "17" })] },
    ),
    database(
        "databaseFamily",
        { snapshotIdentifier: FINAL, parameterGroupName: "p", engineVersion: "17" },
        {
            exists: [is("aws:rds/parameterGroup:ParameterGroup", "p", { name: "p", family: "postgres17" })],
            leaves: [snapshot(FINAL, { engineVersion: "16" })],
        },
    ),
    database(
        "key",
        { snapshotIdentifier: FINAL },
        { leaves: [snapshot(FINAL, { kmsKeyId: "arn:aws:kms:us-east-1:111122223333:key/gone" })] },
    ),
];
