import { factsOf, type CloudObject, type Store } from "../../cloud/store";
import { managedPolicy } from "../../../iam/managed";
import { strings } from "../../engine/wire";
import { record, text, texts, wordOf, type Creation, type Rule } from "./refusal";

/** Ids whose form says what they are. */
const ID = /^(vpc|subnet|sg|rtb|igw|nat|eipalloc|lt|fs|fsap|vpce)-[0-9a-f]{8,17}$/;
/** ARNs of what one environment makes for another of its parts. Policies of AWS itself have the account "aws". */
const ARN = /^arn:aws[a-z-]*:(kms|iam|sns|secretsmanager|acm|backup|elasticfilesystem):[a-z0-9-]*:\d*:[^*]+$/;
/** Made by AWS itself on first use; and whoever `root` is, it exists. */
const ALWAYS_THERE = /:role\/aws-service-role\/|:root$|:user\//;

/** What EC2 and the owners of ARNs say by themselves, unless the service that was asked has words of its own. */
const CODES: Readonly<Record<string, string>> = {
    vpc: "ec2:InvalidVpcID.NotFound",
    subnet: "ec2:InvalidSubnetID.NotFound",
    sg: "ec2:InvalidGroup.NotFound",
    rtb: "ec2:InvalidRouteTableID.NotFound",
    igw: "ec2:InvalidInternetGatewayID.NotFound",
    eipalloc: "ec2:InvalidAllocationID.NotFound",
    kms: "kms:NotFoundException",
    iam: "iam:NoSuchEntity",
    fs: "efs:FileSystemNotFound",
    sns: "sns:NotFound",
};
const OWN_WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    efs: { subnet: "efs:SubnetNotFound", sg: "efs:SecurityGroupNotFound" },
    rds: { subnet: "rds:InvalidSubnet", kms: "rds:KMSKeyNotAccessibleFault", sns: "rds:SNSTopicArnNotFound" },
    elasticache: { subnet: "elasticache:InvalidSubnet", kms: "elasticache:InvalidKMSKeyFault" },
    eks: { "": "eks:InvalidParameterException" },
    secretsmanager: { "": "secretsmanager:ResourceNotFoundException" },
};
const OTHERWISE: Readonly<Record<string, string>> = {
    elasticache: "elasticache:InvalidParameterValue",
    rds: "rds:InvalidParameterValue",
    backup: "backup:InvalidParameterValueException",
    acm: "acm:ResourceNotFoundException",
};

const idExists: Rule<Creation> = {
    id: "references.id",
    source: "the errors of each operation in its API's model; https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html",
    codes: [
        ...new Set([
            ...Object.values(CODES),
            ...Object.values(OWN_WORDS).flatMap((words) => Object.values(words)),
            ...Object.values(OTHERWISE),
        ]),
    ],
    refuses: ({ type, inputs, store, existing }) => {
        const wanted = [...strings(inputs)].filter(
            ({ text: value }) => (ID.test(value) || ARN.test(value)) && !ALWAYS_THERE.test(value),
        );
        if (wanted.length === 0) return undefined;
        const known = identifiersIn(store);
        const missing = wanted.find(({ text: value }) => !known.has(value) && !existing.has(value));
        if (missing === undefined) return undefined;
        const kind = ID.exec(missing.text)?.[1] ?? ARN.exec(missing.text)?.[1] ?? "";
        return {
            code: wordOf(codeFor(type, kind)),
            problem: `${missing.path.join(".")} is ${missing.text}, which does not exist`,
            fix: `pass the output of the resource that ${missing.path[0] ?? "it"} means, or name what exists already in the stack file`,
        };
    },
};

function codeFor(type: string, kind: string): string {
    const service = /^aws:(\w+)\//.exec(type)?.[1] ?? "";
    const own = OWN_WORDS[service];
    return own?.[kind] ?? own?.[""] ?? CODES[kind] ?? OTHERWISE[service] ?? "ec2:InvalidParameterValue";
}

