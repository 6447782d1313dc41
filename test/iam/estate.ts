/** What an environment and the account own, as AWS would see it: what nobody of another environment may reach. */
import { broughtArns } from "../../bootstrap/brought";

export interface Owned {
    readonly kind:
        | "state"
        | "images"
        | "roles"
        | "keys"
        | "secrets"
        | "databases"
        | "clusters"
        | "DNS"
        | "data"
        | "network"
        | "alarms";
    readonly service: string;
    /** In the words of the reference. */
    readonly type: string;
    readonly arn: string;
    readonly tags: Readonly<Record<string, string>>;
    /** Condition keys that come with every request to it. */
    readonly context?: Readonly<Record<string, readonly string[]>>;
}

export const ACCOUNT = "111122223333";
export const REGION = "eu-west-1";
export const ZONES: Readonly<Record<string, string>> = { dev: "Z01DEV", staging: "Z02STAGING", prod: "Z03PROD" };

const arn = (service: string, rest: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;

export function estateOf(stack: string, stateKey: string): readonly Owned[] {
    const tags = { "mindcloud:stack": stack, "mindcloud:project": "mindcloud" };
    const ours = { "mindcloud:stack": "account" };
    const name = `mindcloud-${stack}`;
    const state = `arn:aws:s3:::mindcloud-state-${ACCOUNT}-${REGION}`;
    const role = (each: string): string => `arn:aws:iam::${ACCOUNT}:role/${each}`;
    const database = arn("rds", `db:${name}-stores-postgres`);
    const own = (kind: Owned["kind"], service: string, type: string, rest: string): Owned => ({
        ...{ kind, service, type, tags },
        arn: rest.startsWith("arn:") ? rest : arn(service, rest),
    });
    const boundary = { "iam:permissionsboundary": [`arn:aws:iam::${ACCOUNT}:policy/mindcloud-boundary-${stack}`] };
    const all: readonly Owned[] = [
        ...[
            "stacks/mindcloud/STACK.json",
            "locks/organization/mindcloud/STACK/1.json",
            "history/mindcloud/STACK/1.history.json",
        ].map((file): Owned => ({
            kind: "state",
            service: "s3",
            type: "object",
            arn: `${state}/.pulumi/${file.replace("STACK", stack)}`,
            tags: {},
        })),
        {
            kind: "state",
            service: "kms",
            type: "key",
            arn: stateKey,
            tags: ours,
            context: { "kms:encryptioncontext:stack": [stack] },
        },
        {
            kind: "images",
            service: "ecr",
            type: "repository",
            arn: arn("ecr", "repository/mindcloud/akosha"),
            tags: ours,
        },
        { ...own("roles", "iam", "role", role(`${name}-nodes-node`)), context: boundary },
        ...[
            `mindcloud-deploy-${stack}`,
            `mindcloud-preview-${stack}`,
            "mindcloud-images",
            "mindcloud-account-settings",
            "mindcloud-account-break-glass",
        ].map((each): Owned => ({ kind: "roles", service: "iam", type: "role", arn: role(each), tags: ours })),
        {
            kind: "roles",
            service: "iam",
            type: "policy",
            arn: `arn:aws:iam::${ACCOUNT}:policy/mindcloud-boundary-${stack}`,
            tags: {},
        },
        own("keys", "kms", "key", "key/0f7abec6-b3b4-4f09-a30b-c1604dec7c03"),
        { ...own("keys", "kms", "alias", `alias/${name}-secrets`), tags: {} },
        own("secrets", "secretsmanager", "Secret", `secret:mindcloud/${stack}/memstack-AbCdEf`),
        {
            ...own("secrets", "secretsmanager", "Secret", "secret:rds!db-0f7abec6-AbCdEf"),
            tags: { "aws:rds:primaryDBInstanceArn": database, "aws:secretsmanager:owningService": "rds" },
        },
        { ...own("secrets", "ssm", "parameter", `parameter/mindcloud/${stack}/key`), tags: {} },
        own("databases", "rds", "db", database),
        { ...own("databases", "rds", "snapshot", `snapshot:rds:${name}-stores-postgres-2026`), tags: {} },
        own("databases", "rds", "snapshot", `snapshot:${name}-stores-postgres-final`),
        own("databases", "elasticache", "replicationgroup", `replicationgroup:${name}-queue`),
        own("databases", "elasticache", "snapshot", `snapshot:${name}-queue-final`),
        own("clusters", "eks", "cluster", `cluster/${name}-cluster`),
        own("clusters", "eks", "nodegroup", `nodegroup/${name}-cluster/general/1`),
        own("clusters", "eks", "addon", `addon/${name}-cluster/coredns/1`),
        own("clusters", "eks", "access-entry", `access-entry/${name}-cluster/role/${ACCOUNT}/operators/1`),
        own("clusters", "eks", "podidentityassociation", `podidentityassociation/${name}-cluster/a-1`),
        // EKS makes it, without a tag of ours.
        {
            ...own(
                "clusters",
                "autoscaling",
                "autoScalingGroup",
                `autoScalingGroup:1:autoScalingGroupName/eks-${name}-general-1`,
            ),
            tags: {},
        },
        {
            kind: "DNS",
            service: "route53",
            type: "hostedzone",
            arn: `arn:aws:route53:::hostedzone/${ZONES[stack] ?? ""}`,
            tags: {},
        },
        { ...own("data", "s3", "bucket", `arn:aws:s3:::${name}-cold-${ACCOUNT}-${REGION}`), tags: {} },
        {
            ...own("data", "s3", "object", `arn:aws:s3:::${name}-cold-${ACCOUNT}-${REGION}/akosha-cold-data/1`),
            tags: {},
        },
        own("data", "elasticfilesystem", "file-system", "file-system/fs-0123456789abcdef0"),
        own("data", "elasticfilesystem", "access-point", "access-point/fsap-0123456789abcdef0"),
        own("data", "ec2", "volume", "volume/vol-0123456789abcdef0"),
        own("data", "ec2", "snapshot", `arn:aws:ec2:${REGION}::snapshot/snap-0123456789abcdef0`),
        own("data", "backup", "backupVault", `backup-vault:${name}-backups`),
        own("data", "backup", "backupPlan", "backup-plan:0f7abec6"),
        own(
            "data",
            "backup",
            "restoreTestingPlan",
            `restore-testing-plan:${name.replaceAll("-", "_")}_backups-0f7abec6`,
        ),
        own("data", "backup", "recoveryPoint", "recovery-point:0f7abec6"),
        ...[
            `/mindcloud/${stack}/network-flow-logs`,
            `/aws/eks/${name}-cluster/cluster`,
            `/aws/vendedlogs/mindcloud/${stack}/queue`,
        ].map((group) => own("data", "logs", "log-group", `log-group:${group}`)),
        ...[
            "vpc",
            "subnet",
            "security-group",
            "security-group-rule",
            "instance",
            "network-interface",
            "launch-template",
            "vpc-endpoint",
            "route-table",
        ].map((type) => own("network", "ec2", type, `${type}/x-0123456789abcdef0`)),
        own("network", "elasticloadbalancing", "loadbalancer/app/", "loadbalancer/app/k8s-apps-1/1"),
        own("network", "elasticloadbalancing", "targetgroup", "targetgroup/k8s-apps-1/1"),
        own("network", "acm", "certificate", "certificate/0f7abec6"),
        own("alarms", "sns", "topic", `${name}-alarms`),
        { ...own("alarms", "sns", "topic", "mindcloud-account-detection"), tags: ours },
        // What bootstrap/detection.yaml makes.
        { ...own("alarms", "kms", "key", "key/5d1f6a8e-0f0b-4b6e-9e57-2f5f0c9a1b11"), tags: ours },
        ...["key-lost", "role-taken", "guard-changed", "trail-changed", "administrator"].map((rule) => ({
            ...own("alarms", "events", "rule-on-default-event-bus", `rule/mindcloud-account-${rule}`),
            tags: ours,
        })),
        ...["bucket", "object"].map((type): Owned => ({
            ...own("alarms", "s3", type, `arn:aws:s3:::mindcloud-account-trail-${ACCOUNT}-${REGION}`),
            ...(type === "object" && { arn: `arn:aws:s3:::mindcloud-account-trail-${ACCOUNT}-${REGION}/AWSLogs/1` }),
            tags: {},
        })),
        own("alarms", "cloudwatch", "alarm", `alarm:${name}-budget`),
        own("alarms", "budgets", "budget", `arn:aws:budgets::${ACCOUNT}:budget/${name}-month`),
    ];
    return [...all, ...all.filter((each) => isKeptByName(each, tags)).map((each) => ({ ...each, tags: {} }))];
}

/** What has a name of its stack is safe by it alone: before it is tagged, and when somebody took the tag off. */
function isKeptByName({ service, type, tags, kind }: Owned, own: Owned["tags"]): boolean {
    const named =
        /^(rds|elasticache|eks|sns|logs|cloudwatch|budgets|iam|secretsmanager)$/.test(service) && kind !== "images";
    return (tags === own && named) || type === "backupVault";
}

export const BROUGHT = broughtArns(
    { project: "mindcloud", stack: "dev", account: ACCOUNT, region: REGION, partition: "aws" },
    { existing: { coldBucket: { name: "acme-cold" }, cluster: { name: "shared" } } },
);
