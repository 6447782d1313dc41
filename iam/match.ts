/** Wildcards and variables of policies (IAM user guide, "IAM JSON policy elements: Resource" and "Variables and tags"). */

import type { Values } from "./policy";

/** What is known of a request: condition key in lower case -> values. A key that is not there is absent, which conditions can ask for. */
export type Context = Readonly<Record<string, Values>>;

type Matcher = (text: string) => boolean;

// The same patterns are held against text after text.
const exact = new Map<string, Matcher>();
const folded = new Map<string, Matcher>();

/** `*` is any text, `?` any character. */
export function like(pattern: string, text: string, ignoreCase = false): boolean {
    const known = ignoreCase ? folded : exact;
    let matches = known.get(pattern);
    if (matches === undefined) {
        matches = matcherOf(pattern, ignoreCase);
        known.set(pattern, matches);
    }
    return matches(text);
}

function matcherOf(pattern: string, ignoreCase: boolean): Matcher {
    if (!/[*?\uE001-\uE003]/.test(pattern)) {
        if (!ignoreCase) return (text) => text === pattern;
        const lower = pattern.toLowerCase();
        return (text) => text.length === pattern.length && text.toLowerCase() === lower;
    }
    const source = pattern
        .replace(/[.+^${}()|[\]\\]/g, "\\$&")
        .replace(/\*+/g, ".*")
        .replace(/\?/g, ".")
        .replace(new RegExp(ESCAPED.star, "g"), "\\*")
        .replace(new RegExp(ESCAPED.question, "g"), "\\?")
        .replace(new RegExp(ESCAPED.dollar, "g"), "\\$");
    const regex = new RegExp(`^${source}$`, ignoreCase ? "is" : "s");
    return (text) => regex.test(text);
}

/** `rds:Create*`: IAM does not tell capitals from small letters in actions. */
export function actionMatches(pattern: string, action: string): boolean {
    return pattern === "*" || like(pattern, action, true);
}

/** A wildcard stays inside its part of an ARN; the last part may hold colons itself. */
export function arnMatches(pattern: string, arn: string): boolean {
    if (pattern === "*" || pattern === arn) return true;
    const [patterns, parts] = [partsOf(pattern), partsOf(arn)];
    return patterns.length === parts.length && patterns.every((each, index) => like(each, parts[index] ?? ""));
}

const split = new Map<string, readonly string[]>();

function partsOf(arn: string): readonly string[] {
    let parts = split.get(arn);
    if (parts === undefined) {
        const all = arn.split(":");
        parts = all.length <= 6 ? all : [...all.slice(0, 5), all.slice(5).join(":")];
        split.set(arn, parts);
    }
    return parts;
}

/** `${*}`, `${?}` and `${$}` stand for themselves. */
const ESCAPED = { star: "\uE001", question: "\uE002", dollar: "\uE003" } as const;

/** With every `${key}` filled in. Undefined when one has no value and no default: such an element matches nothing. */
export function filled(text: string, context: Context): string | undefined {
    if (!text.includes("${")) return text;
    const missing: string[] = [];
    const result = text.replace(/\$\{([^}]*)\}/g, (_, inside: string) => {
        if (inside === "*") return ESCAPED.star;
        if (inside === "?") return ESCAPED.question;
        if (inside === "$") return ESCAPED.dollar;
        const [key = "", fallback] = inside.split(/\s*,\s*/);
        const values = context[key.trim().toLowerCase()];
        if (values?.length === 1) return values[0] ?? "";
        const given = /^'(.*)'$/.exec(fallback ?? "")?.[1];
        if (given === undefined) missing.push(key);
        return given ?? "";
    });
    return missing.length > 0 ? undefined : result;
}
