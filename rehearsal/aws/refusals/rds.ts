/** What RDS refuses of a PostgreSQL that it runs. */
import { factsOf } from "../../cloud/store";
import { memoryOf, pendingOf } from "../memory";
import { text, type Creation, type Deletion, type Refusal, type Rule, type Update } from "./refusal";

const INSTANCE = "aws:rds/instance:Instance";
const PARAMETERS = "aws:rds/parameterGroup:ParameterGroup";
/** `InvalidParameterCombination` is one of the errors that every operation of RDS shares; its model does not name it. */
const COMMON = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/CommonErrors.html";
const COMBINATION = ["rds:InvalidParameterCombination"] as const;
const HOURS_BETWEEN_STORAGE_CHANGES = 6;

const engineGoesUp: Rule<Update> = {
    id: "rds.engineGoesUp",
    source: `rds ModifyDBInstance, EngineVersion; https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.html; ${COMMON}`,
    codes: COMBINATION,
    refuses: ({ type, inputs, object }) => {
        const [from, to] = [factsOf(object).engineVersion, inputs.engineVersion];
        if (type !== INSTANCE || from === undefined || to === undefined || !isLower(to, from)) return undefined;
        return combination(
            `engineVersion ${text(to)} is lower than ${text(from)}, which the instance runs: RDS never goes back`,
            `set engineVersion to ${text(from)} or higher, or restore a snapshot of the older version beside it`,
        );
    },
};

const majorIsAllowed: Rule<Update> = {
    id: "rds.majorIsAllowed",
    source: `rds ModifyDBInstance, AllowMajorVersionUpgrade; ${COMMON}`,
    codes: COMBINATION,
    refuses: ({ type, inputs, object }) => {
        const [from, to] = [major(factsOf(object).engineVersion), major(inputs.engineVersion)];
        if (type !== INSTANCE || to <= from || inputs.allowMajorVersionUpgrade === true) return undefined;
        return combination(
            `engineVersion ${text(inputs.engineVersion)} is another major, and allowMajorVersionUpgrade is not true`,
            "set allowMajorVersionUpgrade to true",
        );
    },
};

const familyFits: Rule<Creation> = {
    id: "rds.familyFits",
    source: `rds CreateDBInstance, ModifyDBInstance: DBParameterGroupName "must be in the same DB parameter group family"; ${COMMON}`,
    codes: COMBINATION,
    refuses: ({ type, inputs, store }) => {
        const group = type === INSTANCE ? store.find(PARAMETERS, text(inputs.parameterGroupName)) : undefined;
        const version = major(inputs.engineVersion);
        if (group === undefined || version === 0 || inputs.engine !== "postgres") return undefined;
        const { family } = factsOf(group);
        if (family === `postgres${version}`) return undefined;
        return combination(
            `parameterGroupName is "${group.id}", of family ${text(family)}, and engineVersion is ${text(inputs.engineVersion)}`,
            `pass a parameter group of family postgres${version}`,
        );
    },
};

/** First version of each class that is younger than the majors that we know (RDS user guide, "Supported DB engines for DB instance classes"). */
const CLASS_SINCE: readonly { readonly family: RegExp; readonly versions: readonly string[] }[] = [
    { family: /^db\.[mr]8g\./, versions: ["14.15", "15.10", "16.5", "17.1"] },
    { family: /^db\.[mr]7i\./, versions: ["13.11", "14.8", "15.3", "16.1"] },
];

const classRunsVersion: Rule<Update> = {
    id: "rds.classRunsVersion",
    source: `rds ModifyDBInstance, EngineVersion: "the currently running engine version must be supported on the specified DB instance class"; https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Support.html; ${COMMON}`,
    codes: COMBINATION,
    refuses: ({ type, inputs, object }) => {
        const facts = factsOf(object);
        const [from, to] = [text(facts.engineVersion), text(inputs.engineVersion)];
        const size = text(inputs.instanceClass);
        if (type !== INSTANCE || from === to || size === facts.instanceClass || size === "") return undefined;
        const versions = CLASS_SINCE.find(({ family }) => family.test(size))?.versions;
        const since = versions?.find((version) => major(version) === major(from));
        // A major alone stands for its default minor, which is newer than any of these.
        if (versions === undefined || !from.includes(".") || (since !== undefined && !isLower(from, since)))
            return undefined;
        return combination(
            `engineVersion and instanceClass change together, and ${from} does not run on ${size}${since === undefined ? "" : ` (from ${since} on)`}`,
            "change engineVersion first, run up, and then instanceClass",
        );
    },
};

