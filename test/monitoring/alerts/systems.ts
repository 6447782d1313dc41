/** Cases of the systems' own alerts: limits and times are those of the documents. */
import { KUBERNETES as K } from "../../../components/monitoring/catalogues/kubernetes";
import { CLOUDWATCH_METRICS as CLOUDWATCH } from "../../../components/monitoring/catalogues/cloudwatch";
import { PROBES } from "../../../components/monitoring/catalogues/probes";
import { MONITORING } from "../../../components/monitoring/catalogues/prometheus";
import { REDIS_METRICS as REDIS } from "../../../components/monitoring/catalogues/redis";
import { metrics as akosha } from "../../../components/systems/akosha/metrics";
import { metrics as myriadPython } from "../../../components/systems/myriad-python/metrics";
import { metrics as myriad } from "../../../components/systems/myriad/metrics";
import type { Case } from "./cases";
import { level, observed, points, rising, type InputSeries } from "./series";
import { targetGroup } from "./workloads";

/**
 * AKO-58 to AKO-64; phase1: a hot store of 500 GiB, whose documented 50 GB of 100 GiB are 250 GB and 80 % are
 * 429,496,729,600.
 */
export function akoshaCases(): readonly Case[] {
    const pod = (name: string) => ({ namespace: "akosha", pod: name });
    const [ingestion, query, store] = [pod("akosha-ingestion-0"), pod("akosha-query-0"), pod("akosha-hot-store-0")];
    const requests = (success: number, error: number) => [
        rising(akosha.ingestionRequests, { ...ingestion, system_id: "a", status: "success" }, success),
        rising(akosha.ingestionRequests, { ...ingestion, system_id: "a", status: "error" }, error),
    ];
    const hits = (l1: number, rest: number) => [
        rising(akosha.queryCacheHits, { ...query, cache_level: "l1" }, l1),
        rising(akosha.queryCacheHits, { ...query, cache_level: "miss" }, rest),
    ];
    const queries = (within: Readonly<Record<number, number>>) => observed(akosha.queryDuration, query, within);
    const holds = (bytes: number) => [level(akosha.hotStoreSize, store, bytes)];
    return [
        {
            alert: "HighIngestionBacklog",
            // Over all pods.
            bad: [
                level(akosha.ingestionQueueSize, ingestion, 600),
                level(akosha.ingestionQueueSize, pod("akosha-ingestion-1"), 401),
            ],
            good: [[level(akosha.ingestionQueueSize, ingestion, 1000)]],
            ...{ for: 5, says: "1001 uploads wait; one pod should have 500." },
        },
        {
            alert: "LowIngestionSuccessRate",
            bad: requests(949, 51),
            good: [requests(951, 49)],
            ...{ since: 1, for: 5, says: "94.9% of ingestion requests succeed; 95% should." },
        },
        {
            alert: "HotStoreSizeCritical",
            bad: holds(429_496_729_601),
            good: [holds(429_496_729_600)],
            ...{ for: 10, says: "The hot store holds 400GiB on a volume of 500 GiB." },
        },
        {
            alert: "HotStoreSizeWarning",
            bad: holds(250_000_000_001),
            good: [holds(250_000_000_000)],
            ...{ for: 15, says: "The hot store holds 232.8GiB on a volume of 500 GiB." },
        },
        {
            alert: "HighQueryLatency",
            bad: queries({ 2: 989, 5: 11 }),
            good: [queries({ 2: 991, 5: 9 })],
            ...{ since: 1, for: 5, says: "1 of 100 queries takes longer than 2.273s; the promise is 2s." },
        },
        {
            alert: "QueryLatencyDegradation",
            bad: queries({ 1: 989, 2: 11 }),
            good: [queries({ 1: 991, 2: 9 })],
            ...{ since: 1, for: 5, says: "1 of 100 queries takes longer than 1.091s." },
        },
        {
            alert: "QueryMedianSlow",
            bad: queries({ 0.5: 499, 1: 501 }),
            good: [queries({ 0.5: 501, 1: 499 })],
            ...{ since: 1, for: 5, says: "Half of all queries take longer than 501ms; the promise is 500ms." },
        },
        {
            alert: "LowCacheHitRate",
            bad: hits(299, 701),
            good: [hits(301, 699)],
            ...{ since: 1, for: 10, says: "The first level answers 29.9% of look-ups; 30% is the least." },
        },
        ...burnCases("AkoshaQueryLatency", 0.01, 1, (bad) => queries({ 2: 1e5 - bad, 5: bad })),
    ];
}

