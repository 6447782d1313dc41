/** Policy documents: their grammar, whom they name, how long they are, and that whoever writes a key's or file system's policy may write it again. */
import { repeated } from "../../../config/checks/check";
import { policyOf, type Policy, type Statement } from "../../../iam/policy";
import { actionMatches } from "../../../iam/match";
import { factsOf, type CloudObject, type Store } from "../../cloud/store";
import { about, text, type Creation, type Fault, type Rule } from "./refusal";

interface Kind {
    readonly type: string;
    readonly argument: string;
    readonly code: string;
    readonly source: string;
    /** A document of a resource says who; one of a role does not, and says on what. */
    readonly ofResource: boolean;
}

const GRAMMAR = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html";
const S3 = "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html";
const ROLE = "aws:iam/role:Role";
const INLINE = "aws:iam/rolePolicy:RolePolicy";
const KEY = "aws:kms/key:Key";
const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";

const KINDS: readonly Kind[] = [
    {
        ...{ type: KEY, argument: "policy", ofResource: true },
        ...{ code: "kms:MalformedPolicyDocumentException", source: "kms CreateKey, PutKeyPolicy" },
    },
    {
        ...{ type: ROLE, argument: "assumeRolePolicy", ofResource: true },
        ...{ code: "iam:MalformedPolicyDocument", source: "iam CreateRole, UpdateAssumeRolePolicy" },
    },
    {
        ...{ type: INLINE, argument: "policy", ofResource: false },
        ...{ code: "iam:MalformedPolicyDocument", source: "iam PutRolePolicy" },
    },
    {
        ...{ type: "aws:iam/policy:Policy", argument: "policy", ofResource: false },
        ...{ code: "iam:MalformedPolicyDocument", source: "iam CreatePolicy" },
    },
    { type: BUCKET_POLICY, argument: "policy", ofResource: true, code: "s3:MalformedPolicy", source: S3 },
    {
        ...{ type: "aws:sns/topicPolicy:TopicPolicy", argument: "policy", ofResource: true },
        ...{ code: "sns:InvalidParameter", source: "sns SetTopicAttributes" },
    },
    {
        ...{ type: "aws:efs/fileSystemPolicy:FileSystemPolicy", argument: "policy", ofResource: true },
        ...{ code: "efs:InvalidPolicyException", source: "efs PutFileSystemPolicy" },
    },
];

const kindOf = (type: string): Kind | undefined => KINDS.find((each) => each.type === type);

/** Undefined where there is none, or one that is not known yet; a text where it cannot be read. */
function documentOf({ type, inputs }: Pick<Creation, "type" | "inputs">): Policy | string | undefined {
    const said = text(inputs[kindOf(type)?.argument ?? ""]);
    if (said === "") return undefined;
    try {
        return policyOf("the policy", said);
    } catch (error) {
        return error instanceof SyntaxError ? "it is no JSON" : error instanceof Error ? error.message : "";
    }
}

/** Undefined where there is none that can be read: who refuses that is the grammar. */
function readable(of: Pick<Creation, "type" | "inputs">): Policy | undefined {
    const document = documentOf(of);
    return typeof document === "string" ? undefined : document;
}

