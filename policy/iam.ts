/** IAM policy documents in the graph, in one shape. */
import type { Graph, RecordedResource } from "../plan/graph";
import { isMap, json, list, type Map as JsonMap } from "./inputs";
import { TYPE } from "./types";

/** `identity`: what a principal may do. `trust`: who may become a role. `resource`: who may use a thing. */
export type PolicyKind = "identity" | "trust" | "resource";

export interface PolicyStatement {
    readonly resource: RecordedResource;
    readonly kind: PolicyKind;
    readonly sid: string;
    readonly allows: boolean;
    readonly actions: readonly string[];
    readonly resources: readonly string[];
    /** By kind; `"*"` is `{ AWS: ["*"] }`, which means the same. */
    readonly principals: Readonly<Record<string, readonly string[]>>;
    /** Condition keys in lower case -> values; operators left out. */
    readonly conditions: Readonly<Record<string, readonly string[]>>;
}

interface Place {
    readonly type: string;
    readonly property: string;
    readonly kind: PolicyKind;
}

/** Every input that is a policy. test/policy/iam.test.ts holds it against the provider's types, for the types that the program uses. */
export const POLICY_INPUTS: readonly Place[] = [
    { type: TYPE.role, property: "assumeRolePolicy", kind: "trust" },
    { type: TYPE.rolePolicy, property: "policy", kind: "identity" },
    { type: "aws:iam/policy:Policy", property: "policy", kind: "identity" },
    { type: "aws:eks/podIdentityAssociation:PodIdentityAssociation", property: "policy", kind: "identity" },
    { type: TYPE.key, property: "policy", kind: "resource" },
    { type: TYPE.keyPolicy, property: "policy", kind: "resource" },
    { type: TYPE.bucket, property: "policy", kind: "resource" },
    { type: TYPE.bucketPolicy, property: "policy", kind: "resource" },
    { type: TYPE.topicPolicy, property: "policy", kind: "resource" },
    { type: TYPE.topic, property: "policy", kind: "resource" },
    { type: "aws:sqs/queue:Queue", property: "policy", kind: "resource" },
    { type: "aws:sqs/queuePolicy:QueuePolicy", property: "policy", kind: "resource" },
    { type: TYPE.vpcEndpoint, property: "policy", kind: "resource" },
    { type: TYPE.secret, property: "policy", kind: "resource" },
    { type: "aws:secretsmanager/secretPolicy:SecretPolicy", property: "policy", kind: "resource" },
    { type: "aws:efs/fileSystemPolicy:FileSystemPolicy", property: "policy", kind: "resource" },
    { type: "aws:backup/vaultPolicy:VaultPolicy", property: "policy", kind: "resource" },
    { type: "aws:cloudwatch/logResourcePolicy:LogResourcePolicy", property: "policyDocument", kind: "resource" },
    { type: "aws:ecr/repositoryPolicy:RepositoryPolicy", property: "policy", kind: "resource" },
];

/** Every statement of every policy that is known: those with unknown ARNs in them are read in update mode. */
export function statements(graph: Graph, ...kinds: readonly PolicyKind[]): readonly PolicyStatement[] {
    return POLICY_INPUTS.filter(({ kind }) => kinds.includes(kind)).flatMap(({ type, property, kind }) =>
        graph.ofType(type).flatMap((resource) => statementsOf(resource, property, kind)),
    );
}

export function statementsOf(
    resource: RecordedResource,
    property: string,
    kind: PolicyKind,
): readonly PolicyStatement[] {
    const text = resource.inputs[property];
    return documentOf(text).map((statement) => ({
        resource,
        kind,
        sid: typeof statement.Sid === "string" ? statement.Sid : "without Sid",
        allows: statement.Effect === "Allow",
        actions: texts(statement.Action ?? (statement.NotAction === undefined ? [] : "*")),
        resources: texts(statement.Resource ?? (statement.NotResource === undefined ? [] : "*")),
        principals: principalsOf(statement),
        conditions: conditionsOf(statement.Condition),
    }));
}

// Six rules read each document, in every graph that a test makes of one recording.
const documents = new Map<string, readonly JsonMap[]>();
const MOST_DOCUMENTS = 1000;

function documentOf(text: unknown): readonly JsonMap[] {
    if (typeof text !== "string") return [];
    let parsed = documents.get(text);
    if (parsed === undefined) {
        const document = json(text);
        parsed = isMap(document) ? list(document.Statement).filter(isMap) : [];
        if (documents.size >= MOST_DOCUMENTS) documents.clear();
        documents.set(text, parsed);
    }
    return parsed;
}

const texts = (value: unknown): readonly string[] => list(value).map(String);

function principalsOf({ Principal, NotPrincipal }: JsonMap): Readonly<Record<string, readonly string[]>> {
    if (NotPrincipal !== undefined || Principal === "*") return { AWS: ["*"] };
    return isMap(Principal)
        ? Object.fromEntries(Object.entries(Principal).map(([kind, who]) => [kind, texts(who)]))
        : {};
}

function conditionsOf(condition: unknown): Readonly<Record<string, readonly string[]>> {
    const byKey = Object.values(isMap(condition) ? condition : {})
        .filter(isMap)
        .flatMap((operands) => Object.entries(operands));
    return Object.fromEntries(byKey.map(([key, values]) => [key.toLowerCase(), texts(values)]));
}
