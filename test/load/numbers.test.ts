/** Every number about load that a document has is a threshold of a script, with its row of docs/traceability.md. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { SCRIPTS } from "../../rehearsal/load/scripts";
import { aggregateOf } from "../../rehearsal/load/verdict";
import { documents } from "../traceability/rows";
import { scriptOf } from "./script";

interface Number {
    readonly row: string;
    readonly asks: string;
    readonly metric: string;
    readonly threshold: string;
}

/** As the documents have them; nothing here is read from the scripts. */
const ASKED: Readonly<Record<string, readonly Number[]>> = {
    "akosha-ingest": [
        {
            row: "AKO-63",
            asks: "95 % of uploads taken in",
            metric: "checks{check:is taken in}",
            threshold: "rate>=0.95",
        },
        { row: "AKO-38", asks: "no upload over 300 s", metric: "http_req_duration", threshold: "max<300000" },
    ],
    "akosha-query": [
        { row: "AKO-92", asks: "half of queries under 500 ms", metric: "http_req_duration", threshold: "p(50)<500" },
        { row: "AKO-92", asks: "99 % of queries under 2 s", metric: "http_req_duration", threshold: "p(99)<2000" },
        { row: "AKO-39", asks: "none over 30 s", metric: "http_req_duration", threshold: "max<30000" },
        {
            row: "AKO-39",
            asks: "100 results at the most",
            metric: "checks{check:finds 100 or fewer}",
            threshold: "rate==1",
        },
    ],
    memstack: [
        { row: "MEM-42", asks: "1000 requests a second", metric: "http_reqs", threshold: "rate>=950" },
        { row: "MEM-28", asks: "errors of 5 % at the most", metric: "http_req_failed", threshold: "rate<=0.05" },
        { row: "MEM-29", asks: "99 % under 1 s", metric: "http_req_duration", threshold: "p(99)<=1000" },
        { row: "MEM-28", asks: "95 % have results", metric: "checks{check:has results}", threshold: "rate>=0.95" },
    ],
    myriad: [
        { row: "MYR-6", asks: "1000 queries a day", metric: "http_reqs", threshold: "rate>0.0116" },
        { row: "MYR-47", asks: "status 200", metric: "checks{check:status is 200}", threshold: "rate>0.999" },
        { row: "MYR-47", asks: "body has an answer", metric: "checks{check:has answer}", threshold: "rate>0.999" },
        {
            row: "MYR-47",
            asks: "under 3 s each",
            metric: "checks{check:response time < 3000ms}",
            threshold: "rate>0.999",
        },
        {
            row: "MYR-48",
            asks: "under 3 s with 200 users",
            metric: "http_req_duration{model:myriad-base}",
            threshold: "p(99)<3000",
        },
        {
            row: "MYR-70",
            asks: "under 2 s on average (base)",
            metric: "http_req_duration{model:myriad-base}",
            threshold: "avg<2000",
        },
        {
            row: "MYR-77",
            asks: "under 500 ms on average (swift)",
            metric: "http_req_duration{model:myriad-swift}",
            threshold: "avg<500",
        },
        {
            row: "MYR-77",
            asks: "under 10 s on average (max)",
            metric: "http_req_duration{model:myriad-max}",
            threshold: "avg<10000",
        },
        { row: "MYR-78", asks: "errors under 0.1 %", metric: "http_req_failed", threshold: "rate<0.001" },
    ],
};

const documented = (name: string): readonly Number[] => {
    const { "/summary": text = "" } = scriptOf(name, { TARGET: "x", SUMMARY: "/summary" }).summarise({ metrics: {} });
    const { documented: all } = JSON.parse(text) as { readonly documented: readonly Number[] };
    return all.map(({ row, asks, metric, threshold }) => ({ row, asks, metric, threshold }));
};

