import assert from "node:assert/strict";
import { isUnscopable } from "../../policy/rules/iam";

describe("an action that cannot be scoped", () => {
    it("is one that the Service Authorization Reference knows no type of resource for, action by action", () => {
        for (const free of ["ec2:DescribeVpcs", "ec2:DescribeTags", "tag:GetResources", "logs:DescribeLogGroups"])
            assert.ok(isUnscopable(free), free);
        for (const scoped of [
            "ec2:GetSecurityGroupsForVpc",
            "ec2:Describe*",
            "eks:DescribeNodegroup",
            "s3:GetObject",
            "*",
        ])
            assert.ok(!isUnscopable(scoped), scoped);
        for (const unknown of ["ec2:DescribeNothing", "nothing:Describe", "ec2:Nothing*"])
            assert.ok(!isUnscopable(unknown), unknown);
    });
});
