import assert from "node:assert/strict";
import { readsOf } from "../../scripts/unit/started";

const ROOT = "/house";
const reads = (...words: readonly unknown[]): readonly string[] => readsOf(ROOT, words);

describe("what a process that a test starts can read", () => {
    it("is anything, where it starts in the project", () => {
        for (const options of [undefined, {}, { cwd: ROOT }, { cwd: "/house/docs" }, { cwd: "docs" }])
            assert.deepEqual(reads("sh", ["-c", "true"], ...(options === undefined ? [] : [options])), ["**"]);
        assert.deepEqual(reads("make plan", { encoding: "utf8" }), ["**"]);
        assert.deepEqual(reads("git", ["status"]), ["**"]);
        for (const words of [["diff", "HEAD"], ["ls-files", "--others"], ["ls-files", "-m"], ["grep", "x"], []])
            assert.deepEqual(reads("/usr/bin/git", words, { cwd: ROOT }), ["**"], words.join(" "));
    });

    it("are names only, where git looks at commits or at its list of files", () => {
        for (const words of [["ls-files", "-z"], ["rev-parse", "HEAD"], ["show", "main:Pulumi.yaml"], ["merge-base"]]) {
            assert.deepEqual(reads("git", words, { cwd: ROOT }), ["./**"], words.join(" "));
            assert.deepEqual(reads("git", ["-C", ROOT, ...words]), ["./**"], words.join(" "));
        }
    });

    it("is what it is told of, where it starts elsewhere", () => {
        const elsewhere = { cwd: "/tmp/x" };
        assert.deepEqual(reads("sh", ["-ec", "tar -czf a.tgz data"], elsewhere), []);
        assert.deepEqual(reads("git", ["commit", "-am", "x"], elsewhere), []);
        assert.deepEqual(reads("git", ["-C", "/tmp/x", "diff"], { cwd: ROOT }), []);
        assert.deepEqual(reads("node", ["/house/scripts/copy.mjs"], elsewhere), ["scripts/copy.mjs"]);
        assert.deepEqual(reads("sh -c 'cat /house/docs/a.yaml'", elsewhere), ["docs/a.yaml"]);
        assert.deepEqual(reads("sh", [], { ...elsewhere, env: { TABLE: "/house/a.json", PATH: "/bin" } }), ["a.json"]);
        assert.deepEqual(reads("sh", ["/houses/a.json"], elsewhere), []);
        assert.deepEqual(reads("node", ["x"], { cwd: "/house/.cache/x" }), []);
        assert.deepEqual(reads("/house/node_modules/.bin/mocha", [], elsewhere), []);
    });

    it("is anything, where it starts elsewhere and is told of a folder, or of code that brings more", () => {
        const elsewhere = { cwd: "/tmp/x" };
        for (const told of ["/house", "/house/docs", "/house/plan/cli.ts", "/house/scripts/fast.js"])
            assert.deepEqual(reads("node", ["-r", told], elsewhere), ["**"], told);
        assert.deepEqual(reads("git", ["clone", "/house", "there"], elsewhere), ["**"]);
    });
});
