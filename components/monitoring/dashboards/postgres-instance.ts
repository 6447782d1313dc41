/** The RDS instance, as CloudWatch sees it. */
import { CLOUDWATCH_METRICS as CLOUDWATCH } from "../catalogues/cloudwatch";
import { max, value } from "../promql";
import { onDataStores } from "./runbooks";
import type { Row } from "./spec";

export interface InstanceOf {
    /** DBInstanceIdentifier. */
    readonly identifier: string;
    readonly storageGibibytes: number;
}

export function instanceRow({ identifier, storageGibibytes }: InstanceOf): Row {
    const ours = { dimension_DBInstanceIdentifier: identifier };
    const storage = storageGibibytes * 2 ** 30;
    return {
        title: "PostgreSQL: instance",
        panels: [
            {
                ...{ title: "Busy", show: "lines", unit: "percent", least: 0, most: 100, width: 6 },
                description: "Processors of the instance. From 80 % on every statement waits.",
                series: [{ query: max(value(CLOUDWATCH.databaseCpu, ours)), legend: "cpu" }],
                limits: { worse: "above", warning: 80 },
                alerts: onDataStores("PostgresBusy"),
            },
            {
                ...{ title: "Free storage", show: "lines", unit: "bytes", least: 0, width: 6 },
                description: `Of ${storageGibibytes} GiB at first; RDS adds to it by itself below 10 % (${storageGibibytes / 10} GiB), up to stores.postgres.maxStorageGibibytes. Full means that it stops.`,
                series: [{ query: max(value(CLOUDWATCH.databaseStorage, ours)), legend: "free" }],
                limits: { worse: "below", warning: 0.1 * storage, critical: Math.floor(0.08 * storage) },
                alerts: onDataStores("PostgresStorageFillsUp", "PostgresStorageLow"),
            },
            {
                ...{ title: "Free memory", show: "lines", unit: "bytes", least: 0, width: 6 },
                description: "What is neither connections nor cache. With little left the instance swaps.",
                series: [{ query: max(value(CLOUDWATCH.databaseMemory, ours)), legend: "free" }],
                alerts: onDataStores("PostgresMemoryLow"),
            },
            {
                ...{ title: "Disk latency", show: "lines", unit: "s", width: 6 },
                description:
                    "Time that a read and a write of the volume take. gp3 answers within a few milliseconds; from 20 ms on it is at its limit.",
                series: [
                    { query: max(value(CLOUDWATCH.databaseReadLatency, ours)), legend: "read" },
                    { query: max(value(CLOUDWATCH.databaseWriteLatency, ours)), legend: "write" },
                ],
                limits: { worse: "above", warning: 0.02 },
            },
        ],
    };
}
