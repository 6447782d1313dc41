import js from "@eslint/js";
import boundaries from "eslint-plugin-boundaries";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";
import { arrows, arrowSettings } from "./scripts/lint/arrows.mjs";
import { lawsOf } from "./scripts/lint/laws.mjs";

export default defineConfig(
    globalIgnores(["node_modules/", ".cache/", "rehearsal/tools/"]),
    js.configs.recommended,
    {
        linterOptions: { reportUnusedDisableDirectives: "error" },
        rules: {
            eqeqeq: "error",
            "max-lines": ["error", { max: 300 }],
            "no-console": "off",
        },
    },
    {
        files: ["**/*.ts"],
        extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
        plugins: { boundaries },
        languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
        settings: arrowSettings,
        rules: {
            "@typescript-eslint/no-deprecated": "error",
            "@typescript-eslint/no-explicit-any": "error",
            "@typescript-eslint/no-non-null-assertion": "error",
            "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
            "@typescript-eslint/switch-exhaustiveness-check": [
                "error",
                { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
            ],
            "@typescript-eslint/no-unused-vars": [
                "error",
                { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
            ],
            // A number in a message is as clear as a string.
            "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
            // Protocol buffers say "" where there is nothing.
            "@typescript-eslint/prefer-nullish-coalescing": ["error", { ignorePrimitives: { string: true } }],
            // An interface may want a promise of something that is already there.
            "@typescript-eslint/require-await": "off",
            // `new Bucket(...)` for its effect is how Pulumi programs are written.
            "no-new": "off",
        },
    },
    // What runs in pods is Node's.
    { files: ["components/**/*.mjs"], languageOptions: { globals: { console: "readonly" } } },
    { files: ["load/*.js"], languageOptions: { globals: { __ENV: "readonly", __ITER: "readonly", __VU: "readonly" } } },
    { files: ["**/*.ts"], extends: arrows },
    ...lawsOf,
    {
        files: ["test/**"],
        rules: {
            // A test may hand wrong types in on purpose, and reads parsed JSON.
            "@typescript-eslint/no-unsafe-assignment": "off",
            "@typescript-eslint/no-unsafe-argument": "off",
            "@typescript-eslint/no-unsafe-member-access": "off",
        },
    },
);
