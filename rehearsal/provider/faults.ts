import type { Subject } from "./provider";

/** What goes wrong when a matching resource is created. Only `stray`, `fill`, `before` and `expire` leave the engine's own picture right. */
export const FAULTS = {
    before: "refuses, and nothing exists",
    after: "exists, but the answer is an error, as when a connection breaks",
    hang: "exists, and never answers",
    slow: "exists, and answers after ten times its time",
    fill: "somebody else puts content into it (buckets)",
    expire: "refuses, and so does every call to AWS after it: the credentials have expired",
    again: "comes back as soon as it is deleted, because its service still writes to it (log groups of EKS and RDS)",
    stray: "somebody else leaves a network interface in its subnets when it goes",
} as const;

export type FaultKind = keyof typeof FAULTS;

export interface Fault {
    /** A type token, a logical name, or a URN. */
    readonly on: string;
    readonly kind: FaultKind;
}

/** Reads `aws:rds/instance:Instance=hang`. */
export function parseFault(text: string): Fault {
    const [, on, kind] = /^(.+)=([a-z]+)$/.exec(text) ?? [];
    if (on === undefined || kind === undefined || !isFaultKind(kind))
        throw new Error(`"${text}" is not a fault: write <type, name or URN>=<${Object.keys(FAULTS).join("|")}>`);
    return { on, kind };
}

export function hasFault(faults: readonly Fault[], kind: FaultKind, subject: Subject): boolean {
    return faults.some((fault) => fault.kind === kind && [subject.type, subject.name, subject.urn].includes(fault.on));
}

function isFaultKind(text: string): text is FaultKind {
    return text in FAULTS;
}
