/** Settings of single services that a baseline asks for and that no other file owns. */
import type { Graph, RecordedResource } from "../../plan/graph";
import { at, isMap, isTrue, json, list } from "../inputs";
import { isRestored, livesBeside } from "../lives";
import { rule, ruleFor, type Rule } from "../rule";
import { TYPE } from "../types";

const CLUSTER_LOGS = ["api", "audit", "authenticator", "controllerManager", "scheduler"] as const;

/** What a running system may change without Pulumi taking it back, by type. Nothing else may be ignored. */
export const IGNORED_CHANGES: Readonly<Record<string, readonly string[]>> = {
    // docs/decisions/0003-node-group-sizes.md
    [TYPE.nodeGroup]: ["scalingConfig.desiredSize", "scalingConfig.minSize"],
    // Of claims on EFS, which Kubernetes does not resize.
    "kubernetes:core/v1:PersistentVolumeClaim": ["spec.resources"],
};

/** Of stores that were restored (components/aws/postgres-instance.ts, redis-group.ts): where one came from is history. */
const HISTORY: Readonly<Record<string, readonly string[]>> = {
    [TYPE.database]: ["restoreToPointInTime", "snapshotIdentifier", "kmsKeyId"],
    [TYPE.redis]: ["snapshotName"],
};