/** MEM-28 to MEM-32. */
export function memstackCases(): readonly Case[] {
    const api = { namespace: "memstack", deployment: "memstack-api" };
    const container = { namespace: "memstack", pod: "memstack-api-0", container: "memstack-api" };
    const onNode = { ...container, id: "/kubepods/1", node: "ip-10-0-0-1" };
    const limit = (resource: string, unit: string, value: number) =>
        level(K.limits, { ...container, uid: "1", node: "ip-10-0-0-1", resource, unit }, value);
    const memory = (bytes: number) => [level(K.memoryWorkingSet, onNode, bytes), limit("memory", "byte", 1000)];
    // A minute of two cores is 120 s.
    const cpu = (seconds: number) => [
        rising(K.cpuUsage, { ...onNode, cpu: "total" }, seconds),
        limit("cpu", "core", 2),
    ];
    const group = targetGroup("k8s-memstack-memstack");
    const answers = (errors: number) => [
        level(CLOUDWATCH.requests, group, 1000),
        level(CLOUDWATCH.targetErrors, group, errors),
    ];
    const replicas = (wanted: number, there: number) => [
        level(K.deploymentReplicas, api, wanted),
        level(K.deploymentAvailable, api, there),
    ];
    const slow = (seconds: number) => [level(CLOUDWATCH.responseTimeP99, group, seconds)];
    return [
        {
            alert: "APINotReady",
            bad: replicas(3, 0),
            good: [replicas(3, 1), replicas(0, 0)],
            ...{ for: 2, labels: api, says: "0 pods of memstack-api are available." },
        },
        {
            alert: "HighErrorRate",
            bad: answers(51),
            good: [answers(49)],
            ...{ for: 5, says: "5.1% of requests were answered with 5xx; the limit is 5%." },
        },
        {
            alert: "HighLatency",
            bad: slow(1.01),
            good: [slow(1)],
            ...{ for: 10, says: "1 of 100 answers takes longer than 1.01s; the limit is 1s." },
        },
        {
            alert: "HighMemoryUsage",
            bad: memory(901),
            good: [memory(899)],
            ...{ for: 10, labels: container },
            says: "Container memstack-api of memstack-api-0 uses 90.1% of its memory limit.",
        },
        {
            alert: "HighCPUUsage",
            bad: cpu(96.6),
            good: [cpu(95.4)],
            ...{ since: 5, for: 10, labels: container },
            says: "Container memstack-api of memstack-api-0 uses 80.5% of its CPU limit.",
        },
    ];
}

/** MYR-71, MYR-77 and MYR-78. */
export function myriadCases(): readonly Case[] {
    const group = targetGroup("k8s-myriad-orchestr");
    const tier = (name: string, mean: number) =>
        observed(
            myriad.requestDuration,
            { namespace: "myriad", pod: "orchestrator-0", tier: name },
            { 10: 100 },
            { mean },
        );
    const answers = (bad: number) => [
        level(CLOUDWATCH.requests, group, 1e5),
        level(CLOUDWATCH.targetErrors, group, bad),
    ];
    // So many of ten thousand addresses do not answer: shares that time would need days for.
    const probe = (bad: number) => [level(PROBES.success, { namespace: "myriad", instance: "a" }, 1 - bad / 1e5)];
    const slow = (name: string, alert: string, limit: number, beyond: number, text: string): Case => ({
        alert,
        bad: tier(`myriad-${name}`, beyond),
        good: [tier(`myriad-${name}`, limit * 0.999), tier("myriad-other", beyond)],
        ...{ since: 1, for: 5, labels: { tier: `myriad-${name}` } },
        says: `A request to myriad-${name} takes ${text} on average; the promise is ${limit}s.`,
    });
    return [
        slow("swift", "SlowSwiftTier", 0.5, 0.501, "501ms"),
        slow("base", "SlowBaseTier", 2, 2.01, "2.01s"),
        slow("max", "SlowMaxTier", 10, 10.01, "10.01s"),
        ...burnCases("MyriadUptime", 0.001, 0, probe),
        ...burnCases("MyriadErrors", 0.001, 0, answers),
        {
            // Half an hour of errors is far too much for an hour, but it was over ten minutes before it is asked.
            alert: "MyriadErrorsBudgetBurnsFast",
            rule: { window: "1h" },
            bad: [points(CLOUDWATCH.requests, group, "100x300"), points(CLOUDWATCH.targetErrors, group, "0x9 50x300")],
            good: [
                [points(CLOUDWATCH.requests, group, "100x300"), points(CLOUDWATCH.targetErrors, group, "50x5 0x300")],
            ],
            ...{ since: 10, for: 2 },
            says: "11.54% was bad during the last 1h, and it goes on; 1.44 % is 14.4 times what the objective allows.",
        },
    ];
}

