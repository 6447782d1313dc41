/**
 * What the programs that have a role ask AWS for, in the words of iam/actions/row.ts. What stands in braces is a resource of the program
 * by its name and one of its properties, `{keys-volumes.arn}`, or one of `facts` below. The role must be allowed each of these within its
 * boundary, and its policy nothing beyond.
 */
export interface Need {
    /** The role by the name of its resource, without "-role". */
    readonly role: string;
    /** Where the program's authors, or AWS, say so. */
    readonly sources: readonly [string, ...string[]];
    readonly calls: readonly string[];
    /** Services that it calls besides, for what needs no permission, as interface endpoints are called. */
    readonly alsoCalls?: readonly string[];
    /** What its own policy allows although nobody asks for it, and why it stays. */
    readonly kept?: Readonly<Record<string, string>>;
}

/** Of one service: `each("ec2", "DescribeVpcs DescribeSubnets")`, and what each of them is checked against. */
export const each = (service: string, actions: string, target = ""): readonly string[] =>
    actions.split(" ").map((action) => `${service}:${action} ${target}`.trim());

/** AWS's page of one of its own policies, which attached roles carry whole. */
export const managedPolicy = (name: string): string =>
    `https://docs.aws.amazon.com/aws-managed-policy/latest/reference/${name}.html`;
