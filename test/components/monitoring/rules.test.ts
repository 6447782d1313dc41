/** Alert rules as they reach the cluster: one object for each system in a namespace of its own, and a few for what all share. */
import assert from "node:assert/strict";
import type { Graph } from "../../../plan/graph";
import { manifestsOf, type Manifest } from "../../../policy/kubernetes";
import { COMPLETE, recordingOf } from "../../support/recordings";

const rulesIn = (graph: Graph): readonly Manifest[] => manifestsOf(graph).of("PrometheusRule");
const text = ({ inputs }: Manifest): string => JSON.stringify(inputs);

describe("AlertRules", () => {
    let graph: Graph;
    before(async () => {
        graph = (await recordingOf(COMPLETE, "update")).graph;
    });

    it("are one object in each system's own namespace, and four for the platform", () => {
        const found = rulesIn(graph).map(({ namespace, name }) => `${namespace}/${name}`);
        assert.deepEqual([...found].sort(), [
            "acme/simple-cli",
            "akosha/akosha",
            "memstack/memstack",
            "monitoring/platform-cluster",
            "monitoring/platform-data-stores",
            "monitoring/platform-monitoring",
            "monitoring/platform-workloads",
            "myriad-python/myriad-python",
            "myriad/myriad",
        ]);
    });

    it("ask about every tenant of a system of tenants", () => {
        const simpleCli = rulesIn(graph).find(({ name }) => name === "simple-cli");
        assert.ok(simpleCli);
        assert.ok(text(simpleCli).includes('namespace=~\\"acme|globex\\"'));
    });

    it("name the groups and the instance that are really made", () => {
        const stores = rulesIn(graph).find(({ name }) => name === "platform-data-stores");
        assert.ok(stores);
        const groups = graph.ofType("aws:elasticache/replicationGroup:ReplicationGroup");
        assert.equal(groups.length, 2);
        for (const { inputs } of groups)
            assert.ok(text(stores).includes(String(inputs.replicationGroupId)), String(inputs.replicationGroupId));
        const { identifier } = graph.the("aws:rds/instance:Instance").inputs;
        assert.ok(text(stores).includes(`=\\"${String(identifier)}\\"`), String(identifier));
    });

    it("wait for their kind and for their namespace, and for nothing else", () => {
        for (const name of ["alerts-akosha", "alerts-platform-cluster"]) {
            const rule = graph.resources.find((resource) => resource.name === name);
            assert.ok(rule, name);
            assert.ok(graph.pathsTo(rule, "kubernetes:core/v1:Namespace").length > 0, name);
            assert.deepEqual(graph.pathsTo(rule, "kubernetes:apps/v1:Deployment"), [], name);
        }
    });
});