describe("scripts of load/", () => {
    it("are all listed, and no other is", () => {
        const files = fs.readdirSync(path.join(__dirname, "../../load")).filter((file) => file !== "documented.js");
        assert.deepEqual(files.sort(), SCRIPTS.map(({ name }) => `${name}.js`).sort());
        assert.deepEqual(Object.keys(ASKED).sort(), SCRIPTS.map(({ name }) => name).sort());
    });

    for (const { name, autoscaler } of SCRIPTS) {
        it(`${name}: each documented number is a threshold that k6 is held to, and keeps the value of`, () => {
            assert.deepEqual(documented(name), ASKED[name]);
            const { thresholds, summaryTrendStats } = scriptOf(name).options;
            const wanted: Record<string, string[]> = {};
            for (const { metric, threshold } of ASKED[name] ?? []) (wanted[metric] ??= []).push(threshold);
            assert.deepEqual(thresholds, wanted);
            for (const { metric, threshold } of ASKED[name] ?? [])
                if (metric.startsWith("http_req_duration"))
                    assert.ok(summaryTrendStats.includes(aggregateOf(threshold)), threshold);
        });

        it(`${name}: its rows are rows of the documents`, () => {
            const rows = documents().flatMap((document) => Object.keys(document.rows));
            for (const row of [...documented(name).map((each) => each.row), autoscaler.row])
                assert.ok(rows.includes(row), row);
        });

        it(`${name}: checks what its thresholds are about`, () => {
            const { checks } = scriptOf(name).iterate({ status: 200, body: "{}", milliseconds: 1 });
            for (const { metric } of ASKED[name] ?? []) {
                const check = /^checks\{check:(.+)\}$/.exec(metric)?.[1];
                if (check !== undefined) assert.ok(check in checks, check);
            }
        });

        it(`${name}: says what is missing where nobody says where to`, () => {
            assert.throws(() => scriptOf(name, {}), /TARGET is missing/);
        });

        it(`${name}: sends the token of the environment, and no header without one`, () => {
            const answer = { status: 200, body: "{}", milliseconds: 1 };
            const headers = (environment: Record<string, string>) =>
                scriptOf(name, { TARGET: "https://to.test/", ...environment }).iterate(answer).sent[0]?.params.headers;
            assert.equal(headers({ LOAD_TOKEN: "s3cret" })?.Authorization, "Bearer s3cret");
            assert.ok(!("Authorization" in (headers({}) ?? {})));
        });
    }
});

describe("load/myriad.js", () => {
    const stagesOf = (environment: Record<string, string>): unknown =>
        scriptOf("myriad", { TARGET: "x", ...environment }).options.scenarios.base?.stages;

    it("has the document's stages, and a second for each of their minutes unless they are asked for (MYR-45)", () => {
        const stages = (unit: string) => [
            { duration: `2${unit}`, target: 100 },
            { duration: `5${unit}`, target: 100 },
            { duration: `2${unit}`, target: 200 },
            { duration: `5${unit}`, target: 200 },
            { duration: `2${unit}`, target: 0 },
        ];
        assert.deepEqual(stagesOf({ FULL: "1" }), stages("m"));
        assert.deepEqual(stagesOf({}), stages("s"));
    });

    it("asks the document's question of /process by each tier's name, and waits a second (MYR-46, MYR-77)", () => {
        const { scenarios } = scriptOf("myriad").options;
        const models = Object.values(scenarios).map(({ env }) => (env as { MODEL: string }).MODEL);
        assert.deepEqual(models, ["myriad-base", "myriad-swift", "myriad-max"]);
        const script = scriptOf("myriad", { TARGET: "https://to.test/", MODEL: "myriad-base" });
        const { sent, slept } = script.iterate({ status: 200, body: "{}", milliseconds: 1 });
        const [{ method, url, body, params } = assert.fail()] = sent;
        assert.deepEqual([method, url, slept], ["POST", "https://to.test/process", 1]);
        assert.deepEqual(body, { query: "Why was the lightbulb important for factories?", model: "myriad-base" });
        assert.equal(params.headers["Content-Type"], "application/json");
        assert.deepEqual({ ...params.tags }, { model: "myriad-base" });
    });

    it("passes what the document passes, and nothing else (MYR-47)", () => {
        const script = scriptOf("myriad", { TARGET: "x", MODEL: "myriad-base" });
        const checked = (status: number, body: string, milliseconds: number) =>
            Object.values(script.iterate({ status, body, milliseconds }).checks);
        assert.deepEqual(checked(200, '{"answer":"light"}', 2999), [true, true, true]);
        assert.deepEqual(checked(500, '{"answer":"light"}', 1), [false, true, true]);
        assert.deepEqual(checked(200, '{"answer":"light"}', 3000), [true, false, true]);
        assert.deepEqual(checked(200, "<html>", 1), [true, true, false]);
    });
});

