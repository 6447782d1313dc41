/**
 * For mocha's workers: writes down which files of the project are read while tests run, and by which of its modules. What is remembered
 * from one test file to the next (recordings, a table that is read once) is so charged to the module that remembers it, and with it to
 * every test that brings that module.
 */
import childProcess from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { EVERYTHING, readsOf } from "./started";

export const READS = ".cache/unit/reads";

/** Reader of what nobody of the project's modules was seen to read: counts for every test. */
export const SOMEBODY = "*";

const ROOT = process.cwd();
const LOADER = path.join(ROOT, "scripts/typescript-cache.js");
const seen = new Map<string, Set<string>>();

/** The modules on the stack, down to where a module is being loaded: whoever loads it has it in its reach. */
function readers(): readonly string[] {
    const usual = {
        prepareStackTrace: Reflect.get(Error, "prepareStackTrace") as unknown,
        stackTraceLimit: Error.stackTraceLimit,
    };
    Error.stackTraceLimit = 60;
    Error.prepareStackTrace = (_, frames) => frames.map((frame) => frame.getFileName() ?? "");
    const files = new Error().stack as unknown as readonly string[];
    Object.assign(Error, usual);
    const above = files.slice(0, files.includes(LOADER) ? files.indexOf(LOADER) : undefined);
    if (files.find((file) => file !== __filename && !file.startsWith("node:")) === LOADER) return [];
    const ours = above.flatMap((file) => (file === __filename ? [] : (inProject(file) ?? [])));
    return ours.length === 0 ? [SOMEBODY] : [...new Set(ours)];
}

function inProject(file: string): string | undefined {
    if (!path.isAbsolute(file)) return undefined; // Node's own modules, and those of the other kind by their address
    const name = path.relative(ROOT, file);
    return name === "" || /^(\.\.|node_modules|\.cache|\.git)(\/|$)/.test(name) ? undefined : name;
}

function write(read: string): void {
    for (const reader of readers()) {
        const reads = seen.get(reader) ?? new Set();
        seen.set(reader, reads.add(read));
    }
}

type Call = (...words: unknown[]) => unknown;

/** Calls the original after `note` has seen what it is asked for. */
function watch(module: object, names: readonly string[], note: (words: readonly unknown[]) => void): void {
    for (const name of names) {
        const original = Reflect.get(module, name) as Call;
        const watched = function (this: unknown, ...words: unknown[]): unknown {
            note(words);
            return Reflect.apply(original, this, words);
        };
        Reflect.set(module, name, Object.assign(watched, original));
    }
}

const place = (words: readonly unknown[]): string | undefined => {
    const [file] = words;
    const name = file instanceof URL ? file.pathname : file;
    return typeof name === "string" ? inProject(path.resolve(name)) : undefined;
};
const isRoot = ([file]: readonly unknown[]): boolean => typeof file === "string" && path.resolve(file) === ROOT;

if (process.env.UNIT_READS !== undefined) {
    const file = (words: readonly unknown[]): void => {
        const name = place(words);
        if (name !== undefined) write(name);
    };
    const folder = (words: readonly unknown[]): void => {
        const name = isRoot(words) ? "." : place(words);
        const deep = words.some((word) => (word as { recursive?: boolean } | null)?.recursive === true);
        if (name !== undefined) write(`${name}/${deep ? EVERYTHING : SOMEBODY}`);
    };
    const files = ["readFileSync", "existsSync", "statSync", "lstatSync", "openSync", "readFile", "copyFileSync"];
    watch(fs, [...files, "stat", "access", "accessSync", "createReadStream"], file);
    watch(fs, ["readdirSync", "readdir", "cpSync"], folder);
    watch(fs.promises, ["readFile", "stat", "lstat", "access", "open"], file);
    watch(fs.promises, ["readdir", "cp"], folder);
    const starts = ["spawn", "spawnSync", "execFile", "execFileSync", "exec", "execSync", "fork"];
    watch(childProcess, starts, (words) => {
        for (const read of readsOf(ROOT, words)) write(read);
    });
}

/** mocha calls it in each worker after each file. */
export const mochaHooks = {
    afterAll(): void {
        if (process.env.UNIT_READS === undefined || seen.size === 0) return;
        const reads = Object.fromEntries([...seen].map(([reader, names]) => [reader, [...names]]));
        fs.mkdirSync(READS, { recursive: true });
        fs.writeFileSync(path.join(READS, `${String(process.pid)}.json`), JSON.stringify(reads));
    },
};
