import type { CloudObject, Store } from "../../cloud/store";

/** Why AWS says no: its error code, what is wrong with which values, and what to change. */
export interface Refusal {
    readonly code: string;
    readonly problem: string;
    readonly fix: string;
}

/** A request as AWS sees it. */
export interface Creation {
    readonly type: string;
    /** Logical name, for the message. */
    readonly name: string;
    readonly inputs: Readonly<Record<string, unknown>>;
    /** Arguments that hold secrets: no message shows their values. */
    readonly secret?: ReadonlySet<string>;
    /** What the object would be: its id, name and the rest of the answer. */
    readonly id: string;
    readonly outputs: Readonly<Record<string, unknown>>;
    readonly store: Store;
    /** Ids and ARNs that exist outside of this environment, because the stack file names them. */
    readonly existing: ReadonlySet<string>;
    /** At an update, what it is before. */
    readonly object?: CloudObject;
}

export interface Update extends Creation {
    readonly object: CloudObject;
}

export interface Deletion {
    readonly object: CloudObject;
    readonly store: Store;
}

export interface Rule<Request> {
    /** Service and rule. Tests take each away in turn, and one of them must notice. */
    readonly id: string;
    /** Where AWS says so, as a stranger can find it: `service Operation` is the API's model in botocore, with its documentation. */
    readonly source: string;
    /** What it may answer: `service:Code`. */
    readonly codes: readonly string[];
    readonly refuses: (request: Request) => Refusal | undefined;
}

/** What is wrong, and what to change. */
export type Fault = readonly [problem: string, fix: string];

/** A rule about one kind of resource, or several, that has one word for all that it finds. */
export function about({
    types,
    code,
    faultOf,
    ...rule
}: {
    readonly id: string;
    readonly types: readonly string[];
    readonly code: string;
    readonly source: string;
    readonly faultOf: (creation: Creation) => Fault | undefined;
}): Rule<Creation> {
    return {
        ...rule,
        codes: [code],
        refuses: (creation) => {
            const fault = types.includes(creation.type) ? faultOf(creation) : undefined;
            return fault && { code: wordOf(code), problem: fault[0], fix: fault[1] };
        },
    };
}

export function firstRefusal<Request>(rules: readonly Rule<Request>[], request: Request): Refusal | undefined {
    for (const rule of rules) {
        const refusal = rule.refuses(request);
        if (refusal !== undefined) return refusal;
    }
    return undefined;
}

/** The word of an SDK, without the service. */
export const wordOf = (code: string): string => code.slice(code.indexOf(":") + 1);

export function text(value: unknown): string {
    return typeof value === "string"
        ? value
        : typeof value === "number" || typeof value === "boolean"
          ? String(value)
          : "";
}

export function record(value: unknown): Readonly<Record<string, unknown>> {
    return typeof value === "object" && value !== null && !Array.isArray(value)
        ? (value as Record<string, unknown>)
        : {};
}

/** The entries of a list that are records. */
export function records(value: unknown): readonly Readonly<Record<string, unknown>>[] {
    return Array.isArray(value) ? value.map(record) : [];
}

export function texts(value: unknown): readonly string[] {
    return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}
