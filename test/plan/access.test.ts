import assert from "node:assert/strict";
import { accessOf } from "../../plan/access";
import { Graph } from "../../plan/graph";
import { resource } from "../support/resource";

const POLICY = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";
const cluster = (vpcConfig: Record<string, unknown>) =>
    resource("cluster", [], { type: "aws:eks/cluster:Cluster", inputs: { vpcConfig } });
const entry = (name: string, inputs: Record<string, unknown>) =>
    resource(name, [], { type: "aws:eks/accessEntry:AccessEntry", inputs });

describe("who can reach the Kubernetes API", () => {
    it("is everybody when a program says nothing, because EKS opens the endpoint then", () => {
        assert.deepEqual(accessOf(new Graph([cluster({})])), {
            private: false,
            publicCidrs: ["0.0.0.0/0"],
            ways: [],
            principals: [],
        });
    });

    it("is nobody from outside when the public endpoint is off, whatever the list says", () => {
        const access = accessOf(
            new Graph([
                cluster({
                    endpointPrivateAccess: true,
                    endpointPublicAccess: false,
                    publicAccessCidrs: ["198.51.100.0/24"],
                }),
            ]),
        );
        assert.deepEqual(access, { private: true, publicCidrs: [], ways: [], principals: [] });
    });

    it("lists people with all their rights, and leaves nodes out", () => {
        const access = accessOf(
            new Graph([
                cluster({ endpointPublicAccess: true, publicAccessCidrs: ["198.51.100.0/24"] }),
                entry("people", { principalArn: "arn:people", kubernetesGroups: ["readers"] }),
                entry("nodes", { principalArn: "arn:nodes", type: "EC2_LINUX" }),
                resource("policy", [], {
                    type: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
                    inputs: { principalArn: "arn:people", policyArn: POLICY },
                }),
            ]),
        );
        assert.deepEqual(access?.publicCidrs, ["198.51.100.0/24"]);
        assert.deepEqual(access.principals, [{ arn: "arn:people", rights: ["ClusterAdmin", "group readers"] }]);
    });

    it("is not ours to say when the environment has no cluster of its own", () => {
        assert.equal(accessOf(new Graph([])), undefined);
    });
});
