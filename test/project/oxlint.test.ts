import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ESLint, type Linter } from "eslint";

const root = path.resolve(__dirname, "../..");
const oxlint = path.join(root, "node_modules/oxlint/bin/oxlint");

interface Configuration {
    readonly rules: Readonly<Record<string, unknown>>;
    readonly overrides: readonly {
        readonly files: readonly string[];
        readonly rules: Readonly<Record<string, unknown>>;
    }[];
}

const configuration = JSON.parse(fs.readFileSync(path.join(root, ".oxlintrc.json"), "utf8")) as Configuration;

/** oxlint 1.94 has no such rule; ESLint holds it in FULL=1. */
const LACKING = ["@typescript-eslint/no-unsafe-class-instance-assignment", "no-octal"];

const nameOf = (rule: string): readonly string[] => [
    rule.replace("@typescript-eslint/", "typescript/"),
    rule.replace("@typescript-eslint/", ""),
    rule.replace("boundaries/", "mindcloud/"),
    `mindcloud/${rule}`,
];

describe("the fast lint", () => {
    it("has every rule that the typed one has, for code and for tests, less those that oxlint lacks", async () => {
        const eslint = new ESLint({ cwd: root });
        const [typescript] = configuration.overrides;
        const rules = { ...configuration.rules, ...typescript?.rules };
        const { rules: wanted = {} } = (await eslint.calculateConfigForFile("components/aws/new.ts")) as Linter.Config;
        const isOn = (rule: unknown): boolean => [2, "error"].includes([rule].flat()[0] as string);
        const missing = Object.keys(wanted)
            .filter((rule) => isOn(wanted[rule]))
            .filter((rule) => !nameOf(rule).some((name) => isOn(rules[name])));
        assert.deepEqual(missing.sort(), LACKING);
    });

    it("finds what is planted, each where it may not stand, and nothing where it may", () => {
        const house = fs.mkdtempSync(path.join(os.tmpdir(), "mindcloud-lint-"));
        const planted: Readonly<Record<string, readonly [code: string, ...rules: readonly string[]]>> = {
            "index.ts": ["export {};"],
            "program.ts": ["export const now = Date.now();", "mindcloud(no-restricted-syntax)"],
            "config/versions.ts": ["export const MINORS = 1;"],
            "config/load.ts": [`export * from "../program";`, "mindcloud(dependencies)"],
            "config/commands/show.ts": ["export const region = process.env.REGION;"],
            "config/checks.ts": ["export const region = process.env.REGION;", "mindcloud(no-restricted-syntax)"],
            "components/systems/akosha/schema.ts": [
                `export * as fs from "node:fs";\nexport * from "../../../config/versions";`,
                ...["mindcloud(dependencies)", "mindcloud(dependencies)"],
            ],
            "components/aws/process.ts": [
                `import process from "node:process";\nprocess.exit();`,
                ...["mindcloud(dependencies)", "mindcloud(no-restricted-imports)", "mindcloud(no-restricted-syntax)"],
            ],
            "components/aws/good.ts": [`export * from "../../config/versions";`],
            "helpers/new.ts": ["export const one = 1;", "mindcloud(no-unknown-files)"],
            "plan/new.ts": [
                `async function work(): Promise<void> {\n    await Promise.resolve();\n}\nwork();`,
                "typescript(no-floating-promises)",
            ],
            "plan/any.ts": [
                "export const a: any = 1;\ndeclare function found(): string | undefined;\nexport const b: string = found()!;",
                ...["typescript(no-explicit-any)", "typescript(no-non-null-assertion)"],
            ],
            "plan/egg.ts": [
                `import type { Hen } from "./hen";\nexport interface Egg { readonly of: Hen }`,
                "import(no-cycle)",
            ],
            "plan/hen.ts": [
                `import type { Egg } from "./egg";\nexport interface Hen { readonly of: Egg }`,
                "import(no-cycle)",
            ],
            "plan/long.ts": [`export const one = 1;\n${"// line\n".repeat(300)}`, "eslint(max-lines)"],
            "test/new.ts": [`export * from "../index";`, "mindcloud(dependencies)"],
        };
        try {
            for (const [file, [code]] of Object.entries(planted)) {
                fs.mkdirSync(path.dirname(path.join(house, file)), { recursive: true });
                fs.writeFileSync(path.join(house, file), `${code}\n`);
            }
            fs.copyFileSync(path.join(root, "tsconfig.json"), path.join(house, "tsconfig.json"));
            fs.symlinkSync(path.join(root, "node_modules"), path.join(house, "node_modules"));
            const words = [oxlint, "--config", path.join(root, ".oxlintrc.json"), "--format", "json"].concat(
                Object.keys(planted),
            );
            const { stdout } = spawnSync(process.execPath, words, { cwd: house, encoding: "utf8" });
            const { diagnostics } = JSON.parse(stdout) as {
                readonly diagnostics: readonly { readonly code: string; readonly filename: string }[];
            };
            for (const [file, [, ...rules]] of Object.entries(planted)) {
                const found = diagnostics.filter(({ filename }) => path.normalize(filename) === path.normalize(file));
                assert.deepEqual([...new Set(found.map(({ code }) => code))].sort(), [...new Set(rules)].sort(), file);
            }
        } finally {
            fs.rmSync(house, { recursive: true });
        }
    });
});
