/** Loki's configuration, as its chart writes it out of our values, read by Loki itself with the arguments of its pod, and all of Loki started with it. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { CHARTS } from "../../config/versions";
import { writtenFor, type Written } from "../../plan/charts/configuration";
import { recordOf } from "../../plan/charts/record";
import type { ReleaseInputs } from "../../plan/charts/variant";
import { hasGo } from "../../rehearsal/cluster";
import { freePorts } from "../../rehearsal/cluster/ports";
import { goPrograms } from "../../rehearsal/programs/go-build";
import { ON_DEMAND } from "../../rehearsal/programs/go-programs";
import { COMPLETE, ENVIRONMENTS, recordingOf, STACK_FILES } from "../support/recordings";
import { emptyBucket } from "./loki-bucket";

const LOOPBACK = "127.0.0.1";
/** Milliseconds in which it starts (4 s), is refused, or is ended. */
const PATIENCE = 60_000;
const STARTED = "Loki started";
const CONFIG = "/etc/loki/config/config.yaml";
const RUNTIME = "/etc/loki/runtime-config/runtime-config.yaml";

/** What a mistake looks like, and what Loki says of it. */
const MISTAKES: readonly (readonly [what: string, from: RegExp, to: string, says: RegExp])[] = [
    ["a setting that it does not have", /replication_factor:/, "replication_factors:", /replication_factors not found/],
    ["a setting of another section", /^limits_config:$/m, "limits_config:\n  cache_results: true", /not found/],
    ["a time that is none", /retention_period: .*/, "retention_period: soon", /not a valid duration/],
    ["a time without its unit", /retention_period: .*/, "retention_period: 744", /not a valid duration|missing unit/],
    ["a switch that is none", /retention_enabled: .*/, "retention_enabled: sometimes", /cannot unmarshal/],
    ["a schema that is gone", /schema: v13/, "schema: v8", /schema/],
    ["a schema too old for what Loki 3 writes", /schema: v13/, "schema: v12", /schema v13 is required/],
    ["an index that Loki 3 does not write", /store: tsdb/, "store: boltdb", /store/],
    ["a period that the index does not take", /period: 24h/, "period: 12h", /24h/],
    ["a place that it does not know", /object_store: s3/, "object_store: s4", /s4/],
    [
        "logs that are deleted, and no place to note it",
        / *delete_request_store: .*\n/,
        "",
        /delete[-_.]request[-_]store/,
    ],
    ["text that is no YAML", /^common:$/m, "common: [", /yaml/],
];

/** What only a Loki finds that starts, reads what may change while it runs, and asks for its bucket. */
const AT_THE_START: readonly (readonly [what: string, file: string, from: RegExp, to: string, says: RegExp])[] = [
    ["a limit that it does not have", RUNTIME, /.*/, "overrides: { fake: { retention: 24h } }", /retention not found/],
    ["no place for what is to be deleted", CONFIG, /delete_request_store: s3/, "delete_request_store: s4", /s4/],
];

function mistaken(written: Written, file: string, from: RegExp, to: string): Written {
    const text = written.files[file] ?? assert.fail(`no ${file}`);
    const wrong = text.replace(from, to);
    assert.notEqual(wrong, text, "the mistake was not made");
    return { ...written, files: { ...written.files, [file]: wrong } };
}