interface ByName {
    readonly types: RegExp;
    readonly input: string;
    readonly target: string | readonly string[];
    /** What it must equal in one of them. */
    readonly is: string | ((facts: Readonly<Record<string, unknown>>) => readonly string[]);
    readonly code: string;
    readonly source: string;
}

/** References by name: the input, and which property of which type it must equal. */
const BY_NAME: readonly ByName[] = [
    {
        types: /^aws:eks\/(nodeGroup|addon|accessEntry|accessPolicyAssociation|podIdentityAssociation):/,
        input: "clusterName",
        target: "aws:eks/cluster:Cluster",
        is: "name",
        code: "eks:ResourceNotFoundException",
        source: "eks CreateAddon and its like",
    },
    {
        types: /^aws:iam\/(rolePolicy|rolePolicyAttachment|instanceProfile):/,
        input: "role",
        target: "aws:iam/role:Role",
        is: "name",
        code: "iam:NoSuchEntity",
        source: "iam PutRolePolicy, AttachRolePolicy, AddRoleToInstanceProfile",
    },
    {
        types: /^aws:rds\/instance:/,
        input: "dbSubnetGroupName",
        target: "aws:rds/subnetGroup:SubnetGroup",
        is: "name",
        code: "rds:DBSubnetGroupNotFoundFault",
        source: "rds CreateDBInstance",
    },
    {
        types: /^aws:rds\/instance:/,
        input: "parameterGroupName",
        target: "aws:rds/parameterGroup:ParameterGroup",
        is: "name",
        code: "rds:DBParameterGroupNotFound",
        source: "rds CreateDBInstance, ModifyDBInstance",
    },
    {
        types: /^aws:rds\/eventSubscription:/,
        input: "sourceIds",
        target: ["aws:rds/instance:Instance", "aws:rds/parameterGroup:ParameterGroup"],
        is: ({ identifier, name }) => [text(identifier), text(name)],
        code: "rds:SourceNotFound",
        source: "rds CreateEventSubscription",
    },
    {
        types: /^aws:elasticache\/replicationGroup:/,
        input: "subnetGroupName",
        target: "aws:elasticache/subnetGroup:SubnetGroup",
        is: "name",
        code: "elasticache:CacheSubnetGroupNotFoundFault",
        source: "elasticache CreateReplicationGroup",
    },
    {
        types: /^aws:elasticache\/replicationGroup:/,
        input: "parameterGroupName",
        target: "aws:elasticache/parameterGroup:ParameterGroup",
        is: "name",
        code: "elasticache:CacheParameterGroupNotFound",
        source: "elasticache CreateReplicationGroup, ModifyReplicationGroup",
    },
    {
        types: /^aws:elasticache\/replicationGroup:/,
        input: "userGroupIds",
        target: "aws:elasticache/userGroup:UserGroup",
        is: "userGroupId",
        code: "elasticache:UserGroupNotFound",
        source: "elasticache CreateReplicationGroup, ModifyReplicationGroup",
    },
    {
        types: /^aws:elasticache\/userGroup:/,
        input: "userIds",
        target: "aws:elasticache/user:User",
        is: "userId",
        code: "elasticache:UserNotFound",
        source: "elasticache CreateUserGroup, ModifyUserGroup",
    },
    {
        types: /^aws:s3\/bucket[A-Z]/,
        input: "bucket",
        target: "aws:s3/bucket:Bucket",
        is: "bucket",
        code: "s3:NoSuchBucket",
        source: "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html",
    },
    {
        types: /^aws:backup\/selection:/,
        input: "planId",
        target: "aws:backup/plan:Plan",
        is: "id",
        code: "backup:InvalidParameterValueException",
        source: "backup CreateBackupSelection",
    },
    {
        types: /^aws:backup\/restoreTestingSelection:/,
        input: "restoreTestingPlanName",
        target: "aws:backup/restoreTestingPlan:RestoreTestingPlan",
        is: "name",
        code: "backup:ResourceNotFoundException",
        source: "backup CreateRestoreTestingSelection",
    },
    {
        types: /^aws:kms\/alias:/,
        input: "targetKeyId",
        target: "aws:kms/key:Key",
        is: (facts) => [text(facts.arn), text(facts.keyId)],
        code: "kms:NotFoundException",
        source: "kms CreateAlias, UpdateAlias",
    },
    {
        types: /^aws:autoscaling\/(schedule|tag):/,
        input: "autoscalingGroupName",
        target: "aws:eks/nodeGroup:NodeGroup",
        is: groupsOf,
        code: "autoscaling:ValidationError",
        source: "https://docs.aws.amazon.com/autoscaling/ec2/APIReference/CommonErrors.html",
    },
];