const scenarioOf = (name: string, environment: Record<string, string> = {}) =>
    Object.values(scriptOf(name, { TARGET: "x", ...environment }).options.scenarios);
const passes = (name: string, status: number, body: string): readonly boolean[] =>
    Object.values(scriptOf(name, { TARGET: "x" }).iterate({ status, body, milliseconds: 1 }).checks);
const sentBy = (name: string) => {
    const { sent, slept } = scriptOf(name).iterate({ status: 200, body: "{}", milliseconds: 1 });
    const [first = assert.fail()] = sent;
    return { ...first, slept };
};

describe("load/akosha-ingest.js", () => {
    it("uploads for the 100 systems of the target scale, once a second each, for the minutes that alerts look at", () => {
        assert.deepEqual(scenarioOf("akosha-ingest", { FULL: "1" }), [
            { executor: "constant-vus", vus: 100, duration: "5m" },
        ]);
        assert.equal(scenarioOf("akosha-ingest")[0]?.duration, "5s");
        const { url, body, params, slept } = sentBy("akosha-ingest");
        assert.deepEqual([body.system_id, Object.keys(body)], ["load-1", ["system_id", "conversations"]]);
        assert.deepEqual([url, params.timeout, slept], ["https://to.test/ingest/upload", "300s", 1]);
    });

    it("counts an upload as taken in by its status (AKO-63)", () => {
        assert.deepEqual(
            [200, 202, 301, 404, 500].map((status) => passes("akosha-ingest", status, "")),
            [...[[true], [true], [false], [false], [false]]],
        );
    });
});

describe("load/akosha-query.js", () => {
    it("searches for 100 systems by the one tool that upstream has, for the minutes that alerts look at", () => {
        assert.deepEqual(scenarioOf("akosha-query", { FULL: "1" }), [
            { executor: "constant-vus", vus: 100, duration: "5m" },
        ]);
        const { url, body, params, slept } = sentBy("akosha-query");
        assert.deepEqual([url, params.timeout, slept], ["https://to.test/mcp", "30s", 1]);
        assert.equal(params.headers.Accept, "application/json, text/event-stream");
        assert.deepEqual(body, {
            ...{ jsonrpc: "2.0", id: 1, method: "tools/call" },
            params: { name: "search_all_systems", arguments: { query: "how to verify a token", limit: 100 } },
        });
    });

    it("finds 100 results or fewer in an answer of MCP, plain or as an event, and none in an error (AKO-39)", () => {
        const answer = (count: number, isError = false): string => {
            const text = JSON.stringify({ results: Array.from({ length: count }) });
            return JSON.stringify({ jsonrpc: "2.0", id: 1, result: { content: [{ type: "text", text }], isError } });
        };
        const passed = (body: string) => passes("akosha-query", 200, body)[0];
        assert.equal(passed(answer(100)), true);
        assert.equal(passed(`event: message\ndata: ${answer(3)}\n\n`), true);
        assert.equal(passed(answer(101)), false);
        assert.equal(passed(answer(1, true)), false);
        assert.equal(passed('{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"?"}}'), false);
        assert.equal(passed("<html>"), false);
    });
});

describe("load/memstack.js", () => {
    it("asks 1000 times a second, with 1000 users at the most, for the minutes that alerts look at (MEM-42)", () => {
        assert.deepEqual(scenarioOf("memstack", { FULL: "1" }), [
            {
                ...{ executor: "constant-arrival-rate", rate: 1000, timeUnit: "1s", duration: "10m" },
                ...{ preAllocatedVUs: 100, maxVUs: 1000 },
            },
        ]);
        assert.equal(scenarioOf("memstack")[0]?.duration, "10s");
        const { url, body, slept } = sentBy("memstack");
        assert.deepEqual(body, { window_minutes: 1440, limit: 10 });
        assert.deepEqual([url, slept], ["https://to.test/api/v1/recall/short", 0]);
    });

    it("passes what has results", () => {
        assert.deepEqual(
            ['{"results":[]}', '{"detail":"no"}', "<html>"].map((body) => passes("memstack", 200, body)),
            [...[[true], [false], [false]]],
        );
    });
});
