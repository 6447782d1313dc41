import assert from "node:assert/strict";
import { outputsOf } from "../../../plan/diff/graph/unknown";
import type { RecordedResource } from "../../../plan/graph";
import { placeOf } from "../../../plan/shapes";
import { compared, reading, resource, told, urn } from "./fixture";

const AWS = "pulumi:providers:aws";
const KUBERNETES = "pulumi:providers:kubernetes";
const CLUSTER = "aws:eks/cluster:Cluster";
const ROLE = "aws:iam/role:Role";

const aws = (region: string, name = "aws"): RecordedResource => resource(AWS, name, { inputs: { region } });
const role = (provider: RecordedResource, more: Partial<RecordedResource> = {}): RecordedResource =>
    resource(ROLE, "role", { inputs: { name: "fixed", path: "/" }, provider: provider.urn, ...more });

describe("diff: the provider of a resource", () => {
    it("that is another one replaces it without being asked for the order, whatever the name of the resource", () => {
        const [here, there] = [aws("us-east-1"), aws("eu-west-1")];
        const difference = compared([here, role(here)], [there, role(there)]);
        assert.deepEqual(told(difference), ["replace role"]);
        assert.deepEqual(difference.changes[0]?.because, [here.urn]);
        const first = role(there, { deleteBeforeReplace: true });
        assert.deepEqual(
            told(compared([here, role(here)], [there, first])),
            ["replace first role"],
            "the program asks",
        );
    });

    it("of another name replaces it only where its settings do", () => {
        const [one, same, other] = [aws("us-east-1"), aws("us-east-1", "again"), aws("eu-west-1", "far")];
        assert.deepEqual(told(compared([one, role(one)], [one, same, role(same)])), []);
        const difference = compared([one, role(one)], [one, other, role(other)]);
        assert.deepEqual(told(difference), ["replace role"]);
        assert.deepEqual(
            difference.changes[0]?.properties.map(({ path, replaces }) => [path, replaces]),
            [["provider", true]],
        );
    });

    it("whose settings nobody knows before the update compares nothing: the engine takes each for one to update", () => {
        const cluster = (path: string): readonly RecordedResource[] => {
            const roleArn = resource(ROLE, "role", { inputs: { name: "fixed", path } });
            const control = reading(
                CLUSTER,
                "cluster",
                { name: "fixed", roleArn: outputsOf(roleArn, placeOf({})).arn },
                { roleArn: roleArn.urn },
            );
            const provider = reading(
                KUBERNETES,
                "kubernetes",
                { clusterIdentifier: "fixed", kubeconfig: outputsOf(control, placeOf({})).endpoint },
                { kubeconfig: control.urn },
            );
            const on = { provider: provider.urn };
            return [
                roleArn,
                control,
                provider,
                resource("kubernetes:core/v1:ServiceAccount", "account", { inputs: { metadata: {} }, ...on }),
                resource("kubernetes:core/v1:ConfigMap", "map", {
                    inputs: { metadata: { name: "map" }, data: { path } },
                    ...on,
                }),
            ];
        };
        const difference = compared(cluster("/"), cluster("/other/"));
        assert.deepEqual(told(difference), [
            "replace first cluster",
            "replace first role",
            "update account",
            "update map",
        ]);
        for (const { name, because } of difference.changes.filter(({ operation }) => operation === "update"))
            assert.deepEqual(because, [urn(CLUSTER, "cluster")], name);
        assert.deepEqual(told(compared(cluster("/"), cluster("/"))), []);
    });
});