/** Upstream's monitoring guide (docs/upstream.md, Myriad (Python)). */
export function myriadPythonCases(): readonly Case[] {
    const orchestrator = { namespace: "myriad-python", pod: "orchestrator-0" };
    const target = { namespace: "myriad-python", pod: "orchestrator-0", job: "orchestrator" };
    const exporter = { namespace: "myriad-python", pod: "redis-exporter-0" };
    const failures = (each: number) => [rising(myriadPython.taskFailure, orchestrator, each)];
    const memory = (used: number) => [
        level(REDIS.memoryUsed, exporter, used),
        level(REDIS.memoryMaximum, exporter, 1000),
    ];
    const queries = (within: Readonly<Record<number, number>>) =>
        observed(myriadPython.queryDuration, orchestrator, within);
    return [
        {
            alert: "HighErrorRate",
            bad: failures(6.06),
            good: [failures(5.94)],
            ...{ since: 5, for: 5, says: "0.10 tasks fail each second; the limit is 0.1." },
        },
        {
            alert: "ServiceDown",
            bad: [level(MONITORING.up, target, 0)],
            good: [[level(MONITORING.up, target, 1)]],
            ...{ for: 2, labels: { ...target, instance: "10.0.0.9:8000" } },
            says: "orchestrator (orchestrator-0) does not answer: up is 0.",
        },
        {
            alert: "HighMemoryUsage",
            bad: memory(901),
            good: [memory(899)],
            ...{ for: 5, labels: { ...exporter, job: "a-job", instance: "10.0.0.9:8000" } },
            says: "90.1% of the cache's memory is in use.",
        },
        {
            alert: "SlowQueries",
            // What is slower than the largest bound cannot be told apart from it.
            bad: queries({ 10: 949, [Infinity]: 51 }),
            good: [queries({ 10: 951, [Infinity]: 49 })],
            ...{ since: 1, for: 5, says: "5 of 100 queries take 10s or longer." },
        },
    ];
}

/** The workbook's windows, factors, and the times of kube-prometheus' own: an hour and five minutes at 14.4 times, and so on. */
const BURNS = [
    { window: "1h", factor: 14.4, for: 2, speed: "Fast" },
    { window: "6h", factor: 6, for: 15, speed: "Fast" },
    { window: "1d", factor: 3, for: 60, speed: "Slowly" },
    { window: "3d", factor: 1, for: 180, speed: "Slowly" },
] as const;

/** `share(bad)` are series of which so many of 100,000 are bad, from the sample on that `since` names. */
function burnCases(
    name: string,
    allowed: number,
    since: number,
    share: (bad: number) => readonly InputSeries[],
): readonly Case[] {
    return BURNS.map(({ window, factor, for: pending, speed }) => {
        const limit = allowed * factor;
        const bad = Math.round(limit * 1e5);
        const text = (part: number) => `${Number((part * 100).toPrecision(4))}`;
        return {
            alert: `${name}BudgetBurns${speed}`,
            rule: { window },
            bad: share(bad + 10),
            good: [share(bad - 10)],
            ...{ since, for: pending },
            says: `${text((bad + 10) / 1e5)}% was bad during the last ${window}, and it goes on; ${text(limit)} % is ${factor} times what the objective allows.`,
        };
    });
}
