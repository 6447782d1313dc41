/** MemStack's capacity: about 1000 requests a second from 1000 users, at 20 pods of the API. */
import http from "k6/http";
import { check } from "k6";
import { headers, minutes, summaryOf, summaryTrendStats, target, thresholdsOf } from "./documented.js";

const documented = [
    // "~1000 req/sec": within a twentieth, since the first and the last second of a run are no whole ones.
    { row: "MEM-42", asks: "1000 requests a second", metric: "http_reqs", threshold: "rate>=950" },
    { row: "MEM-28", asks: "errors of 5 % at the most", metric: "http_req_failed", threshold: "rate<=0.05" },
    { row: "MEM-29", asks: "99 % under 1 s", metric: "http_req_duration", threshold: "p(99)<=1000" },
    { row: "MEM-28", asks: "95 % have results", metric: "checks{check:has results}", threshold: "rate>=0.95" },
];

export const options = {
    scenarios: {
        users: {
            ...{ executor: "constant-arrival-rate", rate: 1000, timeUnit: "1s" },
            // MEM-29 looks at ten minutes.
            duration: minutes(10),
            ...{ preAllocatedVUs: 100, maxVUs: 1000 },
        },
    },
    thresholds: thresholdsOf(documented),
    summaryTrendStats,
};

/** Reads only, and leaves nothing behind (s1366560/memstack, src/infrastructure/adapters/primary/web/routers/recall.py). */
const url = `${target()}/api/v1/recall/short`;
const payload = JSON.stringify({ window_minutes: 1440, limit: 10 });

export default function () {
    const res = http.post(url, payload, { headers });

    check(res, { "has results": (r) => resultsIn(r.body) });
}

/** What is no JSON has none: a load balancer's page of an error. */
function resultsIn(body) {
    try {
        return Array.isArray(JSON.parse(body).results);
    } catch {
        return false;
    }
}

export const handleSummary = summaryOf(documented);
