/** WCAG 2.2: text 4.5 to 1 (1.4.3), what a picture is understood by 3 to 1 (1.4.11). https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
import assert from "node:assert/strict";
import { DARK, LIGHT } from "../../../plan/report/palette";

function luminance(colour: string): number {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
        const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
    const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
}

for (const [name, palette] of Object.entries({ light: LIGHT, dark: DARK }))
    describe(`the ${name} colours of the page`, () => {
        const { page, panel, text, quiet, link, good, bad, line, floor, ceiling, limit, owners } = palette;

        it("let every text be read, on the page and on panels", () => {
            for (const colour of [text, quiet, link, good, bad])
                for (const ground of [page, panel])
                    assert.ok(
                        contrast(colour, ground) >= 4.5,
                        `${colour} on ${ground}: ${contrast(colour, ground).toFixed(2)}`,
                    );
        });

        it("let bars, borders and focus be seen on their ground", () => {
            for (const colour of [floor, limit, line, link, ...owners])
                for (const ground of [page, panel])
                    assert.ok(
                        contrast(colour, ground) >= 3,
                        `${colour} on ${ground}: ${contrast(colour, ground).toFixed(2)}`,
                    );
        });

        it("tell the floor from the ceiling, and the budget from both", () => {
            for (const [one, other, least] of [
                [floor, ceiling, 1.5],
                [limit, ceiling, 1.5],
            ] as const)
                assert.ok(contrast(one, other) >= least, `${one} beside ${other}: ${contrast(one, other).toFixed(2)}`);
            assert.ok(contrast(ceiling, page) >= 2.5, `${ceiling}: ${contrast(ceiling, page).toFixed(2)}`);
        });

        it("have one for each owner, and no two alike", () => {
            assert.equal(new Set(owners).size, owners.length);
        });
    });
