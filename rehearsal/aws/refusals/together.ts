/** Arguments of stores that RDS and ElastiCache do not take together, or only with another one. */
import { factsOf } from "../../cloud/store";
import { about, record, text, texts, type Creation, type Rule } from "./refusal";
import { groupElsewhere } from "./zones";

const INSTANCE = "aws:rds/instance:Instance";
const GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";
const USER = "aws:elasticache/user:User";
const COMMON = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/CommonErrors.html";
/** Below it, gp3 has what it has. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html#gp3-storage */
const STRIPED_FROM_GIB = 400;
/** What RDS for PostgreSQL can send to CloudWatch Logs. */
const LOG_TYPES = ["postgresql", "upgrade", "iam-db-auth-error"];
const within = (value: unknown, least: number, most: number): boolean =>
    Number(value) >= least && Number(value) <= most;
/** Users of PostgreSQL that RDS keeps to itself. */
const RESERVED_USERS = ["admin", "rdsadmin", "user"];

const rds = (
    name: string,
    source: string,
    faultOf: Parameters<typeof about>[0]["faultOf"],
    code = "rds:InvalidParameterCombination",
): Rule<Creation> =>
    about({
        ...{ id: `rds.${name}`, types: [INSTANCE], code, faultOf },
        source: `rds CreateDBInstance, ${source}; ${COMMON}`,
    });

const ofDatabases: readonly Rule<Creation>[] = [
    rds("monitoringHasRole", "MonitoringInterval", ({ inputs }) =>
        Number(inputs.monitoringInterval ?? 0) > 0 && text(inputs.monitoringRoleArn) === ""
            ? ["monitoringInterval is not 0, and monitoringRoleArn is missing", "pass a role, or set the interval to 0"]
            : undefined,
    ),
    rds("storageIsStriped", "Iops, StorageThroughput", ({ inputs }) =>
        inputs.storageType === "gp3" &&
        (inputs.iops ?? inputs.storageThroughput) !== undefined &&
        Number(inputs.allocatedStorage) < STRIPED_FROM_GIB
            ? [
                  `iops or storageThroughput is set, and allocatedStorage is ${text(inputs.allocatedStorage)} GiB: gp3 takes them from ${STRIPED_FROM_GIB} GiB on`,
                  "leave both out, or grow the storage",
              ]
            : undefined,
    ),
    rds("onePassword", "ManageMasterUserPassword", ({ inputs }) =>
        inputs.manageMasterUserPassword === true && inputs.password !== undefined
            ? ["password is set, and manageMasterUserPassword is true", "keep one of the two"]
            : undefined,
    ),
    rds("zoneIsChosen", "AvailabilityZone", ({ inputs }) =>
        inputs.multiAz === true && inputs.availabilityZone !== undefined
            ? ["availabilityZone is set, and multiAz is true: RDS chooses the zones", "leave availabilityZone out"]
            : undefined,
    ),
    rds("ceilingIsAbove", "MaxAllocatedStorage", ({ inputs }) => {
        const [most, now] = [Number(inputs.maxAllocatedStorage ?? 0), Number(inputs.allocatedStorage)];
        return most > 0 && most < now
            ? [`maxAllocatedStorage ${most} is below allocatedStorage ${now}`, "raise it, or leave it out"]
            : undefined;
    }),
    rds(
        "userIsFree",
        "MasterUsername",
        ({ inputs }) =>
            RESERVED_USERS.includes(text(inputs.username).toLowerCase())
                ? [`username "${text(inputs.username)}" is a word that the engine reserves`, "choose another one"]
                : undefined,
        "rds:InvalidParameterValue",
    ),
    rds(
        "values",
        "AllocatedStorage, BackupRetentionPeriod, Port, PerformanceInsightsRetentionPeriod",
        ({ inputs }) => {
            const { storageType = "gp3", allocatedStorage, backupRetentionPeriod, port } = inputs;
            const least = /^io[12]$/.test(text(storageType)) ? 100 : 20;
            if (allocatedStorage !== undefined && !within(allocatedStorage, least, 65_536))
                return [
                    `allocatedStorage ${text(allocatedStorage)} is not between ${least} and 65536 GiB, which ${text(storageType)} takes`,
                    "change allocatedStorage",
                ];
            if (backupRetentionPeriod !== undefined && !within(backupRetentionPeriod, 0, 35))
                return ["backupRetentionPeriod is not between 0 and 35 days", "set it to 35 or less"];
            if (port !== undefined && !within(port, 1150, 65_535))
                return [`port ${text(port)} is not between 1150 and 65535`, "choose another port"];
            const kept = Number(inputs.performanceInsightsRetentionPeriod ?? 7);
            return kept === 7 || kept === 731 || (kept % 31 === 0 && within(kept, 31, 713))
                ? undefined
                : [`performanceInsightsRetentionPeriod is ${kept} days`, "set it to 7, 731 or a multiple of 31"];
        },
        "rds:InvalidParameterValue",
    ),
    rds("logTypes", "EnableCloudwatchLogsExports", ({ inputs }) => {
        const other = texts(inputs.enabledCloudwatchLogsExports).find((each) => !LOG_TYPES.includes(each));
        return inputs.engine !== "postgres" || other === undefined
            ? undefined
            : [`enabledCloudwatchLogsExports has "${other}", which PostgreSQL does not write`, "leave it out"];
    }),
    rds("insightsAreOn", "PerformanceInsightsRetentionPeriod, EnablePerformanceInsights", ({ inputs }) =>
        inputs.performanceInsightsRetentionPeriod !== undefined && inputs.performanceInsightsEnabled !== true
            ? [
                  "performanceInsightsRetentionPeriod is set, and performanceInsightsEnabled is not true",
                  "set both or none",
              ]
            : undefined,
    ),
    rds("oneNetwork", "VpcSecurityGroupIds, DBSubnetGroupName", ({ inputs, store }) => {
        const group = store.find("aws:rds/subnetGroup:SubnetGroup", text(inputs.dbSubnetGroupName));
        const subnets = group === undefined ? [] : texts(factsOf(group).subnetIds);
        const elsewhere = groupElsewhere(texts(inputs.vpcSecurityGroupIds), subnets, store);
        return elsewhere === undefined
            ? undefined
            : [
                  `vpcSecurityGroupIds has ${elsewhere}, which is in another VPC than dbSubnetGroupName`,
                  "pass one of it",
              ];
    }),
];

