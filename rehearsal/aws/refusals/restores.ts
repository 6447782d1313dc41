/** What AWS refuses of a restore. */
import { factsOf } from "../../cloud/store";
import { GROUP, INSTANCE, sourceOf, type Source } from "../restored";
import { text, type Creation, type Refusal, type Rule } from "./refusal";

const PARAMETERS = "aws:rds/parameterGroup:ParameterGroup";
const KEY = "aws:kms/key:Key";
const COMMON = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/CommonErrors.html";

const source = ({ type, inputs, store, existing }: Creation): Source | undefined =>
    sourceOf(type, inputs, store, existing);

const databaseSource: Rule<Creation> = {
    id: "restores.databaseSource",
    source: "rds RestoreDBInstanceFromDBSnapshot, RestoreDBInstanceToPointInTime",
    codes: ["rds:DBSnapshotNotFound", "rds:DBInstanceNotFound"],
    refuses: (creation) => {
        const from = creation.type === INSTANCE ? source(creation) : undefined;
        if (from === undefined || from.facts !== undefined) return undefined;
        const code = from.input === "snapshotIdentifier" ? "DBSnapshotNotFound" : "DBInstanceNotFound";
        return {
            code,
            problem: `${from.input} is ${from.called}, which does not exist`,
            fix: "name one that aws rds describe-db-snapshots or describe-db-instances prints",
        };
    },
};

const cacheSource: Rule<Creation> = {
    id: "restores.cacheSource",
    source: "elasticache CreateReplicationGroup, SnapshotName; CreateCacheCluster, SnapshotNotFoundFault of the same service",
    codes: ["elasticache:SnapshotNotFoundFault"],
    refuses: (creation) => {
        const from = creation.type === GROUP ? source(creation) : undefined;
        if (from === undefined || from.facts !== undefined) return undefined;
        return {
            code: "SnapshotNotFoundFault",
            problem: `snapshotName is ${from.called}, which does not exist`,
            fix: "name one that aws elasticache describe-snapshots prints",
        };
    },
};

const hasHistory: Rule<Creation> = {
    id: "restores.databaseHistory",
    source: "rds RestoreDBInstanceToPointInTime",
    codes: ["rds:PointInTimeRestoreNotEnabled"],
    refuses: (creation) => {
        const from = source(creation);
        if (creation.type !== INSTANCE || from?.facts === undefined || from.input === "snapshotIdentifier")
            return undefined;
        if (Number(from.facts.backupRetentionPeriod) > 0) return undefined;
        return {
            code: "PointInTimeRestoreNotEnabled",
            problem: `${from.called} has a backupRetentionPeriod of 0: there is no history to restore from`,
            fix: "restore a snapshot",
        };
    },
};

/** The group is asked for with the restore, and the engine is still that of the source. */
const family: Rule<Creation> = {
    id: "restores.databaseFamily",
    source: `rds RestoreDBInstanceFromDBSnapshot, DBParameterGroupName; ${COMMON}`,
    codes: ["rds:InvalidParameterCombination"],
    refuses: (creation) => {
        const { type, inputs, store } = creation;
        const major = text(source(creation)?.facts?.engineVersion).split(".")[0] ?? "";
        const group = type === INSTANCE ? store.find(PARAMETERS, text(inputs.parameterGroupName)) : undefined;
        if (group === undefined || major === "") return undefined;
        const { family: of } = factsOf(group);
        if (of === `postgres${major}`) return undefined;
        return {
            code: "InvalidParameterCombination",
            problem: `parameterGroupName is "${group.id}", of family ${text(of)}, and what is restored is of ${major}`,
            fix: `pass a parameter group of family postgres${major}, and upgrade what was restored`,
        };
    },
};

const oneSource: Rule<Creation> = {
    id: "restores.databaseOneSource",
    source: `rds RestoreDBInstanceFromDBSnapshot, RestoreDBInstanceToPointInTime: two requests; ${COMMON}`,
    codes: ["rds:InvalidParameterCombination"],
    refuses: ({ type, inputs }) => {
        const both = inputs.snapshotIdentifier !== undefined && inputs.restoreToPointInTime !== undefined;
        if (type !== INSTANCE || !both) return undefined;
        return {
            code: "InvalidParameterCombination",
            problem: "snapshotIdentifier and restoreToPointInTime are both set",
            fix: "keep one of the two",
        };
    },
};

/** Data whose key is gone, or waits to go, cannot be read. */
const keyIsThere: Rule<Creation> = {
    id: "restores.key",
    source: "rds RestoreDBInstanceFromDBSnapshot; https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
    codes: ["rds:KMSKeyNotAccessibleFault"],
    refuses: (creation) => {
        const from = source(creation);
        const key = text(from?.facts?.kmsKeyId);
        const { store, existing } = creation;
        const there = store.live(KEY).some((each) => factsOf(each).arn === key);
        if (creation.type !== INSTANCE || from === undefined || key === "" || there || existing.has(key))
            return undefined;
        return missingKey(from, key);
    },
};

function missingKey({ called }: Source, key: string): Refusal {
    return {
        code: "KMSKeyNotAccessibleFault",
        problem: `${called} is encrypted with ${key}, which is gone or waits for its deletion`,
        fix: "aws kms cancel-key-deletion while it waits; afterwards the data is lost",
    };
}

export const restoresOnCreate: readonly Rule<Creation>[] = [
    oneSource,
    databaseSource,
    cacheSource,
    hasHistory,
    keyIsThere,
    family,
];
