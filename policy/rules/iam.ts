/** Actions named, resources scoped, trust conditioned (docs/design.md, rule 8). */
import { actionMatches } from "../../iam/match";
import { actionsOf, serviceNames } from "../../iam/reference";
import { isUnknown, type RecordedResource } from "../../plan/graph";
import { statements, statementsOf, type PolicyStatement } from "../iam";
import { rule, ruleFor, type Complaint, type Rule } from "../rule";
import { TYPE } from "../types";

/**
 * Whether IAM cannot narrow it to a resource: by the Service Authorization Reference it knows no type of resource. What the reference does
 * not have counts as narrow; a wildcard is all that it matches.
 */
export function isUnscopable(pattern: string): boolean {
    const [service = "", short = ""] = pattern.split(":");
    if (!serviceNames().includes(service)) return false;
    const meant = short.includes("*")
        ? actionsOf(service).filter(({ name }) => actionMatches(pattern, name))
        : [actionsOf(service).find(({ name }) => actionMatches(pattern, name))];
    return meant.length > 0 && meant.every((each) => each?.resources.length === 0);
}

/** Services that send neither aws:SourceAccount nor aws:SourceArn when they assume a role: a condition would lock them out. */
const SEND_NO_SOURCE: ReadonlySet<string> = new Set(["ec2.amazonaws.com", "backup.amazonaws.com"]);

/** Conditions that hold for one account only. */
const SOURCE_KEYS = [
    "aws:sourceaccount",
    "aws:sourcearn",
    "kms:calleraccount",
    "kms:viaservice",
    "aws:principalaccount",
    "aws:resourceaccount",
    "aws:principalarn",
    "elasticfilesystem:accesspointarn",
] as const;
/** Narrower still: one thing that is encrypted, or session tags that only EKS Pod Identity sets. */
const SOURCE_PREFIXES = ["kms:encryptioncontext:", "aws:requesttag/"] as const;

/** AWS managed policies that roles of ours may carry, by the service that assumes the role. Each is what AWS's guide for it names. */
const MANAGED: Readonly<Record<string, readonly string[]>> = {
    "eks.amazonaws.com": ["AmazonEKSClusterPolicy"],
    // Nodes hold only what nodes need (docs/design.md, rule 8): no CNI policy (vpc-cni has a role of its own), no
    // pull-through, no ECR push.
    "ec2.amazonaws.com": ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"],
    "backup.amazonaws.com": [
        "service-role/AWSBackupServiceRolePolicyForBackup",
        "service-role/AWSBackupServiceRolePolicyForRestores",
    ],
    "monitoring.rds.amazonaws.com": ["service-role/AmazonRDSEnhancedMonitoringRole"],
    // Add-ons with a role of their own through Pod Identity; AWS keeps these in step with the add-on's versions.
    "pods.eks.amazonaws.com": ["AmazonEKS_CNI_Policy", "AmazonEBSCSIDriverPolicyV2"],
};

const isConditioned = ({ conditions }: PolicyStatement) =>
    Object.keys(conditions).some(
        (key) =>
            SOURCE_KEYS.some((source) => key === source) || SOURCE_PREFIXES.some((prefix) => key.startsWith(prefix)),
    );

const everyone = ({ principals }: PolicyStatement) => principals.AWS?.includes("*") === true;

const isAccountRoot = (principal: string, account: string) =>
    principal === account || new RegExp(`^arn:aws[a-z-]*:iam::${account}:root$`).test(principal);

/** The services that may assume a role. */
function assumedBy(role: RecordedResource | undefined): readonly string[] {
    const trust = role === undefined ? [] : statementsOf(role, "assumeRolePolicy", "trust");
    return trust.flatMap(({ principals }) => principals.Service ?? []);
}