const cache = (
    name: string,
    source: string,
    faultOf: Parameters<typeof about>[0]["faultOf"],
    code = "elasticache:InvalidParameterCombination",
    type = GROUP,
): Rule<Creation> =>
    about({ id: `elasticache.${name}`, types: [type], code, source: `elasticache ${source}`, faultOf });

const ofCaches: readonly Rule<Creation>[] = [
    cache(
        "sixNodes",
        "CreateReplicationGroup, NumCacheClusters",
        ({ inputs }) =>
            Number(inputs.numCacheClusters ?? 1) > 6 && inputs.numNodeGroups === undefined
                ? ["numCacheClusters is more than 6: one primary and five replicas", "set it to 6 or less"]
                : undefined,
        "elasticache:InvalidParameterValue",
    ),
    cache(
        "keptFor",
        "CreateReplicationGroup, SnapshotRetentionLimit; https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-automatic.html",
        ({ inputs }) =>
            Number(inputs.snapshotRetentionLimit ?? 0) > 35
                ? ["snapshotRetentionLimit is more than 35 days", "set it to 35 or less"]
                : undefined,
        "elasticache:InvalidParameterValue",
    ),
    cache(
        "usersNeedTls",
        "CreateReplicationGroup, UserGroupIds; https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html",
        ({ inputs }) =>
            texts(inputs.userGroupIds).length > 0 && inputs.transitEncryptionEnabled !== true
                ? ["userGroupIds is set, and transitEncryptionEnabled is not true", "turn encryption in transit on"]
                : undefined,
    ),
    cache("tiered", "CreateReplicationGroup, DataTieringEnabled", ({ inputs }) => {
        const tiered = text(inputs.nodeType).startsWith("cache.r6gd.");
        return tiered === (inputs.dataTieringEnabled === true)
            ? undefined
            : tiered
              ? ["nodeType is r6gd, and dataTieringEnabled is not true", "set it to true, or choose another nodeType"]
              : ["dataTieringEnabled is true, and nodeType is not r6gd", "leave it out, or choose an r6gd"];
    }),
    cache(
        "userLogsIn",
        "CreateUser, ModifyUser: Passwords, NoPasswordRequired; https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html",
        ({ inputs }) => {
            const mode = record(inputs.authenticationMode);
            const words = [...texts(inputs.passwords), ...texts(mode.passwords)];
            const none = inputs.noPasswordRequired === true || mode.type === "no-password-required";
            if (none && words.length > 0) return ["passwords are given, and none is asked for", "keep one of the two"];
            if (words.length > 2) return [`${words.length} passwords are given: a user has one or two`, "keep two"];
            return words.some((word) => word.length < 16 || word.length > 128)
                ? ["a password is shorter than 16 or longer than 128 characters", "generate another one"]
                : undefined;
        },
        "elasticache:InvalidParameterValue",
        USER,
    ),
    cache(
        "accessHasNoPassword",
        "CreateUser, ModifyUser: AccessString; https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html#Access-string",
        ({ inputs }) => {
            const rule = text(inputs.accessString)
                .split(/\s+/)
                .find((word) => /^(nopass|resetpass|reset|resetkeys|resetchannels|[><#!].*)$/i.test(word));
            return rule === undefined
                ? undefined
                : [
                      `accessString has "${/^[><#!]/.test(rule) ? rule.slice(0, 1) : rule}", which ElastiCache does not take there`,
                      "leave it out",
                  ];
        },
        "elasticache:InvalidParameterValue",
        USER,
    ),
];

export const together: readonly Rule<Creation>[] = [...ofDatabases, ...ofCaches];
