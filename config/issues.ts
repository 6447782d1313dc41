/** Turns what the schema refuses into problems: key path, value, rule, fix; the nearest known key for a typo. */
import type { z } from "zod";
import type { Problem } from "./problems";
import { REQUIRED } from "./schema";
import { jsonSchema, type JsonSchema } from "./json-schema";
import { nearest } from "./nearest";
import { at, type Path, type Tree } from "./tree";

type Issue = z.core.$ZodIssue;

const dotted = (path: Path): string => path.map(String).join(".");

const EXAMPLES: Readonly<Record<(typeof REQUIRED)[number], string>> = {
    account: 'write mindcloud:account: "123456789012"',
    "cluster.access": "list who may reach the Kubernetes API: <principal ARN>: admin | operate | view",
    "cluster.endpoint.publicCidrs": "list the CIDR blocks that may reach the Kubernetes API, or [] and deployment.runner",
    "budget.monthlyUsd": "write what this environment may cost a month, for example 1500",
    "alerts.emails": "list who receives alarms, for example [platform@example.com]",
};

export function issueProblems(issues: readonly Issue[], said: Tree): Problem[] {
    return issues.flatMap((issue) => problemsOf(issue, said));
}

function problemsOf(issue: Issue, said: Tree): Problem[] {
    const path = dotted(issue.path);
    const value = at(said, issue.path);
    if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(issue.path, key));
    const missing = REQUIRED.filter((key) => value === undefined && (key === path || key.startsWith(`${path}.`)));
    if (missing.length > 0) return missing.map((key) => ({ path: key, rule: "is missing and has no default", fix: EXAMPLES[key] }));
    if (value === undefined && issue.code === "invalid_type") return [{ path, rule: "is missing", fix: `write it, or remove ${dotted(issue.path.slice(0, -1))}` }];
    if (issue.code === "invalid_key") return [{ path, ...split(issue.issues[0]?.message ?? issue.message, issue) }];
    return [{ path, value, ...split(issue.message, issue) }];
}

/** Messages of our own are "rule | fix"; for the rest the schema says what would fit. */
function split(message: string, issue: Issue): { rule: string; fix: string } {
    const [rule, fix] = message.split(" | ");
    if (rule !== undefined && fix !== undefined) return { rule, fix };
    switch (issue.code) {
        case "invalid_value":
            return { rule: "is not a value that mindcloud knows", fix: `choose ${issue.values.map(String).join(", ")}` };
        case "invalid_type":
            return { rule: `is not ${article(issue.expected)}`, fix: `write ${article(issue.expected)}` };
        default:
            return { rule: message, fix: "see docs/configuration.md" };
    }
}

function article(type: string): string {
    const word = { record: "map", object: "map", array: "list", int: "whole number", boolean: "true or false", string: "text" }[type] ?? type;
    return type === "boolean" ? word : /^[aeiou]/.test(word) ? `an ${word}` : `a ${word}`;
}

function unknownKey(parent: Path, key: string): Problem {
    const known = Object.keys(schemaAt(jsonSchema(), parent)?.properties ?? {});
    const near = nearest(key, known);
    return {
        path: dotted([...parent, key]),
        rule: "is not a key that mindcloud knows",
        fix: near === undefined ? `choose ${known.join(", ")}` : `did you mean ${near}?`,
    };
}

function schemaAt(schema: JsonSchema, path: Path): JsonSchema | undefined {
    return path.reduce<JsonSchema | undefined>((node, key) => {
        if (node === undefined) return undefined;
        if (typeof key === "number") return node.items;
        const inner = node.properties?.[String(key)];
        return inner ?? (typeof node.additionalProperties === "object" ? node.additionalProperties : undefined);
    }, schema);
}
