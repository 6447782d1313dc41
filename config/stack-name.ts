/** The name of a stack is part of every physical name in AWS, and of the roles that bootstrap/account.yaml makes for it. */

/** Longer names are shortened (components/names.ts), but then people cannot tell them apart: a replication group has 40 characters. */
const LONGEST = 20;
/** ElastiCache and RDS refuse two dashes in a row and one at the end; S3 refuses capitals. */
const SHAPE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** What the account itself has: mindcloud-state-..., mindcloud-deploy-<stack>. Parameter Environments of bootstrap/account.yaml (tested). */
const OF_THE_ACCOUNT = /^(account|boundary|deploy|images|preview|state)(-|$)/;

export function stackNameProblem(stack: string): { readonly rule: string; readonly fix: string } | undefined {
    const fix = `name the stack with at most ${LONGEST} lower-case letters, digits and single dashes, starting with a letter`;
    if (stack.length > LONGEST)
        return { rule: `has ${stack.length} characters: it is part of names that AWS limits`, fix };
    if (!SHAPE.test(stack)) return { rule: "does not fit into names of AWS resources", fix };
    const [, word] = OF_THE_ACCOUNT.exec(stack) ?? [];
    if (word === undefined) return undefined;
    const rule = `would carry names of the account's own (mindcloud-${word}-...)`;
    return { rule, fix: `choose a name that does not begin with ${word}` };
}
