/** An attacker's probe: every action of AWS that the reference has, on every type of resource, whoever that may belong to. */
import { decide, type Principal } from "../../iam/evaluate";
import type { Context } from "../../iam/match";
import { policyOf, type Policy } from "../../iam/policy";
import {
    actionsOf,
    knowsRequestTag,
    knowsResourceTag,
    knowsTagKeys,
    resourceType,
    serviceNames,
    type Action,
} from "../../iam/reference";
import { ACCOUNT, REGION } from "./estate";
import { account, boundaryArn } from "./reach";

/** Whose a resource is, and what tells so. `setting`: no resource at all, so it is about the whole account. */
export type Whose = "setting" | "another's tag" | "the account's tag" | "another's name";

export interface Find {
    readonly whose: Whose;
    readonly action: Action;
    readonly service: string;
    /** Empty for a setting. */
    readonly type: string;
}

const ANOTHER = "prod";
const NAMES = [`mindcloud-${ANOTHER}-x`, `mindcloud/${ANOTHER}/x`];

/** All that a principal of an environment may do to what is not that environment's. */
export function probe(principal: Principal, stack: string): readonly Find[] {
    return serviceNames().flatMap((service) => actionsOf(service).flatMap((each) => tried(principal, each, stack)));
}

function tried(principal: Principal, action: Action, stack: string): readonly Find[] {
    const service = action.name.split(":")[0] ?? "";
    const asked = chosen(action, stack);
    const may = (resource: string, tags: Context = {}): boolean =>
        decide(principal, { action: action.name, resource, context: { ...asked, ...tags } }).allowed;
    const found = (whose: Whose, type: string): Find => ({ whose, action, service, type });
    if (action.resources.length === 0) return may("*") ? [found("setting", "")] : [];
    return action.resources.flatMap((type) => {
        const { arn } = resourceType(service, type);
        const tagged = (owner: string): boolean =>
            knowsResourceTag(action, type) && may(named(arn, "x-0123456789"), { [TAG]: [owner] });
        return [
            ...(tagged(ANOTHER) ? [found("another's tag", type)] : []),
            ...(tagged("account") ? [found("the account's tag", type)] : []),
            ...(NAMES.some((name) => may(named(arn, name))) ? [found("another's name", type)] : []),
        ];
    });
}

const TAG = "aws:resourcetag/mindcloud:stack";

/** What whoever asks can choose. Roles are handed over in a test of their own. */
const chosen = (action: Action, stack: string): Context => ({
    "aws:requestedregion": [REGION],
    "aws:resourceaccount": [ACCOUNT],
    ...(/^iam:(CreateRole|PutRolePermissionsBoundary)$/.test(action.name) && {
        "iam:permissionsboundary": [boundaryArn(stack)],
    }),
    ...(knowsTagKeys(action) && { "aws:tagkeys": ["mindcloud:stack"] }),
    ...(knowsRequestTag(action) && { "aws:requesttag/mindcloud:stack": [stack] }),
});

function named(arn: string, name: string): string {
    const here: Readonly<Record<string, string>> = { Partition: "aws", Region: REGION, Account: ACCOUNT };
    return arn.replace(/\$\{([^}]*)\}/g, (_, key: string) => here[key] ?? name);
}

/** A role of the template, as it is. */
export function roleOf(name: string): Principal {
    const { arn, policies } = account.role(name);
    return { arn, policies: Object.entries(policies).map(([each, document]) => policyOf(each, document)) };
}

/** Services that an allowed action could be of; `*` where that cannot be told. */
export const servicesAllowed = (policies: readonly Policy[]): readonly string[] => {
    const allowed = policies.flatMap(({ statements }) => statements.filter(({ allows }) => allows));
    const services = allowed.flatMap(({ actions, notActions }) =>
        notActions ? ["*"] : actions.map((each) => (each.includes(":") ? (each.split(":")[0] ?? "*") : "*")),
    );
    return [...new Set(services)].sort();
};
