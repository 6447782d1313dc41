import type { Rows } from "./row";

const BOUNDED = "@iam:PermissionsBoundary={role>aws:iam/role:Role.permissionsBoundary}";

export const rows: Rows = {
    "aws:iam/role:Role": {
        source: "iam/role.go",
        self: "role={name}",
        create: ["iam:CreateRole . @iam:PermissionsBoundary={permissionsBoundary}"],
        tagsAtCreation: ["iam:TagRole ."],
        read: ["iam:GetRole .", "iam:ListRolePolicies .", "iam:ListAttachedRolePolicies ."],
        update: {
            assumeRolePolicy: ["iam:UpdateAssumeRolePolicy . @iam:PermissionsBoundary={permissionsBoundary}"],
            description: ["iam:UpdateRoleDescription ."],
            maxSessionDuration: ["iam:UpdateRole ."],
            permissionsBoundary: [
                "iam:PutRolePermissionsBoundary . @iam:PermissionsBoundary={permissionsBoundary} ?permissionsBoundary",
                "iam:DeleteRolePermissionsBoundary . ?!permissionsBoundary",
            ],
            forceDetachPolicies: [],
        },
        tag: ["iam:TagRole ."],
        untag: ["iam:UntagRole ."],
        // Node groups leave a profile with the role in it only where their own deletion failed.
        delete: ["iam:ListInstanceProfilesForRole .", "iam:DeleteRole ."],
    },
    "aws:iam/rolePolicy:RolePolicy": {
        source: "iam/role_policy.go",
        self: "role={role}",
        create: [`iam:PutRolePolicy . ${BOUNDED}`],
        read: ["iam:GetRolePolicy ."],
        update: { "*": [`iam:PutRolePolicy . ${BOUNDED}`] },
        delete: [`iam:DeleteRolePolicy . ${BOUNDED}`],
    },
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
        source: "iam/role_policy_attachment.go",
        self: "role={role}",
        create: [`iam:AttachRolePolicy . @iam:PolicyARN={policyArn} ${BOUNDED}`],
        read: ["iam:ListAttachedRolePolicies ."],
        delete: [`iam:DetachRolePolicy . @iam:PolicyARN={policyArn} ${BOUNDED}`],
    },
};