const NAMED = /^[A-Za-z0-9]*$/;
const ACTION = /^(\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/;
const RESOURCE = /^(\*|arn:[^:]*:[^:]*:[^:]*:[^:]*:.+|\$\{.*)$/;

function grammarFault(said: string, kind: Kind): string | undefined {
    const tree = JSON.parse(said) as { Version?: unknown; Statement: unknown };
    if (tree.Version !== undefined && !["2012-10-17", "2008-10-17"].includes(text(tree.Version)))
        return `Version is ${text(tree.Version)}, and may be 2012-10-17`;
    const raw = (Array.isArray(tree.Statement) ? tree.Statement : [tree.Statement]) as Record<string, unknown>[];
    const sids = raw.map(({ Sid }) => text(Sid)).filter((sid) => sid !== "");
    const twice = repeated(sids)[0]?.value;
    if (twice !== undefined) return `two statements have the Sid ${twice}`;
    const odd = kind.type.startsWith("aws:iam/") ? sids.find((sid) => !NAMED.test(sid)) : undefined;
    if (odd !== undefined) return `the Sid ${odd} has more than letters and digits`;
    for (const each of raw) {
        const principal = each.Principal ?? each.NotPrincipal;
        if (kind.ofResource !== (principal !== undefined))
            return kind.ofResource ? "a statement has no Principal" : "a statement has a Principal";
        if (each.Action === undefined && each.NotAction === undefined) return "a statement has no Action";
        if (kind.type === ROLE ? each.Resource !== undefined : !kind.ofResource && each.Resource === undefined)
            if (each.NotResource === undefined) return `a statement has ${kind.type === ROLE ? "a" : "no"} Resource`;
    }
    return undefined;
}

function statementFault({ actions, resources }: Statement, kind: Kind): string | undefined {
    const action = actions.find((each) => !ACTION.test(each));
    if (action !== undefined) return `the action ${action} has no service before it`;
    const resource = kind.type === ROLE ? undefined : resources.find((each) => !RESOURCE.test(each));
    return resource === undefined ? undefined : `the resource ${resource} is neither * nor an ARN`;
}

const grammar = KINDS.map((kind) =>
    about({
        id: `documents.grammar.${kind.type.split(":")[1] ?? ""}`,
        types: [kind.type],
        code: kind.code,
        source: `${kind.source}; ${GRAMMAR}`,
        faultOf: (creation): Fault | undefined => {
            const document = documentOf(creation);
            if (document === undefined) return undefined;
            const fault =
                typeof document === "string"
                    ? document
                    : (grammarFault(text(creation.inputs[kind.argument]), kind) ??
                      document.statements.map((each) => statementFault(each, kind)).find((each) => each !== undefined));
            return fault === undefined ? undefined : [`${kind.argument} is malformed: ${fault}`, "mend that statement"];
        },
    }),
);

/** AWS looks a role or user up when a policy names it as a principal; an account, a service and `*` it takes as they are. */
const principals = KINDS.filter(({ ofResource }) => ofResource).map((kind) =>
    about({
        id: `documents.principal.${kind.type.split(":")[1] ?? ""}`,
        types: [kind.type],
        code: kind.code,
        source: `${kind.source}; https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html; https://github.com/terraform-aws-modules/terraform-aws-kms/issues/30 has the answer`,
        faultOf: (creation): Fault | undefined => {
            const named = readable(creation)?.statements.flatMap(({ principals: who }) => who?.AWS ?? []);
            const missing = named?.find((arn) => !isThere(arn, creation));
            if (missing === undefined) return undefined;
            return [
                `${kind.argument} names ${missing} as a principal, which does not exist${missing.includes("aws-service-role/") ? ": AWS makes it on the first use of its service, so a new account lacks it" : ""}`,
                "make that principal first, or name the account's root with a condition on aws:PrincipalArn",
            ];
        },
    }),
);

function isThere(arn: string, { store, existing }: Creation): boolean {
    if (arn === "*" || /^\d{12}$/.test(arn) || arn.endsWith(":root") || existing.has(arn)) return true;
    return store.live(ROLE).some((role) => factsOf(role).arn === arn);
}

/** KMS and EFS refuse a policy by which nobody could change it again. */
const LOCKS = [
    {
        ...{ type: KEY, action: "kms:PutKeyPolicy", bypass: "bypassPolicyLockoutSafetyCheck" },
        ...{ code: "kms:MalformedPolicyDocumentException", source: "kms PutKeyPolicy, BypassPolicyLockoutSafetyCheck" },
    },
    {
        ...{ type: "aws:efs/fileSystemPolicy:FileSystemPolicy", action: "elasticfilesystem:PutFileSystemPolicy" },
        ...{ bypass: "bypassPolicyLockoutSafetyCheck", code: "efs:InvalidPolicyException" },
        source: "efs PutFileSystemPolicy, BypassPolicyLockoutSafetyCheck",
    },
] as const;

const lockout = LOCKS.map(({ type, action, bypass, code, source }) =>
    about({
        ...{ id: `documents.lockout.${type.split(":")[1] ?? ""}`, types: [type], code, source },
        faultOf: (creation): Fault | undefined => {
            const document = readable(creation);
            if (document === undefined || creation.inputs[bypass] === true) return undefined;
            const aboutIt = document.statements.filter(
                ({ actions, notActions }) => actions.some((each) => actionMatches(each, action)) !== notActions,
            );
            const open = aboutIt.some(
                ({ allows, principals: who = {}, conditions }) =>
                    allows && Object.keys(conditions).length === 0 && (who.AWS ?? []).length > 0,
            );
            // A file system's policy only adds to what IAM allows; it locks out by a denial.
            const shut = aboutIt.some(
                ({ allows, principals: who = {}, conditions }) =>
                    !allows && Object.keys(conditions).length === 0 && (who.AWS ?? []).includes("*"),
            );
            if (type === KEY ? open : !shut) return undefined;
            return [
                `by this policy nobody of the account may ${action} any more`,
                `allow ${action} to the account (its root), without a condition`,
            ];
        },
    }),
);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: characters without blanks. */
const SIZES = { assumeRolePolicy: 2048, inline: 10_240, managed: 6144 } as const;
const QUOTAS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html";
const sizeOf = (value: unknown): number => text(value).replace(/\s/g, "").length;

const size = about({
    id: "documents.size",
    types: [ROLE, INLINE, "aws:iam/policy:Policy"],
    code: "iam:LimitExceeded",
    source: `iam CreateRole, PutRolePolicy, CreatePolicy; ${QUOTAS}`,
    faultOf: ({ type, inputs, object, store }) => {
        const [has, most, what] =
            type === ROLE
                ? [sizeOf(inputs.assumeRolePolicy), SIZES.assumeRolePolicy, "assumeRolePolicy has"]
                : type === INLINE
                  ? [
                        inlineOf(text(inputs.role), store, object) + sizeOf(inputs.policy),
                        SIZES.inline,
                        "the role's inline policies together have",
                    ]
                  : [sizeOf(inputs.policy), SIZES.managed, "policy has"];
        return has <= most ? undefined : [`${what} ${has} characters, and IAM takes ${most}`, "split it, or name less"];
    },
});

function inlineOf(role: string, store: Store, except: CloudObject | undefined): number {
    return store
        .live(INLINE)
        .filter((each) => each.id !== except?.id && factsOf(each).role === role)
        .reduce((sum, each) => sum + sizeOf(factsOf(each).policy), 0);
}

/** What S3 asks of a bucket's policy beside its grammar. */
const ofItsBucket = about({
    id: "documents.bucketResource",
    types: [BUCKET_POLICY],
    code: "s3:MalformedPolicy",
    source: `${S3}; https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-bucket-user-policy-specifying-principal-intro.html`,
    faultOf: (creation) => {
        const own = new RegExp(`^arn:[^:]*:s3:::${text(creation.inputs.bucket).replaceAll(".", "\\.")}(/.*)?$`);
        const other = readable(creation)
            ?.statements.flatMap(({ resources }) => resources)
            .find((each) => !own.test(each));
        return other === undefined
            ? undefined
            : [`policy is about ${other}, and its bucket is ${text(creation.inputs.bucket)}`, "name this bucket"];
    },
});

const notPublic = about({
    id: "documents.bucketIsPublic",
    types: [BUCKET_POLICY],
    code: "s3:AccessDenied",
    source: `${S3}; https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html: BlockPublicPolicy`,
    faultOf: (creation) => {
        const document = readable(creation);
        const block = creation.store
            .live("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock")
            .find((each) => factsOf(each).bucket === creation.inputs.bucket);
        if (document === undefined || block === undefined) return undefined;
        const open = document.statements.some(
            ({ allows, principals: who = {}, conditions }) =>
                allows && (who.AWS ?? []).includes("*") && Object.keys(conditions).length === 0,
        );
        return open && factsOf(block).blockPublicPolicy === true
            ? [
                  "policy lets everybody in, and blockPublicPolicy of the bucket is on",
                  "name who may, or add a condition",
              ]
            : undefined;
    },
});

export const documents: readonly Rule<Creation>[] = [
    ...grammar,
    ...principals,
    ...lockout,
    size,
    ofItsBucket,
    notPublic,
];

/** Whether a key's policy lets a service of AWS in. */
export function keyAdmits(key: CloudObject, service: RegExp): boolean {
    const document = documentOf({ type: key.type, inputs: factsOf(key) });
    if (document === undefined || typeof document === "string") return document !== undefined;
    return document.statements.some(
        ({ allows, principals: who = {} }) => allows && (who.Service ?? []).some((each) => service.test(each)),
    );
}
