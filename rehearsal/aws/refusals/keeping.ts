import { factsOf, type CloudObject, type Remainder } from "../../cloud/store";
import { CONTENT, SNAPSHOT, snapshotOf } from "../restored";
import { text, wordOf, type Deletion, type Rule } from "./refusal";

export { CONTENT } from "../restored";

const BUCKET = "aws:s3/bucket:Bucket";
/** The word for a snapshot of that name, by what takes it. */
const SNAPSHOT_TAKEN: Readonly<Record<string, string>> = {
    "aws:rds/instance:Instance": "rds:DBSnapshotAlreadyExists",
    "aws:elasticache/replicationGroup:ReplicationGroup": "elasticache:SnapshotAlreadyExistsFault",
};

/** The input that AWS reads at a delete, by type, and its word. */
const PROTECTION: Readonly<
    Record<string, { readonly property: string; readonly code: string; readonly source: string }>
> = {
    "aws:rds/instance:Instance": {
        property: "deletionProtection",
        code: "rds:InvalidParameterCombination",
        source: "rds DeleteDBInstance; https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/CommonErrors.html",
    },
    "aws:eks/cluster:Cluster": {
        property: "deletionProtection",
        code: "eks:InvalidRequestException",
        source: "eks DeleteCluster",
    },
};

const deletionProtection = Object.entries(PROTECTION).map(([type, { property, code, source }]): Rule<Deletion> => ({
    id: `keeping.protection.${type.split(":")[1] ?? type}`,
    source,
    codes: [code],
    refuses: ({ object }) => {
        if (object.type !== type || factsOf(object)[property] !== true) return undefined;
        return {
            code: wordOf(code),
            problem: `${property} is on`,
            fix: `set ${property} to false (data: disposable), run up, then delete`,
        };
    },
}));

const bucketIsEmpty: Rule<Deletion> = {
    id: "keeping.bucketIsEmpty",
    source: "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html",
    codes: ["s3:BucketNotEmpty"],
    refuses: ({ object }) => {
        const facts = factsOf(object);
        if (object.type !== BUCKET || facts.forceDestroy === true || Number(facts[CONTENT] ?? 0) === 0)
            return undefined;
        return {
            code: "BucketNotEmpty",
            problem: `the bucket ${object.id} holds ${text(facts[CONTENT])} objects`,
            fix: "empty it, or set forceDestroy to true (data: disposable) and run up, then delete",
        };
    },
};

/** The provider itself stops a delete that names neither, before AWS is asked; AWS would refuse it in these words. */
const finalSnapshotNamed: Rule<Deletion> = {
    id: "keeping.finalSnapshotNamed",
    source: "rds DeleteDBInstance, FinalDBSnapshotIdentifier; https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/CommonErrors.html",
    codes: ["rds:InvalidParameterCombination"],
    refuses: ({ object }) => {
        if (!(object.type in SNAPSHOT_TAKEN) || finalSnapshotOf(object) !== "") return undefined;
        return {
            code: "InvalidParameterCombination",
            problem: "finalSnapshotIdentifier is missing and skipFinalSnapshot is not true",
            fix: "set one of the two and run up, then delete",
        };
    },
};

/** Snapshots have names too, and AWS keeps them after the instance: the second delete needs another one. */
const finalSnapshotTaken = Object.entries(SNAPSHOT_TAKEN).map(([type, code]): Rule<Deletion> => ({
    id: `keeping.finalSnapshot.${type.split(":")[1] ?? type}`,
    source: "rds DeleteDBInstance; elasticache DeleteReplicationGroup",
    codes: [code],
    refuses: ({ object, store }) => {
        const name = object.type === type ? finalSnapshotOf(object) : undefined;
        if (name === undefined || !store.remainders(SNAPSHOT).some((remainder) => remainder.key === name))
            return undefined;
        return {
            code: wordOf(code),
            problem: `finalSnapshotIdentifier "${name}" exists from an earlier delete`,
            fix: "change finalSnapshotIdentifier, or delete that snapshot",
        };
    },
}));

export const keeping: readonly Rule<Deletion>[] = [
    ...deletionProtection,
    bucketIsEmpty,
    finalSnapshotNamed,
    ...finalSnapshotTaken,
];

/** What AWS keeps when this object is deleted. */
export function remaindersOf(object: CloudObject): readonly Remainder[] {
    const facts = factsOf(object);
    switch (object.type) {
        case "aws:secretsmanager/secret:Secret": {
            const days = Number(facts.recoveryWindowInDays ?? 30); // 30 is AWS's own default
            return days === 0
                ? []
                : [keeps(object, text(facts.name), `scheduled for deletion in ${String(days)} days`, true)];
        }
        case "aws:kms/key:Key":
            return [
                keeps(object, object.id, `pending deletion for ${text(facts.deletionWindowInDays ?? 30)} days`, false),
            ];
        case "aws:rds/instance:Instance":
        case "aws:elasticache/replicationGroup:ReplicationGroup": {
            const snapshot = finalSnapshotOf(object);
            return snapshot === undefined || snapshot === ""
                ? []
                : [
                      {
                          ...keeps(object, snapshot, "a final snapshot, kept until somebody deletes it", false),
                          type: SNAPSHOT,
                          holds: snapshotOf(facts),
                      },
                  ];
        }
        default:
            return [];
    }
}

function keeps(object: CloudObject, key: string, because: string, blocksName: boolean): Remainder {
    return { type: object.type, key, name: object.name, because, blocksName };
}

/** Undefined when the delete takes no snapshot; empty when it must and has no name for it. */
function finalSnapshotOf(object: CloudObject): string | undefined {
    const facts = factsOf(object);
    if (object.type === "aws:rds/instance:Instance")
        return facts.skipFinalSnapshot === true ? undefined : text(facts.finalSnapshotIdentifier);
    return text(facts.finalSnapshotIdentifier) === "" ? undefined : text(facts.finalSnapshotIdentifier);
}
