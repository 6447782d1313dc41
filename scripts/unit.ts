/**
 * `unit.ts [words for mocha]`: the unit tests, as many files beside each other as there are processors. What took longest the last time
 * begins, so that no processor waits at the end for one long file.
 */
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { importsOf, reachOf } from "./unit/reach";
import { slowestFirst, TIMES } from "./unit/times";

const ROOT = path.join(__dirname, "..");

const files = fs
    .readdirSync(path.join(ROOT, "test"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => path.join("test", file))
    .sort();

// A worker stays for many files, and what the tests share (recordings) stays in it: more than eight would share less than they win.
const jobs = Math.min(8, Math.max(2, os.availableParallelism()));
const imports = importsOf(ROOT);
const ordered = slowestFirst(files, path.join(ROOT, TIMES), (file) => reachOf(imports, file).size);

const mocha = [
    ...["--max-semi-space-size=64", "node_modules/mocha/bin/mocha.js", "--forbid-only"],
    ...["--parallel", "--jobs", String(jobs), "--reporter", "./scripts/reporter.ts"],
    ...["--require", "./scripts/unit/times.ts", ...process.argv.slice(2), ...ordered],
];
const child = spawn(process.execPath, mocha, { cwd: ROOT, stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
});
child.on("close", (code) => {
    process.exitCode = code ?? 1;
});
