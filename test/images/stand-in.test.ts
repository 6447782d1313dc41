import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { typicalOf, type Metric } from "../../components/monitoring/catalogue";
import { metrics as akosha } from "../../components/systems/akosha/metrics";
import { metrics as memstack } from "../../components/systems/memstack/metrics";
import { metrics as myriadPython } from "../../components/systems/myriad-python/metrics";
import { metrics as myriad } from "../../components/systems/myriad/metrics";
import { metrics as simpleCli } from "../../components/systems/simple-cli/metrics";
import { STAND_IN_CHECK, standIn } from "../../components/systems/stand-in";
import { histogramsOf, parseExposition, type Family } from "./exposition";
import { freePorts } from "../../rehearsal/cluster/ports";
import { run, type Run } from "./stand-in-process";

const CATALOGUES = { akosha, memstack, myriad, "myriad-python": myriadPython, "simple-cli": simpleCli };
const ALL: readonly Metric[] = Object.values(CATALOGUES).flatMap((catalogue): Metric[] => Object.values(catalogue));
const IMAGE = path.join(__dirname, "../../images/stand-in");
/** Longest that it may take to stop: the shortest terminationGracePeriodSeconds is 30. */
const GRACE_MS = 30_000;

const combinations = ({ labelValues }: Metric): number =>
    Object.values(labelValues).reduce((product, values) => product * values.length, 1);

function shownAs(metric: Metric, family: Family | undefined): void {
    assert.ok(family, `${metric.name} is missing`);
    assert.equal(family.type, metric.type, metric.name);
    assert.equal(family.help, metric.help);
    for (const { labels } of family.samples)
        assert.deepEqual(
            Object.keys(labels).filter((label) => label !== "le"),
            metric.labels,
        );
    if (metric.type !== "histogram") {
        assert.equal(family.samples.length, combinations(metric), metric.name);
        return;
    }
    const histograms = histogramsOf(metric.name, family.samples);
    assert.equal(histograms.length, combinations(metric));
    for (const { bounds } of histograms) assert.deepEqual(bounds.slice(0, -1).map(Number), metric.buckets);
}

const valueOf = (text: string, name: string, labels: Record<string, string> = {}): number | undefined =>
    parseExposition(text)
        .get(name)
        ?.samples.find((sample) => Object.entries(labels).every(([label, value]) => sample.labels[label] === value))
        ?.value;

