import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { createSeconds, TIMED_TYPES } from "../../plan/times";

describe("creation times", () => {
    it("depend on what AWS has to do for the inputs", () => {
        assert.ok(
            createSeconds("aws:rds/instance:Instance", { multiAz: true }) >
                createSeconds("aws:rds/instance:Instance", {}),
        );
        assert.ok(
            createSeconds("aws:ec2/vpcEndpoint:VpcEndpoint", { vpcEndpointType: "Interface" }) >
                createSeconds("aws:ec2/vpcEndpoint:VpcEndpoint", {}),
        );
        assert.ok(
            createSeconds("aws:eks/nodeGroup:NodeGroup", { scalingConfig: { desiredSize: 0 } }) <
                createSeconds("aws:eks/nodeGroup:NodeGroup", {}),
        );
        assert.ok(
            createSeconds("aws:eks/addon:Addon", { addonName: "coredns" }) <
                createSeconds("aws:eks/addon:Addon", { addonName: "metrics-server" }),
        );
    });

    it("are one call for what has no figure, and nothing for what only groups", () => {
        assert.equal(createSeconds("aws:sqs/queue:Queue", {}), 1);
        assert.equal(createSeconds("mindcloud:aws:Network", {}), 0);
        assert.equal(createSeconds("pulumi:providers:aws", {}), 0);
    });

    it("are given for types that exist", () => {
        for (const type of TIMED_TYPES.filter((token) => token.startsWith("aws:"))) {
            const file = path.join(__dirname, "../../node_modules/@pulumi/aws", `${type.split(":")[1] ?? ""}.js`);
            assert.ok(fs.readFileSync(file, "utf8").includes(`'${type}'`), type);
        }
    });
});
