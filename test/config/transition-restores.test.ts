import assert from "node:assert/strict";
import { stringify } from "yaml";
import { between, said } from "./transition-fixture";

const FIRST = "snapshot: mindcloud-test-a";
const SECOND = "snapshot: mindcloud-test-b";
/** Without braces: one key of a flow mapping. */
const restores = (...entries: readonly string[]): string =>
    `stores: { postgres: { restoreFrom: [${entries.map((each) => (each.startsWith("{") ? each : `{ ${each} }`)).join(", ")}] } }`;

describe("a change of what was restored", () => {
    for (const [what, from, to] of [
        ["a restore", "data: keep", `{ data: keep, ${restores(FIRST)} }`],
        [
            "a restore after a restore",
            `{ data: keep, ${restores(FIRST)} }`,
            `{ data: keep, ${restores(FIRST, SECOND)} }`,
        ],
        [
            "the old store is let go",
            `{ data: keep, ${restores(FIRST)} }`,
            `{ data: keep, ${restores(`{ ${FIRST}, replaced: leaving }`)} }`,
        ],
        [
            "the old store goes, which was let go",
            `{ data: keep, ${restores(`{ ${FIRST}, replaced: leaving }`)} }`,
            `{ data: keep, ${restores(`{ ${FIRST}, replaced: absent }`)} }`,
        ],
        ["a restore is given up", `{ data: keep, ${restores(`{ ${FIRST}, abandoned: true }`)} }`, "data: keep"],
        ["a restore less where data may go", restores(FIRST), ""],
        ["the old store goes with the restore where data may go", "", restores(`{ ${FIRST}, replaced: absent }`)],
    ] as const)
        it(`goes in one step: ${what}`, () => {
            assert.deepEqual(said(between(from, to)), []);
        });

    for (const [what, from, to, expected] of [
        [
            "the old store goes at once where data is kept",
            `{ data: keep, ${restores(FIRST)} }`,
            `{ data: keep, ${restores(`{ ${FIRST}, replaced: absent }`)} }`,
            'stores.postgres.restoreFrom [{"snapshot":"mindcloud-test-a"}] -> [{"snapshot":"mindcloud-test-a","replaced":"absent"}]: up, up',
        ],
        [
            "the store in use goes where data is kept",
            `{ data: keep, ${restores(FIRST)} }`,
            "data: keep",
            'stores.postgres.restoreFrom [{"snapshot":"mindcloud-test-a"}] -> []: up, up',
        ],
        [
            "the old store goes with the restore where data is kept",
            "data: keep",
            `{ data: keep, ${restores(`{ ${FIRST}, replaced: absent }`)} }`,
            'stores.postgres.restoreFrom [] -> [{"snapshot":"mindcloud-test-a","replaced":"absent"}]: up, up, up',
        ],
    ] as const)
        it(`is refused with its steps: ${what}`, () => {
            assert.deepEqual(said(between(from, to)), [expected]);
        });

    it("tells volumes apart by their claims, and writes the whole list", () => {
        const volumes = (...entries: readonly string[]): string =>
            `{ data: keep, systems: { akosha: { enabled: true } }, stores: { volumes: { restoreFrom: [${entries.join(", ")}] } } }`;
        const of = (claim: string, more = ""): string =>
            `{ claim: akosha/akosha-${claim}-store-data, snapshot: snap-0123456789abcdef0${more} }`;
        const [hot, warm] = [of("hot"), of("warm")];
        assert.deepEqual(said(between(volumes(), volumes(hot, warm))), []);
        assert.deepEqual(
            said(between(volumes(hot), volumes(hot, warm))),
            [],
            "the warm store's is no second of the hot one's",
        );
        const [refused, ...others] = between(volumes(hot, warm), volumes(hot, of("warm", ", replaced: absent")));
        assert.deepEqual(others, []);
        assert.match(refused?.rule ?? "", /^deletes the store that it began with of akosha\/akosha-warm-store-data/);
        const [letGo] = refused?.steps ?? [];
        assert.ok(letGo?.does === "up");
        const list = letGo.keys["stores.volumes.restoreFrom"] as readonly { claim: string; replaced?: string }[];
        assert.deepEqual(
            list.map(({ claim, replaced }) => [claim, replaced]),
            [
                ["akosha/akosha-hot-store-data", undefined],
                ["akosha/akosha-warm-store-data", "leaving"],
            ],
        );
    });

    for (const [what, to] of [
        ["the one in use", ""],
        ["the one before", restores(`{ ${FIRST}, replaced: absent }`)],
    ] as const)
        it(`lets a store of a restore go by the steps that it names: ${what}`, () => {
            const from = `{ data: keep, ${restores(FIRST)} }`;
            const wanted = to === "" ? "data: keep" : `{ data: keep, ${to} }`;
            const [letGo] = between(from, wanted)[0]?.steps ?? [];
            assert.ok(letGo?.does === "up");
            const [[key, list] = []] = Object.entries(letGo.keys);
            assert.equal(key, "stores.postgres.restoreFrom");
            const on = stringify({ data: "keep", stores: { postgres: { restoreFrom: list } } });
            assert.deepEqual(said([...between(from, on), ...between(on, wanted)]), []);
        });
});
