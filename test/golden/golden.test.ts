import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { Graph, Secret } from "../../plan/graph";
import { resource } from "../support/resource";
import { differenceText } from "./difference";
import { documentOf, type Document } from "./document";
import { committed, environments, now, told } from "./files";
import { applied, patchOf } from "./patch";
import { restore, share } from "./share";

describe("golden records", function () {
    this.timeout(120_000);

    for (const name of environments())
        it(`${name} is as it was recorded`, async () => {
            const [then, { document: today }] = [committed(name), await now(name)];
            if (!isDeepStrictEqual(then, today)) assert.fail(told(name, differenceText(name, then, today)));
        });

    it("show every changed value, folded or not, by the renderer of pull requests, and name the command", () => {
        const inputs = (changes: Readonly<Record<string, unknown>>): Document => {
            const data = {
                "a.json": JSON.stringify({ panels: [{ title: "Requests", targets: ["up"] }] }),
                "b.sh": "set -eu\nexit 0",
                plain: "same",
                password: new Secret("hunter1"),
            };
            const type = "kubernetes:core/v1:ConfigMap";
            return documentOf(new Graph([resource("one", [], { type, inputs: { data: { ...data, ...changes } } })]));
        };
        const difference = (changes: Readonly<Record<string, unknown>>): string =>
            differenceText("toy", inputs({}), inputs(changes));
        assert.match(difference({}), /no difference/);
        const panels = JSON.stringify({ panels: [{ title: "Requests", targets: ["down"] }] });
        assert.match(difference({ "a.json": panels }), /panel 00 Requests/);
        assert.match(difference({ "b.sh": "set -eu\nexit 1" }), /exit 0.*exit 1/s);
        assert.match(difference({ plain: "other" }), /same.*other/s);
        const secret = difference({ password: new Secret("hunter2") });
        assert.match(secret, /password/);
        assert.doesNotMatch(secret, /hunter/);
        assert.match(told("toy", secret), /\n {4}npm run --silent golden\n[^]*password/);
    });

    it("name a resource of which the engine would see no change, and options", () => {
        const of = (value: string, protect: boolean): Document =>
            documentOf(new Graph([resource("one", [], { inputs: { value }, ignoreChanges: ["value"], protect })]));
        assert.match(differenceText("toy", of("1", false), of("2", false)), /one: value differ/);
        assert.match(differenceText("toy", of("1", false), of("1", true)), /test:o::one/);
    });

    it("tell an environment by another one, and a company by its neighbour, without losing anything", () => {
        const key = fc.constantFrom("a acme", "b acme", "a globex", "b globex", "c");
        const value = fc.jsonValue({ maxDepth: 3 });
        const document = fc.dictionary(
            key,
            fc.dictionary(fc.constantFrom("x", "y", "z"), value),
        ) as fc.Arbitrary<Document>;
        fc.assert(
            fc.property(document, document, (one, base) => {
                const kept = JSON.parse(JSON.stringify(share(one, base, ["acme", "globex"]))) as ReturnType<
                    typeof share
                >;
                assert.deepEqual(plain(restore(kept, base)), plain(one));
            }),
        );
    });

    it("keep of two values what differs", () => {
        const base = { a: 1, b: [{ c: 1, d: 2 }, 3], e: "gone" };
        const value = { a: 1, b: [{ c: 1, d: 4 }, 3], f: { g: 5 } };
        assert.deepEqual(patchOf(base, value), { b: { "(at 0)": { d: 4 } }, e: "(gone)", f: { g: 5 } });
        assert.deepEqual(applied(base, patchOf(base, value)), value);
    });
});

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
