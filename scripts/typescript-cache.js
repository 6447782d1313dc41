/* global require, __dirname, process */
"use strict";

/**
 * Lets Node load TypeScript: `node -r ./scripts/typescript-cache.js file.ts`.
 *
 * Does what ts-node does with `transpileOnly` and remembers the result under .cache/typescript, so that the compiler itself (0.3 s) is
 * loaded only when a file changed (docs/decisions/fast-plan.md). The type check stays a step of its own.
 */
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const root = path.join(__dirname, "..");
const cache = path.join(root, ".cache", "typescript");
const tsconfig = path.join(root, "tsconfig.json");
const version = require("typescript/package.json").version;
const settings = `${version}\n${process.version}\n${fs.readFileSync(tsconfig, "utf8")}`;

process.setSourceMapsEnabled(true);
require.extensions[".ts"] = (module, file) => module._compile(javascriptOf(file), file);

function javascriptOf(file) {
    const source = fs.readFileSync(file, "utf8");
    const relative = path.relative(root, file);
    // The mark is the last line: a line before the code would shift the source map.
    const mark = `//${createHash("sha256").update(settings).update(relative).update("\n").update(source).digest("hex")}`;
    const cached = path.join(
        cache,
        relative.startsWith("..") ? createHash("sha256").update(file).digest("hex") : `${relative}.js`,
    );
    const remembered = readIfThere(cached);
    if (remembered?.endsWith(mark)) return remembered;

    const javascript = `${transpile(source, file)}\n${mark}`;
    remember(cached, javascript);
    return javascript;
}

function transpile(source, file) {
    const ts = require("typescript");
    const { config } = ts.readConfigFile(tsconfig, ts.sys.readFile);
    const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
    const compilerOptions = { ...options, noEmit: false, inlineSourceMap: true, sourceMap: false };
    const { outputText, diagnostics } = ts.transpileModule(source, {
        fileName: file,
        compilerOptions,
        reportDiagnostics: true,
    });
    const [error] = diagnostics ?? [];
    if (error !== undefined)
        throw new SyntaxError(`${file}: ${ts.flattenDiagnosticMessageText(error.messageText, "\n")}`);
    return outputText;
}

/** Two processes may write at once, and a disk may be read-only: the first must not tear a file, the second only costs time. */
function remember(file, text) {
    try {
        fs.mkdirSync(path.dirname(file), { recursive: true });
        const temporary = `${file}.${process.pid}`;
        fs.writeFileSync(temporary, text);
        fs.renameSync(temporary, file);
    } catch (error) {
        if (!["EACCES", "EPERM", "EROFS", "ENOSPC"].includes(error.code)) throw error;
    }
}

function readIfThere(file) {
    try {
        return fs.readFileSync(file, "utf8");
    } catch (error) {
        if (error.code === "ENOENT") return undefined;
        throw error;
    }
}
