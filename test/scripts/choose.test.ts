import assert from "node:assert/strict";
import { toLint } from "../../scripts/lint/to-lint";
import { changesBetween } from "../../scripts/unit/changes";
import { chosen, merged } from "../../scripts/unit/choose";

const tests = ["test/a.test.ts", "test/b.test.ts", "test/c.test.ts"];
const imports = new Map([
    ["test/a.test.ts", ["one.ts"]],
    ["test/b.test.ts", ["two.ts"]],
    ["test/c.test.ts", []],
    ["one.ts", ["deep.ts"]],
    ["lint.mjs", ["laws.mjs"]],
]);
const reads = {
    "deep.ts": ["data/table.json", "docs/*"],
    "two.ts": ["data/**", "lint.mjs"],
    "test/c.test.ts": ["**"],
};

function after(...changes: readonly (readonly [file: string, before?: string, now?: string])[]): readonly string[] {
    const side = (index: 1 | 2) =>
        Object.fromEntries(
            changes.flatMap((change) => (change[index] === undefined ? [] : [[change[0], change[index]]])),
        );
    return chosen(tests, changesBetween(side(1), side(2)), imports, reads).map((file) => file.slice(5, 6));
}

describe("the tests that a change can reach", () => {
    it("are none where nothing changed", () => {
        assert.deepEqual(after(["deep.ts", "x", "x"]), []);
    });

    it("are those that import it, however far, that read it, and that start processes, which may read anything", () => {
        assert.deepEqual(after(["deep.ts", "x", "y"]), ["a", "c"]);
        assert.deepEqual(after(["data/table.json", "x", "y"]), ["a", "c"]);
        assert.deepEqual(after(["elsewhere.md", "x", "y"]), ["c"]);
        assert.deepEqual(after(["test/b.test.ts", "x", "y"]), ["b", "c"]);
    });

    it("are those that list its folder, when it comes or goes, and not when it changes", () => {
        assert.deepEqual(after(["docs/new.txt", undefined, "y"]), ["a", "c"]);
        assert.deepEqual(after(["docs/old.txt", "x", undefined]), ["a", "c"]);
        assert.deepEqual(after(["docs/deep/new.txt", undefined, "y"]), ["c"]);
        assert.deepEqual(after(["data/deep/new.txt", undefined, "y"]), ["b", "c"]);
        assert.deepEqual(after(["docs/page.txt", "x", "y"]), ["c"]);
    });

    it("are those that read code as data, when what that code imports changes", () => {
        assert.deepEqual(after(["laws.mjs", "x", "y"]), ["b", "c"]);
    });

    it("are all where the change is in how tests run", () => {
        for (const file of ["package-lock.json", "scripts/reporter.ts", "scripts/unit/choose.ts", "tsconfig.json"])
            assert.deepEqual(after([file, "x", "y"]), ["a", "b", "c"], file);
    });

    it("are reached by what any worker saw", () => {
        assert.deepEqual(merged([{ a: ["x"] }, { a: ["y", "x"], b: ["z"] }]), { a: ["x", "y"], b: ["z"] });
    });
});

describe("the files that a change wants linted", () => {
    const there = [...imports.keys(), "deep.ts", "two.ts", "page.md", "laws.mjs"];
    const lint = (file: string) => toLint(changesBetween({ [file]: "x" }, { [file]: "y" }), there, imports);

    it("are what changed and what imports it, and no page", () => {
        assert.deepEqual(lint("deep.ts"), ["one.ts", "deep.ts"]);
        assert.deepEqual(lint("page.md"), []);
    });

    it("are all where the change is in how we lint", () => {
        for (const file of [".oxlintrc.json", "scripts/lint/laws.mjs", "scripts/lint.ts", "tsconfig.json"])
            assert.equal(lint(file), undefined, file);
    });
});
