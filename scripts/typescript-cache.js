/* global require, __dirname, process, Buffer */
"use strict";

/**
 * Lets Node load TypeScript: `node -r ./scripts/typescript-cache.js file.ts`.
 *
 * Does what ts-node does with `transpileOnly` and remembers the result under .cache/typescript/<version of Node>, so that the compiler
 * itself (0.3 s) is loaded only when a file changed (docs/decisions/0004-fast-plan.md). The type check stays a step of its own.
 */
const { spawnSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const { SourceMap } = require("node:module");
const path = require("node:path");

const root = path.join(__dirname, "..");
/** A folder for each Node: who changes between two keeps both. */
const cache = path.join(root, ".cache", "typescript", process.version);
const tsconfig = path.join(root, "tsconfig.json");
const version = require("typescript/package.json").version;
const settings = `${version}\n${fs.readFileSync(tsconfig, "utf8")}`;
/** Without types and without what is imported: a file becomes what `transpileModule` makes of it. */
const ONE_BY_ONE = [
    "--noEmit",
    "false",
    "--noCheck",
    "--noResolve",
    "--types",
    "",
    "--isolatedModules",
    "--inlineSourceMap",
];

if (!fs.existsSync(cache)) compileEverything();

const compiled = new Map();
require.extensions[".ts"] = (module, file) => {
    const javascript = javascriptOf(file);
    compiled.set(file, javascript);
    module._compile(javascript, file);
};

// Node's own --enable-source-maps reads the map of every module that is loaded (0.2 s); this one reads those that a stack names.
Error.prepareStackTrace = (error, frames) =>
    [String(error), ...frames.map((frame) => `    at ${inTypeScript(frame)}`)].join("\n");

function inTypeScript(frame) {
    const file = frame.getFileName();
    const map = mapOf(file);
    const origin = map?.findEntry(frame.getLineNumber() - 1, frame.getColumnNumber() - 1);
    if (origin?.originalLine === undefined) return String(frame);
    return String(frame).replace(/:\d+:\d+(?=\)?$)/, `:${origin.originalLine + 1}:${origin.originalColumn + 1}`);
}

function mapOf(file) {
    const known = compiled.get(file);
    if (typeof known !== "string") return known;
    const [, encoded] = /\n\/\/# sourceMappingURL=data:application\/json;base64,(\S+)/.exec(known) ?? [];
    const map = encoded && new SourceMap(JSON.parse(Buffer.from(encoded, "base64").toString("utf8")));
    compiled.set(file, map);
    return map;
}

/**
 * In a fresh checkout: everything at once by the native compiler, in 3 s of a processor, where one by one takes 16. Where that compiler is
 * missing or fails, each file is compiled when it is loaded.
 */
function compileEverything() {
    const begun = Date.now();
    const made = `${cache}.${process.pid}`;
    try {
        const compiler = path.join(root, "node_modules/typescript7/bin/tsc");
        const command = [compiler, "--project", root, ...ONE_BY_ONE, "--outDir", made];
        if (spawnSync(process.execPath, command, { stdio: "ignore" }).status !== 0) return;
        for (const name of fs.readdirSync(made, { recursive: true })) {
            if (!name.endsWith(".js")) continue;
            const relative = name.replace(/\.js$/, ".ts");
            const file = path.join(root, relative);
            const javascript = path.join(made, name);
            // Without a mark it would be taken for what an older file became, and made anew.
            if (fs.statSync(file).mtimeMs <= begun)
                fs.appendFileSync(javascript, `\n${markOf(relative, fs.readFileSync(file, "utf8"))}`);
            fs.renameSync(javascript, path.join(made, `${relative}.js`));
        }
        fs.renameSync(made, cache);
    } catch {
        // Another process was first, or the disk is read-only.
    } finally {
        fs.rmSync(made, { recursive: true, force: true });
    }
}

function javascriptOf(file) {
    const source = fs.readFileSync(file, "utf8");
    const relative = path.relative(root, file);
    const mark = markOf(relative, source);
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

/** The last line of what is remembered: a line before the code would shift the source map. */
function markOf(relative, source) {
    return `//${createHash("sha256").update(settings).update(relative).update("\n").update(source).digest("hex")}`;
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
        throw new SyntaxError(`${placeOf(error, file)}: ${ts.flattenDiagnosticMessageText(error.messageText, "\n")}`);
    return outputText;
}

function placeOf({ file: parsed, start }, file) {
    return parsed === undefined || start === undefined
        ? file
        : `${file}:${String(parsed.getLineAndCharacterOfPosition(start).line + 1)}`;
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
