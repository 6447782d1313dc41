import { factsOf, type CloudObject, type Remainder } from "../../cloud/store";
import { text, type Deletion, type Rule } from "./refusal";

const SNAPSHOT = "final snapshot";
const BUCKET = "aws:s3/bucket:Bucket";
const SNAPSHOT_TYPES = new Set(["aws:rds/instance:Instance", "aws:elasticache/replicationGroup:ReplicationGroup"]);

/** The input that AWS reads at a delete, by type. */
const PROTECTION: Readonly<Record<string, string>> = {
    "aws:rds/instance:Instance": "deletionProtection",
    "aws:eks/cluster:Cluster": "deletionProtection",
    "aws:lb/loadBalancer:LoadBalancer": "enableDeletionProtection",
};

const deletionProtection: Rule<Deletion> = ({ object }) => {
    const property = PROTECTION[object.type];
    if (property === undefined || factsOf(object)[property] !== true) return undefined;
    return {
        code: object.type.startsWith("aws:eks/") ? "InvalidRequestException" : "InvalidParameterCombination",
        problem: `${property} is on`,
        fix: `set ${property} to false (data: disposable), run up, then delete`,
    };
};

const bucketIsEmpty: Rule<Deletion> = ({ object }) => {
    const facts = factsOf(object);
    if (object.type !== BUCKET || facts.forceDestroy === true || Number(facts[CONTENT] ?? 0) === 0) return undefined;
    return {
        code: "BucketNotEmpty",
        problem: `the bucket ${object.id} holds ${text(facts[CONTENT])} objects`,
        fix: "empty it, or set forceDestroy to true (data: disposable) and run up, then delete",
    };
};

/** Snapshots have names too, and AWS keeps them after the instance: the second delete needs another one. */
const finalSnapshotName: Rule<Deletion> = ({ object, store }) => {
    const name = SNAPSHOT_TYPES.has(object.type) ? finalSnapshotOf(object) : undefined;
    if (name === undefined) return undefined;
    if (name === "")
        return {
            code: "InvalidParameterCombination",
            problem: "finalSnapshotIdentifier is missing and skipFinalSnapshot is not true",
            fix: "set one of the two and run up, then delete",
        };
    if (!store.remainders(SNAPSHOT).some((remainder) => remainder.key === name)) return undefined;
    return {
        code: "DBSnapshotAlreadyExists",
        problem: `finalSnapshotIdentifier "${name}" exists from an earlier delete`,
        fix: "change finalSnapshotIdentifier, or delete that snapshot",
    };
};

export const keeping: readonly Rule<Deletion>[] = [deletionProtection, bucketIsEmpty, finalSnapshotName];

/** How many objects somebody put into a bucket; not a property that Pulumi sees. */
export const CONTENT = "content";

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
