import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const root = path.resolve(__dirname, "../..");

/** A PATH of nothing but the named programs of this machine, and of programs that we make up. */
function machineWith(programs: readonly string[], madeUp: Readonly<Record<string, string>> = {}): string {
    const bin = fs.mkdtempSync(path.join(os.tmpdir(), "mindcloud-path-"));
    for (const program of programs) fs.symlinkSync(whereIs(program), path.join(bin, program));
    for (const [name, script] of Object.entries(madeUp))
        fs.writeFileSync(path.join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return bin;
}

function whereIs(program: string): string {
    for (const folder of (process.env.PATH ?? "").split(path.delimiter))
        if (fs.existsSync(path.join(folder, program))) return path.join(folder, program);
    throw new Error(`${program} is not on the PATH`);
}

function run(command: string, args: readonly string[], bin: string, cwd = root) {
    // MAKEFLAGS and friends of an outer `make test` must not reach the inner one.
    const done = spawnSync(command, args, { cwd, env: { PATH: bin, HOME: os.tmpdir() }, encoding: "utf8" });
    fs.rmSync(bin, { recursive: true });
    return { exit: done.status, stdout: done.stdout, stderr: done.stderr };
}

const make = (args: readonly string[], bin: string, cwd?: string) => run(whereIs("make"), args, bin, cwd);
const basics = ["sh", "awk", "grep", "dirname", "mkdir", "cmp", "touch", "cp"];

describe("make on a machine that lacks something", () => {
    for (const target of ["up", "test", "plan", "stack"])
        it(`${target} names a missing node in one line`, () => {
            const { exit, stdout, stderr } = make([target], machineWith(basics));
            assert.equal(exit, 2);
            assert.equal(stdout, "");
            assert.match(stderr, /^Makefile:\d+: \*\*\* node is missing: install Node\.js 20\.19 or newer .*\n$/);
        });

    for (const version of ["18.20.4", "20.18.3"])
        it(`names a node that is too old: ${version}`, () => {
            // The made-up node judges as the real one would: by running the script of the check on its version.
            const real = `"${process.execPath}" -e "Object.defineProperty(process.versions, 'node', { value: '${version}' }); $2"`;
            const node = `case $1 in --version) echo v${version};; -e) exec ${real};; esac`;
            const { exit, stderr } = make(["test"], machineWith(basics, { node }));
            assert.equal(exit, 2);
            assert.equal(stderr.split("\n").length, 2, stderr);
            assert.match(stderr, new RegExp(`Node.js 20.19 or newer is needed, found v${version}: install`));
        });

    it("names a missing npm", () => {
        const { exit, stderr } = make(["test"], machineWith([...basics, "node"]));
        assert.equal(exit, 2);
        assert.match(stderr, /^Makefile:\d+: \*\*\* npm is missing: .*\n$/);
    });

    it("still gives help", () => {
        const { exit, stdout } = make(["help"], machineWith(basics));
        assert.equal(exit, 0);
        for (const target of ["up", "down", "recover", "test", "check", "plan", "graph", "stack", "bootstrap"])
            assert.match(stdout, new RegExp(`^ {2}make ${target} +\\S`, "m"));
    });

    it("names a missing STACK where one has to be chosen", () => {
        const { exit, stderr } = make(["-o", ".cache/stamps/npm", "stack"], machineWith([...basics, "node", "npm"]));
        assert.equal(exit, 2);
        assert.match(stderr, /^Makefile:\d+: \*\*\* STACK is missing: say make stack STACK=staging.*\n$/);
    });

    it("names a missing python3 for cfn-lint, and an old one", () => {
        const missing = run("/bin/sh", ["scripts/cfn-lint.sh"], machineWith(basics));
        assert.deepEqual([missing.exit, missing.stdout], [2, ""]);
        assert.match(missing.stderr, /^cfn-lint: python3 is missing: install Python 3\.11 or newer .*\n$/);
        const python3 = `case $1 in -V) echo Python 3.9.2;; -c) exit 1;; esac`;
        const old = run("/bin/sh", ["scripts/cfn-lint.sh"], machineWith(basics, { python3 }));
        assert.equal(old.exit, 2);
        assert.match(old.stderr, /^cfn-lint: Python 3\.11 or newer is needed, found Python 3\.9\.2: .*\n$/);
    });
});

describe("the set-up of packages", () => {
    let folder: string;
    const npm = `echo "npm $*" >> calls; mkdir -p node_modules; echo "{}" > node_modules/.package-lock.json`;
    const calls = (): number => fs.readFileSync(path.join(folder, "calls"), "utf8").trim().split("\n").length;
    const setUp = (args: readonly string[] = []) =>
        make([...args, ".cache/stamps/npm"], machineWith([...basics, "node"], { npm }), folder);

    beforeEach(() => {
        folder = fs.mkdtempSync(path.join(os.tmpdir(), "mindcloud-make-"));
        for (const file of ["Makefile", "package.json", "package-lock.json", ".npmrc"])
            fs.copyFileSync(path.join(root, file), path.join(folder, file));
        fs.cpSync(path.join(root, "scripts"), path.join(folder, "scripts"), { recursive: true });
    });
    afterEach(() => {
        fs.rmSync(folder, { recursive: true });
    });

    it("installs once, without install scripts, even when make runs jobs side by side", () => {
        assert.equal(setUp(["-j4"]).exit, 0);
        assert.equal(setUp(["-j4"]).exit, 0);
        assert.match(fs.readFileSync(path.join(folder, "calls"), "utf8"), /^npm ci --ignore-scripts [^\n]*\n$/);
    });

    it("installs again when the lock file changed, not when only its time did", () => {
        setUp();
        const lock = path.join(folder, "package-lock.json");
        const later = new Date(Date.now() + 5000);
        fs.utimesSync(lock, later, later);
        setUp();
        assert.equal(calls(), 1);
        fs.appendFileSync(lock, "\n");
        fs.utimesSync(lock, later, later);
        setUp();
        assert.equal(calls(), 2);
    });

    it("installs again when node_modules is gone although the stamp is there", () => {
        setUp();
        fs.rmSync(path.join(folder, "node_modules"), { recursive: true });
        setUp();
        assert.equal(calls(), 2);
    });

    it("leaves no stamp when npm fails, and says so", () => {
        const done = make([".cache/stamps/npm"], machineWith([...basics, "node"], { npm: "exit 1" }), folder);
        assert.equal(done.exit, 2);
        assert.match(done.stderr, /npm: could not install/);
        assert.ok(!fs.existsSync(path.join(folder, ".cache/stamps/npm")));
    });
});
