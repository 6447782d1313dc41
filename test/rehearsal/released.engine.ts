import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { NotDownloaded, download } from "../../rehearsal/programs/download";
import { goPrograms } from "../../rehearsal/programs/go-build";
import type { GoProgram } from "../../rehearsal/programs/go-command";
import { onMachine, takesThePlaceOf } from "../../rehearsal/programs/released";

const script = (version: string): string => `#!/bin/sh\necho "tool version v${version}"\n`;
const sha256 = (bytes: Buffer | string): string => createHash("sha256").update(bytes).digest("hex");

describe("released programs in the place of a build", () => {
    let root: string;
    let server: http.Server;
    let base: string;
    const published = new Map<string, Buffer | string>();

    before(async () => {
        server = http.createServer((request, response) => {
            const content = published.get(request.url ?? "");
            response.writeHead(content === undefined ? 404 : 200).end(content);
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    });
    after(() => server.close());
    beforeEach(() => {
        root = fs.mkdtempSync(path.join(os.tmpdir(), "released-"));
        published.clear();
    });
    afterEach(() => {
        delete process.env.TOOLS;
        fs.rmSync(root, { recursive: true });
    });

    function install(folder: string, version: string): string {
        fs.mkdirSync(path.join(root, folder), { recursive: true });
        const file = path.join(root, folder, "tool");
        fs.writeFileSync(file, script(version), { mode: 0o755 });
        return file;
    }

    /** A module that no Go could build: whoever tries fails. */
    function program(version = "1.2.3"): GoProgram {
        const sources = path.join(root, "rehearsal/tools/tool");
        fs.mkdirSync(sources, { recursive: true });
        fs.writeFileSync(path.join(sources, "go.mod"), "no module at all\n");
        const released = {
            ...{ name: "tool", version, says: ["--version"] },
            download: { url: `${base}/tool`, sums: `${base}/tool.sha256` },
        };
        return { root, name: "tool-1.2", module: "tool", packageName: ".", released };
    }

    it("fit when they are of the same minor and not older", () => {
        const fits = ["1.2.3", "1.2.10", "1.2.2", "1.3.0", "2.2.3"].map((found) => takesThePlaceOf(found, "1.2.3"));
        assert.deepEqual(fits, [true, true, false, false, false]);
        const anyMinor = ["1.2.3", "1.2.2", "1.3.0", "1.1.9", "2.2.3"].map((found) =>
            takesThePlaceOf(found, "1.2.3", true),
        );
        assert.deepEqual(anyMinor, [true, false, true, false, false]);
    });

    it("are found where KUBEBUILDER_ASSETS says before the PATH, and the next one where one does not fit", () => {
        const released = { name: "tool", version: "1.2.3", says: ["--version"] };
        const onPath = install("path", "1.2.4");
        const search = (assets: string) =>
            onMachine(released, { KUBEBUILDER_ASSETS: path.join(root, assets), PATH: path.join(root, "path") });
        assert.deepEqual(search("none"), { file: onPath, version: "1.2.4" });
        install("old", "1.1.9");
        assert.deepEqual(search("old"), { file: onPath, version: "1.2.4" });
        const better = install("assets", "1.2.9");
        assert.deepEqual(search("assets"), { file: better, version: "1.2.9" });
        assert.equal(onMachine(released, { PATH: path.join(root, "old") }), undefined);
    });

    it("are used without a build, and named", async () => {
        const file = install("assets", "1.2.5");
        const before = process.env.KUBEBUILDER_ASSETS;
        process.env.KUBEBUILDER_ASSETS = path.dirname(file);
        const said: string[] = [];
        try {
            const files = await goPrograms([program()], (line) => said.push(line));
            assert.equal(files.get("tool-1.2"), file);
            assert.deepEqual(said, [`tool-1.2: ${file} is 1.2.5 and takes the place of a build`]);
        } finally {
            if (before === undefined) delete process.env.KUBEBUILDER_ASSETS;
            else process.env.KUBEBUILDER_ASSETS = before;
        }
    });

    it("are downloaded with TOOLS=download, kept like a build, and not asked for again", async () => {
        process.env.TOOLS = "download";
        published.set("/tool", script("1.2.3"));
        published.set("/tool.sha256", sha256(script("1.2.3")));
        const said: string[] = [];
        const files = await goPrograms([program()], (line) => said.push(line));
        assert.match(said.join("\n"), /^tool-1\.2: downloaded from http:\S+, as its checksum says$/);
        assert.match(execFileSync(files.get("tool-1.2") ?? "", { encoding: "utf8" }), /v1\.2\.3/);
        published.clear();
        await goPrograms([program()], (line) => said.push(line));
        assert.equal(said.length, 1);
    });

    it("are taken out of their archive", async () => {
        const folder = path.join(root, "archive", "tool-v1");
        fs.mkdirSync(folder, { recursive: true });
        fs.writeFileSync(path.join(folder, "tool"), script("1.2.3"), { mode: 0o755 });
        const archive = path.join(root, "tool-v1.tar.gz");
        execFileSync("tar", ["-czf", archive, "-C", path.dirname(folder), "tool-v1"]);
        published.set("/tool-v1.tar.gz", fs.readFileSync(archive));
        published.set("/SUMS", `${sha256("x")}  other.tar.gz\n${sha256(fs.readFileSync(archive))}  tool-v1.tar.gz\n`);
        const file = path.join(root, "tool");
        await download({ url: `${base}/tool-v1.tar.gz`, sums: `${base}/SUMS`, member: "tool-v1/tool" }, file);
        assert.match(execFileSync(file, { encoding: "utf8" }), /v1\.2\.3/);
        const wrong = { url: `${base}/tool-v1.tar.gz`, sums: `${base}/SUMS`, member: "tool-v1/other" };
        await assert.rejects(download(wrong, path.join(root, "other")), /tool-v1\.tar\.gz holds no tool-v1\/other/);
    });

    it("are refused when the bytes are others, when no checksum names them, and when nothing answers", async () => {
        const file = path.join(root, "tool");
        const from = { url: `${base}/tool`, sums: `${base}/tool.sha256` };
        await assert.rejects(download(from, file), new NotDownloaded(`${base}/tool.sha256 answers 404`));
        published.set("/tool", script("6.6.6"));
        published.set("/tool.sha256", `${sha256("x")}  another\n`);
        await assert.rejects(download(from, file), /names no SHA-256 of tool$/);
        published.set("/tool.sha256", sha256(script("1.2.3")));
        await assert.rejects(download(from, file), /has the SHA-256 [0-9a-f]{64}, and not [0-9a-f]{64}$/);
        await assert.rejects(download({ ...from, sums: "http://127.0.0.1:1/sums" }, file), /does not answer/);
        assert.deepEqual(fs.readdirSync(root), []);
    });
});