describe("Loki's configuration, read by Loki", function () {
    this.timeout(3_600_000);
    let loki = "";
    const directory = mkdtempSync(path.join(tmpdir(), "mindcloud-loki-"));

    before(async function () {
        if (!hasGo()) {
            process.stderr.write("  Loki's configuration is not read: Go is missing, with which Loki is built once\n");
            this.skip();
        }
        const built = await goPrograms([ON_DEMAND.loki], (line) => process.stderr.write(`${line}\n`));
        loki = built.get("loki") ?? assert.fail("no file");
    });
    after(() => {
        rmSync(directory, { recursive: true });
    });

    /** As in the pod, except that its files lie in a folder of ours, and that it is alone: names of the cluster are this machine. */
    function put({ arguments: words, files }: Written): readonly string[] {
        const here = (text: string): string =>
            text
                .replaceAll(/\/(etc|var)\/loki\b/g, `${directory}/$1`)
                .replaceAll(/[\w-]+\.loki\.svc\.cluster\.local/g, LOOPBACK);
        for (const [file, text] of Object.entries(files)) {
            mkdirSync(path.dirname(here(file)), { recursive: true });
            writeFileSync(here(file), here(text));
        }
        return words.map((word) => here(word).replace("$(POD_IP)", LOOPBACK));
    }

    function read(written: Written): { readonly status: number | null; readonly said: string } {
        const { status, stdout, stderr } = spawnSync(loki, [...put(written), "-verify-config"], { encoding: "utf8" });
        return { status, said: stdout + stderr };
    }

    /** All of it, until it says that it has started, or ends over what it read. */
    async function started(written: Written) {
        const bucket = await emptyBucket();
        const [http, grpc, members] = (await freePorts(3)).map(String);
        const flags = [
            ...[`server.http-listen-address=${LOOPBACK}`, `server.http-listen-port=${http}`],
            ...[`server.grpc-listen-address=${LOOPBACK}`, `server.grpc-listen-port=${grpc}`],
            ...[`memberlist.bind-port=${members}`, `memberlist.advertise-port=${members}`],
            ...[`common.storage.s3.endpoint=${bucket.url}`, "common.storage.s3.insecure=true"],
            "common.storage.s3.force-path-style=true",
        ].map((flag) => `-${flag}`);
        // A flag for the first is read three times, and adds an address each time; who joins nobody but itself is the first of a cluster.
        const text = (written.files[CONFIG] ?? "")
            .replace(/^memberlist:$/m, `$&\n  bind_addr: [${LOOPBACK}]`)
            .replace(/(?<=join_members:\n\s*- ).*/, `${LOOPBACK}:${members}`);
        const words = put({ ...written, files: { ...written.files, [CONFIG]: text } });
        const child = spawn(loki, [...words, ...flags], {
            stdio: ["ignore", "pipe", "pipe"],
            env: { ...process.env, AWS_ACCESS_KEY_ID: "stand-in", AWS_SECRET_ACCESS_KEY: "stand-in" },
        });
        const tooLong = setTimeout(() => child.kill("SIGKILL"), PATIENCE);
        let said = "";
        const hear = (chunk: Buffer): void => {
            const before = said.includes(STARTED);
            said += chunk.toString();
            // Once: a second signal is no longer waited for.
            if (!before && said.includes(STARTED)) child.kill();
        };
        child.stdout.on("data", hear);
        child.stderr.on("data", hear);
        const status = await new Promise((resolve) => child.on("close", resolve));
        clearTimeout(tooLong);
        bucket.close();
        rmSync(path.join(directory, "var"), { recursive: true, force: true });
        return { status, said, asked: bucket.asked };
    }

    async function writtenOf(stack: string): Promise<readonly Written[]> {
        const { graph } = await recordingOf(stack, "update");
        return graph
            .ofType("kubernetes:helm.sh/v3:Release")
            .filter(({ inputs }) => inputs.chart === CHARTS.loki.chart)
            .map(({ inputs }) => writtenFor(inputs as unknown as ReleaseInputs) ?? assert.fail("run make charts"));
    }

    async function complete(): Promise<Written> {
        const [written] = await writtenOf(COMPLETE);
        return written ?? assert.fail(`${COMPLETE} has no Loki`);
    }

    for (const stack of [...STACK_FILES, ...ENVIRONMENTS])
        it(`is accepted, of ${stack}`, async () => {
            for (const written of await writtenOf(stack)) {
                assert.ok(written.exact, "no rendering had these values: run make charts");
                const { status, said } = read(written);
                assert.equal(status, 0, said);
                assert.match(said, /config is valid/);
                assert.doesNotMatch(said, /level=(warn|error)/);
            }
        });

    it("is that of every rendering in the record", async () => {
        const recorded = (recordOf(CHARTS.loki.chart)?.configurations ?? []).flatMap(
            ({ environments }) => environments,
        );
        const having = [];
        for (const stack of [...STACK_FILES, ...ENVIRONMENTS])
            if ((await writtenOf(stack)).length > 0) having.push(stack);
        assert.deepEqual([...recorded].sort(), having.sort());
    });

    for (const [what, from, to, says] of MISTAKES)
        it(`is refused where it is wrong, so that acceptance means something: ${what}`, async () => {
            const { status, said } = read(mistaken(await complete(), CONFIG, from, to));
            assert.equal(status, 1, said);
            assert.match(said, says);
        });

    for (const stack of [COMPLETE, "test/environments/economy.yaml"])
        it(`is what all of Loki starts with, beside an empty bucket, of ${stack}`, async () => {
            const [written = assert.fail(`${stack} has no Loki`)] = await writtenOf(stack);
            const { status, said, asked } = await started(written);
            assert.equal(status, 0, said);
            assert.match(said, /Loki started/);
            const bucket = /bucketnames: (\S+)/.exec(written.files[CONFIG] ?? "")?.[1] ?? "none";
            assert.deepEqual(
                asked.filter((line) => !line.includes(` /${bucket}`)),
                [],
                "of another bucket",
            );
            assert.ok(asked.includes(`PUT /${bucket}/index/delete_requests/delete_requests.gz`), asked.join("\n"));
        });

    for (const [what, file, from, to, says] of AT_THE_START)
        it(`is refused at the start where it is wrong: ${what}`, async () => {
            const written = await complete();
            const { status, said } = await started(mistaken(written, file, from, to));
            assert.equal(status, 1, said);
            assert.doesNotMatch(said, /Loki started/);
            assert.match(said, says);
        });

    it("is read by what Loki is made of: what its go.mod replaces is replaced in ours", () => {
        const sources = path.join(__dirname, "../../rehearsal/tools/loki");
        const ofLoki = ["list", "-m", "-f", "{{.GoMod}}", "github.com/grafana/loki/v3"];
        const { stdout } = spawnSync("go", ofLoki, { cwd: sources, encoding: "utf8" });
        const replaced = (file: string): readonly string[] =>
            [...readFileSync(file, "utf8").matchAll(/^(?:replace |\t)(\S+ => [^.\s]\S* \S+)$/gm)].map(
                ([, each = ""]) => each,
            );
        const theirs = replaced(stdout.trim());
        assert.ok(theirs.length > 0);
        assert.deepEqual([...replaced(path.join(sources, "go.mod"))].sort(), [...theirs].sort());
    });
});
