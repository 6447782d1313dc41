import assert from "node:assert/strict";
import { writtenAgain } from "../../rehearsal/aws/memory";
import type { CloudObject } from "../../rehearsal/cloud/store";
import { orphansOf } from "../../rehearsal/session/pending";
import type { State } from "../../rehearsal/engine/state";

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
