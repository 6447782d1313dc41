/** From queries to a query: over several series, with each other, with a threshold. */
import { byText, notABound } from "./select";
import { operand, queryOf, type Query } from "./query";

type By = readonly string[];

export const sumBy = (by: By, query: Query): Query => aggregate("sum", by, query);
export const maxBy = (by: By, query: Query): Query => aggregate("max", by, query);
export const minBy = (by: By, query: Query): Query => aggregate("min", by, query);
export const averageBy = (by: By, query: Query): Query => aggregate("avg", by, query);
export const countBy = (by: By, query: Query): Query => aggregate("count", by, query);
export const sum = (query: Query): Query => sumBy([], query);
export const max = (query: Query): Query => maxBy([], query);
export const top = (n: number, query: Query): Query => queryOf(`topk(${n}, ${query.expr})`, [query]);

/** How two sides find each other, where their labels differ; `take` are labels that one side alone has. */
export interface Matching {
    readonly on: By;
    /** Several series on the left for one on the right; these labels of the right come along. */
    readonly take?: By;
}

type Side = Query | number;

export const plus = (left: Side, right: Side, matching?: Matching): Query => binary("+", left, right, matching);
export const minus = (left: Side, right: Side, matching?: Matching): Query => binary("-", left, right, matching);
export const times = (left: Side, right: Side, matching?: Matching): Query => binary("*", left, right, matching);
export const over = (left: Side, right: Side, matching?: Matching): Query => binary("/", left, right, matching);

/** Series of the left for which the right has one too. */
export const and = (left: Query, right: Query, on?: By): Query => binary("and", left, right, on && { on });
/** Series of the left, and those of the right that the left lacks. */
export const or = (left: Query, right: Query, on?: By): Query => binary("or", left, right, on && { on });
/** Series of the left for which the right has none. */
export const unless = (left: Query, right: Query, on?: By): Query => binary("unless", left, right, on && { on });
/** 0 where nothing is counted yet. Only for a query without labels: the 0 has none. */
export const orZero = (query: Query): Query => queryOf(`${operand(query)} or vector(0)`, [query], { binary: true });

/** One series that is always there. */
export const always = (): Query => queryOf("vector(1)", []);

/** 1 where a query has no result at all. */
export const none = (query: Query): Query => queryOf(`absent(${query.expr})`, [query]);

export const above = (query: Query, threshold: Side, matching?: Matching): Query =>
    compared(">", query, threshold, matching);
export const atLeast = (query: Query, threshold: Side, matching?: Matching): Query =>
    compared(">=", query, threshold, matching);
export const below = (query: Query, threshold: Side, matching?: Matching): Query =>
    compared("<", query, threshold, matching);
export const atMost = (query: Query, threshold: Side, matching?: Matching): Query =>
    compared("<=", query, threshold, matching);
export const equals = (query: Query, threshold: Side, matching?: Matching): Query =>
    compared("==", query, threshold, matching);
export const differs = (query: Query, threshold: Side, matching?: Matching): Query =>
    compared("!=", query, threshold, matching);

/** A label made out of another's value. */
export const labelled = (query: Query, label: string, to: string, from: string, pattern: string): Query =>
    queryOf(
        `label_replace(${query.expr}, ${[label, to, from, pattern].map((text) => JSON.stringify(text)).join(", ")})`,
        [query],
    );

/** The series of a recording rule, with what it was recorded from. */
export const recorded = (name: string, from: Query): Query => ({
    ...queryOf(name, [from]),
    rules: [...new Set([...(from.rules ?? []), name])],
});

type Comparison = ">" | ">=" | "<" | "<=" | "==" | "!=";

function compared(operator: Comparison, query: Query, threshold: Side, matching?: Matching): Query {
    const { quantileOf } = query;
    if (quantileOf !== undefined && typeof threshold === "number") {
        if (!quantileOf.buckets.includes(threshold)) throw new Error(notABound(quantileOf, threshold));
        if (operator === ">" && threshold === quantileOf.buckets.at(-1))
            throw new Error(
                `a quantile of ${quantileOf.name} is never above ${threshold}, its largest bound: use atLeast`,
            );
    }
    return binary(operator, query, threshold, matching);
}

function binary(operator: string, left: Side, right: Side, matching?: Matching): Query {
    const on = matching === undefined ? "" : ` on (${matching.on.join(", ")})`;
    const take = matching?.take === undefined ? "" : ` group_left (${matching.take.join(", ")})`;
    const parts = [left, right].filter((side): side is Query => typeof side !== "number");
    return queryOf(`${text(left)} ${operator}${on}${take} ${text(right)}`, parts, { binary: true });
}

const text = (side: Side): string => (typeof side === "number" ? String(side) : operand(side));

function aggregate(operator: string, by: By, query: Query): Query {
    return queryOf(`${operator}${byText(by)}(${query.expr})`, [query]);
}
