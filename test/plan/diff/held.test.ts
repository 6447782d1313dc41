import assert from "node:assert/strict";
import { outputsOf } from "../../../plan/diff/graph/unknown";
import type { RecordedResource } from "../../../plan/graph";
import { placeOf } from "../../../plan/shapes";
import { reading, readOf, resource } from "./fixture";

const GROUP = "aws:elasticache/parameterGroup:ParameterGroup";
const CACHE = "aws:elasticache/replicationGroup:ReplicationGroup";
const ROLE = "aws:iam/role:Role";
const NODES = "aws:eks/nodeGroup:NodeGroup";

const parameters = (
    inputs: Readonly<Record<string, unknown>>,
    more: Partial<RecordedResource> = {},
): RecordedResource => resource(GROUP, "parameters", { inputs: { family: "valkey8", ...inputs }, ...more });
const cache = (of: RecordedResource): RecordedResource =>
    reading(CACHE, "cache", { parameterGroupName: of.inputs.name }, { parameterGroupName: of.urn });
const refusals = (olds: readonly RecordedResource[], news: readonly RecordedResource[]) =>
    readOf(olds, news).changes.flatMap(({ name, refusal }) => (refusal === undefined ? [] : [[name, refusal]]));

describe("diff: what goes first while another one still uses it", () => {
    const before = parameters({ name: "fixed", description: "one" });

    it("is refused, with who uses it and how it would pass", () => {
        const after = parameters({ name: "fixed", description: "other" });
        const difference = readOf([before, cache(before)], [after, cache(after)]);
        assert.equal(difference.verdict, "refused");
        assert.deepEqual(refusals([before, cache(before)], [after, cache(after)]), [
            [
                "parameters",
                "InvalidCacheParameterGroupState: it goes first, and cache still uses it then. Instead: another name and deleteBeforeReplace: false, and its successor comes first",
            ],
        ]);
    });

    it("passes as it is told to, and where nobody uses it", () => {
        const renamed = parameters({ name: "other", description: "other" }, { deleteBeforeReplace: false });
        assert.deepEqual(refusals([before, cache(before)], [renamed, cache(renamed)]), []);
        const after = parameters({ name: "fixed", description: "other" });
        assert.deepEqual(refusals([before], [after]), []);
    });

    it("passes where those that use it go before it", () => {
        const attached = (path: string): readonly RecordedResource[] => {
            const role = resource(ROLE, "role", { inputs: { name: "fixed", path } });
            const policy = reading("aws:iam/rolePolicy:RolePolicy", "policy", { role: "fixed" }, { role: role.urn });
            const nodeRoleArn = outputsOf(role, placeOf({})).arn;
            return [role, policy, reading(NODES, "nodes", { nodeRoleArn }, { nodeRoleArn: role.urn })];
        };
        assert.deepEqual(refusals(attached("/"), attached("/other/")), []);
    });
});
