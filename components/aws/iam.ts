/** IAM policies as typed values, and the one kind of role that AWS services assume. */
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { physicalName } from "../names";
import type { Scope } from "../scope";
import { tagsFor } from "../tags";

type OneOrMore = pulumi.Input<string> | readonly pulumi.Input<string>[];

/** By kind of principal. `"*"` is for resource policies that narrow it again by condition (TLS-only denials, endpoint policies). */
export type Principal = "*" | { readonly AWS?: OneOrMore; readonly Service?: OneOrMore };

/** Condition operator -> condition key -> value or values. */
export type Condition = Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>;

/** One statement, in the words of the IAM policy grammar. `Resource` is left out in trust policies only. */
export interface Statement {
    readonly Sid?: string;
    readonly Effect: "Allow" | "Deny";
    readonly Principal?: Principal;
    readonly NotPrincipal?: Principal;
    readonly Action: OneOrMore;
    readonly Resource?: OneOrMore;
    readonly Condition?: Condition;
}

/** A policy as JSON text. Keys keep the order in which they are written, so two runs give the same bytes. */
export function policyDocument(statements: readonly pulumi.Input<Statement>[]): pulumi.Output<string> {
    return pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });
}

export interface ServiceRoleArgs {
    readonly scope: Scope;
    /** Fixed words of the role's physical name: what it is for, never the component's name, which may change. */
    readonly called: string;
    /** Service principal that may assume the role, for example `vpc-flow-logs.amazonaws.com`. */
    readonly service: string;
    /** What the role is for (IAM description). */
    readonly description: string;
    /**
     * ARN patterns (aws:SourceArn) for which the service may assume it. Besides, aws:SourceAccount is always this account, which keeps
     * other customers of the service out (confused deputy).
     */
    readonly sourceArns?: readonly pulumi.Input<string>[];
    /** False only for services that send no source in AssumeRole (ec2.amazonaws.com): a condition on it would never hold. Default true. */
    readonly sendsSource?: boolean;
    /** What the role may do, as its inline policy. */
    readonly statements?: readonly pulumi.Input<Statement>[];
    /** Names of AWS managed policies, with their path, for example `AmazonEKSWorkerNodePolicy` or `service-role/AmazonEC2...`. */
    readonly managedPolicies?: readonly string[];
}

/**
 * A role that one AWS service assumes for this account. Depend on the component, not on its ARN, where the permissions must be there.
 * Satisfies CKV_AWS_60, CKV_AWS_61 (trust names one service).
 */
export class ServiceRole extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;
    readonly roleName: pulumi.Output<string>;

    constructor(name: string, args: ServiceRoleArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:aws:ServiceRole", name, {}, opts);

        const role = createRole(this, name, { ...args, trust: trustOf(args) });

        this.arn = role.arn;
        this.roleName = role.name;
        this.registerOutputs({ arn: this.arn, roleName: this.roleName });
    }
}

export interface RoleArgs extends Pick<
    ServiceRoleArgs,
    "scope" | "called" | "description" | "statements" | "managedPolicies"
> {
    /** Who may assume it, and under which conditions. */
    readonly trust: Statement;
}

/** The role of a component, with its inline policy and attachments as the component's children. */
export function createRole(parent: pulumi.Resource, name: string, args: RoleArgs): iam.Role {
    const { scope, called, description, trust, statements = [], managedPolicies = [] } = args;
    const role = new iam.Role(
        `${name}-role`,
        {
            name: physicalName(scope, "iamRole", called),
            description,
            assumeRolePolicy: policyDocument([trust]),
            permissionsBoundary: scope.permissionsBoundary,
            tags: tagsFor(`${name}-role`),
        },
        { parent },
    );
    if (statements.length > 0) {
        const policy = policyDocument(statements);
        new iam.RolePolicy(`${name}-policy`, { name: "permissions", role: role.name, policy }, { parent });
    }
    for (const policy of managedPolicies)
        new iam.RolePolicyAttachment(
            `${name}-${policy.slice(policy.lastIndexOf("/") + 1)}`,
            { role: role.name, policyArn: `arn:${scope.partition}:iam::aws:policy/${policy}` },
            { parent },
        );
    return role;
}

function trustOf({ scope, service, sourceArns = [], sendsSource = true }: ServiceRoleArgs): Statement {
    const condition: Condition = {
        ...(sendsSource && { StringEquals: { "aws:SourceAccount": scope.account } }),
        ...(sourceArns.length > 0 && { ArnLike: { "aws:SourceArn": sourceArns } }),
    };
    return {
        Effect: "Allow",
        Principal: { Service: service },
        Action: "sts:AssumeRole",
        ...(Object.keys(condition).length > 0 && { Condition: condition }),
    };
}
