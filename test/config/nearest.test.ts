import assert from "node:assert/strict";
import fc from "fast-check";
import { nearest } from "../../config/nearest";

const KEYS = ["network", "cluster", "nodeGroups", "stores", "systems"];

describe("the nearest known word", () => {
    it("finds a letter too many, too few, wrong, or two swapped", () => {
        for (const typo of ["networkk", "netwrk", "netwark", "netwrok", "Network"])
            assert.equal(nearest(typo, KEYS), "network");
    });

    it("says nothing when no word is near", () => {
        assert.equal(nearest("colour", KEYS), undefined);
        assert.equal(nearest("x", []), undefined);
    });

    it("takes the first in the alphabet of two that are equally near", () => {
        assert.equal(nearest("bat", ["cat", "bar"]), "bar");
    });

    it("finds any word after one edit of any kind", () => {
        const edited = fc
            .tuple(fc.constantFrom(...KEYS), fc.nat(), fc.constantFrom("x", "", "swap"))
            .map(([word, place, edit]) => {
                const at = place % (word.length - 1);
                const swapped = `${word.charAt(at + 1)}${word.charAt(at)}`;
                return {
                    word,
                    typo:
                        word.slice(0, at) +
                        (edit === "swap" ? swapped + word.slice(at + 2) : edit + word.slice(at + 1)),
                };
            });
        fc.assert(fc.property(edited, ({ word, typo }) => nearest(typo, KEYS) === word));
    });
});
