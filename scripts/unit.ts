/**
 * `unit.ts [words for mocha]`: the unit tests, as many files beside each other as there are processors. What took longest the last time
 * begins, so that no processor waits at the end for one long file. After a run, those that have not passed since, and those that a change
 * can reach; all of them in CI, with `ALL=1`, and where words for mocha are given.
 */
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { changesBetween, hashesOf, type Hashes, readState, writeState } from "./unit/changes";
import { chosen, merged, type Reads } from "./unit/choose";
import { importsOf, reachOf } from "./unit/reach";
import { READS } from "./unit/reads";
import { slowestFirst, TIMES } from "./unit/times";

const ROOT = path.join(__dirname, "..");
const STATE = path.join(ROOT, ".cache/unit", `state-${process.version}.json`);
const FAILED = path.join(ROOT, ".cache/unit/failed.json");

interface State {
    readonly hashes: Hashes;
    /** Test files that have not passed with these. */
    readonly pending: readonly string[];
    readonly reads: Reads;
}

const words = process.argv.slice(2);
const all = process.env.CI !== undefined || process.env.ALL !== undefined || words.length > 0;

const hashes = hashesOf(ROOT);
const files = Object.keys(hashes).filter((file) => /^test\/.*\.test\.ts$/.test(file));
const imports = importsOf(ROOT, Object.keys(hashes));
const before = readState(STATE) as State | undefined;
const quickest = slowestFirst(files, path.join(ROOT, TIMES), () => 1000).slice(-1);

/** Never nothing: a suite that ran nothing has not passed. */
function select(): readonly string[] {
    if (all || before === undefined) return files;
    const reached = chosen(files, changesBetween(before.hashes, hashes), imports, before.reads);
    const now = files.filter((file) => reached.includes(file) || before.pending.includes(file));
    return now.length === 0 ? quickest : now;
}

const selected = select();
if (selected.length < files.length)
    console.log(
        `${String(selected.length)} of ${String(files.length)} test files: what has changed since they passed reaches no other; ALL=1 runs them all`,
    );
const ordered = slowestFirst(selected, path.join(ROOT, TIMES), (file) => reachOf(imports, file).size);
// A worker stays for many files, and what the tests share (recordings) stays in it: more than eight would share less than they win.
const jobs = Math.min(8, Math.max(2, os.availableParallelism()));
// Recordings are short-lived: with room for one of them, less of it is moved about (a seventh of a processor's time, measured).
const mocha = [
    ...["--min-semi-space-size=128", "--max-semi-space-size=128", "node_modules/mocha/bin/mocha.js", "--forbid-only"],
    ...["--parallel", "--jobs", String(jobs), "--reporter", "./scripts/reporter.ts"],
    ...["--require", "./scripts/unit/worker.js", ...words, ...ordered],
];
for (const left of [path.join(ROOT, READS), FAILED]) fs.rmSync(left, { recursive: true, force: true });
fs.mkdirSync(path.dirname(STATE), { recursive: true });
const recordings = fs.mkdtempSync(path.join(path.dirname(STATE), "recordings-"));
const shared = { UNIT_RECORDINGS: recordings, UNIT_WORKERS: String(jobs) };
const env = { ...process.env, ...shared, UNIT_READS: "1", FAILED_FILES: FAILED };
const child = spawn(process.execPath, mocha, { cwd: ROOT, stdio: "inherit", env });
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
});
child.on("close", (code) => {
    fs.rmSync(recordings, { recursive: true, force: true });
    process.exitCode = code ?? 1;
    if (words.length === 0 && code !== null) remember(code);
});

/** What failed is tried again until it passes; where nobody knows what failed, everything that ran. */
function remember(code: number): void {
    const failed = readState(FAILED) as readonly string[] | undefined;
    const known = failed !== undefined && failed.length > 0 && failed.every((file) => files.includes(file));
    const folder = path.join(ROOT, READS);
    const seen = (fs.existsSync(folder) ? fs.readdirSync(folder) : []).map(
        (file) => (readState(path.join(folder, file)) ?? {}) as Reads,
    );
    const state: State = {
        hashes,
        pending: code === 0 ? [] : known ? failed : selected,
        reads: merged([...(before === undefined || selected.length === files.length ? [] : [before.reads]), ...seen]),
    };
    writeState(STATE, state);
}
