import assert from "node:assert/strict";
import fc from "fast-check";
import { Graph } from "../../plan/graph";
import { resource } from "../support/resource";

describe("the graph", () => {
    //  d1 -> c1 -> a1,  d1 -> b1 -> a1,  e1 beside them
    const graph = new Graph([
        resource("d1", ["c1", "b1"]),
        resource("c1", ["a1"]),
        resource("b1", ["a1"]),
        resource("a1"),
        resource("e1"),
    ]);

    it("is sorted by URN whatever the order of registration", () => {
        assert.deepEqual(
            graph.resources.map((item) => item.urn),
            ["a1", "b1", "c1", "d1", "e1"],
        );
    });

    it("follows dependencies through others", () => {
        assert.equal(graph.dependsOn("d1", "a1"), true);
        assert.equal(graph.dependsOn("a1", "d1"), false);
        assert.equal(graph.dependsOn("d1", "e1"), false);
        assert.equal(graph.dependsOn("a1", "a1"), false);
    });

    it("gives one shortest path for each resource of a type", () => {
        assert.deepEqual(graph.pathsTo("d1", "test:a"), [["d1", "b1", "a1"]]);
        assert.deepEqual(graph.pathsTo(graph.get("d1"), "test:b", "test:c"), [
            ["d1", "b1"],
            ["d1", "c1"],
        ]);
        assert.deepEqual(graph.pathsTo("e1", "test:a"), []);
    });

    it("counts the provider and a parent that is a resource as waited for, but not a component", () => {
        const nested = new Graph([
            resource("p1"),
            resource("k1", [], { custom: false }),
            resource("r1", [], { provider: "p1", parent: "k1" }),
            resource("s1", [], { parent: "r1" }),
        ]);
        assert.deepEqual(nested.waitsFor("r1"), ["p1"]);
        assert.deepEqual(nested.waitsFor("s1"), ["r1"]);
        assert.equal(nested.dependsOn("s1", "p1"), true);
        assert.deepEqual(nested.dependentsOf("r1"), ["s1"]);
        assert.deepEqual(
            nested.descendantsOf("k1").map((item) => item.urn),
            ["r1", "s1"],
        );
        assert.deepEqual(
            nested.ancestorsOf("s1").map((item) => item.urn),
            ["r1", "k1"],
        );
        assert.deepEqual(
            nested.roots().map((item) => item.urn),
            ["k1", "p1"],
        );
    });

    it("says what it found where exactly one was expected", () => {
        assert.equal(graph.the("test:a").urn, "a1");
        assert.throws(() => graph.the("test:z"), /expected one test:z, found 0/);
        assert.throws(() => graph.get("z9"), /no resource z9/);
        assert.throws(() => new Graph([resource("a1"), resource("a2")]).the("test:a"), /found 2 among \[a1, a2\]/);
    });

    it("orders everything after what it waits for", () => {
        const dag = fc.integer({ min: 1, max: 40 }).chain((size) =>
            fc.tuple(
                ...Array.from({ length: size }, (_, index) =>
                    fc.uniqueArray(fc.integer({ min: 0, max: Math.max(0, index - 1) }), {
                        maxLength: index === 0 ? 0 : 4,
                    }),
                ),
            ),
        );
        fc.assert(
            fc.property(dag, (edges) => {
                const random = new Graph(
                    edges
                        .map((targets, index) =>
                            resource(
                                `r${String(index)}`,
                                targets.map((target) => `r${String(target)}`),
                            ),
                        )
                        .reverse(),
                );
                const order = random.inOrder().map((item) => item.urn);
                assert.equal(order.length, edges.length);
                for (const item of random.resources)
                    for (const urn of random.waitsFor(item)) assert.ok(order.indexOf(urn) < order.indexOf(item.urn));
            }),
        );
    });
});
