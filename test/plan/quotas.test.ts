import assert from "node:assert/strict";
import { nodeGroupsOf } from "../../plan/capacity/nodes";
import { quotaLines, shortagesIn } from "../../plan/quotas";
import { resource } from "./diff/fixture";
import { Graph } from "../../plan/graph";

const group = (
    name: string,
    instanceTypes: readonly string[],
    minSize: number,
    maxSize: number,
    capacityType = "ON_DEMAND",
) =>
    resource("aws:eks/nodeGroup:NodeGroup", name, {
        inputs: { instanceTypes, capacityType, scalingConfig: { minSize, maxSize } },
    });

describe("plan: quotas", () => {
    it("count vCPU from the floor to the ceiling, by the largest type of each group, on demand and spot apart", () => {
        const graph = new Graph([
            group("general", ["m7g.xlarge", "m7g.2xlarge"], 2, 6),
            group("system", ["t4g.medium"], 3, 3),
            group("spare", ["m7g.large"], 0, 4, "SPOT"),
        ]);
        assert.deepEqual(
            shortagesIn(nodeGroupsOf(graph)).map(({ code, floor, ceiling }) => [code, floor, ceiling]),
            [
                ["L-1216C47A", 22, 54],
                ["L-34B43A08", 0, 8],
            ],
        );
        assert.match(
            quotaLines(graph).join("\n"),
            /^22 to 54 vCPU of running On-Demand Standard instances \(EC2 quota L-1216C47A\): a new account has 5$/m,
        );
    });

    it("say nothing of what a new account grants, and of a type whose vCPU nobody here knows that they are not counted", () => {
        assert.deepEqual(quotaLines(new Graph([group("general", ["t4g.medium"], 1, 2)])), []);
        assert.match(
            quotaLines(new Graph([group("general", ["m5n.large"], 1, 9)])).join(),
            /^m5n\.large: its vCPU are not known here/,
        );
    });
});
