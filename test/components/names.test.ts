import assert from "node:assert/strict";
import { NAME_LIMITS, physicalName, type NameKind } from "../../components/names";
import { scopeOf } from "../../components/scope";
import type { Environment } from "../../config/environment";

const scope = (stack: string) =>
    scopeOf({
        ...{
            project: "mindcloud",
            stack,
            account: "111122223333",
            region: "us-east-1",
            partition: "aws",
            data: "keep",
        },
        ...{ profile: "economy", deployment: { runnerCidrs: [] } },
    } as unknown as Environment);

describe("physical names", () => {
    it("keep project and stack whole however long the rest is, up to the longest stack name", () => {
        const stack = "a".repeat(20);
        for (const kind of Object.keys(NAME_LIMITS) as NameKind[])
            if (kind !== "loadBalancer") {
                const reserve = kind === "nodeGroup" ? 27 : 0;
                const name = physicalName(scope(stack), kind, "general-of-many-things-in-us-east-1a-and-more", reserve);
                assert.ok(name.startsWith(`mindcloud-${stack}-`) && name.length <= NAME_LIMITS[kind] - reserve, name);
            }
    });

    it("stay as they are for shorter stacks: a change would replace what has them", () => {
        assert.equal(
            physicalName(scope("prod"), "nodeGroup", "untrusted-nodes-of-many-people", 27),
            "mindcloud-prod-untrusted-node-1b89e0",
        );
    });
});
