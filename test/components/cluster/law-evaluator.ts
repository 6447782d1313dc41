/** Admission policies judged as the API server does it: match, conditions, variables in order, validations, the message of the first that fails. */
import { Environment } from "@marcbachmann/cel-js";
import { specOf, type Law } from "../../../components/cluster/laws/law";

export interface Request {
    readonly object: Readonly<Record<string, unknown>>;
    readonly oldObject?: Readonly<Record<string, unknown>> | null;
    readonly namespace?: { readonly labels?: Record<string, string>; readonly annotations?: Record<string, string> };
    readonly groups?: readonly string[];
    /** The object that a binding names. */
    readonly params?: Readonly<Record<string, unknown>>;
    /** Name of the namespace. */
    readonly in?: string;
}

/** What Kubernetes declares beside `variables` (its "Validating Admission Policy", validation expression). */
const cel = (): Environment =>
    new Environment()
        .registerVariable("object", "dyn")
        .registerVariable("oldObject", "dyn")
        .registerVariable("namespaceObject", "dyn")
        .registerVariable("request", "dyn")
        .registerVariable("params", "dyn")
        .registerVariable("variables", "dyn")
        .registerFunction("quantity(string): dyn", (text: string) => BigInt(bytes(text)))
        .registerFunction("dyn.compareTo(dyn): int", (one: unknown, other: unknown) => {
            const [left, right] = [one as bigint, other as bigint];
            return left < right ? -1n : left > right ? 1n : 0n;
        });

/** Of the suffixes of a quantity those that claims use here. */
function bytes(text: string): number {
    const [, digits = "", suffix = ""] = /^([0-9]+)([KMGT]i)?$/.exec(text) ?? [];
    return Number(digits) * 1024 ** ["", "Ki", "Mi", "Gi", "Ti"].indexOf(suffix);
}

const known = new Map<string, ReturnType<Environment["parse"]>>();

function parsed(expression: string): ReturnType<Environment["parse"]> {
    const found = known.get(expression) ?? cel().parse(expression);
    known.set(expression, found);
    return found;
}

/** Throws where an expression does not compile. */
export function compile(law: Law): void {
    const { variables = [], validations = [], matchConditions = [] } = specOf(law) as Spec;
    const all = [
        ...variables.map(({ expression }) => expression),
        ...matchConditions.map(({ expression }) => expression),
        ...validations.flatMap(({ expression, messageExpression }) => [
            expression,
            ...(messageExpression === undefined ? [] : [messageExpression]),
        ]),
    ];
    for (const expression of all) {
        const checked = cel().check(expression);
        if (!checked.valid) throw new Error(`${expression}\n${String(checked.error)}`);
    }
}

interface Spec {
    readonly variables?: readonly { readonly name: string; readonly expression: string }[];
    readonly matchConditions?: readonly { readonly expression: string }[];
    readonly validations?: readonly {
        readonly expression: string;
        readonly message?: string;
        readonly messageExpression?: string;
    }[];
}

/** Messages of all validations that refuse; none where the law has nothing to say. */
export function judge(law: Law, request: Request): string[] {
    const { variables = [], validations = [], matchConditions = [] } = specOf(law) as Spec;
    const values: Record<string, unknown> = {};
    const context = {
        object: request.object,
        oldObject: request.oldObject ?? null,
        namespaceObject: { metadata: request.namespace ?? {} },
        request: { userInfo: { groups: [...(request.groups ?? [])] }, namespace: request.in ?? "" },
        params: request.params ?? null,
        variables: values,
    };
    const evaluate = (expression: string): unknown => parsed(expression)(context);
    if (!matchConditions.every(({ expression }) => evaluate(expression) === true)) return [];
    for (const { name, expression } of variables) values[name] = evaluate(expression);
    return validations
        .filter(({ expression }) => evaluate(expression) !== true)
        .map(({ message, messageExpression }) =>
            messageExpression === undefined ? String(message) : String(evaluate(messageExpression)),
        );
}
