/**
 * Whether a principal may do something, the way IAM decides it inside one account (IAM user guide, "Policy evaluation logic"): an explicit
 * denial wins, then an identity policy has to allow it, and the permissions boundary, where there is one, has to allow it too.
 */

import { unmet, type Unmet } from "./conditions";
import { actionMatches, arnMatches, filled, type Context } from "./match";
import type { Policy, Statement } from "./policy";

export interface Principal {
    readonly arn: string;
    readonly policies: readonly Policy[];
    readonly boundary?: Policy;
    /** What IAM knows of whoever asks: aws:PrincipalTag/..., session tags. */
    readonly context?: Context;
}

export interface Request {
    readonly action: string;
    readonly resource: string;
    readonly context: Context;
}

export type Decision =
    | { readonly allowed: true; readonly by: Statement }
    | { readonly allowed: false; readonly because: Refusal; readonly by?: Statement; readonly unmet?: Unmet };

export type Refusal = "denied" | "no policy allows it" | "the permissions boundary does not allow it";

export function decide(principal: Principal, request: Request): Decision {
    const context = { ...principal.context, ...request.context, "aws:principalarn": [principal.arn] };
    const asked = { ...request, context };
    const { denials, grants, bounds } = aboutAction(principal, request.action);
    const denial = denials.find((each) => fits(each, asked));
    if (denial !== undefined) return { allowed: false, because: "denied", by: denial };
    const grant = grants.find((each) => fits(each, asked));
    if (grant === undefined) return { allowed: false, because: "no policy allows it", ...nearest(grants, asked) };
    if (principal.boundary !== undefined && !bounds.some((each) => fits(each, asked)))
        return { allowed: false, because: "the permissions boundary does not allow it", ...nearest(bounds, asked) };
    return { allowed: true, by: grant };
}

interface Relevant {
    readonly denials: readonly Statement[];
    readonly grants: readonly Statement[];
    /** What of the boundary allows. */
    readonly bounds: readonly Statement[];
}

// The same few principals are asked for the same actions again and again.
const known = new WeakMap<Principal, Map<string, Relevant>>();

function aboutAction(principal: Principal, action: string): Relevant {
    const byAction = known.get(principal) ?? new Map<string, Relevant>();
    known.set(principal, byAction);
    let found = byAction.get(action);
    if (found === undefined) {
        const about = (statements: readonly Statement[]): readonly Statement[] =>
            statements.filter(
                (each) => each.actions.some((pattern) => actionMatches(pattern, action)) !== each.notActions,
            );
        const granted = about(principal.policies.flatMap(({ statements }) => statements));
        const boundary = about(principal.boundary?.statements ?? []);
        found = {
            denials: [...granted, ...boundary].filter((each) => !each.allows),
            grants: granted.filter((each) => each.allows),
            bounds: boundary.filter((each) => each.allows),
        };
        byAction.set(action, found);
    }
    return found;
}

function fits(statement: Statement, { resource, context }: Request): boolean {
    return covers(statement, resource, context) && unmet(statement.conditions, context) === undefined;
}

function covers({ resources, notResources }: Statement, resource: string, context: Context): boolean {
    const named = resources.some((pattern) => {
        const text = filled(pattern, context);
        return text !== undefined && arnMatches(text, resource);
    });
    return named !== notResources;
}

/** The statement that came closest to allowing it, and what of it did not fit: what a person has to look at. */
function nearest(candidates: readonly Statement[], { resource, context }: Request): { by?: Statement; unmet?: Unmet } {
    const by = candidates.find((each) => covers(each, resource, context)) ?? candidates[0];
    if (by === undefined) return {};
    const condition = covers(by, resource, context) ? unmet(by.conditions, context) : undefined;
    return condition === undefined ? { by } : { by, unmet: condition };
}

/** In the words of AWS, and after them what would have allowed it. */
export function refusalText(principal: Principal, { action, resource }: Request, decision: Decision): string {
    if (decision.allowed) throw new Error(`${action} on ${resource} is allowed`);
    const { because, by, unmet: condition } = decision;
    const reason =
        because === "denied"
            ? `with an explicit deny (${by?.where ?? ""})`
            : because === "no policy allows it"
              ? `because no identity-based policy allows the ${action} action`
              : `because no permissions boundary allows the ${action} action`;
    return `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${reason}. ${remedy()}`;

    function remedy(): string {
        if (by === undefined) return `A statement that allows ${action} on ${resource} would allow it`;
        if (because === "denied") return `It would be allowed if ${by.where} did not apply: ${conditionText(by)}`;
        if (condition !== undefined)
            return `${by.where} would allow it if ${condition.key} were ${condition.operator} ${condition.asked.join(" or ")}; it is ${condition.found?.join() ?? "not there"}`;
        return `${by.where} would allow it if it named the resource; it names ${by.resources.join(", ")}`;
    }
}

function conditionText({ conditions, resources }: Statement): string {
    const said = Object.entries(conditions).flatMap(([operator, keys]) =>
        Object.entries(keys).map(([key, values]) => `${key} ${operator} ${values.join(" or ")}`),
    );
    return said.length === 0 ? `it denies ${resources.join(", ")}` : `it denies where ${said.join(" and ")}`;
}
