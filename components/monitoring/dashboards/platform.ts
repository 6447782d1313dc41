/** Pages of what all systems share, from the settings that size it. */
import type { Environment } from "../../../config/environment";
import { neededGroups } from "../../aws/node-groups";
import { partsOf, postgresInstance, redisGroups } from "../platform";
import { CLUSTER, cluster } from "./cluster";
import { DATA_STORES, dataStores } from "./data-stores";
import { onCall, type WatchedSystem } from "./on-call";
import { fixedMonthly, nodeTypes } from "./prices";
import type { DashboardSpec } from "./spec";

export function platformPages(environment: Environment, systems: readonly WatchedSystem[]): readonly DashboardSpec[] {
    const { budget, monitoring, needs, nodeGroups } = environment;
    const logs = monitoring.logs.enabled;
    const { autoscaler, eventScaling, secretStore } = partsOf(environment);
    const groups = Object.fromEntries(neededGroups(nodeGroups, needs));
    const instance = needs.postgres.length > 0 ? postgresInstance(environment) : undefined;
    return [
        onCall({ systems, platform: [DATA_STORES, CLUSTER], logs }),
        dataStores({
            postgres: needs.postgres.length > 0,
            ...(instance && { instance }),
            redis: Object.values(redisGroups(environment)),
            buckets: monitoring.cloudWatch && ownBuckets(environment),
        }),
        cluster({
            ...{ autoscaler, eventScaling, secretStore, logs },
            cost: {
                types: nodeTypes({ nodeGroups: groups }),
                ...{ fixed: fixedMonthly(environment), budget: budget.monthlyUsd },
            },
        }),
    ];
}

/** For data or for dumps; one that the user brings is not read (cloudwatch.ts). */
const ownBuckets = ({ needs, existing }: Environment): boolean =>
    (needs.coldData && existing.coldBucket === undefined) || needs.backupArchive;
