/** IAM policy documents in one shape, whoever wrote them: a template, the program, or AWS. */

export type Values = readonly string[];

/** Operator -> condition key in lower case -> values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, Values>>>>;

export interface Statement {
    /** Where it stands, for messages: the policy's name and the statement's Sid or number. */
    readonly where: string;
    readonly allows: boolean;
    readonly actions: Values;
    /** The actions are those that it is not about. */
    readonly notActions: boolean;
    readonly resources: Values;
    readonly notResources: boolean;
    readonly conditions: Conditions;
    /** In resource and trust policies: kind of principal -> who. */
    readonly principals?: Readonly<Record<string, Values>>;
}

export interface Policy {
    readonly name: string;
    readonly statements: readonly Statement[];
}

type Tree = Readonly<Record<string, unknown>>;

/** Throws on what is not a policy: a document that is read half is worse than none. */
export function policyOf(name: string, document: unknown): Policy {
    const tree = typeof document === "string" ? (JSON.parse(document) as unknown) : document;
    if (!isTree(tree) || tree.Statement === undefined) throw new Error(`${name} is no policy document`);
    const statements = Array.isArray(tree.Statement) ? (tree.Statement as unknown[]) : [tree.Statement];
    return { name, statements: statements.map((each, index) => statementOf(name, index, each)) };
}

const KNOWN = new Set("Sid Effect Action NotAction Resource NotResource Condition Principal NotPrincipal".split(" "));

function statementOf(policy: string, index: number, value: unknown): Statement {
    const where = `${policy}, ${isTree(value) && typeof value.Sid === "string" ? value.Sid : `statement ${String(index + 1)}`}`;
    if (!isTree(value)) throw new Error(`${where} is no statement`);
    const unknown = Object.keys(value).filter((key) => !KNOWN.has(key));
    if (unknown.length > 0) throw new Error(`${where} has ${unknown.join()}, which no statement has`);
    if (value.Effect !== "Allow" && value.Effect !== "Deny") throw new Error(`${where} neither allows nor denies`);
    return {
        where,
        allows: value.Effect === "Allow",
        actions: texts(value.Action ?? value.NotAction, where),
        notActions: value.NotAction !== undefined,
        resources: texts(value.Resource ?? value.NotResource ?? "*", where),
        notResources: value.NotResource !== undefined,
        conditions: conditionsOf(value.Condition, where),
        ...(value.Principal === undefined ? {} : { principals: principalsOf(value.Principal, where) }),
    };
}

function conditionsOf(value: unknown, where: string): Conditions {
    if (value === undefined) return {};
    if (!isTree(value)) throw new Error(`${where} has a condition that is none`);
    return Object.fromEntries(
        Object.entries(value).map(([operator, keys]) => {
            if (!isTree(keys)) throw new Error(`${where} has a condition that is none: ${operator}`);
            const entries = Object.entries(keys).map(([key, values]) => [key.toLowerCase(), texts(values, where)]);
            return [operator, Object.fromEntries(entries) as Record<string, Values>];
        }),
    );
}

function principalsOf(value: unknown, where: string): Readonly<Record<string, Values>> {
    if (value === "*") return { AWS: ["*"] };
    if (!isTree(value)) throw new Error(`${where} has a principal that is none`);
    return Object.fromEntries(Object.entries(value).map(([kind, who]) => [kind, texts(who, where)]));
}

function texts(value: unknown, where: string): Values {
    const all = Array.isArray(value) ? (value as unknown[]) : [value];
    return all.map((each) => {
        if (typeof each === "string") return each;
        if (typeof each === "boolean" || typeof each === "number") return String(each);
        throw new Error(`${where} has ${JSON.stringify(each)} where a text belongs`);
    });
}

function isTree(value: unknown): value is Tree {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
