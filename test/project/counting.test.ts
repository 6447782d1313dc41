import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { judge, readCounts, writeCounts } from "../../scripts/counts";
import { parts } from "../../scripts/parts";

const root = path.resolve(__dirname, "../..");
const counts = (passed: number, failed: number, skipped = 0) => ({ passed, failed, skipped });

let folder: string;
beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "mindcloud-count-"));
});
afterEach(() => {
    fs.rmSync(folder, { recursive: true });
});

describe("the counts of a step", () => {
    it("are one check for a step that does not count itself", () => {
        assert.deepEqual(judge(0, "one check"), counts(1, 0));
        assert.deepEqual(judge(3, "one check"), counts(0, 1));
    });

    it("are the suite's own, but never green for a suite that ran nothing or died", () => {
        assert.deepEqual(judge(0, counts(5, 0, 2)), counts(5, 0, 2));
        assert.deepEqual(judge(2, counts(5, 2)), counts(5, 2));
        assert.deepEqual(judge(0, counts(0, 0)), counts(0, 1));
        assert.deepEqual(judge(137, counts(5, 0)), counts(5, 1));
    });

    it("survive the way through a file, and a torn file counts for nothing", () => {
        const file = path.join(folder, "unit.txt");
        assert.equal(readCounts(file), undefined);
        writeCounts(file, counts(3, 1, 2));
        assert.deepEqual(readCounts(file), counts(3, 1, 2));
        fs.writeFileSync(file, "3 1");
        assert.equal(readCounts(file), undefined);
    });

    it("come from mocha through our reporter", () => {
        const suite = path.join(folder, "suite.js");
        const body = `it("a", () => {}); it("b", () => { throw new Error("b"); }); it.skip("c", () => {}); it("d", () => {});`;
        fs.writeFileSync(suite, `describe("s", () => { ${body} });`);
        const file = path.join(folder, "unit.txt");
        const mocha = [
            path.join(root, "node_modules/mocha/bin/mocha.js"),
            "--reporter",
            "./scripts/reporter.ts",
            suite,
        ];
        const done = spawnSync(process.execPath, mocha, { cwd: root, env: { ...process.env, RESULT_FILE: file } });
        assert.equal(done.status, 1);
        assert.deepEqual(readCounts(file), counts(2, 1, 1));
    });

    it("come from files that run beside each other: what fails, hangs, ends the process or cannot be loaded is counted, and fails", () => {
        const bodies = {
            hangs: `it("a", () => {}); it("b", () => new Promise(() => undefined));`,
            ends: `it("a", () => { process.exit(0); });`,
            throws: `it("a", () => {}); it("b", () => { throw new Error("b"); });`,
            unloadable: `throw new Error("not even loaded");`,
        };
        for (const [name, body] of Object.entries(bodies))
            fs.writeFileSync(path.join(folder, `${name}.test.js`), `describe("${name}", () => { ${body} });`);
        fs.writeFileSync(path.join(folder, "fine.test.js"), `describe("fine", () => { it("a", () => {}); });`);
        const run = (...names: readonly string[]) => {
            const file = path.join(folder, "unit.txt");
            const mocha = [
                ...[path.join(root, "node_modules/mocha/bin/mocha.js"), "--parallel", "--jobs", "2"],
                ...["--timeout", "100", "--reporter", "./scripts/reporter.ts"],
                ...names.map((name) => path.join(folder, `${name}.test.js`)),
            ];
            const done = spawnSync(process.execPath, mocha, { cwd: root, env: { ...process.env, RESULT_FILE: file } });
            return { exit: done.status, counted: readCounts(file) };
        };
        // A worker that ended takes with it what it had passed.
        assert.deepEqual(run("fine", "hangs", "throws", "ends"), { exit: 3, counted: counts(3, 3) });
        assert.deepEqual(run("fine", "unloadable"), { exit: 1, counted: counts(1, 1) });
    });

    it("have a name of their own in each part", () => {
        for (const { first, steps, short = [] } of Object.values(parts)) {
            const names = [...(first === undefined ? [] : [first]), ...steps, ...short].map((step) => step.name);
            assert.equal(new Set(names).size, names.length);
        }
    });
});

describe(".ci/run", () => {
    /** Runs the real script beside a `make` that does what `test` and `check` say. */
    function run(test: string, check: string) {
        fs.mkdirSync(path.join(folder, ".ci"));
        fs.copyFileSync(path.join(root, ".ci/run"), path.join(folder, ".ci/run"));
        const script = `#!/bin/sh\nmkdir -p .cache/results/$1\ncase $1 in test) ${test};; check) ${check};; esac\n`;
        fs.writeFileSync(path.join(folder, "make"), script, { mode: 0o755 });
        const done = spawnSync("bash", [path.join(folder, ".ci/run")], {
            env: { PATH: `${folder}:${process.env.PATH ?? ""}`, CI: "true" },
            stdio: ["ignore", "pipe", "pipe"],
            encoding: "utf8",
        });
        return { exit: done.status, last: done.stdout.trimEnd().split("\n").at(-1) };
    }
    const result = (part: string, step: string, line: string): string =>
        `echo "${line}" > .cache/results/${part}/${step}.txt`;

    it("adds up all suites of both parts", () => {
        const test = `${result("test", "unit", "40 0 0")}; ${result("test", "lint", "1 0 0")}`;
        assert.deepEqual(run(test, result("check", "engine", "9 0 0")), { exit: 0, last: "50 passed, 0 failed" });
    });

    it("goes on after a failure, and counts it", () => {
        const test = `${result("test", "unit", "40 2 1")}; exit 2`;
        const done = run(test, result("check", "engine", "9 0 0"));
        assert.deepEqual(done, { exit: 1, last: "49 passed, 2 failed, 1 skipped" });
    });

    it("fails when a part breaks before it could count", () => {
        assert.deepEqual(run("exit 2", result("check", "engine", "9 0 0")), { exit: 1, last: "9 passed, 1 failed" });
    });

    it("fails when a part counted nothing", () => {
        assert.deepEqual(run("true", result("check", "engine", "9 0 0")), { exit: 1, last: "9 passed, 1 failed" });
    });

    it("does not count what an earlier run left", () => {
        fs.mkdirSync(path.join(folder, ".cache/results/test"), { recursive: true });
        fs.writeFileSync(path.join(folder, ".cache/results/test/old.txt"), "100 0 0\n");
        const done = run(result("test", "unit", "4 0 0"), result("check", "engine", "9 0 0"));
        assert.deepEqual(done, { exit: 0, last: "13 passed, 0 failed" });
    });
});
