/** What a rule is: a pure function over what the program registered. */
import type { Environment } from "../config/environment";
import type { Graph, RecordedResource } from "../plan/graph";

/** What a rule may know besides the graph. An `Environment` is one. */
export type PolicyContext = Pick<Environment, "project" | "stack" | "account" | "region" | "data" | "profile"> &
    Partial<Pick<Environment, "existing" | "clusterServices" | "systems" | "images" | "domain">>;

export interface Finding {
    /** Id of the rule. */
    readonly rule: string;
    readonly urn: string;
    /** What is wrong, in words that say what to change. */
    readonly message: string;
}

export interface Rule {
    readonly id: string;
    /** What holds when there is no finding, as a sentence. */
    readonly title: string;
    /** Where it comes from: a rule of docs/design.md, public documentation, or the controls of scanners. */
    readonly source: string;
    readonly check: (graph: Graph, context: PolicyContext) => readonly Finding[];
}

/** One wrong thing about one resource. */
export type Complaint = readonly [resource: RecordedResource, message: string];

/** A rule that looks at the whole graph. */
export function rule(
    id: string,
    title: string,
    source: string,
    complaints: (graph: Graph, context: PolicyContext) => Iterable<Complaint>,
): Rule {
    const check = (graph: Graph, context: PolicyContext) =>
        [...complaints(graph, context)].map(([{ urn }, message]) => ({ rule: id, urn, message }));
    return { id, title, source, check };
}

/** A rule that looks at one resource at a time. It answers what is wrong, or nothing. */
export function ruleFor(
    types: readonly string[],
    id: string,
    title: string,
    source: string,
    check: (resource: RecordedResource, context: PolicyContext, graph: Graph) => readonly string[] | string | undefined,
): Rule {
    return rule(id, title, source, (graph, context) =>
        graph.ofType(...types).flatMap((resource) => {
            const wrong = check(resource, context, graph) ?? [];
            return (typeof wrong === "string" ? [wrong] : wrong).map((message): Complaint => [resource, message]);
        }),
    );
}
