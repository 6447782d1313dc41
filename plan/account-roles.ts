import type { Environment } from "../config/environment";

export interface StrangeRole {
    /** Key path in the stack file. */
    readonly path: string;
    readonly what: string;
    readonly fix: string;
}

/**
 * Principals of `cluster.access` that are named like the account's own roles (bootstrap/account.yaml) and are not those of this stack: EKS
 * refuses a role that does not exist, and another stack's would be let in.
 */
export function strangeRoles({ project, stack, cluster, account }: Environment): readonly StrangeRole[] {
    const like = new RegExp(
        `^arn:[a-z-]+:iam::${account}:role/${project}-(deploy|preview|images|account-settings)(?:-(.+))?$`,
    );
    return Object.keys(cluster.access).flatMap((principal): StrangeRole[] => {
        const [, role = "", whose] = like.exec(principal) ?? [];
        if (role === "" || (whose === stack && /^(deploy|preview)$/.test(role))) return [];
        const own = principal.replace(/role\/.*$/, `role/${project}-deploy-${stack}`);
        return [{ path: `cluster.access.${principal}`, what: wordsFor(role, whose), fix: `write ${own}` }];
    });
}

function wordsFor(role: string, whose: string | undefined): string {
    if (!/^(deploy|preview)$/.test(role)) return "is a role of the account, which deploys no cluster";
    return whose === undefined
        ? `is no role that bootstrap/account.yaml makes: each stack has a ${role} role of its own`
        : `is the ${role} role of another stack`;
}

export const strangeRoleLine = ({ path, what, fix }: StrangeRole): string => `${path}: ${what}: ${fix}`;
