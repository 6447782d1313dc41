/** A fresh checkout, as small as one can be: what scripts/typescript-cache.js makes of it, with the native compiler and without. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const ROOT = path.join(__dirname, "..", "..");
const FILES = {
    "index.ts":
        'import { type Size, sizes } from "./sizes";\nconst [one]: readonly Size[] = sizes;\nconsole.log(one);\n',
    "sizes.ts": "export type Size = number;\nexport const sizes: readonly Size[] = [42];\n",
    "wrong.ts": '\n\nconst text: string = "here";\nthrow new Error(text);\n',
};

describe("TypeScript in a fresh checkout", () => {
    let checkout: string;
    beforeEach(() => {
        checkout = fs.mkdtempSync(path.join(os.tmpdir(), "checkout-"));
        for (const folder of ["scripts", "node_modules"]) fs.mkdirSync(path.join(checkout, folder));
        for (const file of ["tsconfig.json", "scripts/typescript-cache.js"])
            fs.copyFileSync(path.join(ROOT, file), path.join(checkout, file));
        for (const [name, text] of Object.entries(FILES)) fs.writeFileSync(path.join(checkout, name), text);
    });
    afterEach(() => {
        fs.rmSync(checkout, { recursive: true, force: true });
    });

    const install = (...names: readonly string[]): void => {
        for (const name of names)
            fs.symlinkSync(path.join(ROOT, "node_modules", name), path.join(checkout, "node_modules", name));
    };
    const run = (file: string) =>
        spawnSync(process.execPath, ["-r", "./scripts/typescript-cache.js", file], { cwd: checkout, encoding: "utf8" });
    const remembered = (): Readonly<Record<string, string>> => {
        const folder = path.join(checkout, ".cache/typescript", process.version);
        return Object.fromEntries(
            fs.readdirSync(folder).map((name) => [name, fs.readFileSync(path.join(folder, name), "utf8")]),
        );
    };

    it("is compiled at once, to what one by one makes of it", () => {
        install("typescript", "typescript7", "@typescript");
        assert.equal(run("index.ts").stdout, "42\n");
        const together = remembered();
        assert.deepEqual(Object.keys(together).sort(), ["index.ts.js", "sizes.ts.js", "wrong.ts.js"]);

        fs.rmSync(path.join(checkout, ".cache"), { recursive: true });
        fs.rmSync(path.join(checkout, "node_modules/typescript7"));
        assert.equal(run("index.ts").stdout, "42\n", "without the native compiler");
        const alone = remembered();
        assert.deepEqual(Object.keys(alone).sort(), ["index.ts.js", "sizes.ts.js"]);
        for (const [name, text] of Object.entries(alone)) assert.equal(code(together[name] ?? ""), code(text));
    });

    it("is read anew when it has changed, and a stack names its lines", () => {
        install("typescript", "typescript7", "@typescript");
        assert.match(run("wrong.ts").stderr, /wrong\.ts:4:7/);
        fs.writeFileSync(path.join(checkout, "sizes.ts"), FILES["sizes.ts"].replace("42", "43"));
        assert.equal(run("index.ts").stdout, "43\n");
    });
});

/** Everything but where it came from, which the two write differently. */
const code = (javascript: string): string =>
    javascript.replace(/\n\/\/# sourceMappingURL=\S+/, "").replaceAll("\r", "");
