import assert from "node:assert/strict";
import fc from "fast-check";
import { livesOf, ofLife, suffixOf, usedLife, type Restore } from "../../config/restores";

interface FromSnapshot extends Restore {
    readonly snapshot: string;
}
const from = (snapshot: string, fate: Restore = {}): FromSnapshot => ({ snapshot, ...fate });
const [A, B] = [suffixOf(from("a")), suffixOf(from("b"))];
const told = (...restores: readonly FromSnapshot[]): readonly string[] =>
    livesOf(restores).map(({ suffix, state }) => `${suffix || "first"} ${state}`);

describe("lives of a store", () => {
    it("puts new beside old, and the last that is wanted in use", () => {
        assert.deepEqual(told(), ["first used"]);
        assert.deepEqual(told(from("a")), ["first kept", `${A} used`]);
        assert.deepEqual(told(from("a"), from("b")), ["first kept", `${A} kept`, `${B} used`]);
    });

    it("lets the old one go in two steps, and nothing but what it is told to", () => {
        assert.deepEqual(told(from("a", { replaced: "leaving" })), ["first leaving", `${A} used`]);
        assert.deepEqual(told(from("a", { replaced: "absent" })), [`${A} used`]);
        assert.deepEqual(told(from("a", { replaced: "absent" }), from("b")), [`${A} kept`, `${B} used`]);
    });

    it("goes back to the one before", () => {
        assert.deepEqual(told(from("a", { abandoned: true })), ["first used", `${A} leaving`]);
        assert.deepEqual(told(from("a"), from("b", { abandoned: true })), ["first kept", `${A} used`, `${B} leaving`]);
    });

    it("leaves the one before in use while a new one is filled", () => {
        assert.deepEqual(told(from("a", { filling: true })), ["first used", `${A} kept`]);
        assert.deepEqual(told(from("a"), from("b", { filling: true })), ["first kept", `${A} used`, `${B} kept`]);
        assert.equal(suffixOf(from("a", { filling: true })), A, "and its name stays when it is filled");
    });

    it("keeps the name of each life when entries before it are taken away, or what becomes of them changes", () => {
        const long = [from("a", { replaced: "absent" }), from("b", { replaced: "absent" })];
        assert.deepEqual(told(...long), told(from("b", { replaced: "absent" })));
        assert.equal(suffixOf({ ...from("a"), replaced: "leaving", abandoned: true }), A);
        assert.equal(ofLife("store", { suffix: "" }), "store");
        assert.equal(ofLife("store", { suffix: A }), `store-${A}`);
    });

    it("always has one in use", () => {
        const entry = fc.record({
            snapshot: fc.constantFrom("a", "b", "c"),
            replaced: fc.constantFrom("keep" as const, "leaving" as const, "absent" as const),
            abandoned: fc.boolean(),
        });
        fc.assert(
            fc.property(fc.uniqueArray(entry, { selector: ({ snapshot }) => snapshot }), (restores) => {
                const lives = livesOf(restores);
                assert.equal(lives.filter(({ state }) => state === "used").length, 1);
                assert.equal(usedLife(restores).from?.abandoned ?? false, false);
                assert.equal(new Set(lives.map(({ suffix }) => suffix)).size, lives.length);
            }),
        );
    });
});
