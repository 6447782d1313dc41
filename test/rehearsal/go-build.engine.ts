import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { goPrograms } from "../../rehearsal/programs/go-build";
import { BuildFailed, type GoProgram } from "../../rehearsal/programs/go-command";
import { Lock } from "../../rehearsal/session/lock";
import { skipWithoutGo } from "./cluster/support";

const MAIN = 'package main\n\nvar version = "?"\n\nfunc main() { print("hello ", version) }\n';

describe("programs out of Go modules", () => {
    let root: string;
    let hello: GoProgram;
    before(function () {
        skipWithoutGo(this);
        root = fs.mkdtempSync(path.join(os.tmpdir(), "go-build-"));
        hello = { root, name: "hello", module: "hello", packageName: ".", set: ["main.version=1"] };
        write("go.mod", "module hello\n\ngo 1.25\n");
        write("main.go", MAIN);
    });
    after(() => {
        if (root) fs.rmSync(root, { recursive: true, force: true });
    });

    function write(file: string, text: string): void {
        const directory = path.join(root, "rehearsal", "tools", "hello");
        fs.mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
        fs.writeFileSync(path.join(directory, file), text);
    }

    async function build(...programs: readonly GoProgram[]): Promise<readonly string[]> {
        const said: string[] = [];
        await goPrograms(programs.length > 0 ? programs : [hello], (line) => said.push(line));
        return said;
    }

    /** Go prints to standard error. */
    const output = (): string =>
        execFileSync("sh", ["-c", `"${path.join(root, ".cache", "bin", "hello")}" 2>&1`], { encoding: "utf8" });

    it("are built once by the first of two, stamped with their version, and kept", async () => {
        const [first, second] = await Promise.all([build(), build()]);
        const built = [...first, ...second].filter((line) => line.includes("built into .cache/bin"));
        assert.equal(built.length, 1, [...first, ...second].join("\n"));
        assert.equal(output(), "hello 1");
        assert.deepEqual(await build(), []);
        assert.deepEqual(fs.readdirSync(path.join(root, ".cache", "bin")).sort(), ["hello", "hello.stamp"]);
    });

    it("wait for another process that builds them, and say so", async () => {
        const another = path.join(root, ".cache", "bin", "hello.lock");
        const lock = await Lock.take(another, "build", () => undefined);
        const said: string[] = [];
        await goPrograms([{ ...hello, name: "late" }], (line) => {
            said.push(line);
            if (line.includes("another process is building it")) lock.release();
        });
        assert.ok(said.at(-1)?.includes("late: built into .cache/bin"), said.join("\n"));
        for (const file of ["late", "late.stamp"]) fs.rmSync(path.join(root, ".cache", "bin", file));
    });

    it("are built again when their module or what is set in them changes", async () => {
        assert.notDeepEqual(await build({ ...hello, set: ["main.version=2"] }), []);
        assert.equal(output(), "hello 2");
        write("main.go", MAIN.replace("hello ", "hi "));
        assert.notDeepEqual(await build(), []);
        assert.equal(output(), "hi 1");
    });

    it("of one module are built at once, each under its own name", async () => {
        write("cmd/bye/v2/main.go", MAIN.replace("hello", "bye"));
        const bye = { ...hello, name: "bye-1", packageName: "hello/cmd/bye/v2" };
        const other = { ...hello, set: ["main.version=2"] };
        assert.match(
            (await build({ ...other, name: "hello-2" }, { ...bye, set: other.set }))[0] ?? "",
            /hello-2, bye-1/,
        );
        const said = execFileSync("sh", ["-c", `"${path.join(root, ".cache", "bin", "bye-1")}" 2>&1`]);
        assert.equal(said.toString(), "bye 2");
        for (const name of ["bye-1", "hello-2"])
            for (const file of [name, `${name}.stamp`]) fs.rmSync(path.join(root, ".cache", "bin", file));
    });

    it("that do not compile say what Go says, and leave nothing that looks like a program", async () => {
        write("main.go", "package main\n\nfunc main() { nothing() }\n");
        await assert.rejects(
            build(),
            (error) => error instanceof BuildFailed && error.message.includes("undefined: nothing"),
        );
        assert.equal(output(), "hi 1", "the one before is still there");
        assert.deepEqual(fs.readdirSync(path.join(root, ".cache", "bin")).sort(), ["hello", "hello.stamp"]);
    });
});