const storageOnlyGrows: Rule<Update> = {
    id: "rds.storageOnlyGrows",
    source: `rds ModifyDBInstance, AllocatedStorage; https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.ModifyingExisting.html; ${COMMON}`,
    codes: COMBINATION,
    refuses: ({ type, inputs, object }) => {
        const [now, wanted] = [Number(factsOf(object).allocatedStorage), Number(inputs.allocatedStorage)];
        // Above allocatedStorage the provider takes storage for RDS's own, and does not send it.
        if (type !== INSTANCE || !(wanted < now) || Number(inputs.maxAllocatedStorage ?? 0) > wanted) return undefined;
        return combination(
            `allocatedStorage ${String(wanted)} is less than the ${String(now)} GiB that the instance has: storage never shrinks`,
            `set allocatedStorage to ${String(now)} or more`,
        );
    },
};

const storageRests: Rule<Update> = {
    id: "rds.storageRests",
    source: `https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.ModifyingExisting.html: six hours, or until storage optimization ends; ${COMMON}`,
    codes: COMBINATION,
    refuses: ({ type, inputs, object, store }) => {
        const facts = factsOf(object);
        const { storageChangedAt } = memoryOf(object);
        const changes = ["storageType", "iops", "storageThroughput"].some(
            (key) => inputs[key] !== undefined && inputs[key] !== facts[key],
        );
        const grows = Number(inputs.allocatedStorage) > Number(facts.allocatedStorage);
        if (type !== INSTANCE || storageChangedAt === undefined || !(changes || grows)) return undefined;
        const since = store.hours - storageChangedAt;
        if (since >= HOURS_BETWEEN_STORAGE_CHANGES) return undefined;
        return combination(
            `storage was changed ${String(since)} hours ago: RDS takes the next change six hours after the last, or when its optimization is over`,
            "wait, and run up again",
        );
    },
};

/** An engine that waits for the window still runs on the old family's group, which the same run wants to delete. */
const parametersPending: Rule<Deletion> = {
    id: "rds.parametersPending",
    source: "rds DeleteDBParameterGroup; ModifyDBInstance, EngineVersion and DBParameterGroupName",
    codes: ["rds:InvalidDBParameterGroupState"],
    refuses: ({ object, store }) => {
        const user = store.live(INSTANCE).find((each) => pendingOf(each, store).parameterGroupName === object.id);
        if (object.type !== PARAMETERS || user === undefined) return undefined;
        return {
            code: "InvalidDBParameterGroupState",
            problem: `${object.id} is in use by ${user.name} until its maintenance window: the change of engineVersion is pending`,
            fix: "delete it after the window, or apply the change at once (applyImmediately)",
        };
    },
};

export const rdsOnCreate: readonly Rule<Creation>[] = [familyFits];
export const rdsOnUpdate: readonly Rule<Update>[] = [
    engineGoesUp,
    majorIsAllowed,
    ...rdsOnCreate,
    classRunsVersion,
    storageOnlyGrows,
    storageRests,
];
export const rdsOnDelete: readonly Rule<Deletion>[] = [parametersPending];

function combination(problem: string, fix: string): Refusal {
    return { code: "InvalidParameterCombination", problem, fix };
}

const major = (version: unknown): number => Number(text(version).split(".")[0]);

/** By what both say: 17 is not lower than 17.6, which is one of it. */
function isLower(version: unknown, than: unknown): boolean {
    const [one, other] = [version, than].map((each) => text(each).split(".").map(Number));
    for (const [index, part] of (one ?? []).entries()) {
        const against = other?.[index];
        if (against === undefined || part !== against) return against !== undefined && part < against;
    }
    return false;
}
