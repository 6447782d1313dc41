/** Who can reach the Kubernetes API: EKS access entries, one per IAM principal, from `cluster.access` and nothing else. */
import * as eks from "@pulumi/aws/eks";
import type * as pulumi from "@pulumi/pulumi";
import type { Scope } from "../scope";
import { tagsFor } from "../tags";

export type AccessLevel = "admin" | "operate" | "view";

interface Grant {
    /** Access policy that EKS keeps (user guide, "Review access policy permissions"). */
    readonly policy: string;
    /** Kubernetes groups, to which ClusterRoles of our own are bound. */
    readonly groups: readonly string[];
}

/** Kubernetes groups, by what their members may do. EKS hands them to RBAC as they are. */
export const ACCESS_GROUPS = { view: "mindcloud:view", operate: "mindcloud:operate" } as const;

/**
 * `view` and `operate` read everything but Secrets: AmazonEKSViewPolicy leaves them out, AmazonEKSEditPolicy does not. What an operator may
 * do besides (logs, shell, restart, scale) and custom resources, which EKS's policies do not know, are RBAC of the group
 * (components/cluster/access-roles).
 */
export const GRANTS: Readonly<Record<AccessLevel, Grant>> = {
    admin: { policy: "AmazonEKSClusterAdminPolicy", groups: [] },
    operate: { policy: "AmazonEKSViewPolicy", groups: [ACCESS_GROUPS.view, ACCESS_GROUPS.operate] },
    view: { policy: "AmazonEKSViewPolicy", groups: [ACCESS_GROUPS.view] },
};

export interface AccessArgs {
    readonly scope: Scope;
    readonly clusterName: pulumi.Input<string>;
    readonly access: Readonly<Record<string, AccessLevel>>;
}

/** Makes an entry and its policy for each principal; returns all of it, for whatever must not be tried before. */
export function grantAccess(
    name: string,
    { scope, clusterName, access }: AccessArgs,
    parent: pulumi.Resource,
): readonly pulumi.Resource[] {
    return Object.entries(access).flatMap(([principalArn, level]) => {
        const entryName = `${name}-access-${suffixOf(principalArn)}`;
        const { policy, groups } = GRANTS[level];
        const entry = new eks.AccessEntry(
            entryName,
            { clusterName, principalArn, kubernetesGroups: [...groups], tags: tagsFor(entryName) },
            // An entry is known by its principal: the next one cannot exist beside it.
            { parent, deleteBeforeReplace: true },
        );
        const association = new eks.AccessPolicyAssociation(
            `${entryName}-policy`,
            {
                clusterName,
                principalArn: entry.principalArn,
                policyArn: `arn:${scope.partition}:eks::aws:cluster-access-policy/${policy}`,
                accessScope: { type: "cluster" },
            },
            { parent },
        );
        return [entry, association];
    });
}

/** Account and path of a principal. IAM names hold no colon, so two principals never meet in one name; the level is left out because it changes. */
function suffixOf(principalArn: string): string {
    return principalArn.split(":").slice(4).join(":").replaceAll("/", ":");
}
