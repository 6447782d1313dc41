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
    /** What the object would be: its id, name and the rest of the answer. */
    readonly id: string;
    readonly outputs: Readonly<Record<string, unknown>>;
    readonly store: Store;
    /** Ids and ARNs that exist outside of this environment, because the stack file names them. */
    readonly existing: ReadonlySet<string>;
}

export interface Update extends Creation {
    readonly object: CloudObject;
}

export interface Deletion {
    readonly object: CloudObject;
    readonly store: Store;
}

export type Rule<Request> = (request: Request) => Refusal | undefined;

export function firstRefusal<Request>(rules: readonly Rule<Request>[], request: Request): Refusal | undefined {
    for (const rule of rules) {
        const refusal = rule(request);
        if (refusal !== undefined) return refusal;
    }
    return undefined;
}

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
