/** Where a rule does not hold, why that is right, and until when. Everything else that a rule finds is wrong. */
import type { Graph } from "../plan/graph";
import type { Finding } from "./rule";

export interface Exception {
    readonly rule: string;
    readonly type: string;
    /** Which resources, by logical name. */
    readonly names: RegExp;
    /** Which findings of the rule, by message. Default all. */
    readonly messages?: RegExp;
    readonly reason: string;
    /** Day (YYYY-MM-DD) from which it is a finding again, unless somebody has looked at it anew. */
    readonly expires: string;
}

export const EXCEPTIONS: readonly Exception[] = [];

/** The exception that covers a finding, if one does on that day. */
export function exceptionFor(
    finding: Finding,
    graph: Graph,
    today: string,
    exceptions: readonly Exception[] = EXCEPTIONS,
): Exception | undefined {
    const { type, name } = graph.get(finding.urn);
    return exceptions.find(
        (exception) =>
            exception.rule === finding.rule &&
            exception.type === type &&
            exception.names.test(name) &&
            (exception.messages?.test(finding.message) ?? true) &&
            today < exception.expires,
    );
}
