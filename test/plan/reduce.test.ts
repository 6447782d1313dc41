import assert from "node:assert/strict";
import fc from "fast-check";
import { addEdge, type Edges, reduced } from "../../plan/picture/reduce";

function edges(...pairs: readonly (readonly [string, string])[]): Edges {
    const map = new Map<string, Map<string, number>>();
    for (const [from, to] of pairs) addEdge(map, from, to);
    return map;
}

function listed(map: Edges): string[] {
    return [...map].flatMap(([from, targets]) => [...targets].map(([to, number]) => `${from}${to}${String(number)}`));
}

function reachable(map: Edges, from: string): ReadonlySet<string> {
    const seen = new Set<string>();
    const visit = (node: string): void => {
        for (const next of map.get(node)?.keys() ?? [])
            if (!seen.has(next)) {
                seen.add(next);
                visit(next);
            }
    };
    visit(from);
    return seen;
}

describe("the arrows of the picture", () => {
    it("leave out what a longer way says as well", () => {
        assert.deepEqual(listed(reduced(edges(["a", "b"], ["b", "c"], ["a", "c"]))), ["ab1", "bc1"]);
    });

    it("count the dependencies behind them", () => {
        assert.deepEqual(listed(reduced(edges(["a", "b"], ["a", "b"], ["b", "c"]))), ["ab2", "bc1"]);
    });

    it("reach exactly what was reachable before, circles included, and none of them can be spared", () => {
        const node = fc.constantFrom("a", "b", "c", "d", "e", "f");
        const pairs = fc.array(
            fc.tuple(node, node).filter(([from, to]) => from !== to),
            { maxLength: 20 },
        );
        fc.assert(
            fc.property(pairs, (some) => {
                const [before, after] = [edges(...some), reduced(edges(...some))];
                for (const from of "abcdef")
                    assert.deepEqual([...reachable(after, from)].sort(), [...reachable(before, from)].sort());
                for (const [from, targets] of after)
                    for (const to of targets.keys()) {
                        const without = new Map(
                            [...after].map(([key, value]) => [
                                key,
                                new Map([...value].filter(([target]) => key !== from || target !== to)),
                            ]),
                        );
                        assert.equal(reachable(without, from).has(to), false, `${from}${to} can be spared`);
                    }
            }),
        );
    });
});
