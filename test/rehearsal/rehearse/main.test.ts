import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { main } from "../../../rehearsal/rehearse/main";
import { treeOf } from "../../../rehearsal/rehearse/memory";
import { perform } from "../../../rehearsal/rehearse/perform";
import { Interrupted, type Rehearsal } from "../../../rehearsal/rehearse/rehearsal";
import { merge } from "../../../rehearsal/rehearse/stack-file";

describe("make rehearse", () => {
    const checkout = fs.mkdtempSync(path.join(os.tmpdir(), "rehearse-"));
    before(() => {
        for (const stack of ["dev", "prod"])
            fs.writeFileSync(path.join(checkout, `Pulumi.${stack}.yaml`), "config: { mindcloud:data: keep }\n");
    });
    after(() => {
        fs.rmSync(checkout, { recursive: true });
    });

    async function run(rehearsals: readonly Rehearsal[], ...argv: readonly string[]): Promise<[number, string]> {
        let text = "";
        const sink = { write: (part: string) => (text += part) };
        const status = await main(argv, { checkout, rehearsals, perform, output: sink, errors: sink });
        return [status, text];
    }
    const rehearsal = (name: string, form: "short" | "full", findings: readonly string[]): Rehearsal => ({
        ...{ name, form, shows: `shows ${name}` },
        run: async (lab) => {
            await lab.step(
                `look at ${lab.stack}`,
                () => Promise.resolve(1),
                () => findings,
            );
        },
    });
    const holds = rehearsal("holds", "short", []);

    it("ends with status 0 and a table when everything holds, and writes the report", async () => {
        const [status, text] = await run([holds]);
        assert.equal(status, 0, text);
        assert.match(text, /look at dev +holds/);
        assert.match(text, /holds +dev +holds +1 +[\d.]+ s +\d+ MiB\n\neverything holds/);
        const [report = ""] = fs
            .readdirSync(path.join(checkout, ".cache", "rehearse"))
            .filter((file) => file.endsWith("-dev.md"));
        assert.match(report, /^\d{4}-\d\d-\d\d-dev\.md$/);
        const written = fs.readFileSync(path.join(checkout, ".cache", "rehearse", report), "utf8");
        assert.match(written, /\| look at dev \| holds \|/);
    });

    it("ends with status 1 and the findings when something falls short, after the others ran too", async () => {
        const [status, text] = await run([rehearsal("short", "short", ["cold is left"]), holds]);
        assert.equal(status, 1);
        assert.match(text, /look at dev +FALLS SHORT\n +cold is left/);
        assert.match(text, /short +dev +1 falls short/);
        assert.match(text, /\nholds +dev +holds/);
        assert.match(text, /MiB\n\nshort dev, look at dev:\n {2}cold is left\nsomething falls short after/);
    });

    it("takes a rehearsal that breaks, or does nothing, for one that falls short", async () => {
        const broken: Rehearsal = { ...holds, run: () => Promise.reject(new Error("it broke")) };
        assert.match((await run([broken]))[1], /FALLS SHORT\n +Error: it broke/);
        assert.equal((await run([broken]))[0], 1);
        assert.equal((await run([{ ...holds, run: () => Promise.resolve() }]))[0], 1);
    });

    it("runs the short ones on dev, with --full everything on dev and prod, and with --only what was named", async () => {
        const both = [holds, rehearsal("long", "full", [])];
        const ran = async (...argv: string[]) =>
            [...(await run(both, ...argv))[1].matchAll(/^(\w+) {2}(\w+): /gm)].map(
                ([, name, stack]) => `${name ?? ""} ${stack ?? ""}`,
            );
        assert.deepEqual(await ran(), ["holds dev"]);
        assert.deepEqual(await ran("--full"), ["holds dev", "long dev", "holds prod", "long prod"]);
        assert.deepEqual(await ran("--only", "long", "--stack", "prod"), ["long prod"]);
    });

    it("stops at Ctrl-C with status 130, and refuses what it does not know with status 2", async () => {
        const [status, text] = await run([{ ...holds, run: () => Promise.reject(new Interrupted()) }, holds]);
        assert.deepEqual([status, text.includes("look at")], [130, false]);
        const [wrong, message] = await run([holds], "--only", "nothing");
        assert.equal(wrong, 2);
        assert.match(message, /^--only nothing: is none of holds\n/);
        assert.equal((await run([holds], "--stack", "../etc"))[0], 2);
    });

    it("keeps the report of a full run when a shorter one follows", async () => {
        const directory = path.join(checkout, ".cache", "rehearse");
        fs.rmSync(directory, { recursive: true, force: true });
        for (const form of [["--full"], [], ["--only", "holds"]]) await run([holds], "--stack", "dev", ...form);
        const reports = fs.readdirSync(directory).filter((file) => file.endsWith(".md"));
        assert.deepEqual(reports.map((file) => file.slice("2026-11-21-".length)).sort(), [
            "dev-full.md",
            "dev-holds.md",
            "dev.md",
        ]);
    });

    it("keeps the report of what has ended when it is stopped", async () => {
        const directory = path.join(checkout, ".cache", "rehearse");
        fs.rmSync(directory, { recursive: true });
        const stopped = { ...holds, run: () => Promise.reject(new Interrupted()) };
        assert.equal((await run([holds, stopped]))[0], 130);
        const [report = ""] = fs.readdirSync(directory).filter((file) => file.endsWith(".md"));
        assert.match(fs.readFileSync(path.join(directory, report), "utf8"), /\| look at dev \| holds \|/);
    });

    it("adds up the memory of what it started, and of what left its starter but names its directory", () => {
        const all = [
            { pid: 1, parent: 0, bytes: 1000, command: "init" },
            { pid: 5, parent: 1, bytes: 10, command: "node cli.ts" },
            { pid: 6, parent: 5, bytes: 20, command: "pulumi" },
            { pid: 7, parent: 6, bytes: 30, command: "git" },
            { pid: 8, parent: 1, bytes: 40, command: "etcd --data-dir=/lab/dev/etcd" },
            { pid: 9, parent: 1, bytes: 500, command: "etcd --data-dir=/labour" },
        ];
        assert.equal(treeOf(all, 5, "/lab"), 100);
    });

    it("changes a stack file key by key, replaces lists, and takes away what is null", () => {
        const base = { a: { b: 1, c: [1, 2] }, d: 2 };
        assert.deepEqual(merge(base, { a: { c: [3], e: { f: 1 } }, d: null }), { a: { b: 1, c: [3], e: { f: 1 } } });
        assert.deepEqual(base, { a: { b: 1, c: [1, 2] }, d: 2 });
    });
});
