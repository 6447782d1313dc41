import assert from "node:assert/strict";
import { askedFor, type Words } from "../../rehearsal/load/asked";
import { SCRIPTS } from "../../rehearsal/load/scripts";

const REAL = { SYSTEM: "myriad", TARGET: "https://myriad.example.com" };

describe("what make load is asked for", () => {
    it("is every script for the embedded environment unless one system is named", () => {
        assert.deepEqual(askedFor({}), { scripts: SCRIPTS, full: false });
        assert.deepEqual(askedFor({ SYSTEM: "", TARGET: " ", FULL: "" }), { scripts: SCRIPTS, full: false });
        const { scripts, full } = askedFor({ SYSTEM: "myriad", FULL: "1" }) as { scripts: unknown; full: boolean };
        assert.deepEqual([scripts, full], [SCRIPTS.filter(({ name }) => name === "myriad"), true]);
    });

    it("is one real system at its address, with the token of the environment", () => {
        const scripts = SCRIPTS.filter(({ system }) => system === "myriad");
        assert.deepEqual(askedFor({ ...REAL, TARGET: "https://myriad.example.com/" }), {
            ...{ scripts, full: false, target: "https://myriad.example.com" },
        });
        assert.deepEqual(askedFor({ ...REAL, LOAD_TOKEN: "t" }), {
            scripts,
            full: false,
            target: REAL.TARGET,
            token: "t",
        });
        assert.equal(typeof askedFor({ ...REAL, TARGET: "http://127.0.0.1:8000", LOAD_TOKEN: "t" }), "object");
    });

    const refused: readonly (readonly [RegExp, Words])[] = [
        [/^SYSTEM=simpleCli: its document asks for no load; there are .*myriad/, { SYSTEM: "simpleCli" }],
        [/^TARGET is the address of one system: say which, SYSTEM=/, { TARGET: REAL.TARGET }],
        [/^TARGET=myriad\.example\.com is no address: write https:/, { ...REAL, TARGET: "myriad.example.com" }],
        [/^TARGET=file:\/\/\/etc\/passwd is no address/, { ...REAL, TARGET: "file:///etc/passwd" }],
        [/^TARGET has credentials in it: .* LOAD_TOKEN$/, { ...REAL, TARGET: "https://me:s3cret@example.com" }],
        [/goes on after its path: write https:\/\/example\.com\/a$/, { ...REAL, TARGET: "https://example.com/a?b=c" }],
        [/would show LOAD_TOKEN to everybody/, { ...REAL, TARGET: "http://example.com", LOAD_TOKEN: "s3cret" }],
    ];
    for (const [expected, words] of refused)
        it(`refuses ${JSON.stringify(words)} in one line, without a secret in it`, () => {
            const said = askedFor(words);
            assert.ok(typeof said === "string");
            assert.match(said, expected);
            assert.doesNotMatch(said, /\n|s3cret/);
        });
});
