/** Turns what the schema refuses into problems: key path, value, rule, fix; the nearest known key for a typo. */
import type { z } from "zod";
import type { Problem } from "./problems";
import { REQUIRED } from "./schema";
import { jsonSchema, keyPaths, keysAt } from "./json-schema";
import { nearest } from "./nearest";
import { at, dotted, type Path, type Tree } from "./tree";

type Issue = z.core.$ZodIssue;

const EXAMPLES: Readonly<Record<(typeof REQUIRED)[number], string>> = {
    account: 'write mindcloud:account: "123456789012"',
    "cluster.access": "list who may reach the Kubernetes API: <principal ARN>: admin | operate | view",
    "cluster.endpoint.publicCidrs":
        "list the CIDR blocks that may reach the Kubernetes API, or [] and deployment.runner",
    "budget.monthlyUsd": "write what this environment may cost a month, for example 1500",
    "alerts.emails": "list who receives alarms, for example [platform@example.com]",
};

/** `meant`: keys that mistyped ones stand for. What is missing there, or compares with it, merely follows. */
export function issueProblems(issues: readonly Issue[], said: Tree): { problems: Problem[]; meant: string[] } {
    const unknown = issues.flatMap((issue) =>
        issue.code === "unrecognized_keys" ? issue.keys.map((key) => unknownKey(issue.path, key)) : [],
    );
    const wrong = issues.flatMap((issue) => (issue.code === "unrecognized_keys" ? [] : problemsOf(issue, said)));
    return {
        problems: [...unknown.map(({ problem }) => problem), ...wrong],
        meant: unknown.flatMap(({ meant }) => (meant === undefined ? [] : [meant])),
    };
}

function problemsOf(issue: Issue, said: Tree): Problem[] {
    const path = dotted(issue.path);
    const value = at(said, issue.path);
    const missing = REQUIRED.filter((key) => value === undefined && (key === path || key.startsWith(`${path}.`)));
    if (missing.length > 0)
        return missing.map((key) => ({ path: key, rule: "is missing and has no default", fix: EXAMPLES[key] }));
    if (value === undefined && (issue.code === "invalid_type" || issue.code === "invalid_value"))
        return [{ path, rule: "is missing", fix: `write it, or remove ${dotted(issue.path.slice(0, -1))}` }];
    if (issue.code === "invalid_key") return [{ path, ...split(issue.issues[0]?.message ?? issue.message, issue) }];
    return [{ path, value, ...ruleOf(issue, value) }];
}

function ruleOf(issue: Issue, value: unknown): { rule: string; fix: string } {
    if (issue.code === "invalid_type" && issue.expected === "string") return notText(issue.path, value);
    return split(issue.message, issue, value);
}

/** YAML reads bare digits as a number, and a number has no leading zeros. */
function notText(path: Path, value: unknown): { rule: string; fix: string } {
    if (typeof value !== "number" && typeof value !== "boolean") return { rule: "is not text", fix: "write text" };
    const kind = typeof value === "number" ? "a number" : "true or false";
    const quoted =
        dotted(path) === "account" ? 'all 12 digits in quotes, for example "012345678901"' : `it in quotes: "${value}"`;
    return { rule: `is ${kind} to YAML, not text`, fix: `write ${quoted}` };
}

/** Messages of our own are "rule | fix"; for the rest the schema says what would fit. */
function split(message: string, issue: Issue, value?: unknown): { rule: string; fix: string } {
    const [rule, fix] = message.split(" | ");
    if (rule !== undefined && fix !== undefined) return { rule, fix };
    switch (issue.code) {
        case "invalid_value":
            return { rule: "is not a value that mindcloud knows", fix: choice(value, issue.values.map(String)) };
        case "invalid_type":
            return { rule: `is not ${article(issue.expected)}`, fix: `write ${example(issue)}` };
        default:
            return { rule: message, fix: "see docs/configuration.md" };
    }
}

function choice(value: unknown, known: readonly string[]): string {
    const near = typeof value === "string" ? nearest(value, known) : undefined;
    return near === undefined ? `choose ${known.join(", ")}` : `did you mean ${near}?`;
}

const WORDS: Readonly<Record<string, string>> = {
    record: "a map",
    object: "a map",
    array: "a list",
    int: "a whole number",
    number: "a number",
    boolean: "true or false",
};
const article = (type: string): string => WORDS[type] ?? type;

function example(issue: z.core.$ZodIssueInvalidType): string {
    const keys = keysAt(issue.path);
    if (issue.expected === "array") return "a list, for example [a, b]";
    return keys.length === 0 ? article(issue.expected) : `a map with the keys ${keys.join(", ")}`;
}

function unknownKey(parent: Path, key: string): { problem: Problem; meant?: string } {
    const known = keysAt(parent);
    const problem = { path: dotted([...parent, key]), rule: "is not a key that mindcloud knows" };
    const near = nearest(key, known);
    if (near !== undefined)
        return { problem: { ...problem, fix: `did you mean ${near}?` }, meant: dotted([...parent, near]) };
    const elsewhere = keyPaths(jsonSchema()).filter((path) => path.endsWith(`.${key}`));
    const [only] = elsewhere;
    if (only !== undefined && elsewhere.length === 1)
        return { problem: { ...problem, fix: `write it as ${only}` }, meant: only };
    return { problem: { ...problem, fix: known.length === 0 ? "remove it" : `choose ${known.join(", ")}` } };
}
