/** What is said of MemStack's paths, against the routes of its code (declared/paths, made by paths.py from the pinned commit). */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { MEMSTACK_ENDPOINT } from "../../../components/systems/memstack/paths";

const read = (file: string): unknown => JSON.parse(readFileSync(path.join(__dirname, file), "utf8"));
const { source, python, guarded, open } = read("declared/paths/memstack.json") as {
    readonly source: string;
    readonly python: string;
    /** Routes whose callers must be known, and those of everybody. */
    readonly guarded: readonly string[];
    readonly open: readonly string[];
};
const image = (
    read("../../../images/images.json") as {
        readonly image: string;
        readonly commit?: string;
        readonly bases: Readonly<Record<string, string>>;
    }[]
).find(({ image: name }) => name === "memstack");

const below = (prefix: string, routes: readonly string[]): readonly string[] =>
    routes.filter((route) => `${route.split(" ")[1] ?? ""}/`.startsWith(`${prefix}/`));
const { paths, refuses } = MEMSTACK_ENDPOINT;

describe("MemStack's paths", () => {
    it("were read at the commit of its image, by the Python of its image", () => {
        assert.ok(image?.commit !== undefined && source.includes(`/${image.commit}/`), source);
        assert.ok(image.bases.PYTHON?.includes(`/python:${python}-`), `${String(image.bases.PYTHON)} is not ${python}`);
    });

    it("are those of the code, each of them, and none besides", () => {
        const known = [...guarded, ...open];
        assert.ok(known.length > 80);
        for (const { path: prefix } of paths) assert.notEqual(below(prefix, known).length, 0, prefix);
        const unsaid = known.filter((route) => paths.every(({ path: prefix }) => below(prefix, [route]).length === 0));
        assert.deepEqual(unsaid, []);
    });

    it("ask who calls where that is said, but for the one that hands out what they are known by", () => {
        for (const { path: prefix, by } of paths)
            if (by === "nobody") assert.notEqual(below(prefix, open).length, 0, prefix);
            else
                assert.deepEqual(
                    below(prefix, open),
                    prefix === "/api/v1/auth" ? ["POST /api/v1/auth/token"] : [],
                    prefix,
                );
        assert.ok(guarded.includes(`GET ${String(refuses)}`), "the probe from outside asks it by GET");
    });
});
