import type { Graph } from "../plan/graph";
import { exceptionFor, EXCEPTIONS, type Exception } from "./exceptions";
import type { Finding, PolicyContext, Rule } from "./rule";
import { RULES } from "./rules";

export interface Evaluation {
    readonly rules: readonly Rule[];
    /** What is wrong. */
    readonly findings: readonly Finding[];
    /** What would be wrong, had nobody said why it is not. */
    readonly excepted: readonly { readonly finding: Finding; readonly exception: Exception }[];
    /** The exceptions that were needed. */
    readonly exceptions: readonly Exception[];
    /** Day on which the first of them ends. */
    readonly nextExpiry?: string;
}

export interface EvaluateOptions {
    /** Day (YYYY-MM-DD) for which exceptions are weighed. */
    readonly today: string;
    readonly rules?: readonly Rule[];
    readonly exceptions?: readonly Exception[];
}

/**
 * Holds every rule against what a program registered. Give it a recording in update mode: policies whose ARNs are not known yet cannot be
 * read in a preview.
 */
export function evaluate(
    graph: Graph,
    context: PolicyContext,
    { today, rules = RULES, exceptions = EXCEPTIONS }: EvaluateOptions,
): Evaluation {
    const findings: Finding[] = [];
    const excepted: { finding: Finding; exception: Exception }[] = [];
    for (const finding of rules.flatMap((rule) => rule.check(graph, context))) {
        const exception = exceptionFor(finding, graph, today, exceptions);
        if (exception === undefined) findings.push(finding);
        else excepted.push({ finding, exception });
    }
    const needed = exceptions.filter((exception) => excepted.some((each) => each.exception === exception));
    const [nextExpiry] = needed.map(({ expires }) => expires).sort();
    return { rules, findings, excepted, exceptions: needed, ...(nextExpiry !== undefined && { nextExpiry }) };
}
