import { TYPE } from "../../../policy/types";
import { all, cut, edit, mutation, remove, set, tie, type Mutation } from "../mutation";

const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";
const addon = (name: string) => [TYPE.addon, name] as const;

export const dataMutations: readonly Mutation[] = [
    mutation("drop protect from a database", edit(TYPE.database, { protect: false }), "data-protected"),
    mutation("protect what holds no data", edit(TYPE.natGateway, { protect: true }), "data-protected"),
    mutation("drop protect from a store's key", edit([TYPE.key, "database"], { protect: false }), "data-key-protected"),
    mutation(
        "drop protect from a bucket's versions",
        edit([VERSIONING, "cold"], { protect: false }),
        "bucket-settings-kept",
    ),
    mutation("let a database be deleted", set(TYPE.database, "deletionProtection", false), "database-deletion"),
    mutation("skip a database's last snapshot", set(TYPE.database, "skipFinalSnapshot", true), "database-deletion"),
    mutation(
        "skip a Redis group's last snapshot",
        set(TYPE.redis, "finalSnapshotIdentifier", undefined),
        "redis-final-snapshot",
    ),
    mutation("let destroy empty a bucket of data", set([TYPE.bucket, "cold"], "forceDestroy", true), "bucket-emptied"),
    mutation(
        "delete at once the secret of a graph that is kept",
        set([TYPE.secret, "neo4j"], "recoveryWindowInDays", 0),
        "secret-recovery",
    ),
    mutation(
        "reserve the name of a secret that people may want back",
        set([TYPE.secret, "passwords"], "recoveryWindowInDays", 30),
        "secret-recovery",
    ),
    mutation("let the cluster be deleted", set(TYPE.cluster, "deletionProtection", false), "cluster-deletion"),
    mutation("keep one day of backups", set(TYPE.database, "backupRetentionPeriod", 1), "database-backups"),
    mutation("take no Redis snapshots", set(TYPE.redis, "snapshotRetentionLimit", 0), "redis-snapshots"),
    mutation("leave files out of the backup", remove(["aws:backup/selection:Selection", "files"]), "files-backed-up"),
    mutation("leave a bucket behind", edit(TYPE.bucket, { retainOnDelete: true }), "data-not-ephemeral"),
    mutation(
        "forget a database together with its network",
        edit(TYPE.database, { deletedWith: "urn:pulumi:prod::mindcloud::vpc" }),
        "data-not-ephemeral",
    ),
];

