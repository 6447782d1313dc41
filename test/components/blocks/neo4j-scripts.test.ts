/** The scripts of components/blocks/neo4j, run as they are: against an S3 that is a directory, and a Neo4j that only knows its states. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const SCRIPTS = path.join(__dirname, "../../../components/blocks/neo4j/scripts");
const FAKES = path.join(__dirname, "neo4j-fakes");
const NAME = /^myriad_backup_\d{8}_\d{6}\.tar\.gz$/;
const PREFIX = "dumps/myriad-python/neo4j";

const sha256 = (data: Buffer | string): string => createHash("sha256").update(data).digest("hex");
const night = (number: number): string => `myriad_backup_202601${String(number).padStart(2, "0")}_020000.tar.gz`;

describe("components/blocks/neo4j scripts", () => {
    let root: string;
    let tools: string;
    const at = (...parts: readonly string[]): string => path.join(root, ...parts);
    const bucket = (): string[] => fs.readdirSync(at("s3", PREFIX)).sort();
    const calls = (): string[] => fs.readFileSync(at("calls"), "utf8").split("\n").filter(Boolean);

    before(() => {
        // What the image of the AWS CLI is held to have: no find, grep, sed or awk.
        tools = fs.mkdtempSync(path.join(os.tmpdir(), "neo4j-tools-"));
        for (const tool of ["cat", "cut", "date", "rm", "sh", "sha256sum", "sort"]) {
            const folder = ["/usr/bin", "/bin"].find((one) => fs.existsSync(path.join(one, tool)));
            assert.ok(folder !== undefined, tool);
            fs.symlinkSync(path.join(folder, tool), path.join(tools, tool));
        }
    });
    after(() => {
        fs.rmSync(tools, { recursive: true });
    });

    beforeEach(() => {
        root = fs.mkdtempSync(path.join(os.tmpdir(), "neo4j-scripts-"));
        for (const folder of ["data", "backups", "restore", `s3/${PREFIX}`])
            fs.mkdirSync(at(...folder.split("/")), { recursive: true });
        fs.writeFileSync(at("data/state"), "crashed\n");
        fs.writeFileSync(at("calls"), "");
    });
    afterEach(() => {
        fs.rmSync(root, { recursive: true });
    });

    function run(script: string, faults = "", more: Readonly<Record<string, string>> = {}, shell = "/bin/sh") {
        const aws = script === "upload" || script === "fetch";
        const { status, stdout, stderr } = spawnSync(shell, [path.join(SCRIPTS, `${script}.sh`)], {
            encoding: "utf8",
            timeout: 20_000,
            env: {
                PATH: [FAKES, aws ? tools : "/usr/bin:/bin"].join(":"),
                ...{
                    CALLS: at("calls"),
                    FAULTS: faults,
                    S3: at("s3"),
                    DATA: at("data"),
                    SERVER: path.join(FAKES, "server"),
                },
                ...{
                    BACKUPS: at("backups"),
                    RESTORE: at("restore"),
                    FILE_PREFIX: "myriad_backup",
                    POLL: "1",
                    KEEP: "7",
                },
                ...{ BUCKET: "dumps", KEY_PREFIX: PREFIX.slice("dumps/".length) },
                ...more,
            },
        });
        return { status, said: stdout + stderr };
    }

    /** An archive as dump.sh leaves it. */
    function dumped(): string {
        const { status, said } = run("dump");
        assert.equal(status, 0, said);
        const [name] = fs.readdirSync(at("backups/out"));
        assert.ok(name !== undefined);
        return name;
    }

    /** Backups of earlier nights, as upload.sh leaves them; the ones in `unverified` without their digest. */
    function earlier(count: number, unverified: readonly number[] = []): void {
        for (let number = 1; number <= count; number++) {
            fs.writeFileSync(at("s3", PREFIX, night(number)), `night ${String(number)}`);
            if (!unverified.includes(number))
                fs.writeFileSync(at("s3", PREFIX, `${night(number)}.sha256`), sha256(`night ${String(number)}`));
        }
    }

    /** An archive to upload, without the time that making it takes. */
    function archived(): string {
        const name = "myriad_backup_20260201_020000.tar.gz";
        fs.mkdirSync(at("backups/out"));
        fs.writeFileSync(at("backups/out", name), "tonight");
        fs.writeFileSync(at("backups/out", `${name}.sha256`), `${sha256("tonight")}\n`);
        return name;
    }

    for (const shell of ["/bin/dash", "/bin/bash"])
        it(`makes an archive of both databases out of a crash-consistent copy (${shell})`, function () {
            if (spawnSync(shell, ["-c", "true"]).status !== 0) return this.skip();
            const { status, said } = run("dump", "", {}, shell);
            assert.equal(status, 0, said);
            const [name, digest, ...rest] = fs.readdirSync(at("backups/out")).sort();
            assert.match(name ?? "", NAME);
            assert.deepEqual([digest, rest], [`${name ?? ""}.sha256`, []]);
            const archive = at("backups/out", name ?? "");
            assert.equal(fs.readFileSync(`${archive}.sha256`, "utf8").trim(), sha256(fs.readFileSync(archive)));
            const inside = spawnSync("tar", ["-tzf", archive], { encoding: "utf8" }).stdout.split("\n").filter(Boolean);
            assert.deepEqual(inside, ["neo4j.dump", "system.dump"]);
            assert.deepEqual(
                calls().map((call) => call.split(" ").slice(0, 4).join(" ")),
                [
                    ...["server neo4j", "neo4j-admin database dump neo4j", "neo4j-admin database dump system"],
                    ...["neo4j-admin database check neo4j", "neo4j-admin database load system"],
                ],
            );
            for (const word of ["recovered", "stopped cleanly", "dumped neo4j", "dumped system", "checked"])
                assert.ok(said.includes(`✅ ${word}`), word);
            assert.ok(
                !fs.existsSync(at("backups/check")),
                "what the check unpacked is gone before the archive is written",
            );
        });

    it("takes a server that leaves with status 0 as stopped cleanly too", () => {
        assert.equal(run("dump", "status-zero").status, 0);
    });

    const dumpFaults: readonly (readonly [
        fault: string,
        status: number,
        says: string,
        more?: Record<string, string>,
    ])[] = [
        ["recovery", 10, "Neo4j ended while it recovered"],
        ["silence", 10, "did not recover within 1 s", { RECOVER_WITHIN: "1" }],
        ["unclean-stop", 11, "stopped with status 137"],
        ["dump-neo4j", 12, "could not dump neo4j"],
        ["dump-system", 12, "could not dump system"],
        ["empty-dump", 12, "the dump of neo4j is empty"],
        ["check", 13, "the dump of neo4j is not consistent"],
        ["info", 13, "the dump of system cannot be read"],
    ];
    for (const [fault, expected, says, more] of dumpFaults)
        it(`ends in ${String(expected)} and without an archive upon ${fault}`, () => {
            const { status, said } = run("dump", fault, more);
            assert.equal(status, expected, said);
            assert.ok(said.includes(`❌ `) && said.includes(says), said);
            assert.deepEqual(fs.existsSync(at("backups/out")) ? fs.readdirSync(at("backups/out")) : [], []);
            // The last words of the server, where it is the server that failed.
            if (expected < 12) assert.ok(said.includes("Neo4j says something"), said);
        });

    it("leaves no server behind when it gives up", () => {
        assert.equal(run("dump", "silence", { RECOVER_WITHIN: "1" }).status, 10);
        assert.equal(fs.readFileSync(at("data/state"), "utf8").trim(), "clean", "it was told to stop, and did");
    });

    for (const shell of ["/bin/dash", "/bin/bash"])
        it(`uploads, reads back, then keeps the seven newest that were verified (${shell})`, function () {
            if (spawnSync(shell, ["-c", "true"]).status !== 0) return this.skip();
            earlier(9, [2, 5]);
            const name = archived();
            const { status, said } = run("upload", "", {}, shell);
            assert.equal(status, 0, said);
            // 5 was never verified: it does not count, and goes when it is older than the oldest that is kept.
            const kept = [3, 4, 6, 7, 8, 9].map(night);
            const expected = [...kept, name].flatMap((one) => [one, `${one}.sha256`]);
            assert.deepEqual(bucket(), [...expected, night(5)].sort());
            assert.ok(said.includes("✅ 7 of 7 backups are kept"), said);
            assert.equal(fs.readFileSync(at("s3", PREFIX, `${name}.sha256`), "utf8").trim(), sha256("tonight"));
        });

    it("removes nothing while there are seven or fewer, and nothing that it did not name", () => {
        earlier(6);
        for (const other of ["myriad_backup_by_hand.tar.gz", "myriad_backup_20200101_020000.tar.gz.bak", "notes.txt"])
            fs.writeFileSync(at("s3", PREFIX, other), "keep me");
        const before = bucket();
        const name = archived();
        assert.equal(run("upload").status, 0);
        assert.deepEqual(bucket(), [...before, name, `${name}.sha256`].sort());
    });

    it("removes the digest before the archive, so that half a removal never counts as a backup", () => {
        earlier(7);
        archived();
        assert.equal(run("upload").status, 0);
        const removed = calls().filter((call) => call.includes("delete-object"));
        assert.deepEqual(
            removed.map((call) => call.split("/").pop()),
            [`${night(1)}.sha256`, night(1)],
        );
    });

    const uploadFaults: readonly (readonly [fault: string, status: number, says: string])[] = [
        ["upload", 20, "could not upload"],
        ["download", 21, "differs from what was sent"],
        ["damage", 21, "differs from what was sent"],
        ["digest-upload", 20, "could not upload"],
        ["list", 22, "could not list the backups"],
        ["stale-list", 22, "lacks the new one"],
        ["delete", 22, `could not remove ${night(3)}`],
    ];
    for (const [fault, expected, says] of uploadFaults)
        it(`ends in ${String(expected)} and removes nothing upon ${fault}`, () => {
            earlier(9);
            const before = bucket();
            fs.writeFileSync(at("s3/.before"), "");
            const name = archived();
            const { status, said } = run("upload", fault);
            assert.equal(status, expected, said);
            assert.ok(said.includes("❌ ") && said.includes(says), said);
            assert.deepEqual(
                before.filter((one) => !bucket().includes(one)),
                [],
            );
            // Only what was read back whole has a digest, and only what has one can be restored.
            assert.equal(bucket().includes(`${name}.sha256`), expected === 22);
        });

    it("uploads nothing when there is no archive, or when there are two", () => {
        assert.equal(run("upload").status, 20);
        archived();
        fs.writeFileSync(at("backups/out/myriad_backup_20260201_020001.tar.gz"), "second");
        assert.equal(run("upload").status, 20);
        assert.deepEqual(calls(), []);
    });

    it("restores what it backed up, once, and again when another backup is named", () => {
        const name = dumped();
        assert.equal(run("upload").status, 0);
        const restore = () => [run("fetch", "", { RESTORE_FROM: name }), run("load", "", { RESTORE_FROM: name })];
        for (const { status, said } of restore()) assert.equal(status, 0, said);
        assert.equal(fs.readFileSync(at("data/loaded"), "utf8"), "dump of neo4j");
        assert.equal(fs.readFileSync(at("data/restored-from"), "utf8").trim(), name);
        assert.ok(!calls().some((call) => /load system(?!.*--info)/.test(call)), "users and passwords stay");

        // A pod that starts again must not throw away what was written since.
        fs.writeFileSync(at("data/loaded"), "written since");
        for (const { status, said } of restore()) {
            assert.equal(status, 0, said);
            assert.ok(said.includes("was restored already"), said);
        }
        assert.equal(fs.readFileSync(at("data/loaded"), "utf8"), "written since");

        fs.writeFileSync(at("data/restored-from"), `${night(1)}\n`);
        for (const { status } of restore()) assert.equal(status, 0);
        assert.equal(fs.readFileSync(at("data/loaded"), "utf8"), "dump of neo4j");
    });

    it("changes nothing when the backup is not there, unverified, or damaged", () => {
        earlier(2, [2]);
        assert.equal(run("fetch", "", { RESTORE_FROM: night(9) }).status, 30);
        assert.equal(run("fetch", "", { RESTORE_FROM: night(2) }).status, 30);
        fs.appendFileSync(at("s3", PREFIX, night(1)), "x");
        assert.equal(run("fetch", "", { RESTORE_FROM: night(1) }).status, 31);
        assert.ok(!fs.existsSync(at("data/restored-from")));
    });

    it("loads nothing that is no archive or not consistent, and does not say that it did when loading failed", () => {
        fs.writeFileSync(at("restore/archive.tar.gz"), "no archive");
        assert.equal(run("load", "", { RESTORE_FROM: night(1) }).status, 32);
        const name = dumped();
        fs.copyFileSync(at("backups/out", name), at("restore/archive.tar.gz"));
        assert.equal(run("load", "check", { RESTORE_FROM: name }).status, 32);
        assert.equal(run("load", "load", { RESTORE_FROM: name }).status, 33);
        assert.ok(!fs.existsSync(at("data/restored-from")) && !fs.existsSync(at("data/loaded")));
    });
});
