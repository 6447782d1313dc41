/** What a restore reads: a snapshot that a deletion left, an automated one, or the history of an instance. */
import { factsOf, type Store } from "../cloud/store";
import { record, text } from "./refusals/refusal";

export const INSTANCE = "aws:rds/instance:Instance";
export const GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";
/** Type of a remainder. */
export const SNAPSHOT = "final snapshot";
/** How much somebody put into it; not a property that Pulumi sees. */
export const CONTENT = "content";

type Inputs = Readonly<Record<string, unknown>>;

export interface Source {
    /** For a message. */
    readonly called: string;
    /** As an input calls it. */
    readonly input: string;
    /** Undefined where there is none. Empty: it exists, and nothing is known of it. */
    readonly facts: Inputs | undefined;
}

/** Undefined where nothing is restored. `existing`: what the stack file names exists, unless its name says that it came from here. */
export function sourceOf(
    type: string,
    inputs: Inputs,
    store: Store,
    existing: ReadonlySet<string>,
): Source | undefined {
    if (type === GROUP) {
        const name = text(inputs.snapshotName);
        if (name === "") return undefined;
        const facts = finalSnapshot(name, store) ?? (isOurs(name) ? undefined : named(name, existing));
        return { called: name, input: "snapshotName", facts };
    }
    if (type !== INSTANCE) return undefined;
    const snapshot = text(inputs.snapshotIdentifier);
    if (snapshot !== "") {
        const facts = databaseSnapshot(snapshot, store) ?? (isOurs(snapshot) ? undefined : named(snapshot, existing));
        return { called: snapshot, input: "snapshotIdentifier", facts };
    }
    const of = text(record(inputs.restoreToPointInTime).sourceDbInstanceIdentifier);
    if (of === "") return undefined;
    return { called: of, input: "restoreToPointInTime.sourceDbInstanceIdentifier", facts: instance(of, store) };
}

const named = (name: string, existing: ReadonlySet<string>): Inputs | undefined =>
    existing.has(name) ? {} : undefined;

/** Names that only AWS and this program give: such a snapshot is in this cloud, or nowhere. */
const AUTOMATED = /^rds:(.+)-\d{4}-\d\d-\d\d-\d\d-\d\d$/;
const isOurs = (snapshot: string): boolean => AUTOMATED.test(snapshot) || /-final-[0-9a-f]{8}$/.test(snapshot);

function databaseSnapshot(name: string, store: Store): Inputs | undefined {
    const [, of = ""] = AUTOMATED.exec(name) ?? [];
    const facts = instance(of, store);
    if (facts !== undefined) return Number(facts.backupRetentionPeriod) > 0 ? facts : undefined;
    return finalSnapshot(name, store);
}

const finalSnapshot = (name: string, store: Store): Inputs | undefined =>
    store.remainders(SNAPSHOT).find(({ key }) => key === name)?.holds;

function instance(identifier: string, store: Store): Inputs | undefined {
    const found = store.live(INSTANCE).find((each) => factsOf(each).identifier === identifier);
    return found && factsOf(found);
}

/** What is in the new one, beside what the request says. ElastiCache takes a key with it, RDS does not. */
export function restoredFrom(type: string, { facts = {} }: Source): Record<string, unknown> {
    const kept = (type === INSTANCE ? ["kmsKeyId", "username", CONTENT] : [CONTENT]).filter(
        (key) => facts[key] !== undefined,
    );
    return Object.fromEntries(kept.map((key) => [key, facts[key]]));
}

/** What a snapshot knows of what it was taken of. */
export function snapshotOf(facts: Inputs): Inputs {
    const kept = ["engine", "engineVersion", "kmsKeyId", "username", CONTENT].filter((key) => facts[key] !== undefined);
    return Object.fromEntries(kept.map((key) => [key, facts[key]]));
}