export const settingMutations: readonly Mutation[] = [
    mutation("log no audit", set(TYPE.cluster, "enabledClusterLogTypes", ["api"]), "cluster-logs"),
    mutation(
        "make the creator an admin",
        set(TYPE.cluster, "accessConfig.bootstrapClusterCreatorAdminPermissions", true),
        "cluster-access-entries",
    ),
    mutation(
        "bring aws-auth back",
        set(TYPE.cluster, "accessConfig.authenticationMode", "API_AND_CONFIG_MAP"),
        "cluster-access-entries",
    ),
    mutation(
        "slide into extended support",
        set(TYPE.cluster, "upgradePolicy.supportType", "EXTENDED"),
        "cluster-support",
    ),
    mutation("take whatever version an add-on has", set(TYPE.addon, "addonVersion", undefined), "addon-pinned"),
    mutation(
        "ignore network policies",
        set(addon("vpc-cni"), "configurationValues", "{}"),
        "network-policies-enforced",
    ),
    mutation("take whatever image is new", set(TYPE.nodeGroup, "releaseVersion", undefined), "node-release-pinned"),
    mutation(
        "want fewer nodes than the least",
        set(TYPE.nodeGroup, "scalingConfig.desiredSize", 0),
        "node-group-sizes",
    ),
    mutation(
        "allow no node at all",
        set(TYPE.nodeGroup, "scalingConfig", { minSize: 0, desiredSize: 0, maxSize: 0 }),
        "node-group-sizes",
    ),
    mutation(
        "fight with the autoscaler",
        edit(TYPE.nodeGroup, { ignoreChanges: ["scalingConfig.minSize"] }),
        "node-group-sizes",
    ),
    mutation(
        "ignore changes for convenience",
        edit(TYPE.database, { ignoreChanges: ["engineVersion"] }),
        "ignored-changes",
    ),
    mutation("ask for no password at Redis", set(TYPE.redis, "userGroupIds", undefined), "redis-users"),
    mutation("use the default subnet group", set(TYPE.redis, "subnetGroupName", undefined), "redis-own-groups"),
    mutation("keep Redis in one zone", set(TYPE.redis, "multiAzEnabled", false), "redis-failover"),
    mutation("keep a database in one zone", set(TYPE.database, "multiAz", false), "database-multi-zone"),
    mutation("watch a database from outside only", set(TYPE.database, "monitoringInterval", 0), "database-observed"),
    mutation(
        "stay behind on minor versions",
        set(TYPE.database, "autoMinorVersionUpgrade", false),
        "database-upgrades",
    ),
    mutation("call a database's admin postgres", set(TYPE.database, "username", "postgres"), "database-admin"),
    mutation(
        "let an access point open the root",
        set("aws:efs/accessPoint:AccessPoint", "rootDirectory.path", "/"),
        "access-point-scoped",
    ),
    mutation(
        "let a client be root on files",
        set("aws:efs/accessPoint:AccessPoint", "posixUser", undefined),
        "access-point-scoped",
    ),
    mutation(
        "raise alarms that nobody hears",
        set("aws:cloudwatch/metricAlarm:MetricAlarm", "alarmActions", []),
        "alarm-heard",
    ),
];

export const orderMutations: readonly Mutation[] = [
    mutation("serialise the database behind the cluster", tie(TYPE.database, TYPE.cluster), "stores-beside-cluster"),
    mutation(
        "put Redis into the nodes' security group, made late",
        tie(TYPE.redis, TYPE.nodeGroup),
        "stores-beside-cluster",
    ),
    mutation("make the cluster wait for NAT", tie(TYPE.cluster, TYPE.natGateway), "cluster-beside-nat"),
    mutation("start nodes before they can pull images", cut(TYPE.nodeGroup, TYPE.route), "nodes-after-egress"),
    mutation("start nodes before the CNI", cut(TYPE.nodeGroup, TYPE.addon), "nodes-after-cni"),
    mutation("start CoreDNS before nodes", cut(addon("coredns"), TYPE.nodeGroup), "dns-after-nodes"),
    mutation(
        "use Kubernetes before access is granted",
        cut(TYPE.kubernetesProvider, TYPE.accessPolicy),
        "kubernetes-after-access",
    ),
    mutation(
        "use Kubernetes before nodes are there",
        cut(TYPE.kubernetesProvider, TYPE.nodeGroup),
        "kubernetes-after-access",
    ),
    mutation(
        "identify the cluster by its kubeconfig",
        set(TYPE.kubernetesProvider, "clusterIdentifier", undefined),
        "kubernetes-identity",
    ),
    mutation(
        "make the budget wait for the certificate",
        tie("aws:budgets/budget:Budget", TYPE.certificateValidation),
        "certificate-waited-for-by-listeners",
    ),
    mutation(
        "make the cluster before its role may do anything",
        cut(TYPE.cluster, TYPE.policyAttachment),
        "permissions-before-use",
    ),
    mutation(
        "leave the cluster's log group to AWS",
        all(remove([TYPE.logGroup, "cluster-logs"])),
        "log-group-before-cluster",
    ),
    mutation(
        "make the cluster before its log group",
        cut(TYPE.cluster, TYPE.logGroup),
        "log-group-before-cluster",
        "nothing-unused",
    ),
    mutation(
        "write a bucket's policy before it is closed",
        cut([TYPE.bucketPolicy, "cold"], "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"),
        "public-access-blocked-first",
    ),
];