const byName = BY_NAME.map(({ types, input, target, is, code, source }): Rule<Creation> => ({
    id: `references.${/\w+\\\/\(?\w+/.exec(types.source)?.[0].replace(/\\\/\(?/, "/") ?? ""}.${input}`,
    source,
    codes: [code],
    refuses: ({ type, inputs, store, existing }) => {
        if (!types.test(type)) return undefined;
        const said = inputs[input];
        const targets = typeof target === "string" ? [target] : target;
        const known = (value: string): boolean =>
            value === "" ||
            value.startsWith("default.") ||
            value.startsWith("arn:") ||
            existing.has(value) ||
            store.live(...targets).some((object) => {
                const facts = factsOf(object);
                return (
                    object.id === value || (typeof is === "string" ? facts[is] === value : is(facts).includes(value))
                );
            });
        const missing = (Array.isArray(said) ? texts(said) : [text(said)]).find((value) => !known(value));
        if (missing === undefined) return undefined;
        return {
            code: wordOf(code),
            problem: `${input} is "${missing}", but no ${targets.join(" or ")} has this ${typeof is === "string" ? is : "name"}`,
            fix: `pass the output of the resource that ${input} means, or name what exists already in the stack file`,
        };
    },
}));

/** What AWS calls its policies: some have a path, and with another one there is none. */
const managedPolicyExists: Rule<Creation> = {
    id: "references.managedPolicy",
    source: "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html; iam AttachRolePolicy",
    codes: ["iam:NoSuchEntity"],
    refuses: ({ type, inputs }) => {
        const arn = text(inputs.policyArn);
        if (!type.startsWith("aws:iam/rolePolicyAttachment:") || !arn.includes(":iam::aws:policy/")) return undefined;
        if (managedPolicy(arn) !== undefined) return undefined;
        return {
            code: "NoSuchEntity",
            problem: `policyArn is ${arn}, which does not exist or is not attachable`,
            fix: "write the ARN as AWS's page of the policy has it, and add the policy to iam/managed",
        };
    },
};

export const references: readonly Rule<Creation>[] = [idExists, managedPolicyExists, ...byName];

/** EKS makes an Auto Scaling group for each node group. */
function groupsOf(facts: Readonly<Record<string, unknown>>): readonly string[] {
    const resources: readonly unknown[] = Array.isArray(facts.resources) ? facts.resources : [];
    return resources.flatMap((each) => {
        const groups = record(each).autoscalingGroups;
        return Array.isArray(groups) ? groups.map((group) => text(record(group).name)) : [];
    });
}

const OWN = new WeakMap<CloudObject, readonly string[]>();

/** Every id that is somebody's: of an object, or of what AWS made with it, such as a VPC's default security group. */
function identifiersIn(store: Store): ReadonlySet<string> {
    return new Set(store.live().flatMap(identifiersOf));
}

function identifiersOf(object: CloudObject): readonly string[] {
    const known = OWN.get(object);
    if (known !== undefined) return known;
    const given = new Set([...strings(object.inputs)].map(({ text: value }) => value));
    const answered = [...strings(object.outputs)]
        .map(({ text: value }) => value)
        .filter((value) => !given.has(value) && (ID.test(value) || ARN.test(value)));
    const own = [object.id, ...answered];
    OWN.set(object, own);
    return own;
}
