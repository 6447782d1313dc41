/**
 * The four alerts of upstream's monitoring guide (INF-64; docs/upstream.md, Myriad (Python)), with its names, limits
 * and times.
 */
import { alertsOf, type AlertGroup, type Owner } from "../../monitoring/alerts";
import { MONITORING } from "../../monitoring/catalogues/prometheus";
import { REDIS_METRICS as REDIS } from "../../monitoring/catalogues/redis";
import { above, atLeast, equals, over, quantile, rate, sum, value } from "../../monitoring/promql";
import { minutes } from "../../workload/quantities";
import { metrics } from "./metrics";

const PAGE = "components/systems/myriad-python/runbooks.md";
const OURS = { namespace: "myriad-python" } as const;

export function myriadPythonAlerts(owner: Owner): readonly AlertGroup[] {
    const alert = alertsOf(owner, PAGE);
    return [
        {
            rules: [
                alert({
                    name: "HighErrorRate",
                    severity: "warning",
                    for: minutes(5),
                    expr: above(sum(rate(metrics.taskFailure, "5m", OURS)), 0.1),
                    summary: "Tasks fail.",
                    description: '{{ $value | printf "%.2f" }} tasks fail each second; the limit is 0.1.',
                }),
                alert({
                    name: "ServiceDown",
                    severity: "critical",
                    for: minutes(2),
                    expr: equals(value(MONITORING.up, OURS), 0),
                    summary: "A service of Myriad that exports metrics does not answer.",
                    description: "{{ $labels.job }} ({{ $labels.pod }}) does not answer: up is {{ $value }}.",
                }),
                alert({
                    name: "HighMemoryUsage",
                    severity: "warning",
                    for: minutes(5),
                    expr: above(over(value(REDIS.memoryUsed, OURS), value(REDIS.memoryMaximum, OURS)), 0.9),
                    summary: "Myriad's cache has nearly all of its memory in use.",
                    description: "{{ $value | humanizePercentage }} of the cache's memory is in use.",
                }),
                alert({
                    name: "SlowQueries",
                    severity: "warning",
                    for: minutes(5),
                    // "> 10 s" can never be: 10 s is the largest bound (docs/upstream.md, Myriad (Python)).
                    expr: atLeast(quantile(0.95, metrics.queryDuration, "5m", [], OURS), 10),
                    summary: "Queries are slow.",
                    description: "5 of 100 queries take {{ $value | humanizeDuration }} or longer.",
                }),
            ],
        },
    ];
}
