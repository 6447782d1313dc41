/** Zones are zones, whoever made the subnets. */
import assert from "node:assert/strict";
import { show } from "../../config/commands/show";
import { nodeGroupsOf } from "../../plan/capacity/nodes";
import { changed, FOREIGN, recordStack } from "../support/recordings";

const vpc = {
    ...{ id: "vpc-0123456789abcdef0", cidr: "10.60.0.0/16" },
    privateSubnetIds: ["subnet-0bbbbbbb1", "subnet-0bbbbbbb2"],
    dataSubnetIds: ["subnet-0ccccccc1", "subnet-0ccccccc2"],
    dataCidrs: ["10.60.208.0/22", "10.60.212.0/22"],
};

describe("a VPC that exists", () => {
    it("has nodes in the zones of its subnets, not in subnets that stand for zones", async () => {
        const { graph } = await recordStack(changed("test/environments/economy.yaml", { existing: { vpc } }), "update");
        const groups = nodeGroupsOf(graph);
        assert.ok(groups.length > 1);
        const zones = new Set(groups.flatMap((group) => group.zones));
        assert.deepEqual([...zones].sort(), ["us-east-1a", "us-east-1b"]);
    });

    it("leaves no value in the complete configuration that nothing uses, and says why", () => {
        const { text } = show({ file: FOREIGN, stack: "foreign", format: "json" });
        const { settings } = JSON.parse(text) as {
            settings: Readonly<Record<string, { value: unknown; source: string }>>;
        };
        for (const key of ["network.cidr", "network.nat", "network.flowLogRetentionDays"])
            assert.deepEqual(settings[key], { value: null, source: "not used: existing.vpc is" }, key);
        assert.deepEqual(settings["existing.vpc.cidr"]?.value, "10.60.0.0/16");
        assert.ok(Object.values(settings).every(({ value }) => value !== "10.20.0.0/16"));
    });
});
