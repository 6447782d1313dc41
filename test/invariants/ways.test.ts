/** NetworkPolicies, security groups and routes say the same, in every environment that is committed. */
import assert from "node:assert/strict";
import { Graph, type RecordedResource } from "../../plan/graph";
import { beyondCluster } from "../../plan/ways/policies";
import { wayRules } from "../../policy/rules/ways";
import { TYPE } from "../../policy/types";
import { ENVIRONMENTS, recordingOf, STACK_FILES, stackFrom } from "../support/recordings";
import { ATTACHED } from "./mutations/ways";

const ALL = [...STACK_FILES, ...ENVIRONMENTS];

const found = (graph: Graph, file: string) =>
    wayRules.flatMap(({ check }) =>
        check(graph, stackFrom(file).environment).map(
            ({ rule, urn, message }) => `${rule}: ${graph.get(urn).name} ${message}`,
        ),
    );

/** No NetworkPolicy speaks of them: nodes themselves, whoever deploys, and what the kubelet pulls and mounts. */
const OF_NODES = [
    /^security-nodes-(to|from)-nodes$/,
    /^security-control-plane-from-/,
    /^security-control-plane-to-nodes-(443|10250|10251)$/,
    /^security-nodes-from-control-plane-(443|10250|10251)$/,
    /^security-nodes-to-control-plane-443$/,
    /^security-nodes-to-registries-8443$/,
    /^stores-files-from-nodes(-out)?$/,
];

describe("the ways between pods and what lies outside of the cluster", () => {
    for (const file of ALL)
        it(`are open in policies, security groups and routes alike: ${file}`, async () => {
            const { graph } = await recordingOf(file, "update");
            const { out } = beyondCluster(graph);
            assert.ok(out.length > 5, `${String(out.length)} ways out`);
            assert.deepEqual(found(graph, file), []);
        });

    it("are known to lead to a mail server and to a graph and a cache of another network, each by its port", async () => {
        const { graph } = await recordingOf(ATTACHED, "update");
        const ports = new Set(beyondCluster(graph).out.map(({ cidr, port }) => `${cidr} ${String(port)}`));
        const expected = ["0.0.0.0/0 587", "10.91.16.0/24 7687", "10.91.17.0/24 7687", "10.91.20.0/24 6380"];
        assert.deepEqual(
            expected.filter((way) => !ports.has(way)),
            [],
        );
    });

    it("are missed one by one: without any rule of a security group, or any route, a pod is cut off and it is said", async () => {
        const { graph } = await recordingOf(ATTACHED, "update");
        const without = ({ urn }: RecordedResource) => new Graph(graph.resources.filter((each) => each.urn !== urn));
        const rules = graph
            .ofType(TYPE.egressRule, TYPE.ingressRule)
            .filter(
                ({ name, inputs }) =>
                    !OF_NODES.some((of) => of.test(name)) && inputs.securityGroupId !== "sg-0123456789abcdef0",
            );
        const routes = graph
            .ofType(TYPE.route)
            .filter(({ name, inputs }) => !name.includes("public") && inputs.destinationCidrBlock !== "10.90.0.0/16");
        assert.ok(rules.length >= 8 && routes.length === 4, `${String(rules.length)} and ${String(routes.length)}`);
        const unmissed = [...rules, ...routes].filter((each) => found(without(each), ATTACHED).length === 0);
        assert.deepEqual(unmissed.map(({ name }) => name), []); // oxfmt-ignore
    });
});