describe("images/stand-in", () => {
    const everything = (ports: Record<string, number>) =>
        standIn({ repository: "all", ports, healthPath: "/alive", metrics: { on: "metrics", catalogue: ALL } });

    describe("listening", () => {
        let server: Run;
        let ports: readonly number[] = [];
        const at = (index: number, where: string) => `http://127.0.0.1:${String(ports[index])}${where}`;
        const read = async (where: string) => (await fetch(at(1, where))).text();
        const put = (where: string, method = "PUT") => fetch(at(1, `/stand-in/metrics/${where}`), { method });

        before(async () => {
            ports = await freePorts(2);
            const [api = 0, metrics = 0] = ports;
            // As described, it listens 1000 below: --offset brings the two together.
            const { environment, arguments: args } = everything({ api: api - 1000, metrics: metrics - 1000 });
            server = run([...args, "--offset", "1000"], environment);
            await server.firstLine;
        });
        after(() => server.child.kill("SIGKILL"));

        it("is well on every port under the paths of all probes, and does no work", async () => {
            for (const port of [0, 1])
                for (const where of ["/health", "/healthz", "/", "/alive"])
                    assert.equal((await fetch(at(port, where))).status, 200, where);
            assert.equal((await fetch(at(0, "/ready"))).status, 404);
            assert.equal((await fetch(at(0, "/process"), { method: "POST" })).status, 404);
        });

        it("shows every metric of every catalogue, in its type, labels and buckets, on the metrics port alone", async () => {
            const response = await fetch(at(1, "/metrics"));
            assert.match(response.headers.get("content-type") ?? "", /^text\/plain; version=0\.0\.4/);
            const families = parseExposition(await response.text());
            assert.equal(families.size, ALL.length + 1);
            for (const metric of ALL) shownAs(metric, families.get(metric.name));
            assert.deepEqual(families.get("mindcloud_stand_in_info")?.samples, [
                { name: "mindcloud_stand_in_info", labels: { stands_for: "all" }, value: 1 },
            ]);
            assert.equal((await fetch(at(0, "/metrics"))).status, 404);
        });

        it("lets a gauge be set to rehearse scaling, whole or by label, and wander again", async () => {
            assert.equal((await put("akosha_ingestion_queue_size?value=900")).status, 200);
            assert.equal((await put("akosha_cache_entry_count?value=7&cache_tier=L2")).status, 200);
            const text = await read("/metrics");
            assert.equal(valueOf(text, "akosha_ingestion_queue_size"), 900);
            assert.equal(valueOf(text, "akosha_cache_entry_count", { cache_tier: "L2" }), 7);
            assert.notEqual(valueOf(text, "akosha_cache_entry_count", { cache_tier: "L1" }), 7);
            assert.equal((await put("akosha_ingestion_queue_size", "DELETE")).status, 200);
            assert.ok((valueOf(await read("/metrics"), "akosha_ingestion_queue_size") ?? 900) < 900);
        });

        it("refuses to set what is no gauge, no metric, no label or no number", async () => {
            const answers = await Promise.all(
                [
                    "akosha_ingestion_requests_total?value=1",
                    "nothing?value=1",
                    "queue_length?value=1&colour=red",
                    "queue_length?value=many",
                    "queue_length",
                ].map(async (where) => [(await put(where)).status, await (await put(where)).text()]),
            );
            assert.deepEqual(
                answers.map(([status]) => status),
                [400, 400, 400, 400, 400],
            );
            assert.match(String(answers[0]?.[1]), /is a counter: only gauges can be set/);
        });

        it("lets nobody outside the pod set anything", async function () {
            const outside = Object.values(os.networkInterfaces())
                .flatMap((addresses) => addresses ?? [])
                .find(({ internal, family }) => !internal && family === "IPv4")?.address;
            if (outside === undefined) this.skip();
            const where = `http://${outside}:${String(ports[1])}/stand-in/metrics/queue_length?value=1`;
            assert.equal((await fetch(where, { method: "PUT" })).status, 403);
        });

        it("answers its exec probe, and stops well on SIGTERM while connections stay open", async () => {
            const [api = 0] = ports;
            const check = (): Promise<number | null> =>
                run(STAND_IN_CHECK.slice(2), standIn({ ports: { api } }).environment).ended.then(
                    ({ status }) => status,
                );
            assert.equal(await check(), 0);
            await fetch(at(0, "/health")); // leaves a keep-alive connection behind
            const began = Date.now();
            server.child.kill("SIGTERM");
            const { status, stdout } = await server.ended;
            assert.equal(status, 0);
            assert.match(stdout, /"stopping"/);
            assert.ok(Date.now() - began < GRACE_MS / 2);
            assert.equal(await check(), 1);
        });
    });

    describe("under a documented load", () => {
        let server: Run;
        let url = "";
        before(async () => {
            const [port = 0] = await freePorts(1);
            server = run(["serves", "--address", "127.0.0.1"], {
                STAND_IN: JSON.stringify({ standsFor: "myriad/orchestrator", listen: [{ port, health: ["/health"] }] }),
            });
            await server.firstLine;
            url = `http://127.0.0.1:${String(port)}`;
        });
        after(() => server.child.kill("SIGKILL"));
        const post = (where: string, body: string) => fetch(`${url}${where}`, { method: "POST", body });
        const answered = async (): Promise<number> => {
            const { answered: count } = (await (await fetch(`${url}/stand-in/answered`)).json()) as {
                answered: number;
            };
            return count;
        };

        it("answers the documented path, and counts what it has answered well", async () => {
            const before = await answered();
            const answer = await post("/process", '{"query":"Why?","model":"myriad-max"}');
            assert.equal(answer.status, 200);
            assert.deepEqual(await answer.json(), {
                ...{ query: "Why?", model: "myriad-max", answer: "a stand-in does no work" },
            });
            assert.equal(await answered(), before + 1);
        });

        it("refuses what lacks something, is no JSON or has no end, and counts none of it", async () => {
            const before = await answered();
            assert.equal((await post("/process", "{}")).status, 422);
            assert.equal((await post("/process", "null")).status, 422);
            assert.equal((await post("/process", "Why?")).status, 400);
            assert.equal((await post("/process", JSON.stringify({ query: "?".repeat(70_000) }))).status, 413);
            assert.equal((await fetch(`${url}/process`)).status, 404);
            assert.equal(await answered(), before);
        });
    });

    describe("values", () => {
        const printed = async (seed: string, at: number, more: Record<string, string> = {}) => {
            const { environment } = everything({ metrics: 8000 });
            const { ended } = run(["metrics", "--at", String(at)], { ...environment, STAND_IN_SEED: seed, ...more });
            const { status, stdout } = await ended;
            assert.equal(status, 0);
            return stdout;
        };

        it("are the same for the same seed and moment; counters only rise, gauges stay within their range", async () => {
            const [early, again, other, late] = await Promise.all([
                printed("a", 60),
                printed("a", 60),
                printed("b", 60),
                printed("a", 61),
            ]);
            assert.equal(early, again);
            assert.notEqual(early, other);
            const [before, after] = [parseExposition(early), parseExposition(late)];
            for (const metric of ALL) {
                const [samples, later] = [
                    before.get(metric.name)?.samples ?? [],
                    after.get(metric.name)?.samples ?? [],
                ];
                if (metric.type === "gauge")
                    for (const { value } of samples)
                        assert.ok(value >= 0 && value <= typicalOf(metric)[1], metric.name);
                else
                    for (const [index, { value }] of samples.entries())
                        assert.ok((later[index]?.value ?? -1) >= value, metric.name);
            }
            const total = (text: string) => valueOf(text, "akosha_query_requests_total", { status: "success" }) ?? 0;
            assert.ok(total(late) > total(early));
        });

        it("take a gauge from the environment", async () => {
            const text = await printed("a", 60, { STAND_IN_SET: "queue_length=12, myriad_active_sessions=3" });
            assert.equal(valueOf(text, "queue_length"), 12);
            assert.equal(valueOf(text, "myriad_active_sessions"), 3);
        });
    });

    it("ends well as a job, and shows an exec probe that it works without a port", async () => {
        const job = await run(standIn({ role: "ends", repository: "akosha" }).arguments, {}).ended;
        assert.equal(job.status, 0, job.stderr);
        const folder = mkdtempSync(path.join(os.tmpdir(), "stand-in-"));
        try {
            const check = () => run(["check"], { TMPDIR: folder }).ended;
            const worker = run(["works"], { TMPDIR: folder });
            await worker.firstLine;
            assert.equal((await check()).status, 0);
            worker.child.kill("SIGTERM");
            assert.equal((await worker.ended).status, 0);
            assert.equal((await check()).status, 1);
        } finally {
            rmSync(folder, { recursive: true });
        }
    });

    it("says in one line what is wrong with its description, and exits 2", async () => {
        const listen = '"listen":[{"port":8000,"health":["/health"]}]';
        const metric = (more: string) => `{${listen},"metrics":[{"name":"a","help":"A.","labels":{},${more}}]}`;
        const taken = createServer().listen(0);
        const port = (taken.address() as { port: number }).port;
        const rows: [RegExp, string[], Record<string, string>][] = [
            [/STAND_IN is no JSON/, [], { STAND_IN: "{listen" }],
            [/STAND_IN is no description/, [], { STAND_IN: "[]" }],
            [/listen has port 0: write 1 to 65535/, [], { STAND_IN: '{"listen":[{"port":0,"health":["/"]}]}' }],
            [/port 80 has no list of health paths/, [], { STAND_IN: '{"listen":[{"port":80,"health":["x"]}]}' }],
            [/metric a is of no known type: summary/, [], { STAND_IN: metric('"type":"summary","typical":[0,1]') }],
            [/metric a has no typical range/, [], { STAND_IN: metric('"type":"gauge","typical":[2,1]') }],
            [
                /histogram a has no rising buckets/,
                [],
                { STAND_IN: metric('"type":"histogram","typical":[0,1],"buckets":[2,1]') },
            ],
            [/STAND_IN_FILE .* cannot be read: ENOENT/, [], { STAND_IN_FILE: path.join(IMAGE, "missing.json") }],
            [/STAND_IN_SET: b is no metric/, ["metrics"], { STAND_IN_SET: "b=1" }],
            [/listen names no port/, ["serves"], {}],
            [/dance is nothing that a stand-in does/, ["dance"], {}],
            [/--wings/, ["--wings"], {}],
            [
                new RegExp(`port ${String(port)} cannot be listened on: EADDRINUSE`),
                [],
                standIn({ ports: { api: port } }).environment,
            ],
        ];
        const ends = await Promise.all(rows.map(([, words, environment]) => run(words, environment).ended));
        taken.close();
        for (const [index, { status, stderr }] of ends.entries()) {
            const [expected] = rows[index] ?? [/never/];
            assert.match(stderr.split("\n")[0] ?? "", expected);
            assert.deepEqual([status, stderr.trim().split("\n").length], [2, 1], stderr);
        }
    });

    it("is refused metrics on a port that it does not have", () => {
        assert.throws(() => standIn({ ports: { api: 1 }, metrics: { on: "metrics", catalogue: [] } }), /no port of it/);
    });

    it("is an image that holds all of the program, under the path that pods start, and runs as nobody special", () => {
        const dockerfile = readFileSync(path.join(IMAGE, "Dockerfile"), "utf8");
        const copied = /^COPY (.+) \/app\/$/m.exec(dockerfile)?.[1]?.split(" ") ?? [];
        const programs = readdirSync(IMAGE).filter((file) => file.endsWith(".mjs"));
        assert.deepEqual(copied.filter((word) => !word.startsWith("--")).sort(), programs.sort());
        assert.deepEqual(standIn({}).command, ["node", "/app/server.mjs"]);
        assert.match(dockerfile, /^USER 10001:10001$/m);
        assert.doesNotMatch(dockerfile, /\bRUN\b/); // nothing to install
    });
});
