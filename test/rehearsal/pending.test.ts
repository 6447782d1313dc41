import assert from "node:assert/strict";
import { writtenAgain } from "../../rehearsal/aws/memory";
import type { CloudObject } from "../../rehearsal/cloud/store";
import { orphansOf } from "../../rehearsal/session/pending";
import { needing, type Needs, type State, type StateResource } from "../../rehearsal/engine/state";

const PATCH = "kubernetes:core/v1:ServiceAccountPatch";
const GROUP = "aws:cloudwatch/logGroup:LogGroup";

const object = (type: string, id: string, name = id): CloudObject => ({
    type,
    id,
    name,
    inputs: {},
    outputs: {},
    serial: 1,
});
const state = (...resources: readonly { readonly type: string; readonly id: string }[]): State =>
    ({ resources, pending: [] }) as unknown as State;
const orphans = (objects: readonly CloudObject[], known: State) =>
    orphansOf({ live: () => objects }, known).map(({ name }) => name);

describe("objects that the state does not know", () => {
    it("are none for a patch, whether the patch is kept or the object that it has changed", () => {
        const known = state({ type: PATCH, id: "a/default" });
        assert.deepEqual(orphans([object(PATCH, "a/default")], known), []);
        assert.deepEqual(orphans([object("kubernetes:core/v1:ServiceAccount", "a/default")], known), []);
        assert.deepEqual(orphans([object(PATCH, "b/default")], known), ["b/default"]);
    });

    it("are found by type and id, but for what AWS itself wrote again", () => {
        const known = state({ type: GROUP, id: "kept" });
        assert.deepEqual(orphans([object(GROUP, "kept"), object(GROUP, "lost")], known), ["lost"]);
        assert.deepEqual(orphans([object(GROUP, "back", writtenAgain("log"))], known), []);
    });
});

describe("what is imported needs what it was registered with", () => {
    const of = (urn: string, more: Partial<StateResource> = {}): StateResource => ({
        urn,
        type: GROUP,
        custom: true,
        ...more,
    });
    const urns = (resources: readonly StateResource[]) => resources.map(({ urn }) => urn);

    it("and stands behind it, whatever the order in which the engine imported", () => {
        const given = needing(
            { resources: [of("policy"), of("role"), of("vpc", { dependencies: ["x"] })] },
            new Map<string, Needs>([
                ["role", { dependencies: [], propertyDependencies: {} }],
                ["policy", { dependencies: ["role", "vpc"], propertyDependencies: { role: ["role"], name: null } }],
            ]),
        );
        assert.deepEqual(urns(given), ["vpc", "role", "policy"]);
        assert.deepEqual(given[0]?.dependencies, ["x"], "what was not imported keeps its own");
        assert.deepEqual(given[2]?.dependencies, ["role", "vpc"]);
        assert.deepEqual(given[2].propertyDependencies, { role: ["role"], name: [] });
    });

    it("but nothing that the state has not: the engine would refuse the state", () => {
        const given = needing(
            { resources: [of("policy")] },
            new Map<string, Needs>([
                ["gone", {}],
                ["policy", { dependencies: ["gone"], propertyDependencies: { role: ["gone"] } }],
            ]),
        );
        assert.deepEqual([given[0]?.dependencies, given[0]?.propertyDependencies], [[], { role: [] }]);
    });
});
