import assert from "node:assert/strict";
import { ClusterSecurityGroups, CONTROL_PLANE_CALLS } from "../../../components/aws/cluster-security";
import type { NodeWays } from "../../../components/handles";
import type { Graph, RecordedResource } from "../../../plan/graph";
import { network, recorded, scope } from "./fixture.data";
import { Pods } from "./fixture.network";

const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";

const made = (runnerCidrs: readonly string[] = [], stack = "test", runner?: "vpc" | "vpn") =>
    recorded(() => {
        const args = { scope: { ...scope(), stack }, network, runner, runnerCidrs };
        const groups = new ClusterSecurityGroups("security", args);
        return new Pods("pods", groups.rules);
    });

/** What a rule connects, in the names of the groups: "nodes <- control-plane tcp 10250". */
function reader(graph: Graph): (rule: RecordedResource) => string {
    const short = (urn: string | undefined) => graph.get(urn ?? "").name.replace(/^security-|-group$/g, "");
    return ({ type, inputs, propertyDependencies }) => {
        const own = short(propertyDependencies.securityGroupId?.[0]);
        const peer = propertyDependencies.referencedSecurityGroupId?.[0];
        const other = peer === undefined ? String(inputs.cidrIpv4) : short(peer);
        assert.equal(inputs.fromPort, inputs.toPort);
        return `${own} ${type === INGRESS ? "<-" : "->"} ${other} ${String(inputs.ipProtocol)} ${typeof inputs.fromPort === "number" ? String(inputs.fromPort) : "all"}`;
    };
}

describe("security groups of the cluster", () => {
    it("open exactly what the cluster uses, both ends of every connection", async () => {
        const graph = await made();
        const calls = Object.keys(CONTROL_PLANE_CALLS);
        assert.deepEqual(
            graph.ofType(INGRESS).map(reader(graph)).sort(),
            [
                "control-plane <- nodes tcp 443",
                ...calls.map((port) => `nodes <- control-plane tcp ${port}`),
                "nodes <- nodes -1 all",
            ].sort(),
        );
        assert.deepEqual(
            graph.ofType(EGRESS).map(reader(graph)).sort(),
            [
                ...calls.map((port) => `control-plane -> nodes tcp ${port}`),
                "nodes -> 0.0.0.0/0 tcp 443",
                "nodes -> control-plane tcp 443",
                "nodes -> nodes -1 all",
            ].sort(),
        );
    });

    it("let deployment runners reach the API, and nothing but the API", async () => {
        const [before, after] = [await made(), await made(["172.16.0.0/20", "192.168.7.0/24", "172.16.0.0/20"])];
        const added = after.resources.filter(({ urn }) => before.find(urn) === undefined);
        assert.deepEqual(added.map(reader(after)), [
            "control-plane <- 172.16.0.0/20 tcp 443",
            "control-plane <- 192.168.7.0/24 tcp 443",
        ]);
    });

    it("let a runner somewhere inside the VPC reach the API, and one in a named block from there only", async () => {
        const runners = async (cidrs: readonly string[]) => {
            const graph = await made(cidrs, "test", "vpc");
            return graph
                .ofType(INGRESS)
                .flatMap(({ inputs }) => (inputs.cidrIpv4 === undefined ? [] : [inputs.cidrIpv4]));
        };
        assert.deepEqual(await runners([]), [network.cidr]);
        assert.deepEqual(await runners(["10.20.4.0/24"]), ["10.20.4.0/24"]);
    });

    it("are described throughout, in letters that EC2 takes", async () => {
        const described = (await made(["172.16.0.0/20"])).ofType(GROUP, INGRESS, EGRESS);
        assert.equal(described.length, 2 + 6 + 6);
        for (const { name, inputs } of described) {
            assert.match(String(inputs.description), /^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]{10,255}$/, name);
            assert.ok(inputs.tags, name);
        }
    });

    it("hold no rules of their own, so that rules from elsewhere are not removed, and drop all when they go", async () => {
        for (const { inputs } of (await made()).ofType(GROUP)) {
            assert.deepEqual([inputs.ingress, inputs.egress], [undefined, undefined]);
            assert.equal(inputs.revokeRulesOnDelete, true);
        }
    });

    it("carry no cluster tag: the one group of a node needs none, and two tagged ones break the load balancer controller", async () => {
        for (const { inputs } of (await made()).ofType(GROUP))
            assert.deepEqual(
                Object.keys(inputs.tags as object).filter((tag) => tag.startsWith("kubernetes.io/")),
                [],
            );
    });

    it("open for a row of the traffic table what it says, once however many rows say it, and nothing for a call that every cluster has", async () => {
        const opened = async (open: (ways: NodeWays) => unknown) => {
            const before = await made();
            const after = await recorded(() => {
                const args = { scope: { ...scope(), stack: "test" }, network, runnerCidrs: [] };
                open(new ClusterSecurityGroups("security", args).ways);
            });
            return after.resources.filter(({ urn }) => before.find(urn) === undefined).map(reader(after));
        };
        const mail = { cidr: "0.0.0.0/0", port: 587, what: "mail" };
        assert.deepEqual(await opened((ways) => [ways.letOut(mail), ways.letOut({ ...mail, what: "again" })]), [
            "nodes -> 0.0.0.0/0 tcp 587",
        ]);
        assert.deepEqual(await opened((ways) => ways.letOut({ cidr: "10.9.0.0/24", port: 7687, what: "graph" })), [
            "nodes -> 10.9.0.0/24 tcp 7687",
        ]);
        assert.deepEqual(await opened((ways) => [ways.letApiIn(9443), ways.letApiIn(9443)]), [
            "control-plane -> nodes tcp 9443",
            "nodes <- control-plane tcp 9443",
        ]);
        assert.deepEqual(await opened((ways) => ways.letApiIn(10250)), []);
    });

    it("give nodes every rule to wait for", async () => {
        const graph = await made();
        const pods = graph.the("test:Pods");
        for (const rule of graph.ofType(INGRESS, EGRESS)) assert.ok(graph.dependsOn(pods, rule), rule.name);
    });

    it("have names that tell two stacks apart and leave room for the provider's suffix", async () => {
        const prefixes = async (stack: string) =>
            (await made([], stack)).ofType(GROUP).map(({ inputs }) => String(inputs.namePrefix));
        const [one, other] = [await prefixes("one"), await prefixes(`a-stack-with-a-name-${"x".repeat(300)}`)];
        for (const prefix of [...one, ...other]) assert.ok(prefix.length + 26 <= 255, prefix);
        assert.equal(new Set([...one, ...other]).size, 4);
    });
});