/** One that is kept beside its successor stays on its major. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
    [TYPE.database]: ["engineVersion", "parameterGroupName"],
    [TYPE.redis]: ["engineVersion", "parameterGroupName"],
};

function mayIgnore(resource: RecordedResource, graph: Graph): readonly string[] {
    const { type } = resource;
    return [
        ...(IGNORED_CHANGES[type] ?? []),
        ...(isRestored(resource) ? (HISTORY[type] ?? []) : []),
        ...(livesBeside(resource, graph).length > 0 ? (BESIDE[type] ?? []) : []),
    ];
}

export const settingRules: readonly Rule[] = [
    ruleFor(
        [TYPE.cluster],
        "cluster-logs",
        "A cluster logs all that its control plane can log",
        "EKS.8, CKV_AWS_37, AWS-0038, CIS 2.1.1",
        ({ inputs }) =>
            CLUSTER_LOGS.filter((type) => !list(inputs.enabledClusterLogTypes).includes(type)).map(
                (type) => `does not log ${type}`,
            ),
    ),
    ruleFor(
        [TYPE.cluster],
        "cluster-access-entries",
        "Who may use a cluster is said by access entries alone",
        "CIS EKS 4.1.7; EKS user guide, access entries",
        ({ inputs }) => [
            ...(at(inputs, "accessConfig.authenticationMode")[0] === "API"
                ? []
                : ["still reads aws-auth: authenticationMode must be API"]),
            ...(at(inputs, "accessConfig.bootstrapClusterCreatorAdminPermissions")[0] === false
                ? []
                : ["makes its creator an admin"]),
        ],
    ),
    ruleFor(
        [TYPE.cluster],
        "cluster-support",
        "A cluster is not upgraded into extended support, which costs six times as much, by forgetting",
        "EKS.2, CKV_AWS_339",
        ({ inputs }) =>
            at(inputs, "upgradePolicy.supportType")[0] === "STANDARD" && typeof inputs.version === "string"
                ? undefined
                : "names no version, or slides into extended support",
    ),
    ruleFor([TYPE.addon], "addon-pinned", "An add-on names its version", "docs/design.md, rule 10", ({ inputs }) =>
        typeof inputs.addonVersion === "string" ? undefined : "takes whatever version is the default today",
    ),
    ruleFor(
        [TYPE.addon],
        "network-policies-enforced",
        "The CNI enforces network policies",
        "CIS 4.3.1, CIS 5.4.4, prowler eks_cluster_network_policy_enabled",
        ({ inputs }) => {
            if (inputs.addonName !== "vpc-cni") return undefined;
            const configuration = json(inputs.configurationValues);
            return isMap(configuration) && String(configuration.enableNetworkPolicy) === "true"
                ? undefined
                : "does not set enableNetworkPolicy";
        },
    ),
    ruleFor(
        [TYPE.nodeGroup],
        "node-release-pinned",
        "A node group names its version, its image release and its template's version",
        "docs/design.md, rule 10",
        ({ inputs }) =>
            ["version", "releaseVersion"]
                .filter((input) => typeof inputs[input] !== "string")
                .map((input) => `does not set ${input}`),
    ),
    ruleFor(
        [TYPE.nodeGroup],
        "node-group-sizes",
        "A node group's sizes are in order, and its desired size belongs to the autoscaler",
        "docs/design.md, rule 5 (EKS refuses maxSize 0 and desired below min)",
        ({ inputs, ignoreChanges }) => {
            const [min, desired, max] = ["minSize", "desiredSize", "maxSize"].map((size) =>
                Number(at(inputs, `scalingConfig.${size}`)[0] ?? Number.NaN),
            );
            if (min === undefined || desired === undefined || max === undefined) return undefined;
            return [
                ...(min <= desired && desired <= max && max >= 1
                    ? []
                    : [`has the sizes min ${min}, desired ${desired}, max ${max}`]),
                ...(ignoreChanges.includes("scalingConfig.desiredSize")
                    ? []
                    : ["takes the desired size back from the autoscaler: ignore its changes"]),
            ];
        },
    ),
    rule(
        "ignored-changes",
        "Only listed changes are ignored",
        "docs/design.md, rule 5; Pulumi documentation, ignoreChanges",
        function* (graph) {
            for (const resource of graph.resources)
                for (const path of resource.ignoreChanges)
                    if (!mayIgnore(resource, graph).includes(path))
                        yield [resource, `ignores changes of ${path}, which is not listed`];
        },
    ),
    ruleFor([TYPE.redis], "redis-users", "Redis asks for a password", "ElastiCache.6, CKV_AWS_31", ({ inputs }) =>
        list(inputs.userGroupIds).length > 0 || inputs.authToken !== undefined
            ? undefined
            : "lets everybody in: set userGroupIds",
    ),
    ruleFor(
        [TYPE.redis],
        "redis-own-groups",
        "A Redis group has a subnet and a parameter group of its own, and takes minor upgrades",
        "ElastiCache.2, ElastiCache.7, CKV_AWS_322, CKV_AWS_323",
        ({ inputs }) => [
            ...["subnetGroupName", "parameterGroupName"]
                .filter((input) => inputs[input] === undefined)
                .map((input) => `uses the default: set ${input}`),
            ...(isTrue(inputs.autoMinorVersionUpgrade) ? [] : ["takes no minor upgrades"]),
        ],
    ),
    ruleFor(
        [TYPE.redis],
        "redis-failover",
        "In highlyAvailable a Redis group survives a zone",
        "ElastiCache.3, CKV2_AWS_50",
        ({ inputs }, { profile }) =>
            profile !== "highlyAvailable" || (isTrue(inputs.automaticFailoverEnabled) && isTrue(inputs.multiAzEnabled))
                ? undefined
                : "does not fail over to another zone",
    ),
    ruleFor(
        [TYPE.database],
        "database-multi-zone",
        "In highlyAvailable a database survives a zone",
        "RDS.5, CKV_AWS_157",
        ({ inputs }, { profile }) =>
            profile !== "highlyAvailable" || isTrue(inputs.multiAz) ? undefined : "is in one zone only",
    ),
    ruleFor(
        [TYPE.database],
        "database-observed",
        "A database exports its logs and is monitored in detail",
        "RDS.6, RDS.9, RDS.36, CKV_AWS_118, CKV_AWS_129, CKV_AWS_353",
        ({ inputs }) => [
            ...(list(inputs.enabledCloudwatchLogsExports).length > 0 ? [] : ["exports no logs"]),
            ...(Number(inputs.monitoringInterval ?? 0) > 0 ? [] : ["has no enhanced monitoring"]),
            ...(isTrue(inputs.performanceInsightsEnabled) ? [] : ["has no Performance Insights"]),
        ],
    ),
    ruleFor(
        [TYPE.database],
        "database-upgrades",
        "A database takes minor upgrades and speaks to modern certificates",
        "RDS.13, CKV_AWS_226, CKV_AWS_211",
        ({ inputs }) => [
            ...(isTrue(inputs.autoMinorVersionUpgrade ?? true) ? [] : ["takes no minor upgrades"]),
            ...(/^rds-ca-(rsa2048|rsa4096|ecc384)-g1$/.test(
                String(at({ caCertIdentifier: "rds-ca-rsa2048-g1", ...inputs }, "caCertIdentifier")[0]),
            )
                ? []
                : ["uses an old certificate authority"]),
        ],
    ),
    ruleFor(
        [TYPE.database],
        "database-admin",
        "No pod reads a database's admin credential: RDS keeps it, under a name of our own",
        "docs/design.md, rule 7; RDS.25",
        ({ inputs }) => [
            ...(isTrue(inputs.manageMasterUserPassword ?? false) ||
            inputs.passwordWo !== undefined ||
            inputs.password !== undefined
                ? []
                : ["has no admin credential"]),
            ...(["admin", "postgres", "root"].includes(String(inputs.username))
                ? [`calls its admin ${String(inputs.username)}`]
                : []),
        ],
    ),
    ruleFor(
        ["aws:efs/accessPoint:AccessPoint"],
        "access-point-scoped",
        "An access point has a directory and a user of its own",
        "EFS.3, EFS.4, CKV_AWS_329, CKV_AWS_330",
        ({ inputs }) => [
            ...(["", "/", "undefined"].includes(String(at(inputs, "rootDirectory.path")[0]))
                ? ["opens the whole file system"]
                : []),
            ...(at(inputs, "posixUser.uid").length > 0 ? [] : ["lets clients choose their user"]),
        ],
    ),
    ruleFor(
        ["aws:cloudwatch/metricAlarm:MetricAlarm"],
        "alarm-heard",
        "An alarm tells somebody",
        "CloudWatch.15, CloudWatch.17",
        ({ inputs }) => (list(inputs.alarmActions).length > 0 ? undefined : "has no action"),
    ),
];
