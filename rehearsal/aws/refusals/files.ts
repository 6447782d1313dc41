/** What EFS refuses of a file system's settings, and of the groups of a mount target. */
import { factsOf } from "../../cloud/store";
import { memoryOf } from "../memory";
import { about, record, records, text, texts, type Creation, type Refusal, type Rule, type Update } from "./refusal";
import { groupElsewhere } from "./zones";

const FILES = "aws:efs/fileSystem:FileSystem";
const MOUNT_TARGET = "aws:efs/mountTarget:MountTarget";
const GROUPS_OF_AN_INTERFACE = 5;
const HOURS_BETWEEN_THROUGHPUT_CHANGES = 24;

const settings = about({
    ...{ id: "efs.settings", types: [FILES], code: "efs:BadRequest" },
    source: "efs CreateFileSystem, UpdateFileSystem, PutLifecycleConfiguration; https://docs.aws.amazon.com/efs/latest/ug/performance.html",
    faultOf: ({ inputs }) => {
        const { throughputMode: mode = "bursting", provisionedThroughputInMibps: provisioned } = inputs;
        if (mode === "provisioned" && provisioned === undefined)
            return ["throughputMode is provisioned, and provisionedThroughputInMibps is missing", "say how much"];
        if (mode !== "provisioned" && provisioned !== undefined)
            return [`provisionedThroughputInMibps is set, and throughputMode is ${text(mode)}`, "leave it out"];
        if (mode === "elastic" && inputs.performanceMode === "maxIO")
            return ["throughputMode is elastic, and performanceMode is maxIO", "set generalPurpose"];
        if (inputs.kmsKeyId !== undefined && inputs.encrypted !== true)
            return ["kmsKeyId is set, and encrypted is not true", "set encrypted to true"];
        return archive(inputs);
    },
});

const daysOf = (transition: string): number => Number(/^AFTER_(\d+)_DAYS?$/.exec(transition)?.[1] ?? 0);

function archive(inputs: Readonly<Record<string, unknown>>): readonly [string, string] | undefined {
    const of = (key: string): string =>
        records(inputs.lifecyclePolicies)
            .map((each) => text(each[key]))
            .find((said) => said !== "") ?? "";
    const [toArchive, toIa] = [of("transitionToArchive"), of("transitionToIa")];
    if (toArchive === "") return undefined;
    if (inputs.throughputMode !== "elastic" || inputs.performanceMode === "maxIO")
        return ["transitionToArchive is set, and throughputMode is not elastic", "set throughputMode to elastic"];
    return toIa !== "" && daysOf(toArchive) <= daysOf(toIa)
        ? [`transitionToArchive ${toArchive} is not later than transitionToIa ${toIa}`, "archive later"]
        : undefined;
}

const throughputRests: Rule<Update> = {
    id: "efs.throughputRests",
    source: "efs UpdateFileSystem: TooManyRequests",
    codes: ["efs:TooManyRequests"],
    refuses: ({ type, inputs, object, store }) => {
        const facts = factsOf(object);
        const since = store.hours - (memoryOf(object).throughputChangedAt ?? -Infinity);
        const { throughputMode: mode = "bursting", provisionedThroughputInMibps: provisioned } = inputs;
        const changes = mode !== facts.throughputMode;
        const less = Number(provisioned) < Number(facts.provisionedThroughputInMibps);
        if (type !== FILES || !(changes || less) || since >= HOURS_BETWEEN_THROUGHPUT_CHANGES) return undefined;
        return {
            code: "TooManyRequests",
            problem: `throughput was changed ${String(since)} hours ago: EFS takes another mode, or less, 24 hours after the last change`,
            fix: "wait, and run up again",
        };
    },
};

const deepest = about({
    ...{ id: "efs.rootDirectory", types: ["aws:efs/accessPoint:AccessPoint"], code: "efs:BadRequest" },
    source: "efs CreateAccessPoint, RootDirectory: a path of up to four directories",
    faultOf: ({ inputs }) => {
        const path = text(record(inputs.rootDirectory).path);
        return path.split("/").filter((part) => part !== "").length > 4
            ? [`rootDirectory.path ${path} has more than four directories`, "shorten it"]
            : undefined;
    },
});

const mountGroups: Rule<Creation> = {
    id: "efs.mountGroups",
    source: "efs CreateMountTarget, SecurityGroups; https://docs.aws.amazon.com/efs/latest/ug/limits.html",
    codes: ["efs:SecurityGroupLimitExceeded", "efs:SecurityGroupNotFound"],
    refuses: ({ type, inputs, store }): Refusal | undefined => {
        const groups = texts(inputs.securityGroups);
        if (type !== MOUNT_TARGET) return undefined;
        if (groups.length > GROUPS_OF_AN_INTERFACE)
            return {
                code: "SecurityGroupLimitExceeded",
                problem: `securityGroups has ${String(groups.length)}: a network interface takes ${GROUPS_OF_AN_INTERFACE}`,
                fix: "put the rules into fewer groups",
            };
        const other = groupElsewhere(groups, [text(inputs.subnetId)], store);
        return other === undefined
            ? undefined
            : {
                  code: "SecurityGroupNotFound",
                  problem: `securityGroups has ${other}, which is in another VPC than ${text(inputs.subnetId)}`,
                  fix: "pass a group of the subnet's VPC",
              };
    },
};

export const filesOnCreate: readonly Rule<Creation>[] = [settings, deepest, mountGroups];
export const filesOnUpdate: readonly Rule<Update>[] = [...filesOnCreate, throughputRests];
