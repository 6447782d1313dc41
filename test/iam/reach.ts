/** Whether somebody of one environment can reach what another owns: every action of AWS is tried, with what it takes as steps of a path. */
import fs from "node:fs";
import { AccountStack, FILE } from "../../bootstrap/account";
import { readTemplate } from "../../bootstrap/template";
import { decide, type Principal } from "../../iam/evaluate";
import { actionMatches, type Context } from "../../iam/match";
import { policyOf, type Policy } from "../../iam/policy";
import { actionsOf, knowsRequestTag, knowsResourceTag, knowsTagKeys, type Action } from "../../iam/reference";
import { ACCOUNT, BROUGHT, estateOf, REGION, ZONES, type Owned } from "./estate";

export const STACKS = Object.keys(ZONES);

export const account = new AccountStack(
    {
        GitHubRepository: "acme/platform",
        Environments: STACKS.join(),
        Regions: REGION,
        HostedZones: STACKS.map((stack) => `${stack}=${ZONES[stack] ?? ""}`).join(),
        Brought: BROUGHT.join(),
    },
    { account: ACCOUNT, region: REGION },
);

/** Whom a person of an environment can be: its two roles, and any role that it makes, with every policy that it could write. */
export interface Person {
    readonly stack: string;
    readonly deploy: Principal;
    readonly preview: Principal;
    readonly made: Principal;
}

const ANYTHING = policyOf("whatever it likes", { Statement: { Effect: "Allow", Action: "*", Resource: "*" } });

export function personOf(stack: string): Person {
    const role = (name: string): Principal => {
        const { arn, policies } = account.role(name);
        return { arn, policies: Object.entries(policies).map(([each, document]) => policyOf(each, document)) };
    };
    const boundary = policyOf("boundary", account.managedPolicy(boundaryArn(stack)));
    return {
        stack,
        deploy: role(`mindcloud-deploy-${stack}`),
        preview: role(`mindcloud-preview-${stack}`),
        made: { arn: `arn:aws:iam::${ACCOUNT}:role/mindcloud-${stack}-made`, policies: [ANYTHING], boundary },
    };
}

export function boundaryArn(stack: string): string {
    return `arn:aws:iam::${ACCOUNT}:policy/mindcloud-boundary-${stack}`;
}

export interface Path {
    readonly target: Owned;
    readonly steps: readonly string[];
}

/** The first path from one environment to anything of another; undefined when there is none. */
export function pathBetween(from: Person, to: string): Path | undefined {
    const escaped = unbounded(from);
    for (const target of estate(to)) {
        if (escaped !== undefined) return { target, steps: [escaped] };
        for (const principal of [from.deploy, from.preview, from.made]) {
            const steps = reaching(principal, target, from.stack);
            if (steps !== undefined) return { target, steps };
        }
    }
    return undefined;
}

const estates = new Map<string, readonly Owned[]>();

function estate(stack: string): readonly Owned[] {
    const found = estates.get(stack) ?? estateOf(stack, account.rendered.arnOf("StateKey"));
    estates.set(stack, found);
    return found;
}

export const LOOK = readTemplate(fs.readFileSync(FILE, "utf8")).Mappings.Lists?.Look?.Actions as readonly string[];
/** Of these, what can be looked at is what people wrote into them. */
const CONTENT: ReadonlySet<Owned["kind"]> = new Set(["state", "secrets", "keys"]);

/** What everybody may know: images are pulled by all, a zone is looked up by its id, and of what carries no tag, how it is set up. */
function isHarmless({ level, name }: Action, { kind, tags }: Owned): boolean {
    const looks = level === "read" || level === "list";
    // A public zone takes no VPC (API_AssociateVPCWithHostedZone, PublicZoneVPCAssociation); of a private one, names could be resolved.
    if (kind === "images" || kind === "DNS") return looks || name === "route53:AssociateVPCWithHostedZone";
    if (CONTENT.has(kind) || !looks || Object.keys(tags).length > 0) return false;
    return LOOK.some((pattern) => actionMatches(pattern, name));
}

function reaching(principal: Principal, target: Owned, stack: string): readonly string[] | undefined {
    for (const action of actionsAgainst(target)) {
        if (isHarmless(action, target)) continue;
        for (const context of contexts(action, target, stack))
            if (decide(principal, { action: action.name, resource: target.arn, context }).allowed)
                return [`${principal.arn} may ${action.name} on ${target.arn}`];
    }
    return undefined;
}

const against = new Map<string, readonly Action[]>();

function actionsAgainst({ service, type }: Owned): readonly Action[] {
    const key = `${service} ${type}`;
    let found = against.get(key);
    if (found === undefined) {
        const wanted = [...actionsOf(service), ...(type === "role" ? actionsOf("sts") : [])];
        found = wanted.filter(({ resources }) => resources.includes(type));
        against.set(key, found);
    }
    return found;
}

