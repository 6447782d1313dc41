/** The scripts of the images workflow, with an `aws` and a `docker` that answer what a test says: which digest is proposed, which base is new. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const ROOT = path.join(__dirname, "../..");
const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;

describe("the scripts of the images workflow", () => {
    let work = "";
    before(function () {
        if (spawnSync("jq", ["--version"]).status !== 0) this.skip();
        work = fs.mkdtempSync(path.join(os.tmpdir(), "images-"));
        fs.mkdirSync(path.join(work, "images"));
    });
    after(() => {
        fs.rmSync(work, { recursive: true, force: true });
    });

    function program(name: string, lines: readonly string[]): void {
        fs.writeFileSync(path.join(work, name), ["#!/bin/sh", ...lines, ""].join("\n"), { mode: 0o755 });
    }
    const run = (script: string, env: Readonly<Record<string, string>> = {}) =>
        spawnSync("sh", [path.join(ROOT, "scripts/images", script)], {
            ...{
                cwd: work,
                encoding: "utf8",
                env: { PATH: `${work}${path.delimiter}${process.env.PATH ?? ""}`, ...env },
            },
        });

    interface Registry {
        readonly manifests?: readonly { readonly architecture: string; readonly digest: string }[];
        readonly isMissing?: boolean;
        readonly counts?: Readonly<Record<string, number>> | null;
        readonly isScanned?: boolean;
    }

    /** What is said of an image, and of which digest the scan was asked. */
    function proposed({ manifests, isMissing = false, counts = {}, isScanned = true }: Registry) {
        const list = manifests?.map(({ architecture, digest: of }) => ({
            digest: of,
            platform: { os: "linux", architecture },
        }));
        const image = { imageId: { imageDigest: digest("1") }, imageManifest: JSON.stringify({ manifests: list }) };
        fs.writeFileSync(path.join(work, "image.json"), JSON.stringify({ images: isMissing ? [] : [image] }));
        fs.writeFileSync(path.join(work, "counts.json"), JSON.stringify(counts));
        fs.rmSync(path.join(work, "asked"), { force: true });
        program("aws", [
            'case "$*" in',
            `*batch-get-image*) cat ${work}/image.json ;;`,
            `*wait*) echo "$*" > ${work}/asked; exit ${isScanned ? "0" : "255"} ;;`,
            `*describe-image-scan-findings*) cat ${work}/counts.json ;;`,
            "*) exit 9 ;;",
            "esac",
        ]);
        const env = { IMAGE: "akosha", REPOSITORY: "mindcloud/akosha", PLATFORM: "linux/arm64", TAG: "t" };
        const { status, stdout, stderr } = run("clean-digest.sh", env);
        assert.equal(status, 0, stderr);
        const asked = path.join(work, "asked");
        const scanned = fs.existsSync(asked)
            ? /imageDigest=(\S+)/.exec(fs.readFileSync(asked, "utf8"))?.[1]
            : undefined;
        return { says: stdout === "" ? stderr.trim() : (JSON.parse(stdout) as unknown), scanned };
    }
    const both = [
        { architecture: "amd64", digest: digest("2") },
        { architecture: "arm64", digest: digest("3") },
    ];
    const clean = { image: "akosha", digest: digest("1") };

    it("propose the index, by the scan of what runs on the platform", () => {
        assert.deepEqual(proposed({ manifests: both, counts: { MEDIUM: 4 } }), { says: clean, scanned: digest("3") });
        assert.deepEqual(proposed({ manifests: both, counts: null }), { says: clean, scanned: digest("3") });
        assert.deepEqual(proposed({}), { says: clean, scanned: digest("1") });
    });

    it("propose nothing whose scan is not clean, not done, or not there, and say why", () => {
        const not = (why: string) => `akosha: not proposed: ${why}`;
        const bad: readonly Readonly<Record<string, number>>[] = [{ CRITICAL: 1 }, { HIGH: 1, LOW: 3 }];
        for (const counts of bad)
            assert.equal(proposed({ manifests: both, counts }).says, not("its scan found 1 critical or high"));
        assert.equal(proposed({ manifests: both, isScanned: false }).says, not("its scan is not complete"));
        assert.equal(proposed({ isMissing: true }).says, not("no tag t"));
        assert.equal(proposed({ manifests: both.slice(0, 1) }).says, not("nothing for linux/arm64 under t"));
    });

    it("write down what the tags of the bases name today, and nothing where one has no answer", () => {
        const file = path.join(work, "images/images.json");
        const rows = [
            { image: "a", bases: { SDK: "r/sdk:9", RUNTIME: `r/run:9@${digest("a")}` }, smoke: { skipped: "no" } },
        ];
        const text = JSON.stringify(rows);
        fs.writeFileSync(file, text);
        program("docker", [
            `case "$4" in r/run:9) echo '{"digest":"${digest("b")}"}' ;; *) echo '{"digest":"${digest("c")}"}' ;; esac`,
        ]);
        const written = run("newest-bases.sh");
        assert.equal(written.status, 0, written.stderr);
        assert.deepEqual(JSON.parse(fs.readFileSync(file, "utf8")), [
            { ...rows[0], bases: { SDK: `r/sdk:9@${digest("c")}`, RUNTIME: `r/run:9@${digest("b")}` } },
        ]);

        fs.writeFileSync(file, text);
        program("docker", ["echo '{}'"]);
        assert.notEqual(run("newest-bases.sh").status, 0);
        assert.equal(fs.readFileSync(file, "utf8"), text);
    });
});
