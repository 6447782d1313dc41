/** The guide's third dashboard (AKO-57): what is kept, where, and what it costs. */
import { thousands } from "../../../../config/thousands";
import { KUBERNETES } from "../../../monitoring/catalogues/kubernetes";
import { logsRow } from "../../../monitoring/dashboards/logs";
import { podsRow, podVariable } from "../../../monitoring/dashboards/pods";
import { OBJECT_BYTE_MONTHLY, performanceMonthly, VOLUME_BYTE_MONTHLY } from "../../../monitoring/dashboards/prices";
import { onJobs } from "../../../monitoring/dashboards/runbooks";
import { alertsOn, type DashboardSpec, type Panel, type Series } from "../../../monitoring/dashboards/spec";
import { volumesFull, volumesUsed } from "../../../monitoring/dashboards/volumes";
import { age, max, maxBy, over, plus, quantile, rate, sum, sumBy, times, value } from "../../../monitoring/promql";
import { metrics } from "../metrics";
import type { Akosha } from "../schema";
import { storeLimits } from "../store-limits";
import type { AkoshaPage } from "./page";

const NAMESPACE = "akosha";
const alerts = alertsOn("components/systems/akosha/runbooks.md");

export const STORAGE = { uid: "mindcloud-akosha-storage", title: "Akosha Storage Dashboard" } as const;

export const storage = ({ config, shown }: AkoshaPage): DashboardSpec => ({
    ...STORAGE,
    tag: "akosha",
    description: "How much each tier holds, whether records move on, and what keeping them costs.",
    from: "now-7d",
    variables: [podVariable(NAMESPACE, "akosha-((hot|warm)-store|aging)-.*")],
    rows: [
        { title: "Sizes", panels: [hotSize(config), warmSize(config), coldSize] },
        { title: "Moving and paying", panels: [migration, cost(config), breakdown] },
        { title: "Work of the stores", panels: [aging, migrationDuration, operations] },
        {
            title: "Volumes",
            panels: [volumesUsed({ namespace: NAMESPACE }), volumesFull({ namespace: NAMESPACE }), records],
        },
        podsRow({ namespace: NAMESPACE, pod: { matches: "$pod" }, scales: false }),
        ...(shown.logs ? [logsRow({ namespace: NAMESPACE, pod: "$pod" })] : []),
    ],
});

const SIZES: readonly Series[] = [
    { query: max(value(metrics.hotStoreSize)), legend: "hot" },
    { query: max(value(metrics.warmStoreSize)), legend: "warm" },
    { query: max(value(metrics.coldStoreSize)), legend: "cold" },
];

const gibibytesText = (gibibytes: number): string => `${thousands(gibibytes)} GiB`;

function hotSize({ hotStore: { gibibytes }, tiers }: Akosha): Panel {
    return {
        ...{ title: "Hot store size", show: "lines", unit: "bytes", least: 0 },
        description: `What the hot store holds: records of the last ${tiers.hotDays} days. Its volume has ${gibibytesText(gibibytes)}; it may grow in place.`,
        series: [{ query: max(value(metrics.hotStoreSize)), legend: "hot" }],
        limits: { worse: "above", ...storeLimits(gibibytes) },
        alerts: alerts("HotStoreSizeWarning", "HotStoreSizeCritical"),
    };
}

/** The guide has no limit for it: nine tenths of its volume is where every claim becomes critical. */
function warmSize({ warmStore: { gibibytes }, tiers }: Akosha): Panel {
    const [most, full] = [Math.round(0.8 * gibibytes), Math.round(0.9 * gibibytes)];
    return {
        ...{ title: "Warm store size", show: "lines", unit: "bytes", least: 0 },
        description: `What the warm store holds: records of the last ${tiers.warmDays} days that are no longer hot. Its volume has ${gibibytesText(gibibytes)}: it should grow from ${gibibytesText(most)} on, and must from ${gibibytesText(full)}.`,
        series: [{ query: max(value(metrics.warmStoreSize)), legend: "warm" }],
        limits: { worse: "above", warning: most * 2 ** 30, critical: full * 2 ** 30 },
    };
}

