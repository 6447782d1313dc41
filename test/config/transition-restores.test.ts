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
