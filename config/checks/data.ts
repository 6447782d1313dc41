/** `data: keep` promises that data can be restored: something must be there to restore it from. */
import type { Environment } from "../environment";
import type { Problem } from "../problems";
import type { Check } from "./check";

const whenKept = (
    id: string,
    reads: readonly string[],
    find: (environment: Environment) => readonly Problem[],
): Check => ({
    id: `data.${id}`,
    reads: ["data", "systems", ...reads],
    find: ({ environment }) => (environment.data === "keep" ? find(environment) : []),
});

const OR_DISPOSABLE = "or write data: disposable";

/** RDS.11 of AWS Security Hub: a week. */
const LEAST_BACKUP_DAYS = 7;

export const postgresBackups = whenKept("postgresBackups", ["existing.postgres"], ({ stores, needs, existing }) => {
    const value = stores.postgres.backupDays;
    if (value >= LEAST_BACKUP_DAYS || needs.postgres.length === 0 || existing.postgres !== undefined) return [];
    const kept = value === 0 ? "no backup" : "less than a week of backups";
    const rule = `keeps ${kept} of the database, and data is keep`;
    const fix = `write ${String(LEAST_BACKUP_DAYS)} or more, ${OR_DISPOSABLE}`;
    return [{ path: "stores.postgres.backupDays", value, rule, fix }];
});

/** ElastiCache.1. The cache group evicts what it likes; the queue group holds work that exists nowhere else. */
export const redisSnapshots = whenKept("redisSnapshots", ["existing.redis"], ({ stores, needs, existing }) =>
    (["cache", "queue"] as const).flatMap((use) =>
        stores.redis[use].snapshotDays > 0 || needs.redis[use].length === 0 || existing.redis?.[use] !== undefined
            ? []
            : [
                  {
                      path: `stores.redis.${use}.snapshotDays`,
                      value: 0,
                      rule: `keeps no snapshot of the ${use}, and data is keep`,
                      fix: `write 1 or more, ${OR_DISPOSABLE}`,
                  },
              ],
    ),
);

export const volumeBackups = whenKept("volumeBackups", [], ({ backups, needs }) => {
    if (backups.enabled || (!needs.savedVolumes && needs.sharedFiles.length === 0)) return [];
    const what = [
        ...(needs.savedVolumes ? ["volumes"] : []),
        ...(needs.sharedFiles.length > 0 ? ["shared files"] : []),
    ];
    const rule = `leaves the ${what.join(" and ")} of the enabled systems without a backup, and data is keep`;
    return [{ path: "backups.enabled", value: false, rule, fix: `write true, ${OR_DISPOSABLE}` }];
});