const coldSize: Panel = {
    ...{ title: "Cold store size", show: "lines", unit: "bytes", least: 0 },
    description: "Parquet files in the bucket. It has no limit and only grows; its price falls with age.",
    series: [{ query: max(value(metrics.coldStoreSize)), legend: "cold" }],
};

const migration: Panel = {
    ...{ title: "Migration throughput", show: "lines", unit: "cps" },
    description: "Records moved per second, by the tiers between which they move and by result.",
    series: [
        {
            query: sumBy(["source_tier", "target_tier", "status"], rate(metrics.migrationRecords, "5m")),
            legend: "{{source_tier}} to {{target_tier}} {{status}}",
        },
    ],
};

/** Volumes cost what they are large, however little is in them; objects what they hold. */
function cost({ hotStore, warmStore }: Akosha): Panel {
    const volume = (claim: string) =>
        times(
            max(value(KUBERNETES.claimRequested, { namespace: NAMESPACE, persistentvolumeclaim: claim })),
            VOLUME_BYTE_MONTHLY,
        );
    return {
        ...{ title: "Storage cost estimate", show: "stack", unit: "currencyUSD", decimals: 0 },
        description:
            "A month at list prices of us-east-1: volumes by their size, IOPS and throughput, the bucket as if all of it were in S3 Standard. Less where objects have moved to cheaper classes; requests and snapshots are not in it.",
        series: [
            { query: plus(volume("akosha-hot-store-data"), performanceMonthly(hotStore)), legend: "hot" },
            { query: plus(volume("akosha-warm-store-data"), performanceMonthly(warmStore)), legend: "warm" },
            { query: times(max(value(metrics.coldStoreSize)), OBJECT_BYTE_MONTHLY), legend: "cold" },
        ],
    };
}

const breakdown: Panel = {
    ...{ title: "Storage breakdown", show: "pie", unit: "bytes" },
    description: "Where the bytes are.",
    series: SIZES,
};

const aging: Panel = {
    ...{ title: "Last good aging", show: "bars", unit: "s" },
    description:
        "Time since the nightly job last moved records to its end. From 26 hours on a night is missing, from 50 hours on two: the hot store only grows.",
    series: [
        {
            query: maxBy(["cronjob"], age(KUBERNETES.cronJobLastSuccessful, { namespace: NAMESPACE })),
            legend: "{{cronjob}}",
        },
    ],
    limits: { worse: "above", warning: 26 * 3600, critical: 50 * 3600 },
    alerts: onJobs("JobFailed", "ScheduledJobLate"),
};

const migrationDuration: Panel = {
    ...{ title: "Migration duration (p95)", show: "lines", unit: "s" },
    description:
        "Time within which 95 of 100 moves between tiers are done. Above 60 minutes look for what is slow; after 120 minutes the job is ended.",
    series: [{ query: quantile(0.95, metrics.migrationDuration, "5m"), legend: "p95" }],
    limits: { worse: "above", warning: 3600, critical: 7200 },
};

const operations: Panel = {
    ...{ title: "Failed operations", show: "lines", unit: "percentunit" },
    description: "Share of operations on a tier that fail.",
    series: [
        {
            query: over(
                sumBy(["tier"], rate(metrics.storeOperations, "5m", { status: "error" })),
                sumBy(["tier"], rate(metrics.storeOperations, "5m")),
            ),
            legend: "{{tier}}",
        },
    ],
};

const records: Panel = {
    ...{ title: "Records", show: "lines", unit: "short" },
    description: "Records in the hot and in the warm store.",
    series: [
        { query: sum(value(metrics.hotStoreRecords)), legend: "hot" },
        { query: sum(value(metrics.warmStoreRecords)), legend: "warm" },
    ],
};