const SERVICES = [
    "backup",
    "ec2",
    "eks",
    "lambda",
    "monitoring.rds",
    "pods.eks",
    "restore-testing.backup",
    "vpc-flow-logs",
].map((name) => `${name}.amazonaws.com`);

/** What whoever asks can choose: tags, the service that a role is handed to, a region of ours. */
function contexts(action: Action, target: Owned, stack: string): readonly Context[] {
    const base: Context = {
        "aws:requestedregion": [REGION],
        "aws:resourceaccount": [ACCOUNT],
        ...target.context,
        ...(action.name === "iam:PassRole" ? { "iam:passedtoservice": SERVICES } : {}),
        // The boundary that is asked for, where one is set.
        ...(/^iam:(CreateRole|PutRolePermissionsBoundary)$/.test(action.name)
            ? { "iam:permissionsboundary": [boundaryArn(stack)] }
            : {}),
        ...(knowsResourceTag(action, target.type)
            ? Object.fromEntries(
                  Object.entries(target.tags).map(([key, value]) => [`aws:resourcetag/${key.toLowerCase()}`, [value]]),
              )
            : {}),
    };
    const own = {
        ...base,
        ...(knowsTagKeys(action) ? { "aws:tagkeys": ["mindcloud:stack"] } : {}),
        ...(knowsRequestTag(action) ? { "aws:requesttag/mindcloud:stack": [stack] } : {}),
    };
    return Object.keys(own).length > Object.keys(base).length ? [base, own] : [base];
}

/** A role outside the boundary could do everything. */
function unbounded({ deploy, made, stack }: Person): string | undefined {
    const role = `arn:aws:iam::${ACCOUNT}:role/mindcloud-${stack}-made`;
    const elsewhere = STACKS.find((each) => each !== stack) ?? "";
    const tries: readonly [string, string, Context][] = [
        ...["iam:CreateRole", "iam:PutRolePermissionsBoundary"].flatMap((action): [string, string, Context][] => [
            [action, role, {}],
            [action, role, { "iam:permissionsboundary": [boundaryArn(elsewhere)] }],
        ]),
        // A role that somebody made outside the boundary, under a name of the environment.
        ...["iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:UpdateAssumeRolePolicy"].map(
            (action): [string, string, Context] => [action, role, {}],
        ),
        ["iam:DeleteRolePermissionsBoundary", role, { "iam:permissionsboundary": [boundaryArn(stack)] }],
        ...["iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion", "iam:DeletePolicy"].map(
            (action): [string, string, Context] => [action, boundaryArn(stack), {}],
        ),
        ...["iam:CreateUser", "iam:CreateAccessKey", "iam:AttachUserPolicy"].map(
            (action): [string, string, Context] => [action, `arn:aws:iam::${ACCOUNT}:user/mindcloud-${stack}-me`, {}],
        ),
    ];
    for (const [action, resource, context] of tries)
        for (const principal of [deploy, made])
            if (decide(principal, { action, resource, context }).allowed)
                return `${principal.arn} may ${action} on ${resource}, outside its boundary`;
    return undefined;
}

/** Everything that a statement keeps apart by: what is left of the policy without it. */
export interface Guard {
    readonly what: string;
    readonly without: Policy;
}

export function guardsOf(policy: Policy, stack: string): readonly Guard[] {
    const replaced = (index: number, statement: Policy["statements"][number] | undefined): Policy => ({
        ...policy,
        statements: policy.statements.flatMap((each, at) =>
            at === index ? (statement === undefined ? [] : [statement]) : [each],
        ),
    });
    return policy.statements.flatMap((statement, index): Guard[] => {
        const { where, allows, conditions, resources } = statement;
        if (!allows) return [{ what: `the denial ${where}`, without: replaced(index, undefined) }];
        const byCondition = Object.entries(conditions).flatMap(([operator, keys]) =>
            Object.keys(keys).map((key): Guard => {
                const rest = Object.fromEntries(Object.entries(keys).filter(([other]) => other !== key));
                return {
                    what: `${key} in ${where}`,
                    without: replaced(index, { ...statement, conditions: { ...conditions, [operator]: rest } }),
                };
            }),
        );
        const byName = resources
            .filter((resource) => nameless(resource, stack) !== resource)
            .map((resource): Guard => ({
                what: `the name in ${resource.split(":").slice(2).join(":")} of ${where}`,
                without: replaced(index, {
                    ...statement,
                    resources: resources.map((each) => (each === resource ? nameless(each, stack) : each)),
                }),
            }));
        return [...byCondition, ...byName];
    });
}

/** For any environment instead of this one. */
function nameless(resource: string, stack: string): string {
    return resource
        .replaceAll(`mindcloud-${stack}-`, "mindcloud-*-")
        .replaceAll(`mindcloud/${stack}`, "mindcloud/*")
        .replace(ZONES[stack] ?? "none", "*");
}
