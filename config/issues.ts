/** Turns what the schema refuses into problems: key path, value, rule, fix; the nearest known key for a typo. */
import { adviceOn, split, wantedAt, type Issue } from "./fix";
import type { Problem } from "./problems";
import { REQUIRED } from "./schema";
import { at, dotted, type Tree } from "./tree";

const EXAMPLES: Readonly<Record<(typeof REQUIRED)[number], string>> = {
    account: 'write mindcloud:account: "123456789012"',
    "cluster.access": "list who may reach the Kubernetes API: <principal ARN>: admin | operate | view",
    "cluster.endpoint.publicCidrs":
        "list the CIDR blocks that may reach the Kubernetes API, or [] and deployment.runner",
    "budget.monthlyUsd": "write what this environment may cost a month, for example 1500",
    "alerts.emails": "list who receives alarms, for example [platform@example.com]",
};

/** `said`: the file's own words; `whole`: with the layers below it. Keys that nobody knows are strangers (strangersIn). */
export function issueProblems(issues: readonly Issue[], said: Tree, whole: Tree): Problem[] {
    return issues.flatMap((issue) => (issue.code === "unrecognized_keys" ? [] : problemsOf(issue, said, whole)));
}

function problemsOf(issue: Issue, said: Tree, whole: Tree): Problem[] {
    const path = dotted(issue.path);
    const value = at(said, issue.path);
    const missing = REQUIRED.filter((key) => value === undefined && (key === path || key.startsWith(`${path}.`)));
    if (missing.length > 0)
        return missing.map((key) => ({ path: key, rule: "is missing and has no default", fix: EXAMPLES[key] }));
    if (value === undefined && (issue.code === "invalid_type" || issue.code === "invalid_value")) {
        const fix = `${wantedAt(issue.path, whole)}; or remove ${dotted(issue.path.slice(0, -1))}`;
        return [{ path, rule: "is missing", fix }];
    }
    if (issue.code === "invalid_key") return [{ path, ...split(issue) }];
    return [{ path, value, ...adviceOn(issue, value, whole) }];
}
