/** Wildcards and variables of policies (IAM user guide, "IAM JSON policy elements: Resource" and "Variables and tags"). */

import type { Values } from "./policy";

/** What is known of a request: condition key in lower case -> values. A key that is not there is absent, which conditions can ask for. */
export type Context = Readonly<Record<string, Values>>;

const compiled = new Map<string, RegExp>();

/** `*` is any text, `?` any character. */
export function like(pattern: string, text: string, ignoreCase = false): boolean {
    if (!/[*?\uE001-\uE003]/.test(pattern))
        return ignoreCase ? pattern.toLowerCase() === text.toLowerCase() : pattern === text;
    const key = `${ignoreCase ? "i" : "-"}${pattern}`;
    let regex = compiled.get(key);
    if (regex === undefined) {
        const source = pattern
            .replace(/[.+^${}()|[\]\\]/g, "\\$&")
            .replace(/\*+/g, ".*")
            .replace(/\?/g, ".")
            .replace(new RegExp(ESCAPED.star, "g"), "\\*")
            .replace(new RegExp(ESCAPED.question, "g"), "\\?")
            .replace(new RegExp(ESCAPED.dollar, "g"), "\\$");
        regex = new RegExp(`^${source}$`, ignoreCase ? "is" : "s");
        compiled.set(key, regex);
    }
    return regex.test(text);
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
