import assert from "node:assert/strict";
import { at, dotted, leaves, merge, related, sorted, without } from "../../config/tree";

describe("trees of settings", () => {
    it("merges maps and replaces everything else whole", () => {
        const merged = merge({ a: { b: 1, c: [1, 2] }, d: 1 }, { a: { c: [3] }, e: { f: 2 } });
        assert.deepEqual(merged, { a: { b: 1, c: [3] }, d: 1, e: { f: 2 } });
    });

    it("does not take names that every object has for keys", () => {
        assert.deepEqual(merge({}, { constructor: { a: 1 } }), { constructor: { a: 1 } });
        assert.equal(at({}, ["constructor"]), undefined);
        assert.equal(at(merge(JSON.parse('{"__proto__":{"polluted":true}}')), ["polluted"]), undefined);
        assert.equal(at({}, ["polluted"]), undefined);
    });

    it("leaves its inputs alone", () => {
        const layer = Object.freeze({ a: Object.freeze({ b: 1 }) });
        merge(layer, { a: { b: 2 } });
        without(layer, ["a", "b"]);
        assert.deepEqual(layer, { a: { b: 1 } });
    });

    it("reads and removes by path; a place inside a list removes the list", () => {
        const tree = { a: { b: [{ c: 1 }], d: 2 } };
        assert.equal(at(tree, ["a", "b", 0, "c"]), 1);
        assert.deepEqual(without(tree, ["a", "b", 0, "c"]), { a: { d: 2 } });
        assert.deepEqual(without(tree, ["a", "x"]), tree);
    });

    it("sorts keys at every depth and leaves lists in order", () => {
        assert.equal(JSON.stringify(sorted({ b: { d: [2, 1], c: 1 }, a: 1 })), '{"a":1,"b":{"c":1,"d":[2,1]}}');
    });

    it("names leaves, an empty map being one", () => {
        assert.deepEqual(leaves({ a: { b: 1, c: {} }, d: [1] }), [
            ["a.b", 1],
            ["a.c", {}],
            ["d", [1]],
        ]);
    });

    it("writes paths as pulumi config set --path takes them, and tells which lie in which", () => {
        assert.equal(dotted(["alerts", "emails", 0]), "alerts.emails[0]");
        assert.ok(related("alerts.emails", "alerts.emails[0]"));
        assert.ok(related("alerts.emails[0]", "alerts"));
        assert.ok(!related("stores.redis", "stores.redisCache"));
        assert.ok(!related("alerts.emails[0]", "alerts.emails[1]"));
    });
});
