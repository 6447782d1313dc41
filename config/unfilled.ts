/** Values that a template was to fill in: a shell's or Terraform's ${...}, Jinja's and Helm's {{ ... }}, a guide's <...>. */
import type { Problem } from "./problems";

const PLACEHOLDER = /\$\{[^{}]+\}|\{\{[^{}]*\}\}|<[a-z][\w -]*>/i;

/** Whatever else is wrong with it: nobody fills it in. */
export function unfilled(problem: Problem): Problem {
    const said = [problem.path, typeof problem.value === "string" ? problem.value : ""].join(" ");
    const [placeholder] = PLACEHOLDER.exec(said) ?? [];
    if (placeholder === undefined) return problem;
    const { advised: _advised, ...rest } = problem;
    const rule = `holds ${placeholder}: Pulumi reads a stack file as it stands, and fills in nothing`;
    return { ...rest, rule, fix: "write what stands for it" };
}
