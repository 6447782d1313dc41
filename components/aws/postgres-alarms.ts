/** What of a database deserves a mail. */
import { instanceGibibytes } from "../../config/pools";
import type { StoreAlarm } from "./store-alarms";

const GIBIBYTE = 1024 ** 3;

export interface PostgresAlarmsArgs {
    /** RDS instance class. */
    readonly instance: string;
    readonly maxConnections: number;
    /** Allocated storage, GiB. */
    readonly storageGibibytes: number;
}

export function postgresAlarms({ instance, maxConnections, storageGibibytes }: PostgresAlarmsArgs): StoreAlarm[] {
    const memory = (instanceGibibytes(instance) ?? 4) * GIBIBYTE;
    const larger = "choose a larger stores.postgres.instance";
    return [
        {
            id: "cpu",
            description: `PostgreSQL is more than 80 % busy: look at Database Insights for the statement, or ${larger}.`,
            metric: "CPUUtilization",
            statistic: "Average",
            fires: "above",
            threshold: 80,
        },
        {
            id: "memory",
            description: `Less than 5 % of memory is free: fewer connections, or ${larger}.`,
            metric: "FreeableMemory",
            statistic: "Average",
            fires: "below",
            threshold: Math.floor(memory * 0.05),
        },
        {
            id: "storage",
            // RDS grows storage itself below 10 % free; still below 8 % means that it may not, or not fast enough (once in six hours).
            description: "Storage is nearly full and has not grown: raise stores.postgres.maxStorageGibibytes.",
            metric: "FreeStorageSpace",
            statistic: "Minimum",
            fires: "below",
            threshold: Math.floor(storageGibibytes * 0.08 * GIBIBYTE),
            periods: 6,
        },
        {
            id: "connections",
            description: `More than 90 % of max_connections are taken: pools are larger than planned, or ${larger}.`,
            metric: "DatabaseConnections",
            statistic: "Maximum",
            fires: "above",
            threshold: Math.floor(maxConnections * 0.9),
        },
        {
            id: "transaction-ids",
            description:
                "A billion transaction ids are unvacuumed; at two billion PostgreSQL stops. Look for what keeps autovacuum from finishing.",
            metric: "MaximumUsedTransactionIDs",
            statistic: "Maximum",
            fires: "above",
            threshold: 1_000_000_000,
            periodMinutes: 60,
            periods: 1,
        },
    ];
}
