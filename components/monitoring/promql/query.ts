/** An expression that knows which metrics it is made of, so that what nobody catalogued cannot be asked. */
import type { Histogram, Metric } from "../catalogue";

export interface Query {
    readonly expr: string;
    /** Every metric in it, each once; those behind a recorded series too. */
    readonly metrics: readonly Metric[];
    /** A binary operator is outermost: it needs parentheses inside another. */
    readonly binary?: true;
    /** A quantile of it: only a bound of its buckets can be compared with exactly. */
    readonly quantileOf?: Histogram;
    /** Recorded series in it, by name. */
    readonly rules?: readonly string[];
}

/** Prometheus' own, and Grafana's for the step of a panel. */
export type Range = `${number}${"s" | "m" | "h" | "d" | "w"}` | "$__rate_interval" | "$__range";

/** What a label must be: a value; any of several; a regular expression, anchored as Prometheus does it; or not these. */
export type Matcher =
    | string
    | readonly string[]
    | { readonly not: string | readonly string[] }
    | { readonly matches: string }
    | { readonly notMatches: string };

export type Matchers = Readonly<Record<string, Matcher>>;

/** What Prometheus and its operator add when they scrape; `le` is the buckets' own. */
export const TARGET_LABELS: readonly string[] = [
    ...["namespace", "pod", "container", "service", "endpoint", "job", "instance", "node", "le"],
];

export function queryOf(expr: string, parts: readonly Query[], more: Pick<Query, "binary" | "quantileOf"> = {}): Query {
    const rules = [...new Set(parts.flatMap(({ rules = [] }) => rules))];
    return {
        expr,
        metrics: [...new Set(parts.flatMap(({ metrics }) => metrics))],
        ...(rules.length > 0 && { rules }),
        ...more,
    };
}

/** As an operand of a binary operator. */
export const operand = ({ expr, binary }: Query): string => (binary === true ? `(${expr})` : expr);

/** The braces of a selector; empty without matchers. Throws for a label that the metric does not have. */
export function selector(metric: Metric, matchers: Matchers): string {
    const unknown = Object.keys(matchers).filter(
        (label) => !metric.labels.includes(label) && !TARGET_LABELS.includes(label),
    );
    if (unknown.length > 0)
        throw new Error(
            `${metric.name} has no label ${unknown.join(", ")}: it has ${metric.labels.join(", ") || "none"}`,
        );
    const all = Object.entries(matchers).map(([label, matcher]) => matcherText(label, matcher));
    return all.length === 0 ? "" : `{${all.join(",")}}`;
}

function matcherText(label: string, matcher: Matcher): string {
    if (typeof matcher === "string") return `${label}=${quoted(matcher)}`;
    if (isList(matcher)) return `${label}=~${quoted(anyOf(matcher))}`;
    if ("matches" in matcher) return `${label}=~${quoted(matcher.matches)}`;
    if ("notMatches" in matcher) return `${label}!~${quoted(matcher.notMatches)}`;
    const { not } = matcher;
    return typeof not === "string" ? `${label}!=${quoted(not)}` : `${label}!~${quoted(anyOf(not))}`;
}

const isList = (matcher: Matcher): matcher is readonly string[] => Array.isArray(matcher);
const anyOf = (values: readonly string[]): string => values.map(escaped).join("|");
/** RE2's special characters; a dot in a host name is a dot. */
const escaped = (value: string): string => value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const quoted = (value: string): string => JSON.stringify(value);