export const iamRules: readonly Rule[] = [
    rule(
        "iam-named-actions",
        "A policy names the actions that it allows",
        "docs/design.md, rule 8; CKV_AWS_63, CKV_AWS_107-111, CKV_AWS_286-290, AWS-0057",
        (graph, { account }) =>
            statements(graph, "identity", "resource")
                .filter(
                    (statement) =>
                        statement.allows && !isOwnersKeyStatement(statement, account) && !isFilter(statement),
                )
                .flatMap(({ resource, sid, actions }) =>
                    actions
                        .filter((action) => /(^|:)\*$/.test(action))
                        .map((action): Complaint => [resource, `${sid} allows ${action}`]),
                ),
    ),
    rule(
        "iam-scoped-resources",
        "A policy names what an action may be done to, where the action can be scoped",
        "docs/design.md, rule 8; CKV_AWS_355, CKV_AWS_356, KMS.1, KMS.2",
        (graph) =>
            statements(graph, "identity")
                .filter(({ allows, resources }) => allows && resources.includes("*"))
                .flatMap(({ resource, sid, actions }) =>
                    actions
                        .filter((action) => !isUnscopable(action))
                        .map((action): Complaint => [resource, `${sid} allows ${action} on every resource`]),
                ),
    ),
    rule(
        "iam-trust",
        "A role is assumed by one named service, for this account only",
        "docs/design.md, rule 8; CKV_AWS_60, CKV_AWS_61",
        (graph) =>
            statements(graph, "trust")
                .filter(({ allows }) => allows)
                .flatMap((statement): Complaint[] => {
                    const { resource, principals } = statement;
                    if (everyone(statement)) return [[resource, "may be assumed by everybody"]];
                    const services = principals.Service ?? [];
                    if (principals.AWS !== undefined)
                        return [
                            [
                                resource,
                                `may be assumed by ${principals.AWS.join()}: give the workload a role of its own`,
                            ],
                        ];
                    if (isConditioned(statement) || services.every((service) => SEND_NO_SOURCE.has(service))) return [];
                    return [[resource, `may be assumed by ${services.join()} for any account: add aws:SourceAccount`]];
                }),
    ),
    rule(
        "iam-no-open-principal",
        "No policy lets everybody in",
        "S3.6, KMS.5, CKV_AWS_33, CKV_AWS_70, CKV_AWS_168, CKV_AWS_169",
        (graph) =>
            statements(graph, "resource")
                .filter((statement) => statement.allows && everyone(statement) && !isConditioned(statement))
                .map(({ resource, sid }): Complaint => [
                    resource,
                    `${sid} allows everybody, without a condition on the account`,
                ]),
    ),
    rule(
        "iam-service-source",
        "A policy admits a service on behalf of this account only",
        "confused deputy: SNS, KMS and S3 user guides",
        (graph) =>
            statements(graph, "resource")
                .filter(
                    (statement) =>
                        statement.allows && statement.principals.Service !== undefined && !isConditioned(statement),
                )
                .map(({ resource, sid, principals }): Complaint => [
                    resource,
                    `${sid} admits ${principals.Service?.join() ?? ""} for any account: add aws:SourceAccount`,
                ]),
    ),
    rule(
        "key-policy-principals",
        "A key policy names nobody whom an empty account lacks",
        "docs/design.md, rule 8 (KMS refuses a policy with an unknown principal)",
        (graph, { account }) =>
            statements(graph, "resource")
                .filter(({ resource }) => resource.type === TYPE.key || resource.type === TYPE.keyPolicy)
                .flatMap(({ resource, sid, principals }) =>
                    (principals.AWS ?? [])
                        .filter((principal) => principal !== "*" && !isAccountRoot(principal, account))
                        .map((principal): Complaint => [
                            resource,
                            `${sid} names ${principal}: admit it by kms:ViaService and kms:CallerAccount instead`,
                        ]),
                ),
    ),
    ruleFor(
        [TYPE.policyAttachment],
        "iam-managed-policies",
        "A role carries only those AWS managed policies that are listed for its service",
        "docs/design.md, rule 8; CKV_AWS_274, AwsSolutions-IAM4",
        (attachment, _context, graph) => {
            const policy = attachment.inputs.policyArn;
            if (isUnknown(policy)) return undefined; // a policy of ours, which the other rules read
            const name = /^arn:aws[a-z-]*:iam::aws:policy\/(.+)$/.exec(String(policy))?.[1];
            if (name === undefined) return undefined;
            const role = (attachment.propertyDependencies.role ?? [])
                .map((urn) => graph.find(urn))
                .find((each) => each?.type === TYPE.role);
            const services = assumedBy(role);
            return services.some((service) => MANAGED[service]?.includes(name) === true)
                ? undefined
                : `attaches ${name} to a role of ${services.join()}`;
        },
    ),
];

/** The statement that AWS gives every key: its account may do everything, so that IAM policies count and nobody is locked out. */
function isOwnersKeyStatement({ resource, principals, actions }: PolicyStatement, account: string): boolean {
    const isKey = resource.type === TYPE.key || resource.type === TYPE.keyPolicy;
    return (
        isKey &&
        actions.join() === "kms:*" &&
        Object.keys(principals).join() === "AWS" &&
        (principals.AWS ?? []).every((principal) => isAccountRoot(principal, account))
    );
}

/** An endpoint's policy grants nothing: what it lets through must still be allowed to the caller by IAM. */
function isFilter(statement: PolicyStatement): boolean {
    return statement.resource.type === TYPE.vpcEndpoint && isConditioned(statement);
}
