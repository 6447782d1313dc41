import { argumentsOf } from "../../../plan/papers/papers";
import { shapeProblems, sourceOf } from "../../../plan/papers/check";
import { shapeOf } from "../../../plan/shapes";
import { text, type Creation, type Rule } from "./refusal";

/**
 * What each API calls an argument that its own description does not allow. Where the model names no such error, it is one of those that
 * every operation shares, and the page that lists them is in `COMMON_ERRORS`.
 */
export const INVALID: Readonly<Record<string, string>> = {
    acm: "ValidationException",
    autoscaling: "ValidationError",
    backup: "InvalidParameterValueException",
    budgets: "InvalidParameterException",
    cloudwatch: "ValidationError",
    ec2: "InvalidParameterValue",
    efs: "ValidationException",
    eks: "InvalidParameterException",
    elasticache: "InvalidParameterValue",
    iam: "ValidationError",
    kms: "ValidationException",
    logs: "InvalidParameterException",
    rds: "InvalidParameterValue",
    route53: "InvalidInput",
    s3: "InvalidArgument",
    secretsmanager: "InvalidParameterException",
    sns: "InvalidParameter",
};

/** As the shape of the request: required, listed, of this form, this long, this many. One refusal for all that is wrong with it. */
export const shape: Rule<Creation> = {
    id: "shape",
    source: "plan/papers/arguments: the operation and the CloudFormation type of each argument",
    codes: Object.entries(INVALID).map(([service, code]) => `${service}:${code}`),
    refuses: ({ type, inputs, secret }) => {
        const problems = shapeProblems(type, inputs, shapeOf(type).name);
        if (problems.length === 0) return undefined;
        const shown = problems.slice(0, 5).map(({ at, problem }) => {
            const value = /^[^.[]+/.exec(at)?.[0] ?? "";
            const said = secret?.has(value) === true ? "" : text(valueAt(inputs, at));
            return `${at}${said === "" ? "" : ` "${said.slice(0, 80)}"`} ${problem}`;
        });
        return {
            code: INVALID[argumentsOf(type)?.api.split(":")[0] ?? ""] ?? "ValidationException",
            problem: `${shown.join("; ")}${problems.length > 5 ? `; and ${problems.length - 5} more` : ""} (${sourceOf(type)})`,
            fix: `change ${problems[0]?.at ?? "it"}`,
        };
    },
};

/** `rules[0].status`, read back. */
function valueAt(inputs: Readonly<Record<string, unknown>>, at: string): unknown {
    return at
        .split(/[.[\]]+/)
        .filter((key) => key !== "")
        .reduce<unknown>(
            (value, key) =>
                typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined,
            inputs,
        );
}
