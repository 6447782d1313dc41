/** `data: keep` promises that data can be restored: something must be there to restore it from. */
import type { Environment } from "../environment";
import type { Problem } from "../problems";
import type { Check } from "./check";

const kept = (id: string, reads: readonly string[], find: (environment: Environment) => readonly Problem[]): Check => ({
    id: `data.${id}`,
    reads: ["data", "systems", ...reads],
    find: ({ environment }) => (environment.data === "keep" ? find(environment) : []),
});

const OR_DISPOSABLE = "or write data: disposable";

export const postgresBackups = kept("postgresBackups", ["existing.postgres"], ({ stores, needs, existing }) =>
    stores.postgres.backupDays === 0 && needs.postgres.length > 0 && existing.postgres === undefined
        ? [
              {
                  path: "stores.postgres.backupDays",
                  value: 0,
                  rule: "keeps no backup of the database, and data is keep",
                  fix: `write 1 or more, ${OR_DISPOSABLE}`,
              },
          ]
        : [],
);

/** The cache group evicts what it likes; the queue group holds work that exists nowhere else. */
export const queueSnapshots = kept("queueSnapshots", ["existing.redis"], ({ stores, needs, existing }) =>
    stores.redis.queue.snapshotDays === 0 && needs.redis.queue.length > 0 && existing.redis?.queue === undefined
        ? [
              {
                  path: "stores.redis.queue.snapshotDays",
                  value: 0,
                  rule: "keeps no snapshot of the queues, and data is keep",
                  fix: `write 1 or more, ${OR_DISPOSABLE}`,
              },
          ]
        : [],
);

export const volumeBackups = kept("volumeBackups", [], ({ backups, needs }) => {
    if (backups.enabled || (!needs.zonalVolumes && needs.sharedFiles.length === 0)) return [];
    const what = [
        ...(needs.zonalVolumes ? ["volumes"] : []),
        ...(needs.sharedFiles.length > 0 ? ["shared files"] : []),
    ];
    const rule = `leaves the ${what.join(" and ")} of the enabled systems without a backup, and data is keep`;
    return [{ path: "backups.enabled", value: false, rule, fix: `write true, ${OR_DISPOSABLE}` }];
});
