/** Alerts on what all systems share, from the settings that size it. Owned by `platform`. */
import type { Environment } from "../../config/environment";
import { needsSecrets } from "../cluster/secret-permissions";
import { physicalName } from "../names";
import { scopeOf } from "../scope";
import { numbersOf } from "../workload/resources";
import type { AlertGroup, Owner } from "./alerts";
import { allMissing, metricsAbsent, targetDown } from "./alerts/absent";
import { clusterAlerts, type ClusterParts } from "./alerts/cluster";
import { healthAlerts } from "./alerts/endpoints";
import { jobAlerts } from "./alerts/jobs";
import { monitoringAlerts } from "./alerts/monitoring";
import { postgresAlerts, type PostgresInstance } from "./alerts/postgres";
import { redisAlerts, type RedisGroups } from "./alerts/redis";
import { volumeAlerts } from "./alerts/volumes";
import { workloadAlerts } from "./alerts/workloads";
import type { Metric } from "./catalogue";
import { CLOUDWATCH_METRICS as CLOUDWATCH } from "./catalogues/cloudwatch";
import { KUBERNETES as K } from "./catalogues/kubernetes";
import { NODES } from "./catalogues/nodes";
import { POSTGRES_METRICS as POSTGRES } from "./catalogues/postgres";
import { PROBES } from "./catalogues/probes";
import { MONITORING } from "./catalogues/prometheus";
import { METRICS_SIZES } from "./metrics-values";
import type { Surroundings } from "./watched";
import type { SystemNeeds } from "../../config/needs";

export const PLATFORM: Owner = { system: "platform", team: "platform", dashboard: "mindcloud-cluster" };
const STORES: Owner = { ...PLATFORM, dashboard: "mindcloud-data-stores" };

const MEBIBYTE = 2 ** 20;

/** By metadata.name of the object that holds them. */
export function platformGroups(environment: Environment): Readonly<Record<string, readonly AlertGroup[]>> {
    const { needs } = environment;
    // Whatever namespace is no system's: those of charts, and what a person puts beside them.
    const systems = Object.values(needs.systems).flatMap(({ namespaces }) => namespaces);
    const ours = { namespace: { not: systems } };
    return {
        "platform-workloads": [
            workloadAlerts(PLATFORM, ours),
            volumeAlerts(PLATFORM, ours),
            jobAlerts(PLATFORM, ours),
            healthAlerts(PLATFORM, ours),
        ],
        "platform-data-stores": storeGroups(environment),
        "platform-cluster": clusterAlerts(PLATFORM, partsOf(environment)),
        "platform-monitoring": [
            ...monitoringAlerts(PLATFORM, {
                prometheusMemory: prometheusMemory(environment),
                logs: environment.monitoring.logs.enabled,
            }),
            {
                rules: [targetDown(PLATFORM, ours), ...missing(environment)],
            },
        ],
    };
}

function storeGroups(environment: Environment): readonly AlertGroup[] {
    const { needs } = environment;
    const redis = needs.redis.cache.length + needs.redis.queue.length > 0;
    return [
        ...(redis ? [redisAlerts(STORES, redisGroups(environment))] : []),
        ...(needs.postgres.length > 0 ? [postgresAlerts(STORES, postgresInstance(environment))] : []),
    ];
}

/** Ids as components/aws gives them; what the user brought has none here. */
export function redisGroups({ needs, existing, monitoring, ...environment }: Environment): RedisGroups {
    const scope = scopeOf({ needs, existing, monitoring, ...environment });
    const made = (["queue", "cache"] as const).filter(
        (use) => monitoring.cloudWatch && needs.redis[use].length > 0 && existing.redis?.[use] === undefined,
    );
    return Object.fromEntries(made.map((use) => [use, physicalName(scope, "cacheReplicationGroup", `stores-${use}`)]));
}

/** The RDS instance of our own, where CloudWatch is read. */
export function postgresInstance(environment: Environment): PostgresInstance | undefined {
    const { stores, existing, monitoring } = environment;
    if (existing.postgres !== undefined || !monitoring.cloudWatch) return undefined;
    const { instance, storageGibibytes } = stores.postgres;
    const identifier = physicalName(scopeOf(environment), "databaseInstance", "stores-postgres");
    return { identifier, instance, storageGibibytes };
}

export const partsOf = (environment: Environment): ClusterParts => ({
    autoscaler: Object.values(environment.nodeGroups).some(({ min, max }) => max > min),
    eventScaling: environment.needs.queueScaling,
    secretStore: needsSecrets(environment),
    loadBalancer: isLoadBalanced(environment),
});

/** What is around one system. */
export function surroundingsOf(environment: Environment, { ingress }: Pick<SystemNeeds, "ingress">): Surroundings {
    const { queue } = redisGroups(environment);
    return {
        loadBalanced: isLoadBalanced(environment) && ingress === true,
        logs: environment.monitoring.logs.enabled,
        ...(queue !== undefined && { queueGroup: queue }),
    };
}

/** Whether a load balancer stands before the systems whose figures come to Prometheus. */
export const isLoadBalanced = ({ domain, needs, monitoring }: Environment): boolean =>
    domain !== undefined && needs.ingress && monitoring.cloudWatch;

function prometheusMemory({ profile }: Environment): number {
    return numbersOf(METRICS_SIZES[profile].prometheus).limits.memoryMebibytes * MEBIBYTE;
}

/** One metric of each exporter: if it is there, so is the exporter. */
function missing(environment: Environment) {
    const { needs, monitoring, existing } = environment;
    const { autoscaler, eventScaling, secretStore } = partsOf(environment);
    const ownRedis = Object.keys(redisGroups(environment)).length > 0;
    const ownPostgres = needs.postgres.length > 0 && existing.postgres === undefined;
    const expected: readonly (readonly [boolean, Metric])[] = [
        [true, K.podPhase],
        [true, K.memoryWorkingSet],
        [needs.zonalVolumes, K.volumeCapacity],
        [true, NODES.memoryTotal],
        [true, PROBES.success],
        [needs.postgres.length > 0, POSTGRES.up],
        [ownRedis, CLOUDWATCH.cacheCpu],
        [monitoring.cloudWatch && ownPostgres, CLOUDWATCH.databaseCpu],
        [isLoadBalanced(environment), CLOUDWATCH.healthyTargets],
        [autoscaler, MONITORING.nodeGroupTarget],
        [eventScaling, MONITORING.scalerValue],
        [secretStore, MONITORING.secretCondition],
        [true, MONITORING.alertmanagerReloaded],
        [monitoring.logs.enabled, MONITORING.linesReceived],
        [monitoring.logs.enabled, MONITORING.linesSent],
    ];
    const query = allMissing(
        expected.filter(([is]) => is).map(([, metric]) => metric),
        {},
    );
    return query === undefined ? [] : [metricsAbsent(PLATFORM, query)];
}
