import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { importsOf, reachOf } from "../../scripts/unit/reach";
import { slowestFirst } from "../../scripts/unit/times";

let folder: string;
beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "mindcloud-unit-"));
});
afterEach(() => {
    fs.rmSync(folder, { recursive: true });
});

function write(files: Readonly<Record<string, string>>): void {
    for (const [file, text] of Object.entries(files)) {
        fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
        fs.writeFileSync(path.join(folder, file), text);
    }
}

describe("what a file brings with it", () => {
    it("is what it names in any of the ways, and what that names, but nothing of node_modules", () => {
        write({
            "test/a.test.ts": `import {\n    one,\n} from "../one";\nimport "./side";\nexport type { T } from "../types";\n`,
            "one.ts": `export * from "./folder";\nconst two = () => import("./two");\nrequire("./plain.js");\n`,
            "folder/index.ts": `export const here = require.resolve("../data.json");\n`,
            "two.ts": `import fs from "node:fs"; import z from "zod"; import "./one";\n`,
            "plain.js": "",
            "types.ts": "",
            "data.json": "{}",
            "test/side.ts": "",
            "other.ts": `import "./one";`,
            "node_modules/zod/index.ts": "",
        });
        const reach = reachOf(importsOf(folder), path.join("test", "a.test.ts"));
        assert.deepEqual(
            [...reach].sort(),
            [
                ...["data.json", "folder/index.ts", "one.ts", "plain.js"],
                ...["test/a.test.ts", "test/side.ts", "two.ts", "types.ts"],
            ].map((file) => path.normalize(file)),
        );
    });
});

describe("the order of test files", () => {
    it("begins with what took longest, and puts an unknown one where its weight says", () => {
        write({ "test+slow.test.ts": "9.50\n", "test+fast.test.ts": "0.01\n", "test+torn.test.ts": "x" });
        const files = ["fast", "heavy", "light", "slow", "torn"].map((name) => `test/${name}.test.ts`);
        const weights: Readonly<Record<string, number>> = { "test/heavy.test.ts": 400, "test/light.test.ts": 3 };
        assert.deepEqual(
            slowestFirst(files, folder, (file) => weights[file] ?? 200).map((file) => path.basename(file, ".test.ts")),
            ["slow", "heavy", "torn", "fast", "light"],
        );
    });
});
