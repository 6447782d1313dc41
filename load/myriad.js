/** Myriad's load test, as its phase document has it: 100 users, then 200, who ask one question each and wait a second. */
import http from "k6/http";
import { check, sleep } from "k6";
import { headers, minutes, summaryOf, summaryTrendStats, target, thresholdsOf } from "./documented.js";

const BASE = "http_req_duration{model:myriad-base}";

const documented = [
    { row: "MYR-6", asks: "1000 queries a day", metric: "http_reqs", threshold: "rate>0.0116" },
    { row: "MYR-47", asks: "status 200", metric: "checks{check:status is 200}", threshold: "rate>0.999" },
    { row: "MYR-47", asks: "body has an answer", metric: "checks{check:has answer}", threshold: "rate>0.999" },
    { row: "MYR-47", asks: "under 3 s each", metric: "checks{check:response time < 3000ms}", threshold: "rate>0.999" },
    { row: "MYR-48", asks: "under 3 s with 200 users", metric: BASE, threshold: "p(99)<3000" },
    { row: "MYR-70", asks: "under 2 s on average (base)", metric: BASE, threshold: "avg<2000" },
    {
        ...{ row: "MYR-77", asks: "under 500 ms on average (swift)" },
        ...{ metric: "http_req_duration{model:myriad-swift}", threshold: "avg<500" },
    },
    {
        ...{ row: "MYR-77", asks: "under 10 s on average (max)" },
        ...{ metric: "http_req_duration{model:myriad-max}", threshold: "avg<10000" },
    },
    { row: "MYR-78", asks: "errors under 0.1 %", metric: "http_req_failed", threshold: "rate<0.001" },
];

/** Beside the documented users, who ask `myriad-base`: one for each of the other tiers, or nobody would know their times. */
const another = (model) => ({
    ...{ executor: "constant-vus", vus: 1, duration: minutes(16), env: { MODEL: model } },
});

export const options = {
    scenarios: {
        base: {
            executor: "ramping-vus",
            stages: [
                { duration: minutes(2), target: 100 }, // Ramp up
                { duration: minutes(5), target: 100 }, // Stay at 100
                { duration: minutes(2), target: 200 }, // Ramp to 200
                { duration: minutes(5), target: 200 }, // Stay at 200
                { duration: minutes(2), target: 0 }, // Ramp down
            ],
            env: { MODEL: "myriad-base" },
        },
        swift: another("myriad-swift"),
        max: another("myriad-max"),
    },
    thresholds: thresholdsOf(documented),
    summaryTrendStats,
};

const url = `${target()}/process`;

export default function () {
    const model = __ENV.MODEL;
    const payload = JSON.stringify({ query: "Why was the lightbulb important for factories?", model });

    const res = http.post(url, payload, { headers, tags: { model } });

    check(res, {
        "status is 200": (r) => r.status === 200,
        "response time < 3000ms": (r) => model === "myriad-max" || r.timings.duration < 3000,
        "has answer": (r) => answerIn(r.body) !== undefined,
    });

    sleep(1);
}

/** What is no JSON has none: a load balancer's page of an error. */
function answerIn(body) {
    try {
        return JSON.parse(body).answer;
    } catch {
        return undefined;
    }
}

export const handleSummary = summaryOf(documented);
