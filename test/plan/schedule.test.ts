import assert from "node:assert/strict";
import { Graph } from "../../plan/graph";
import { scheduleOf } from "../../plan/schedule";
import { resource } from "../support/resource";

const key = resource("key", [], { type: "aws:kms/key:Key" });
const subnet = resource("subnet", [], { type: "aws:ec2/subnet:Subnet" });
const cluster = resource("cluster", ["key", "subnet"], { type: "aws:eks/cluster:Cluster" });
const database = (dependencies: readonly string[], multiAz: boolean) =>
    resource("database", ["key", "subnet", ...dependencies], {
        type: "aws:rds/instance:Instance",
        inputs: { multiAz },
    });
const cni = resource("cni", ["cluster"], { type: "aws:eks/addon:Addon", inputs: { addonName: "vpc-cni" } });
const nodes = resource("nodes", ["cni"], { type: "aws:eks/nodeGroup:NodeGroup" });

describe("the schedule of a first deployment", () => {
    it("is as long as the longest chain, not as the sum", () => {
        const { totalSeconds, readyAfter } = scheduleOf(new Graph([key, subnet, cluster, database([], false)]));
        assert.equal(totalSeconds, 24 + 570);
        assert.deepEqual(readyAfter, { cluster: 24 + 570, database: 24 + 360 });
    });

    it("names the stages of that chain in order, and an add-on that stands alone by its name", () => {
        const { criticalPath } = scheduleOf(new Graph([key, subnet, cluster, cni, nodes]));
        assert.deepEqual(
            criticalPath.map(({ name, seconds }) => [name, seconds]),
            [
                ["key", 24],
                ["cluster", 570],
                ["vpc-cni", 35],
                ["nodes", 114],
            ],
        );
    });

    it("shows what it costs to put the database behind the cluster", () => {
        const beside = scheduleOf(new Graph([key, subnet, cluster, database([], true)])).totalSeconds;
        const behind = scheduleOf(new Graph([key, subnet, cluster, database(["cluster"], true)])).totalSeconds;
        assert.equal(behind - beside, 570);
    });

    it("is nothing for a program without resources", () => {
        assert.deepEqual(scheduleOf(new Graph([])), {
            totalSeconds: 0,
            criticalPath: [],
            readyAfter: {},
            finish: new Map(),
        });
    });
});
