import * as assert from "node:assert/strict";
import type { Tree } from "../../../config/tree";
import { changedGraph, COMPLETE, only } from "../../support/recordings";

const DATABASE = "aws:rds/instance:Instance";
const VALKEY = "aws:elasticache/replicationGroup:ReplicationGroup";

describe("components/aws/data-stores", () => {
    it("changes stores in their window where data is kept, and at once where it is not or where the stack file says so", async () => {
        const atOnce = async (settings: Tree) => {
            const graph = await changedGraph(COMPLETE, only("akosha", "memstack"), { data: "keep", ...settings });
            const stores = [...graph.ofType(DATABASE), ...graph.ofType(VALKEY)];
            assert.ok(stores.length >= 3, "a database and two Valkey groups");
            return [...new Set(stores.map(({ inputs }) => inputs.applyImmediately))];
        };
        assert.deepEqual(await atOnce({}), [false]);
        assert.deepEqual(await atOnce({ stores: { applyImmediately: true } }), [true]);
        assert.deepEqual(await atOnce({ data: "disposable" }), [true]);
    });
});
