/** What bootstrap/account.yaml makes for given parameters: who may do what. */
import fs from "node:fs";
import path from "node:path";
import { render, type Account, type Rendered, type Resource } from "./render";
import { isTree, readTemplate } from "./template";

export const FILE = path.join(__dirname, "account.yaml");

export interface RolePolicies {
    readonly arn: string;
    readonly name: string;
    readonly maxSessionSeconds: number;
    readonly trust: unknown;
    /** By name; documents as IAM gets them. */
    readonly policies: Readonly<Record<string, unknown>>;
    /** Those of them that are policies of their own, with a bound of their own. */
    readonly managed: readonly string[];
    /** ARN of its permissions boundary. */
    readonly boundary?: string;
}

export class AccountStack {
    readonly rendered: Rendered;

    constructor(parameters: Readonly<Record<string, string>>, where: Account, text = fs.readFileSync(FILE, "utf8")) {
        this.rendered = render(readTemplate(text), parameters, where);
        this.#iam = `arn:${where.partition ?? "aws"}:iam::${where.account}`;
    }

    readonly #iam: string;

    roles(): readonly RolePolicies[] {
        return this.#ofType("AWS::IAM::Role").map(({ Properties }) => {
            const {
                RoleName,
                MaxSessionDuration = 3600,
                AssumeRolePolicyDocument: trust,
                PermissionsBoundary,
            } = Properties;
            const inline = (Properties.Policies ?? []) as readonly { PolicyName: string; PolicyDocument: unknown }[];
            const managed = ((Properties.ManagedPolicyArns ?? []) as readonly string[]).map(
                (arn): [string, unknown] => [arn.replace(/^.*\//, ""), this.managedPolicy(arn)],
            );
            const policies: [string, unknown][] = [
                ...inline.map((each): [string, unknown] => [each.PolicyName, each.PolicyDocument]),
                ...managed,
            ];
            return {
                arn: `${this.#iam}:role/${String(RoleName)}`,
                name: String(RoleName),
                maxSessionSeconds: Number(MaxSessionDuration),
                trust,
                policies: Object.fromEntries(policies),
                managed: managed.map(([name]) => name),
                ...(typeof PermissionsBoundary === "string" ? { boundary: PermissionsBoundary } : {}),
            };
        });
    }

    role(name: string): RolePolicies {
        const found = this.roles().find((each) => each.name === name);
        if (found === undefined) throw new Error(`account.yaml makes no role ${name}`);
        return found;
    }

    /** The document of a managed policy that the template makes. */
    managedPolicy(arn: string): unknown {
        const found = this.#ofType("AWS::IAM::ManagedPolicy").find(
            ({ Properties }) => arn === `${this.#iam}:policy/${String(Properties.ManagedPolicyName)}`,
        );
        if (found === undefined || !isTree(found.Properties.PolicyDocument))
            throw new Error(`account.yaml makes no policy ${arn}`);
        return found.Properties.PolicyDocument;
    }

    keyArn(id: string): string {
        return this.rendered.arnOf(id);
    }

    #ofType(type: string): readonly Resource[] {
        return Object.values(this.rendered.resources).filter((each) => each.Type === type);
    }
}
